# Xóa nội dung một ý kiến

card-erased = { $code }: gửi ngày { $filed }. Nội dung, trả lời và tệp đã được xóa hẳn ngày { $erased }.
line-erased = (nội dung đã xóa)
event-erased = Xóa nội dung
action-erase = Xóa hẳn nội dung
action-eraseown = Xóa hẳn nội dung
button-erase = Xóa hẳn
erase-ask = Xóa hẳn nội dung ý kiến { $code }? Lời đã viết, trả lời và tệp sẽ bị xóa, không ai đọc lại được, kể cả Anh/Chị. Chỉ còn ngày, đơn vị và lĩnh vực để thống kê.
erase-unsure = Anh/Chị bấm “Xóa hẳn” để xóa nội dung { $code }, hoặc “Hủy” để giữ lại.
erase-done = Đã xóa hẳn nội dung ý kiến { $code }.
pin-what-erase = xóa hẳn nội dung ý kiến { $code }
error-erase-promised = Câu trả lời này còn việc đã hứa với cả người gửi khác, nên chưa xóa được. Khi việc ấy xong, Anh/Chị xóa lại giúp.
error-erased = Nội dung ý kiến này đã được xóa, không làm tiếp được nữa. Anh/Chị gửi ý kiến mới nếu cần.
