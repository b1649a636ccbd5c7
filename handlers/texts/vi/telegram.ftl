# Những câu chỉ nói trên Telegram.

telegram-not-taken = Hệ thống chưa nhận được loại tin này (nhãn dán, vị trí, danh bạ, bình chọn…). Anh/Chị viết bằng chữ, hoặc gửi ảnh, tệp giúp.
telegram-given-up = Có một tin của Anh/Chị hệ thống đọc ba lần chưa được nên chưa ghi. Anh/Chị gửi lại giúp; nếu vẫn không được, báo văn phòng.
telegram-group = Hệ thống chưa làm việc trong nhóm. Anh/Chị nhắn riêng cho tài khoản này giúp.
# Ghi vào ý kiến đang soạn, sau phần đã có.
telegram-correction = Sửa lại: { $text }
telegram-edit-added = Anh/Chị vừa sửa một tin đã gửi. Bản sửa được ghi thêm vào cuối, bản trước vẫn còn. Muốn chỉ giữ bản mới, bấm “Sửa nội dung” khi xem lại.
telegram-edit-late = Sửa tin đã gửi trên Telegram không làm đổi nội dung hệ thống đã nhận. Anh/Chị nhắn lại phần cần sửa giúp.

settings-telegram-token = TELEGRAM_TOKEN sai cách viết. Mã do BotFather cấp có dạng 123456:chữ-và-số.
settings-telegram-base = TELEGRAM_API_BASE phải bắt đầu bằng http:// hoặc https://.
settings-telegram-secret = TELEGRAM_WEBHOOK_SECRET gồm 1 đến 256 chữ cái không dấu, chữ số, dấu _ và dấu -.
settings-telegram-webhook = Đã đặt TELEGRAM_WEBHOOK_SECRET thì PUBLIC_URL phải là địa chỉ https:// mà Telegram gọi tới được. Để trống TELEGRAM_WEBHOOK_SECRET nếu máy chủ không mở ra ngoài.
