# Tin báo cho người khác. Các giá trị: code, department, due, topic, kind, summary, reason, text, answer, unit, signature, because.

notice-triage = 🔔 Ý kiến mới { $code }: { $kind } · { $topic }{ $because ->
        [is-empty] {""}
       *[other] {" "}(vì có: { $because })
    }
    “{ $summary }”
    { $signature ->
        [is-empty] Không ghi tên.
       *[other] Người gửi: { $signature }.
    } Đề xuất chuyển: { $department }. Hạn trả lời { $due }.
notice-task = 🔔 Việc mới { $code }: { $topic }. Hạn { $due }.
    “{ $summary }”
    { $signature ->
        [is-empty] Không ghi tên.
       *[other] Người gửi: { $signature }.
    }
notice-assigned = 🔔 { $unit } giao việc { $code }: { $topic }. Hạn { $due }.
    “{ $summary }”
notice-transferred = 🔔 { $unit } chuyển việc { $code }: { $topic }. Hạn { $due }.
    “{ $summary }”
    Lý do chuyển: { $reason }
notice-returned = ↩️ { $unit } trả lại { $code }: { $topic }. Hạn { $due }.
    “{ $summary }”
    Lý do: { $reason }
notice-support = 🔔 Mời { $department } phối hợp xử lý { $code }: { $topic }. Hạn { $due }.
    “{ $summary }”
notice-part = Phần phối hợp của { $unit } cho { $code }:
    { $text }
notice-edited = ✏️ Người gửi đã sửa { $code }:
    “{ $summary }”
notice-added = ✏️ Người gửi bổ sung { $code }:
    { $text }
notice-replied = ✏️ Người gửi trả lời câu hỏi về { $code }:
    { $text }
notice-withdrawn = Người gửi đã rút { $code }. Không cần xử lý nữa.
notice-drafted = ✍️ { $unit } trình câu trả lời cho { $code }. Hạn { $due }.
    “{ $summary }”
    Dự thảo: { $text }{ $missing ->
        [is-empty] {""}
       *[other] {"\u000A"}⚠️ Còn thiếu: { $missing }. Duyệt là cho gửi dù thiếu, và được ghi lại.
    }{ $promised ->
        [is-empty] {""}
       *[other] {"\u000A"}📌 Duyệt là xác nhận hẹn: { $doer } làm xong chậm nhất { $promised }.
    }
notice-sent-back = ↩️ Lãnh đạo yêu cầu sửa câu trả lời cho { $code }:
    { $reason }
notice-published = { $draft ->
        [approved] ✅ Lãnh đạo đã duyệt câu trả lời cho { $code } và đã gửi đến người gửi.
        [reworded] ✏️ Lãnh đạo đã sửa câu trả lời cho { $code } rồi gửi đến người gửi.
       *[other] 📨 Lãnh đạo đã trả lời { $code }. Đơn vị không cần xử lý nữa.
    }{ $promised ->
        [is-empty] {""}
       *[other] {"\u000A"}📌 Hẹn: { $doer } làm xong chậm nhất { $promised }.
    }
notice-handed-on = ↪️ { $code } đã được chuyển cho { $department }. Đơn vị không cần xử lý nữa.
notice-later-date = 🗓 { $unit } gia hạn { $code } đến { $due }.
    Lý do: { $reason }
notice-later-promise = 🗓 { $unit } dời hẹn của { $code } đến { $promised }.
    “{ $text }”
    Lý do: { $reason }
notice-confirmed = ✅ Người gửi { $code } cho biết: đã rõ.
notice-asked-again = 🔁 { $code } được mở lại: người gửi còn chỗ chưa rõ. Hạn mới { $due }.
notice-pushed-back = 🔁 { $code } được mở lại và chuyển lên cấp cao hơn: người gửi cho là câu trả lời chưa thỏa đáng. Hạn mới { $due }.
    “{ $summary }”
    Đã trả lời: { $answer }

notice-routed = Ý kiến { $code } đã được chuyển đến { $department }, hạn trả lời { $due }.
notice-accepted = { $department } đã nhận xử lý ý kiến { $code }, hạn { $due }.
notice-asked = { $unit } cần thêm thông tin về ý kiến { $code }:
    { $text }
    Anh/Chị trả lời tại đây; nếu không ghi tên thì vẫn không lộ tên.
notice-answered = 📩 { $unit } trả lời ý kiến { $code }:
    { $answer }{ $promised ->
        [is-empty] {""}
       *[other] {"\u000A\u000A"}📌 Hẹn: { $doer } làm xong chậm nhất { $promised }. Đến hẹn, hệ thống sẽ hỏi Anh/Chị việc đã làm chưa.
    }

    Câu trả lời đã rõ chưa ạ?
notice-merged = Ý kiến { $code } được gộp với một ý kiến tương tự. Anh/Chị giữ mã này và sẽ nhận chung câu trả lời.
notice-separated = 🔁 { $code } được tách ra để xử lý riêng. Hạn { $due }.
    “{ $summary }”
notice-on-its-own = Ý kiến { $code } từ nay được xử lý riêng. Văn phòng đang xem, hạn trả lời { $due }.
notice-declined = Ý kiến { $code } không thuộc phạm vi tiếp nhận của kênh này.
    Lý do: { $reason }
notice-extended = Ý kiến { $code } cần thêm thời gian, hạn mới { $due }.
    Lý do: { $reason }

notice-broadcast = 📢 Thông báo của { $unit }:
    { $text }
notice-broadcast-done = 📢 Đã gửi xong thông báo “{ $summary }”.
    Đã gửi { $sent }/{ $total }. Còn chờ (nhận khi mở trang): { $waiting }. Không gửi được: { $failed }.
notice-plan-running-out = Zalo: tháng này đã gửi { $sent } trên { $limit } tin của gói ({ $percent }%). Hết lượt thì tin báo phải chờ đến tháng sau; người gửi xem trả lời trên trang web bằng mã. Anh/Chị xem lại gói của bot trên Zalo.
notice-plan-used-up = Zalo không nhận gửi tin nữa (tháng này đã gửi { $sent } tin). Tin chưa gửi được giữ lại và gửi khi Zalo nhận trở lại. Anh/Chị báo mọi người xem trả lời trên trang web bằng mã.
