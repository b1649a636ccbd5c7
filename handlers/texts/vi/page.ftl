# The chat page and the demo page. Plain messages only: the browser gets them without a Fluent parser.

page-title = Đối Thoại
page-demo-tag = Bản dùng thử
page-noscript = Trang này cần JavaScript. Anh/Chị bật JavaScript rồi tải lại trang giúp.

## Header
page-connecting = Đang kết nối…
page-connected = Đã kết nối
page-offline = Mất kết nối, đang thử lại
page-menu = Aa: cỡ chữ, tương phản và lựa chọn khác
page-settings = Cỡ chữ, tương phản và lựa chọn khác
page-text-size = Cỡ chữ
page-size-small = A-, chữ nhỏ
page-size-normal = A, chữ vừa
page-size-large = A+, chữ lớn
page-contrast = Tăng tương phản
page-language = Ngôn ngữ
page-invite-open = Nhập mã mời
page-leave-open = Thoát

## Conversation
page-log = Cuộc trò chuyện
page-intro-title = Kênh gửi ý kiến đến lãnh đạo
page-intro-text = Mỗi ý kiến đều có người phụ trách và hạn trả lời. Gửi có ghi tên hay không ghi tên là do Anh/Chị chọn.
page-intro-privacy = Trang không dùng cookie. Nếu dùng máy chung, Anh/Chị bấm “Thoát” khi xong.
page-bot-says = Đối Thoại trả lời:
page-you-say = Anh/Chị gửi:
page-choices = Lựa chọn
page-to-newest = Tin mới nhất
page-to-new = Có tin mới, xem tin mới nhất
page-renewed = Máy chủ vừa mở lại cuộc trò chuyện từ đầu. Ý kiến đã gửi vẫn được giữ.
page-state-waiting = Đang gửi…
page-state-retrying = Chưa gửi được, sẽ gửi lại
page-state-sent = Đã gửi
page-state-refused = Tin này chưa gửi được. Anh/Chị sửa rồi gửi lại giúp.
page-edit-again = Sửa lại tin này
page-files-lost = Trang đã tải lại nên tệp chưa gửi bị mất. Anh/Chị đính kèm lại giúp:
page-download = Tải về
page-downloading = Đang tải…
page-download-failed = Chưa tải được, bấm để thử lại

## Composer
page-text = Nội dung tin nhắn
page-placeholder = Viết tin nhắn…
page-hint = Enter để gửi, Shift + Enter để xuống dòng
page-attach = Đính kèm ảnh, tệp: mỗi lần 5 tệp, mỗi tệp 10 MB
page-send = Gửi
page-pending = Tệp sẽ gửi kèm
page-remove = Bỏ tệp
page-file-too-large = Có tệp lớn hơn 10 MB nên chưa đính kèm được. Anh/Chị chọn tệp nhỏ hơn giúp.
page-too-many-files = Mỗi lần gửi được 5 tệp. Các tệp còn lại Anh/Chị gửi ở tin sau.

## Invite code
page-invite-title = Nhập mã mời
page-invite-help = Mã do văn phòng cấp, ví dụ K7QM-2XPA-9RTD. Dán cả đường dẫn mời cũng được.
page-invite-code = Mã mời
page-invite-submit = Xác nhận
page-invite-empty = Anh/Chị nhập mã mời giúp.
page-invite-failed = Chưa dùng được mã mời. Anh/Chị thử lại sau ít phút.
page-invite-accepted = Đã nhận mã mời.
page-remember = Ghi nhớ trên máy này
page-remember-help = Chỉ chọn khi đây là máy riêng của Anh/Chị.
page-cancel = Hủy

## Leaving
page-leave-title = Thoát khỏi cuộc trò chuyện?
page-leave-text = Cuộc trò chuyện sẽ được xóa khỏi máy này. Ý kiến đã gửi vẫn được xử lý.
page-leave-unsent = Có nội dung chưa gửi. Thoát bây giờ thì nội dung đó sẽ mất.
page-stay = Ở lại
page-leave = Thoát và xóa
page-left-title = Anh/Chị đã thoát
page-left-text = Trang này không còn giữ gì về cuộc trò chuyện trên máy.
page-left-offline = Đã xóa khỏi máy này. Do mất kết nối nên chưa báo được cho máy chủ.
page-start-again = Bắt đầu lại

## Demo
page-demo-title = Đối Thoại – dùng thử
page-demo-text = Bốn chiếc điện thoại, bốn vai: gửi thử một ý kiến và theo dõi cho đến khi có trả lời. Mọi tên người, tên đơn vị ở đây đều do chúng tôi đặt ra.
page-demo-steps = Các bước
page-demo-step-1 = Cán bộ gửi
page-demo-step-2 = Văn phòng chuyển
page-demo-step-3 = Phòng soạn
page-demo-step-4 = Lãnh đạo duyệt
page-demo-step-5 = Người gửi nhận trả lời
page-demo-staff = Cán bộ
page-demo-office = Văn phòng
page-demo-officer = Phòng chuyên môn
page-demo-leader = Lãnh đạo
page-demo-clock = Giờ dùng thử
page-demo-clock-help = Sang ngày mới để thấy nhắc hạn.
page-demo-next-day = Sang ngày làm việc sau
page-demo-moving = Đang sang ngày…
page-demo-clock-failed = Chưa kết nối được, đang thử lại

## Gửi tệp vào một cuộc trò chuyện trên Zalo
page-upload-title = Gửi tệp
page-upload-label = Chọn ảnh hoặc tệp
page-upload-kinds = Ảnh (JPG, PNG, WebP, HEIC), PDF, Word (.docx), Excel (.xlsx); mỗi lần tối đa 5 tệp, mỗi tệp 10 MB.
page-upload-send = Gửi
page-upload-done = Đã nhận. Anh/Chị quay lại Zalo để tiếp tục.

## Điện thoại Zalo trong bản dùng thử
page-messenger-messages = Tin nhắn
page-messenger-write = Nhắn tin
page-messenger-send = Gửi
