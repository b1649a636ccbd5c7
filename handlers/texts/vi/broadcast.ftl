# Thông báo chung sau khi gửi, và tin chưa gửi được.

command-pause = tạm dừng|tạm dừng gửi|/tamdung
command-resume = tiếp tục gửi|gửi tiếp|/guitiep
command-halt = dừng hẳn|dừng gửi|ngừng gửi|/dunghan
command-urgent = gửi ngay|gửi ngay khẩn|/guingay
command-undelivered = chưa gửi được|tin chưa gửi được|/chuaguiduoc

button-pause = Tạm dừng
button-resume = Tiếp tục gửi
button-halt = Dừng hẳn
button-urgent = Gửi ngay (khẩn)
button-send-urgently = Vẫn gửi ngay
button-let-wait = Để đến giờ
button-undelivered = Chưa gửi được
button-resend = Gửi lại
button-handover = Đưa mã
button-handed = Đã đưa tận tay

broadcast-confirmed = Đang gửi đến { $count } người. Gửi xong, hệ thống sẽ báo Anh/Chị.
broadcast-waits = Đang giờ yên tĩnh. Thông báo sẽ gửi đến { $count } người từ { $time } { $date }. Gửi xong, hệ thống sẽ báo Anh/Chị.
broadcast-ask-urgent = Đang giờ yên tĩnh, { $count } người sẽ nhận tin ngay bây giờ. Việc có gấp không? Nếu chờ, tin sẽ gửi từ { $time } { $date }.
broadcast-standing = “{ $summary }”
    { $state ->
        [waiting] Chờ hết giờ yên tĩnh, gửi từ { $time } { $date }.
        [paused] Đang tạm dừng.
        [stopped] Đã dừng hẳn.
        [reported] Đã gửi.
       *[other] { $urgent ->
            [yes] Đang gửi khẩn.
           *[no] Đang gửi.
        }
    }
broadcast-numbers = Đã gửi { $sent }/{ $total }. { $state ->
        [stopped] Không gửi nữa
       *[other] Còn chờ
    }: { $waiting }. Không gửi được: { $failed }.
broadcast-remaining = Còn khoảng { $minutes } phút.
broadcast-none = Anh/Chị chưa gửi thông báo nào.

undelivered-none = Không có tin nào chưa gửi được.
undelivered-list = Tin chưa gửi được: { $count }. Đang xem { $first }–{ $last }; bấm từng tin để xem lý do.
undelivered-line = { $who } · { $what }
undelivered-nobody = Người đã rời hệ thống
undelivered-one = Chưa gửi được đến { $who }{ $posts ->
        [is-empty] .
       *[other] {" "}({ $posts }).
    }
    Tin về: { $what }.
    Lý do: { $because }.
undelivered-what = { $subject ->
        [case] ý kiến { $code }
        [broadcast] thông báo chung
       *[other] tin nhắc việc
    }
undelivered-reason = { $reason ->
        [blocked] người nhận đã chặn bot
        [gone] tài khoản nhận tin không còn
        [refused] kênh không nhận tin này
        [no-address] người nhận đã rời hệ thống
        [no-key] khóa mở địa chỉ đã mất; người nhận cần nhập mã mời lại
        [other-key] địa chỉ người nhận được khóa bằng khóa cũ (sau khi khôi phục dữ liệu); Anh/Chị đưa mã tận tay, và cấp mã để người nhận vào lại
        [moved-address] địa chỉ người nhận trong cơ sở dữ liệu đã bị sửa; xin báo người quản trị máy chủ
    [gave-up] kênh không thông, đã thử nhiều lần
       *[other] lỗi khi gửi
    }
undelivered-resent = Đã đưa vào hàng gửi lại.
undelivered-code = Mã ý kiến để đưa tận tay { $who }: { $code }
    Người nhận gõ mã này vào khung trò chuyện để đọc.
undelivered-handed = Đã ghi nhận Anh/Chị đưa mã. Tin này không còn trong danh sách.
undelivered-not-now = Tin này đã được xử lý, hoặc thông báo chung của nó đang dừng.
notice-broadcast-progress = 📣 “{ $summary }”: đã gửi { $sent }/{ $total }, không gửi được { $failed }, còn chờ { $waiting }.{ $minutes ->
    [is-empty] {""}
   *[other] {" "}Còn khoảng { $minutes } phút.
}
notice-unreached = ⚠️ Tin gửi cho { $name } chưa tới: kênh của người này không nhận. Anh/Chị nhắc trực tiếp giúp; văn phòng xem ở mục “Chưa gửi được”.
