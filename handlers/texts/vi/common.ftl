# Các chữ dùng chung: ngày tháng, vai trò, loại ý kiến, trạng thái, nút bấm, câu báo lỗi.

date-long = { $weekday ->
    [1] thứ Hai
    [2] thứ Ba
    [3] thứ Tư
    [4] thứ Năm
    [5] thứ Sáu
    [6] thứ Bảy
   *[7] Chủ nhật
 }, { $date }

role-staff = Cán bộ, công chức, người lao động
role-officer = Cán bộ xử lý
role-head = Trưởng đơn vị
role-office = Văn phòng (đầu mối)
role-leader = Lãnh đạo
role-admin = Quản trị
role-auditor = Kiểm tra, giám sát
post = { $role } – { $unit }
post-many = { $role } – { $count } đơn vị

kind-thought = Tâm tư, nguyện vọng
kind-question = Câu hỏi
kind-petition = Kiến nghị
kind-proposal = Đề xuất
kind-report = Phản ánh
kind-difficulty = Khó khăn, vướng mắc
kind-idea = Hiến kế, sáng kiến
kind-praise = Khen ngợi

status-submitted = Đã gửi, văn phòng đang xem
status-received = Văn phòng đã tiếp nhận
status-routed = Đã chuyển đơn vị
status-in-progress = Đang xử lý
status-needs-info = Chờ bổ sung thông tin
status-awaiting-approval = Chờ lãnh đạo duyệt
status-answered = Đã trả lời
status-closed = Đã hoàn thành
status-merged = Đã gộp với ý kiến khác
status-declined = Không thuộc phạm vi
status-withdrawn = Đã rút

# Một dòng trong danh sách
line = { $dot } { $code } · { $summary }

# Chữ gõ thay cho nút; các cách gõ cách nhau bằng dấu |
command-start = bắt đầu|menu|trang chủ|quay lại|xin chào|chào|alo|0|/start|/batdau
command-new = gửi ý kiến|góp ý|ý kiến mới|gửi ý kiến khác|/gui
command-continue = tiếp tục|viết tiếp|/tieptuc
command-mine = việc của tôi|ý kiến của tôi|/viec
command-code = tra cứu|tra cứu bằng mã|nhập mã|/tracuu
command-help = trợ giúp|hướng dẫn|giúp đỡ|/trogiup|/help
command-privacy = quyền riêng tư|ai biết gì|/aibiet
command-language = ngôn ngữ|đổi ngôn ngữ|/ngonngu
command-vietnamese = tiếng việt
command-english = tiếng anh
command-cancel = hủy|huỷ|hủy bỏ|thôi|/huy
command-enrol = nhập mã mời|mã mời
command-work = việc của đơn vị|việc của phòng|/donvi
command-standin = người thay|cử người thay|/nguoithay
command-triage = chờ phân loại|ý kiến chờ phân loại|phân loại|/phanloai
command-approvals = chờ duyệt|trả lời chờ duyệt|/duyet
command-broadcast = gửi thông báo|thông báo chung|/thongbao
command-progress = xem tiến độ|tiến độ|tiến độ gửi|/tiendo
command-calendar = lịch nghỉ|lịch nghỉ lễ|/lichnghi

button-more = Xem thêm
button-start = Trang chủ
button-new = Gửi ý kiến
button-continue = Viết tiếp
button-mine = Việc của tôi
button-code = Tra cứu bằng mã
button-help = Hướng dẫn
button-privacy = Ai biết gì
button-language = Ngôn ngữ
button-vietnamese = Tiếng Việt
button-english = English
button-cancel = Hủy
button-enrol = Nhập mã mời
button-work = Việc của đơn vị
button-standin = Cử người thay
button-triage = Chờ phân loại
button-approvals = Chờ duyệt
button-broadcast = Gửi thông báo
button-progress = Xem tiến độ
button-calendar = Lịch nghỉ
button-calendar-year = Lịch nghỉ { $year }
button-confirm-calendar = Xác nhận lịch { $year }
button-skip = Bỏ qua
button-send = Gửi
button-drop = Bỏ ý kiến
button-keep = Giữ lại
button-edit = Sửa nội dung
button-department = Chọn đơn vị
button-mode = Đổi cách gửi
button-let-office = Để văn phòng chọn
button-office-decides = Văn phòng quyết định
button-withdraw = Rút ý kiến
button-use-as-answer = Dùng làm trả lời
button-publish = Gửi trả lời
button-submit = Trình lãnh đạo
button-rewrite = Viết lại
button-audience = Đổi người nhận
# Bằng chữ: số gõ vào là thứ tự của nút.
button-days = { $days ->
    [3] ba
    [5] năm
    [7] bảy
    [10] mười
   *[other] { $days }
 } ngày làm việc

mode-anonymous = Không ghi tên
mode-named = Ghi tên tôi

audience-everyone = Mọi người
audience-unit = Một đơn vị
audience-role = Một vai trò

