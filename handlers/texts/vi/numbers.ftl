# Số liệu cho lãnh đạo và văn phòng: trong trò chuyện, trên biểu đồ và trong tệp Excel.

command-numbers = số liệu|thống kê|báo cáo số liệu|/solieu
button-numbers = Số liệu
numbers-group-unit = Theo đơn vị
numbers-group-topic = Theo lĩnh vực
button-numbers-files = Biểu đồ và Excel
numbers-period-month = Tháng này
numbers-period-quarter = Quý này
numbers-period-year = Năm nay
button-numbers-list = { $outcome } ({ $count })
button-numbers-line = { $name } ({ $count })

numbers-month = Tháng { $month }/{ $year }
numbers-quarter = Quý { $quarter }/{ $year }
numbers-year = Năm { $year }
numbers-until = { $period }, đến { $day }

numbers-outcome-on-time = Trả lời đúng hạn
numbers-outcome-late = Trả lời trễ hạn
numbers-outcome-open = Đang xử lý, còn hạn
numbers-outcome-overdue = Quá hạn, chưa xong
numbers-hidden = –
numbers-not-yet = chưa tới
numbers-days = { $days ->
    [1] 1 ngày
   *[other] { $days } ngày
 }
numbers-share = { $share }%
numbers-none-due = chưa có việc đến hạn

numbers-clock-acknowledge = Có người nhận
numbers-clock-first-answer = Trả lời lần đầu
numbers-clock-final = Trả lời xong
numbers-clock-promise = Làm xong việc đã hứa
numbers-clock = • { $clock }: một nửa { $median }, 90% { $decile }; quá hạn { $overdue }{ $oldest ->
        [is-empty] {""}
       *[other] ; mở lâu nhất { $oldest }
    }.

numbers-whole = 📊 { $title }{ $name ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $name }
    }
    { $total } ý kiến: mới gửi trong kỳ, và ý kiến cũ còn mở.
    • Trả lời đúng hạn: { $good }
    • Trả lời trễ hạn: { $late }
    • Đang xử lý, còn hạn: { $open }
    • Quá hạn, chưa xong: { $overdue }
    Tỷ lệ đúng hạn: { $share }

    Số ngày làm việc, tính cả việc còn mở:
    { $clocks }{ $hidden ->
        [no] {""}
       *[yes] {"\u000A\u000A"}{ $note }
    }
numbers-note = Dấu – thay cho số nhỏ hơn 5, và số mà từ đó có thể tính ra số nhỏ, để không lộ người gửi.
numbers-too-few = 📊 { $title }{ $name ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $name }
    }
    Có quá ít ý kiến (hoặc quá ít so với kỳ ngắn hơn) nên không hiện số, để không lộ người gửi.
numbers-none = 📊 { $title }
    Chưa có ý kiến nào.
numbers-by-unit = 📊 { $title }: theo đơn vị
numbers-by-topic = 📊 { $title }: theo lĩnh vực
numbers-line = • { $name }: { $total } ý kiến, quá hạn { $overdue }, đúng hạn { $share }, một nửa { $median }, 90% { $decile }
numbers-lines-hidden = Số nhỏ, không hiện: { $names }.
numbers-list-hidden = Số này không hiện nên không có danh sách.
numbers-files = Biểu đồ và bảng tính: { $title }. Mở được trong hôm nay.
list-numbers = { $first }–{ $last } trong { $count } ý kiến, lâu nhất ở trên.
empty-numbers = Không còn ý kiến nào ở trạng thái này.

numbers-file-name = so-lieu-{ $day }
numbers-column-clock = Thời gian
numbers-column-unit = Đơn vị
numbers-column-topic = Lĩnh vực
numbers-column-total = Số ý kiến
numbers-column-share = Tỷ lệ đúng hạn
numbers-column-median = Một nửa xong trong (ngày làm việc)
numbers-column-decile = 90% xong trong (ngày làm việc)
numbers-column-as-of = Tính đến ngày
numbers-column-from = Từ ngày
numbers-column-oldest = Mở lâu nhất (ngày làm việc)
numbers-sheet-whole = Tổng hợp
numbers-sheet-unit = Theo đơn vị
numbers-sheet-topic = Theo lĩnh vực
numbers-chart-rest = Không tách riêng (có số nhỏ)
numbers-chart-days = xong một nửa: { $median }, 90%: { $decile }
numbers-chart-empty = Chưa có ý kiến, hoặc quá ít để hiện số mà không lộ người gửi.
numbers-chart-line = { $total } ý kiến · quá hạn { $overdue } · đúng hạn { $share }
