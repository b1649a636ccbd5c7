# Trang chơi thử của doithoai simulate: đóng vai người dùng Zalo, Telegram.

simulator-title = Điện thoại thử
simulator-text = Mỗi khung là một người dùng. Bot trả lời khi Đối Thoại đang chạy với các biến in ở cửa sổ lệnh.
simulator-name = Tên người dùng
simulator-add = Thêm người
simulator-write = Tin nhắn
simulator-send = Gửi
simulator-photo = Ảnh
simulator-sticker = Nhãn dán
simulator-file = Tệp
simulator-ready = Máy chủ { $channel } giả lập đã sẵn sàng. Mở { $address } để nhắn như người dùng.
    Ở một cửa sổ lệnh khác, đặt các biến sau rồi chạy doithoai run:
simulator-port = Không mở được cổng { $port }: chương trình khác đang dùng. Chọn cổng khác: --port SỐ
