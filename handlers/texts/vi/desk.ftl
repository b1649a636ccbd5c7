list-work = Việc của đơn vị: { $first }–{ $last } trong { $count } ý kiến. Gấp nhất ở trên.
empty-work = Đơn vị không còn việc nào đang chờ.
list-triage = Chờ phân loại: { $first }–{ $last } trong { $count } ý kiến.
empty-triage = Không có ý kiến nào chờ phân loại.
list-approvals = Chờ duyệt: { $first }–{ $last } trong { $count } câu trả lời.
empty-approvals = Không có câu trả lời nào chờ duyệt.

card-desk = { $code } · { $status }
    { $kind } · { $topic }{ $because ->
        [is-empty] {""}
       *[other] {" "}(vì có: { $because })
    }
    { $department }{ $supporting ->
        [is-empty] {""}
       *[other] ; phối hợp: { $supporting }
    }. Hạn { $due }{ $outside ->
        [is-empty] {""}
       *[other] {" "}(vì ý kiến nêu mốc { $outside })
    }{ $phase ->
        [overdue] , quá hạn{ $days ->
            [0] {""}
           *[other] {" "}{ $days } ngày làm việc
        }
        [due_soon] , sắp đến hạn
       *[other] {""}
    }. { $owned ->
        [yes] Đã có người nhận.
       *[no] Chưa có người nhận.
    }{ $rank ->
        [0] {""}
       *[other] {" "}Đã chuyển lên cấp cao hơn.
    }{ $excluded ->
        [is-empty] {""}
       *[other] {" "}Không gửi tới, không cho đọc: { $excluded }.
    }{ $seen ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $seen }.
    }
    { $signature ->
        [is-empty] Không ghi tên.
       *[other] Người gửi: { $signature }.
    }
    “{ $body }”{ $talk ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $talk }
    }

    { $history }
entry-addition = { $day } · Người gửi: { $text }
entry-question = { $day } · { $unit } hỏi: { $text }
entry-draft = { $day } · { $unit } dự thảo: { $text }
entry-part = { $day } · { $unit } phối hợp: { $text }
entry-answer = { $day } · { $unit } trả lời: { $text }
entry-body = { $day } · Bản đã sửa, trước đó: { $text }

triage-ask-department = Chuyển đến đơn vị nào? Bấm chọn, hoặc gõ tên đơn vị.
triage-routed = Đã chuyển { $code } đến { $department }, hạn { $due }.{ $summed ->
        [no] {"\u000A"}Anh/Chị viết một câu tóm tắt thì người gặp cùng việc sẽ thấy, khỏi gửi trùng.
       *[yes] {""}
    }
triage-ask-support = Mời đơn vị nào phối hợp?
triage-supported = Đã mời { $department } phối hợp xử lý { $code }.
triage-ask-merge = Gộp { $code } vào ý kiến nào? Bấm chọn, hoặc gõ mã.{ $cases ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $cases }
    }
triage-merged = Đã gộp { $code } vào { $other }. Người gửi giữ mã cũ và nhận chung câu trả lời.
triage-ask-decline = Anh/Chị ghi lý do không tiếp nhận (người gửi sẽ đọc) và nơi tiếp nhận phù hợp.
triage-declined = Đã ghi: không tiếp nhận { $code }. Hệ thống báo người gửi kèm lý do.

work-accepted = Đã nhận { $code }. Hạn { $due }.
work-ask-bounce = Anh/Chị ghi lý do trả lại.
work-ask-bounce-to = Đơn vị nào phù hợp hơn?
work-bounced = Đã trả lại { $code }. Việc này nay do { $department } xem xét.
work-ask-question = Anh/Chị viết câu hỏi cho người gửi.{ $anonymous ->
        [yes] {" "}Người gửi trả lời được mà không lộ tên; xin không hỏi tên.
       *[no] {""}
    }
work-asked = Đã gửi câu hỏi về { $code }. Khi có trả lời, hệ thống sẽ báo ngay.
work-ask-days = Hạn hiện nay: { $due }. Anh/Chị xin thêm bao lâu? Bấm chọn, hoặc gõ ngày (ví dụ 30/11).
work-days-unreadable = Ngày chưa hợp lệ. Anh/Chị gõ như 30/11, sau hạn hiện nay và không muộn hơn { $date }.
work-ask-extend-why = Hạn mới: { $due }. Anh/Chị ghi lý do (người gửi sẽ đọc).
work-extended = Đã gia hạn { $code } đến { $due }. Hệ thống báo người gửi.
work-ask-part = Anh/Chị viết phần của đơn vị mình; đơn vị chủ trì sẽ đưa vào câu trả lời.
work-part-added = Đã gửi phần phối hợp cho { $code }.

answer-ask = Soạn trả lời { $code }{ $signature ->
        [is-empty] {""}
       *[other] {" "}({ $signature })
    }:
    “{ $summary }”{ $draft ->
        [is-empty] {""}
       *[other] {"\u000A"}Bản dự thảo hiện có ở ngay dưới, để Anh/Chị sửa.
    }
    Anh/Chị viết câu trả lời: việc sẽ làm, ai làm, hạn nào, căn cứ.
answer-ask-again = Anh/Chị viết câu trả lời.
answer-use-this = Dùng nội dung vừa viết làm câu trả lời cho { $code }?
answer-preview = Câu trả lời:
    { $text }{ $promised ->
        [is-empty] {""}
       *[other] {"\u000A\u000A"}📌 Việc hứa được theo dõi: { $doer } làm xong chậm nhất { $promised }. Câu trả lời gửi đi là đã hẹn.
    }
answer-submitted = Đã trình lãnh đạo duyệt câu trả lời cho { $code }.
answer-published = Đã gửi câu trả lời cho { $code } đến người gửi.

lead-ask-send-back = Anh/Chị yêu cầu sửa chỗ nào?
lead-sent-back = Đã chuyển lại { $code } cho đơn vị sửa.
lead-ask-unit = Giao đơn vị nào? Có thể gõ cả câu: “giao Văn phòng, hạn 30/11”.
lead-ask-due = Giao { $department }, hạn đến ngày nào? Bấm chọn, hoặc gõ ngày (ví dụ 30/11).
lead-due-unreadable = Ngày chưa hợp lệ. Anh/Chị gõ như 30/11.
lead-assigned = Đã giao { $code } cho { $department }, hạn { $due }.

broadcast-ask-text = Anh/Chị viết nội dung thông báo.
broadcast-ask-audience = “{ $summary }”
    Gửi đến ai?
broadcast-ask-unit = Gửi đến đơn vị nào?
broadcast-ask-role = Gửi đến vai trò nào?
broadcast-preview = 📢 Thông báo của { $by }:
    { $text }

    Gửi đến { $unit ->
        [is-empty] { $role ->
            [is-empty] mọi người
           *[other] { $role }
        }
       *[other] { $unit }
    }: { $count } người.
