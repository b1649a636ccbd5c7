# Những câu chỉ nói trên Telegram.

telegram-not-taken = Hệ thống chưa nhận được loại tin này (nhãn dán, vị trí, danh bạ, bình chọn…). Anh/Chị viết bằng chữ, hoặc gửi ảnh, tệp giúp.
telegram-given-up = Có một tin của Anh/Chị hệ thống đọc ba lần chưa được nên chưa ghi. Anh/Chị gửi lại giúp; nếu vẫn không được, báo văn phòng.
telegram-group = Anh/Chị nhắn riêng cho tài khoản này giúp. Nhóm của phòng nhận được báo việc khi văn phòng nối bằng mã: /noinhom

settings-telegram-token = TELEGRAM_TOKEN sai cách viết. Mã do BotFather cấp có dạng 123456:chữ-và-số.
settings-telegram-base = TELEGRAM_API_BASE phải bắt đầu bằng http:// hoặc https://.
settings-telegram-secret = TELEGRAM_WEBHOOK_SECRET gồm 1 đến 256 chữ cái không dấu, chữ số, dấu _ và dấu -.
settings-telegram-webhook = Đã đặt TELEGRAM_WEBHOOK_SECRET thì PUBLIC_URL phải là địa chỉ https:// mà Telegram gọi tới được. Để trống TELEGRAM_WEBHOOK_SECRET nếu máy chủ không mở ra ngoài.

command-wipe = xóa tin|xóa tin đã nhắn|/xoatin
button-wipe = Xóa tin đã nhắn
wiped = { $channel ->
    [telegram] Đã xóa khỏi cuộc trò chuyện này các tin Anh/Chị nhắn khi soạn ý kiến. Biên nhận và mã ở trên vẫn còn. Máy chủ Telegram có thể còn lưu theo chính sách của họ.
    [zalo] Zalo không cho hệ thống xóa tin thay Anh/Chị. Anh/Chị nhấn giữ tin trong cuộc trò chuyện rồi chọn Xóa.
   *[other] Anh/Chị bấm “Thoát” trên trang để xóa cuộc trò chuyện khỏi máy này.
}
telegram-wipe-late = Hệ thống không xóa thay được nữa (tin đã quá hai ngày, hoặc hệ thống vừa khởi động lại). Anh/Chị nhấn giữ tin trong cuộc trò chuyện rồi chọn Xóa.
telegram-old-button = Nút này đã cũ, không dùng được nữa. Anh/Chị gõ “menu” để xem việc của mình.
