start = Kính chào Anh/Chị. Đây là kênh gửi tâm tư, kiến nghị đến lãnh đạo.
    Anh/Chị chọn một việc bên dưới, hoặc nhắn thẳng nội dung.
start-desk = Kính chào Anh/Chị. Anh/Chị chọn một việc bên dưới.
    Việc mới sẽ được báo ngay tại đây.
start-unknown = Kính chào Anh/Chị. Đây là kênh để cán bộ, công chức, người lao động gửi tâm tư, kiến nghị, có thể không ghi tên.
    Mời Anh/Chị nhập mã mời do văn phòng cấp, hoặc mã nhận trả lời để xem trả lời.
start-kept = Nội dung Anh/Chị đã viết vẫn được giữ; có mã mời là gửi được.
help = Anh/Chị nhắn nội dung như nhắn tin bình thường, kèm ảnh nếu có. Hệ thống hỏi thêm vài câu rồi cho xem lại trước khi gửi.
    • Bấm nút, hoặc gõ số, hoặc gõ chữ (không dấu cũng được).
    • Gõ “việc của tôi” để xem ý kiến đã ghi tên; gõ mã để xem bất kỳ ý kiến nào của mình.
    • Gõ “hủy” để bỏ, “menu” để về đầu.
    Việc nguy hiểm đến tính mạng: gọi 113, 114 hoặc 115.
language-ask = Anh/Chị muốn dùng tiếng nào?
language-chosen = Từ nay hệ thống trả lời bằng tiếng Việt.
cancelled = Đã hủy. Nội dung đang viết không được gửi.

enrol-ask = Anh/Chị nhập mã mời, ví dụ K7QM-2XPA-9RTD.
enrol-needed = Đã giữ nội dung của Anh/Chị. Để gửi, mời Anh/Chị nhập mã mời do văn phòng cấp.
    Mã này chỉ chứng minh Anh/Chị là người trong cơ quan; ý kiến không ghi tên không gắn với mã.
enrol-refused = Mã mời này không dùng được: có thể gõ sai, đã hết hạn hoặc đã thu hồi. Anh/Chị kiểm tra lại, hoặc xin văn phòng mã khác.
enrol-welcome = Mã mời hợp lệ. Anh/Chị vào với vai trò: { $posts }.
