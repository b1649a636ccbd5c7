# Bảo vệ tài khoản người có vai trò: nhật ký, mã PIN, xác nhận vai trò, mất máy, thiết bị.

command-log = nhật ký|xem nhật ký|/nhatky
button-log = Nhật ký

log-empty = Nhật ký chưa có dòng nào.
log-list = Nhật ký, dòng mới nhất ở trên. Mỗi người được ghi bằng một ký hiệu, không ghi tên.
    { $lines }
log-line = { $number }. { $happened }: { $what }{ $object ->
        [is-empty] {""}
       *[other] {" "}{ $object }
    }{ $who ->
        [is-empty] {""}
       *[other] {" "}– { $who }
    }{ $mark ->
        [is-empty] {""}
       *[other] {" "}({ $mark })
    }
log-shell = Người quản trị máy chủ
log-action = { $did ->
    [filed] có ý kiến mới
    [read] đọc ý kiến
    [file_read] mở tệp của ý kiến
    [routed] chuyển đơn vị
    [assigned] giao việc
    [accepted] nhận việc
    [transferred] chuyển sang đơn vị khác
    [returned] trả lại văn phòng
    [raised] đưa lên lãnh đạo
    [asked] hỏi thêm người gửi
    [drafted] trình câu trả lời
    [sent_back] yêu cầu sửa câu trả lời
    [answered] duyệt, gửi trả lời
    [interim] trả lời bước đầu
    [overruled] cho gửi câu trả lời còn thiếu
    [promised] ghi nhận việc đã hứa
    [promise_moved] dời hẹn
    [unit_done] báo đã làm xong
    [merged] gộp ý kiến
    [separated] tách ý kiến
    [erased] xóa hẳn nội dung ý kiến
    [kept_from] giữ kín với đơn vị
    [taken_back] rút khỏi đơn vị
    [let_in] bỏ giữ kín với đơn vị
    [declined] kết luận ngoài phạm vi
    [extended] gia hạn
    [support_asked] mời phối hợp
    [part_added] góp ý phối hợp
    [summed_up] viết tóm tắt
    [broadcast] gửi thông báo chung
    [broadcast_paused] tạm dừng thông báo
    [broadcast_stopped] dừng hẳn thông báo
    [broadcast_urgent] gửi ngay thông báo
    [stand_in] cử người thay
    [calendar_confirmed] xác nhận lịch nghỉ
    [handed_over] đưa mã trực tiếp
    [sent_again] gửi lại tin
    [numbers_exported] lấy tệp số liệu
    [log_read] đọc nhật ký, trang
    [exported] xuất toàn bộ ý kiến
    [organisation_loaded] nạp hồ sơ tổ chức
    [invited] cấp mã mời
    [invite_revoked] thu hồi mã mời
    [pin_set] đặt mã PIN
    [pin_locked] bị khóa mã PIN
    [pin_removed] xóa mã PIN của
    [posts_confirmed] xác nhận vai trò của
    [posts_refused] từ chối vai trò của
    [cut_off] cắt mọi thiết bị của
    [device_ended] cắt một thiết bị của mình
    [reinvited] cấp mã vào lại cho
   *[other] { $did }
}

command-forgotpin = quên mã pin|quên pin|/quenpin
button-forgotpin = Quên mã PIN
button-words = Là lời nhắn
button-person = Xem tài khoản

pin-ask = Sắp làm: { $what }.
    Mời Anh/Chị nhập mã PIN của mình.
pin-set = Sắp làm: { $what }. Việc này cần mã PIN, để người cầm máy của Anh/Chị không làm thay được.
    Mời Anh/Chị đặt mã PIN: 4 đến 8 chữ số, khác mã của điện thoại.
pin-repeat = Mời Anh/Chị nhập lại mã PIN một lần nữa.
pin-differs = Hai lần nhập khác nhau. Mời Anh/Chị đặt lại mã PIN: 4 đến 8 chữ số.
pin-easy = Mã này quá dễ đoán. Mời Anh/Chị chọn mã khác: 4 đến 8 chữ số.
pin-unreadable = Đang chờ mã PIN: 4 đến 8 chữ số. Tin vừa rồi không được giữ lại. Gõ “hủy” để thôi; việc đang làm dở vẫn giữ nguyên.
pin-words = Đang chờ mã PIN, nên câu này chưa dùng vào đâu: “{ $said }”
    Nếu đó là lời nhắn, Anh/Chị chọn “{ button-words }”. Còn không, mời Anh/Chị nhập mã PIN.
