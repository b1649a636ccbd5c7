# Những câu chỉ nói trên Zalo: ở đó không có nút bấm, mỗi tin tối đa 2.000 ký tự.

zalo-pick = Gõ số để chọn:
zalo-pick-word = Gõ chữ để chọn:
zalo-pick-notice = Gõ số và mã để chọn, ví dụ: { $example }
zalo-home = 0. Quay lại trang chủ
zalo-no-menu = Không còn danh sách nào đang chờ chọn. Anh/Chị gõ 0 để xem những việc làm được.
zalo-no-such-number = Danh sách hiện nay không có số { $number }. Anh/Chị chọn lại giúp.
zalo-old-notice = Nếu Anh/Chị đang trả lời một thông báo cũ: danh sách của tin đó không còn. Anh/Chị gõ mã ý kiến (DT-…) ghi trong tin để mở lại việc.
zalo-which = Nhiều thông báo có lựa chọn này. Anh/Chị gõ một trong các dòng sau:
    { $forms }

zalo-not-taken = Zalo không chuyển loại tin này cho hệ thống (tệp, video, nhãn dán, vị trí, danh thiếp, hoặc tin có liên kết). Anh/Chị gõ bằng chữ, hoặc chụp ảnh rồi gửi giúp.
zalo-not-taken-link = Zalo không chuyển loại tin này cho hệ thống (tệp, video, nhãn dán, vị trí, danh thiếp, hoặc tin có liên kết). Anh/Chị gõ bằng chữ, gửi ảnh, hoặc gửi tệp tại đây trong 30 phút: { $link }
zalo-media-lost = Ảnh hoặc tin thoại vừa gửi chưa tải được từ Zalo. Anh/Chị gửi lại giúp. Phần chữ vẫn được giữ.
zalo-given-up = Có một tin của Anh/Chị hệ thống đọc ba lần chưa được nên chưa ghi. Anh/Chị gửi lại giúp; nếu vẫn không được, báo văn phòng.
zalo-group = Hệ thống không làm việc trong nhóm. Anh/Chị nhắn riêng cho tài khoản này giúp.

zalo-file-link = Tệp { $name }, mở được trong 1 giờ: { $link }
zalo-files-elsewhere = Có { $count } tệp kèm theo, Zalo không chuyển được. Anh/Chị xem trên trang web của hệ thống bằng mã ý kiến.
zalo-nearly-used-up = Tháng này Zalo sắp hết lượt gửi tin. Nếu chưa thấy trả lời, Anh/Chị vào { $page } và nhập mã.

settings-zalo-token = ZALO_BOT_TOKEN sai cách viết. Mã do Zalo Bot Creator cấp có dạng 123456:chữ-và-số.
settings-zalo-base = ZALO_API_BASE phải bắt đầu bằng http:// hoặc https://.
settings-zalo-secret = ZALO_WEBHOOK_SECRET gồm 8 đến 256 chữ cái không dấu, chữ số hoặc dấu, không có dấu cách.
settings-zalo-webhook = Đã đặt ZALO_WEBHOOK_SECRET thì PUBLIC_URL phải là địa chỉ https:// mà Zalo gọi tới được. Để trống ZALO_WEBHOOK_SECRET nếu máy chủ không mở ra ngoài.
settings-zalo-messages = ZALO_MONTHLY_MESSAGES phải là số từ 0 trở lên. 0 nghĩa là không biết giới hạn.

check-zalo-off = • Chưa bật Zalo. Muốn bật, Anh/Chị làm lần lượt:
    1. Mở Zalo trên điện thoại, tìm tài khoản chính thức “Zalo Bot Manager”, chọn “Tạo bot”.
    2. Đặt tên bắt đầu bằng “Bot”, ví dụ: Bot Đối Thoại phường mình. Không cần Official Account.
    3. Zalo gửi mã của bot (dạng 123456:chữ-và-số) vào tin nhắn. Mã này như mật khẩu, không gửi cho ai.
    4. Ghi mã vào tệp chỉ chương trình đọc được, rồi đặt ZALO_BOT_TOKEN_FILE là đường dẫn tệp đó.
    5. Chạy lại: doithoai check
check-zalo-ok = ✓ Zalo nhận mã của bot “{ $name }”. Mọi người tìm bot này trên Zalo, nhắn mã mời là vào được.
check-zalo-token = ✗ Zalo không nhận ZALO_BOT_TOKEN. Anh/Chị mở “Zalo Bot Creator” trên Zalo, xem lại mã của bot (cấp lại thì mã cũ hết dùng).
check-zalo-away = ✗ Chưa hỏi được Zalo ({ $why }). Anh/Chị kiểm tra máy chủ có ra được internet không, rồi chạy lại: doithoai check
check-zalo-hooked = ✗ Bot Zalo này đang được một chương trình khác dùng qua webhook ({ $url }), nên không hỏi tin được. Dừng chương trình đó, rồi chạy: doithoai unhook
check-zalo-polling = ✓ Zalo: chương trình tự hỏi tin, không cần mở máy chủ ra ngoài. Máy tắt đột ngột có thể mất một tin đang nhận; muốn chắc hơn, đặt PUBLIC_URL và ZALO_WEBHOOK_SECRET.
check-zalo-webhook = ✓ Zalo sẽ gọi { $url }.
check-zalo-webhook-tried = • Zalo gọi thử { $url }: { $outcome }. Nếu Đối Thoại đang chạy mà kết quả không phải webhook.ok: xem lại PUBLIC_URL, proxy, và tắt Browser Integrity Check của Cloudflare cho địa chỉ này.
check-zalo-no-files = • Chưa đặt PUBLIC_URL nên Zalo không nhận và không gửi được tệp, ảnh kèm trả lời; người dùng được chỉ sang trang web.
check-zalo-plan = • Gói Zalo: tính { $limit } tin mỗi tháng (ZALO_MONTHLY_MESSAGES); gói miễn phí còn giới hạn 50 người dùng.
cli-zalo-unhooked = Đã gỡ webhook của bot Zalo. Từ nay chương trình tự hỏi tin.
