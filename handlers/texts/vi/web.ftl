# Câu báo lỗi của trang web và tên người trong bản thử.

web-error-not-understood = Trang gửi lên nội dung không đọc được. Anh/Chị tải lại trang rồi thử lại giúp.
web-error-unknown-conversation = Phiên trò chuyện này đã kết thúc. Trang sẽ mở phiên mới và gửi lại nội dung.
web-error-invite-unknown = Mã mời này không dùng được: có thể gõ sai, đã hết hạn hoặc đã thu hồi. Anh/Chị kiểm tra lại, hoặc xin văn phòng mã khác.
web-error-too-large = Nội dung hoặc tệp quá lớn. Anh/Chị chia nhỏ rồi gửi lại giúp (mỗi tệp tối đa 10 MB, mỗi lần 5 tệp).
web-error-too-fast = Hệ thống đang nhận quá nhiều tin. Anh/Chị đợi vài giây rồi gửi lại giúp.
web-error-restarting = Hệ thống đang khởi động lại. Trang sẽ tự gửi lại sau ít giây.
web-error-not-found = Không tìm thấy nội dung này.
web-error-failed = Hệ thống gặp lỗi. Anh/Chị thử lại sau ít phút giúp.

demo-messenger = { $channel } (giả lập)
demo-name-staff = Người gửi thử
demo-name-officer = Cán bộ xử lý thử
demo-name-office = Văn phòng thử
demo-name-leader = Lãnh đạo thử