pin-put-off = Chưa làm, vì chưa có mã PIN: { $what }. Muốn làm, Anh/Chị bấm lại nút lúc nãy. Tin Anh/Chị vừa gửi được nhận như sau.
pin-set-meanwhile = Mã PIN vừa được đặt trên máy khác của Anh/Chị. Mời Anh/Chị nhập mã đó.
pin-taken-away = Văn phòng đã xóa mã PIN cũ. Mời Anh/Chị đặt mã mới: 4 đến 8 chữ số.
pin-wrong = Mã PIN chưa đúng. Anh/Chị còn { $left } lần nhập.
pin-locked = Nhập sai quá nhiều lần: mã PIN bị khóa { $minutes } phút, văn phòng đã được báo. Chưa có gì được gửi đi.
    Hết thời gian khóa, Anh/Chị nhập lại tại đây.
pin-right = Mã PIN đúng; { $minutes } phút tới không hỏi lại. Nếu mã vẫn còn hiện trong khung trò chuyện, Anh/Chị nên xóa tin đó.
pin-cancelled = Đã thôi. Chưa có gì được gửi đi; nội dung đang soạn vẫn còn.
pin-forgotten = Đã báo văn phòng. Khi văn phòng xóa mã cũ, Anh/Chị đặt mã mới ở lần cần mã kế tiếp.
pin-what-answer = gửi trả lời { $code }
pin-what-approve = duyệt và gửi trả lời { $code }
pin-what-interim = gửi trả lời tạm { $code }
pin-what-assign = giao { $code } cho { $department }
pin-what-decline = kết luận { $code } không thuộc phạm vi, lý do: “{ $why }”
pin-what-broadcast = gửi thông báo đến { $count } người
pin-what-urgent = gửi ngay thông báo trong giờ yên tĩnh

notice-pin-locked = { $who ->
        [is-empty] Một người có vai trò
       *[other] { $who }
    } nhập sai mã PIN năm lần; mã bị khóa 15 phút. Nếu không phải chính người ấy nhập, xin cắt các thiết bị của người ấy.
notice-pin-forgotten = { $who ->
        [is-empty] Một người có vai trò
       *[other] { $who }
    } báo quên mã PIN. Xin gọi điện hỏi đúng người rồi mới xóa mã.

command-people = tài khoản|tài khoản cán bộ|mất máy|/matmay
command-person = xem tài khoản
command-admit = xác nhận vai trò|/xacnhan
command-refuse = từ chối vai trò|/tuchoi
command-devices = thiết bị của tôi|thiết bị|/thietbi
command-signin = lấy mã đăng nhập|mã đăng nhập|đăng nhập|/dangnhap
button-people = Tài khoản
button-admit = Xác nhận vai trò
button-refuse = Từ chối vai trò
button-devices = Thiết bị của tôi
button-signin = Lấy mã đăng nhập
button-cut = Cắt mọi thiết bị
button-unpin = Xóa mã PIN
button-reinvite = Cấp mã vào lại
button-end-device = Cắt { $device }

pin-what-cut = cắt mọi thiết bị của { $who }
pin-what-unpin = xóa mã PIN của { $who }
pin-what-invite = cấp mã vào lại cho { $who }
pin-what-admit = xác nhận vai trò của { $who }
pin-what-refuse = từ chối vai trò của { $who }

accounts-list = { $count } người có vai trò. Mất máy, quên mã PIN, người mới chờ xác nhận: Anh/Chị chọn tên người đó.
accounts-line = { $who }: { $posts }{ $waits ->
        [yes] {" "}(chờ xác nhận)
       *[no] .
    }