action-accept = Nhận việc
action-bounce = Trả lại
action-draft = Soạn trả lời
action-respond = Trả lời
action-ask = Hỏi thêm
action-extend = Xin gia hạn
action-part = Gửi phần phối hợp
action-open = Xem chi tiết
action-to = Chuyển { $department }
action-route = Chọn đơn vị khác
action-merge = Gộp
action-decline = Không tiếp nhận
action-support = Thêm đơn vị phối hợp
action-approve = Duyệt
action-revise = Sửa rồi gửi
action-sendback = Yêu cầu sửa
action-answer = Trả lời trực tiếp
action-assign = Giao việc
action-alone = Xem riêng ý kiến của tôi
action-own = Xem tình trạng
action-edit = Sửa
action-add = Bổ sung
action-reply = Trả lời
action-withdraw = Rút
action-clear = Đã rõ
action-partly = Còn chỗ chưa rõ
action-unsat = Chưa thỏa đáng

error-rule = Việc này chưa làm được. Anh/Chị chọn việc khác giúp.
error-status = Việc này không còn ở bước đó, có thể đã có người xử lý. Anh/Chị mở lại để xem tình trạng mới.
error-not-permitted = Anh/Chị chưa được giao quyền làm việc này.
error-incomplete = Còn thiếu thông tin. Anh/Chị bổ sung giúp.
error-too-late = Đã quá thời điểm làm việc này.
error-not-found = Không tìm thấy mã này. Anh/Chị kiểm tra lại giúp; ý kiến không ghi tên chỉ mở bằng mã nhận trả lời.
error-no-such-unit = Không tìm thấy đơn vị có tên như vậy. Anh/Chị chọn bên dưới hoặc gõ lại tên.
error-stale-choice = Lựa chọn này đã cũ. Anh/Chị chọn lại bên dưới, hoặc gõ “menu”.
error-changed-meanwhile = Vừa có người khác cập nhật việc này. Anh/Chị mở lại rồi làm tiếp giúp.
error-unexpected = Hệ thống gặp lỗi, việc vừa rồi chưa được ghi. Anh/Chị gửi lại giúp; nếu vẫn lỗi, báo văn phòng mã { $code }.
error-draft-expired = Bản nháp này đã quá hạn. Anh/Chị gửi lại nội dung giúp.
error-flood = Lúc này có quá nhiều ý kiến không ghi tên được gửi đến. Nội dung của Anh/Chị vẫn được giữ; lát nữa hoặc ngày mai, Anh/Chị bấm “Gửi” lần nữa. Gửi có ghi tên thì được ngay.
error-empty-text = Nội dung đang trống. Anh/Chị viết giúp.
error-text-too-long = Nội dung quá dài (tối đa { $limit } ký tự) nên chưa được ghi. Anh/Chị chia nhỏ hoặc rút gọn giúp.{ $files ->
        [0] {""}
       *[other] {" "}Tệp gửi kèm cũng chưa được nhận.
    }
error-merge-target = Không gộp được vào ý kiến này. Anh/Chị chọn ý kiến khác đang xử lý.
error-support-already = Đơn vị này đã tham gia rồi.
error-no-such-year = Chỉ xem được lịch nghỉ từ năm { $first } đến năm { $last }.
error-due-not-later = Hạn mới phải sau hạn hiện nay.
error-due-past = Hạn phải từ hôm nay trở đi.
error-extended-already = Việc này đã gia hạn một lần. Gia hạn thêm do lãnh đạo quyết định.
error-file-kind = Loại tệp này chưa nhận được. Anh/Chị gửi ảnh (JPG, PNG, WebP, HEIC), PDF, Word (.docx), Excel (.xlsx), tin thoại, video (MP4), không có macro, không đặt mật khẩu; hoặc chép nội dung vào tin nhắn. Phần chữ vẫn được giữ.
error-file-too-large = Tệp quá lớn (tối đa 10 MB, ảnh 40 triệu điểm, văn bản 1 MB). Anh/Chị gửi tệp nhỏ hơn. Phần chữ vẫn được giữ.
error-file-unreadable = Không mở được tệp này nên hệ thống không giữ lại. Anh/Chị thử chụp ảnh rồi gửi. Phần chữ vẫn được giữ.
error-file-count = Mỗi lần chỉ nhận 5 tệp; các tệp sau chưa được nhận. Anh/Chị gửi tiếp ở tin sau.

note-long-text = Nội dung dài hơn { $limit } ký tự: bản đầy đủ được giữ thành tệp đính kèm.
note-voice-left-out = Giọng nói và video cho biết ai gửi, nên không gửi kèm ý kiến không ghi tên. Anh/Chị viết bằng chữ giúp.
note-files-not-here = Bước này chưa nhận tệp. Anh/Chị gửi bằng chữ giúp.
note-files-full = Ý kiến này đã đủ tệp; tệp vừa gửi chưa được nhận.

desk-not-understood = Anh/Chị chọn một việc bên dưới, hoặc gõ “menu”.
