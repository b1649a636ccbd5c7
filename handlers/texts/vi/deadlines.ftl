# Thời hạn: tin tổng hợp buổi sáng, các bậc báo cáo, tin cho người gửi khi quá hạn. $tried là những việc đã làm.

step-head = trưởng đơn vị
step-office = văn phòng
step-chair = Chủ tịch
step-secretary = Bí thư

notice-digest = ⏰ Việc cần trả lời: { $count }.{ $overdue ->
        [is-empty] {""}
       *[other] {"\u000A"}Quá hạn:{"\u000A"}{ $overdue }
    }{ $today ->
        [is-empty] {""}
       *[other] {"\u000A"}Hôm nay:{"\u000A"}{ $today }
    }{ $week ->
        [is-empty] {""}
       *[other] {"\u000A"}Tuần này:{"\u000A"}{ $week }
    }{ $later ->
        [is-empty] {""}
       *[other] {"\u000A"}Sau tuần này:{"\u000A"}{ $later }
    }{ $requests ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $requests }
    }{ $answers ->
        [no] {""}
       *[yes] {"\u000A"}Anh/Chị có thể nhắn luôn câu trả lời vào đây.
    }
notice-data-due = ⏰ { $requests }
digest-requests = Yêu cầu dữ liệu cá nhân: { $count }, làm xong chậm nhất { $due }{ $late ->
        [0] .
       *[other] ; { $late } đã quá hạn.
    }
digest-line = • { $code }{ $department ->
        [is-empty] {""}
       *[other] {" "}({ $department })
    }, { $what }{ $summary ->
        [is-empty] {""}
       *[other] : “{ $summary }”
    }{ $tried ->
        [is-empty] {""}
       *[other] {"\u000A"}↳ { $tried }
    }
digest-more = • và { $count } ý kiến nữa
digest-late-final = quá hạn { $days } ngày làm việc (hạn { $due })
digest-due-final = hạn { $due }
digest-lapsed = không ai nhận, đã trở lại văn phòng
digest-update = đã { $days } ngày làm việc từ lần báo tin trước, cần báo thêm cho người gửi
digest-late-acknowledge = chưa ai nhận, quá hạn nhận việc { $days } ngày làm việc
digest-due-acknowledge = chưa ai nhận, cần nhận việc { $due }
digest-late-first-answer = chưa có trả lời bước đầu, quá hạn { $days } ngày làm việc (hạn { $due })
digest-due-first-answer = cần trả lời bước đầu { $due }
digest-late-promise = việc đã hứa, quá hạn { $days } ngày làm việc (hạn { $due })
digest-due-promise = việc đã hứa, hạn { $due }
digest-tried = Đã nhắc { $count } lần{ $reached ->
        [no] {" "}(chưa tới)
       *[yes] {""}
    }{ $steps ->
        [is-empty] {""}
       *[other] ; đã báo { $steps }
    }{ $seen ->
        [is-empty] ; đơn vị chưa mở xem
       *[other] ; đơn vị mở xem ngày { $seen }
    }{ $extended ->
        [0] {""}
       *[other] ; đã gia hạn { $extended } lần
    }{ $bounces ->
        [0] {""}
       *[other] ; đã trả lại { $bounces } lần
    }.
digest-step = { $step } { $day }{ $reached ->
        [no] {" "}(chưa tới)
       *[yes] {""}
    }

reminder-respond = Trả lời{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-interim = Báo thêm tình hình{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-extend = Xin gia hạn
reminder-bounce = Không phải việc của đơn vị
reminder-accept = Nhận việc{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-approve = Duyệt{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-route = Chọn đơn vị{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-assign = Giao việc{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-answer = Trả lời trực tiếp
reminder-open = Xem chi tiết{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-done = Báo đã xong{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-move = Dời hẹn{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-promise = Xem việc đã hứa{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }

notice-escalated = ⏰ { $clock ->
        [promise] Việc đã hứa trong trả lời ý kiến { $code } chưa xong đúng hẹn { $date }.
       *[other] Ý kiến { $code } chưa được trả lời đúng hạn { $date }.
    } Hệ thống đã báo { $step }.
notice-lapsed = Ý kiến { $code } chưa có đơn vị nào nhận, đã trở lại văn phòng để chuyển đúng nơi. Hạn trả lời { $due }.
notice-back-at-office = Ý kiến { $code } đã trở lại văn phòng để chọn đơn vị phù hợp. Hạn trả lời { $due }.
notice-at-leader = Ý kiến { $code } đã được báo lãnh đạo để quyết định đơn vị trả lời.
notice-resumed = Thời gian chờ Anh/Chị bổ sung được cộng vào hạn: ý kiến { $code } có hạn trả lời mới { $due }.
notice-raised = ⬆️ { $code } đã bị trả lại { $bounces } lần: { $topic }. Hạn { $due }.
    “{ $summary }”
    Lý do gần nhất: { $reason }
    Văn phòng đang giữ. Anh/Chị quyết định đơn vị trả lời.

event-resumed = Cộng thời gian chờ bổ sung, hạn mới { $due }
event-lapsed = Không ai nhận, trở lại văn phòng
event-escalated = Quá hạn { $due }, đã báo { $step }
event-raised = Trả lại nhiều lần, đã báo lãnh đạo

seen-on = { $department } đã mở xem { $day }
seen-not-yet = { $department } chưa mở xem

work-respond-ask = Anh/Chị vừa viết: “{ $summary }”
    Dùng làm câu trả lời cho ý kiến nào?
work-respond-new = Gửi thành ý kiến mới

absence-ask-unit = Cử người thay ở đơn vị nào?
absence-ask-who = { $department }: ai vắng mặt?
absence-ask-by = Ai làm thay?
absence-ask-until = Thay từ hôm nay đến hết ngày nào? Gõ như 30/11, không quá sáu tháng.
absence-named = Đã ghi: { $by } làm thay { $away } đến hết { $date }, nhận tin và lời nhắc thay.
absence-nobody = { $department } chưa có hai người trong hệ thống nên chưa cử người thay được.
absence-nameless = (chưa ghi tên)
absence-who-unknown = Anh/Chị bấm chọn một người trong danh sách.