accounts-nameless = (chưa ghi tên)
accounts-one = { $who }
    { $posts ->
        [is-empty] Chưa có vai trò nào.
       *[other] Vai trò: { $posts }.
    }
    { $pending ->
        [is-empty] Không có vai trò nào chờ xác nhận.
       *[other] Chờ xác nhận: { $pending }.
    }
    { $devices ->
        [is-empty] Không có thiết bị nào.
       *[other] Thiết bị: { $devices }
    }
accounts-device = { $channel ->
        [web] trang web
        [telegram] Telegram
        [zalo] Zalo
       *[other] { $channel }
    }{ $month ->
        [is-empty] {""}
       *[other] {" "}(từ tháng { $month })
    }
accounts-cut-sure = Cắt mọi thiết bị của { $who }? Máy bị mất sẽ không đọc, không gửi được gì nữa. Tin đang chờ vẫn giữ cho người ấy.
accounts-cut = Đã cắt { $count } thiết bị của { $who }. Tin đang chờ được giữ đến khi người ấy vào lại.
accounts-code = Mã vào lại của { $who }: { $invite }
    Dùng một lần, trong { $days } ngày. Anh/Chị đưa tận tay, đừng gửi vào máy đã mất.
accounts-unpinned = Đã xóa mã PIN của { $who }. Người ấy đặt mã mới ở lần cần mã kế tiếp.
accounts-admitted = Đã xác nhận. { $who } làm việc được từ bây giờ: { $posts }.
accounts-refused = Đã từ chối. { $who } không có vai trò: { $posts }.
accounts-settled = { $who } không còn vai trò nào chờ xác nhận.
accounts-gone = Không tìm thấy người này. Anh/Chị xem lại danh sách tài khoản.
accounts-not-oneself = Việc này phải do người khác làm. Anh/Chị nhờ một người khác ở văn phòng hoặc người quản trị.
accounts-pending = Có người đang chờ văn phòng xác nhận vai trò.

devices-list = { $mine ->
        [is-empty] Anh/Chị đang dùng thiết bị này.
       *[other] Đang dùng: { $mine }.
    } { $count ->
        [0] Không có thiết bị nào khác.
       *[other] Còn { $count } thiết bị khác. Bấm để cắt thiết bị không dùng hoặc đã mất.
    }
devices-ended = Đã cắt { $device }.
devices-code = Mã đăng nhập: { $invite }
    Trong { $minutes } phút, Anh/Chị nhập mã này ở trang web hoặc kênh khác của chính mình. Ai có mã là vào được với tên Anh/Chị: đừng đưa cho người khác.

enrol-pending = Vai trò { $posts } đang chờ văn phòng xác nhận. Khi được xác nhận, Anh/Chị nhận tin tại đây.
error-sign-in-ended = Trang này đã lâu không dùng nên vai trò tạm khóa. Anh/Chị nhập mã đăng nhập (gõ /dangnhap ở kênh khác của mình), hoặc xin văn phòng mã vào lại.
start-signed-out = Trang này đã lâu không dùng nên vai trò tạm khóa; gửi ý kiến thì vẫn được.
    Để làm việc tiếp, Anh/Chị nhập mã đăng nhập (gõ /dangnhap ở kênh khác của mình), hoặc xin văn phòng mã vào lại.

notice-posts-pending = { $who ->
        [is-empty] Một người
       *[other] { $who }
    } vừa nhập mã mời có vai trò lãnh đạo hoặc quản trị. Xin gọi điện hỏi đúng người rồi xác nhận; chưa xác nhận thì chưa làm được gì.
notice-posts-confirmed = Văn phòng đã xác nhận vai trò của Anh/Chị.
notice-posts-refused = Văn phòng chưa xác nhận vai trò của Anh/Chị. Anh/Chị liên hệ văn phòng nếu có nhầm lẫn.
notice-account-act = 🔐 { $doer ->
        [is-empty] Một người có vai trò
       *[other] { $doer }
    } vừa { $act ->
        [cut] cắt mọi thiết bị của { $who } (báo mất máy)
        [invited] cấp mã vào lại cho { $who }
       *[unpinned] xóa mã PIN của { $who }
    }. Nếu thấy lạ, xin Anh/Chị báo ngay văn phòng và lãnh đạo.
