# Trước khi gửi: điều dễ làm lộ người gửi, ý kiến nói về ai, tố cáo và khiếu nại.

guard-found = Anh/Chị xem lại giúp, những chỗ này có thể cho biết ai viết, hoặc nêu tên người khác:
    { $findings }{ $more ->
        [0] {""}
       *[other] {"\u000A"}… và { $more } chỗ nữa
    }{ $tiny ->
        [yes] {"\u000A"}Đơn vị của Anh/Chị dưới 5 người, nên chỗ nêu đơn vị phải bỏ đi rồi mới gửi.
       *[no] {""}
    }
guard-line = • { $trace ->
        [phone] Số điện thoại
        [identity] Số căn cước, giấy tờ
        [address] Địa chỉ thư, tài khoản
        [name] Tên người
        [alone] Điều chỉ ít người biết
        [moment] Ngày giờ cụ thể
       *[unit] Đơn vị ít người của Anh/Chị
    }: “{ $quote }”
guard-small-unit = { $department } có { $count } người. Nếu Anh/Chị làm ở đó, xin đừng kể điều chỉ riêng mình biết.
button-guard-remove = Bỏ giúp tôi
button-guard-keep = Để nguyên
button-guard-send = Để nguyên, gửi
button-guard-edit = Tự sửa

about-ask = Ý kiến này nói về ai? Nơi Anh/Chị chọn sẽ không nhận, không đọc được và không trả lời ý kiến này.
about-ask-more = Không gửi tới: { $units }. Ý kiến còn nói về nơi nào nữa không?
about-preview = Không gửi tới, không cho đọc: { $units }.
about-nobody-left = Nếu giữ kín với cả nơi này thì trong cơ quan không còn ai nhận ý kiến. Anh/Chị chọn nơi khác, hoặc gửi đơn theo luật:
button-about-other = Đơn vị khác
button-about-leaders = Lãnh đạo
button-about-nobody = Không nói về ai
button-about-enough = Đủ rồi
button-about-clear = Bỏ chọn hết
button-about-open = Ý kiến nói về một đơn vị

lawful-ask = { $lawful ->
        [denunciation] Nội dung này giống tố cáo.
       *[complaint] Nội dung này giống đơn khiếu nại.
    } Theo luật phải ghi rõ họ tên, ký tên và gửi đúng nơi; ở đây không nhận và không lưu kèm tên.{ $mode ->
        [named] {" "}Vì vậy chưa gửi được với tên Anh/Chị. Nội dung đã viết vẫn còn.
       *[anonymous] {""}
    }
    Anh/Chị có thể gửi như một phản ánh, không ghi tên.
lawful-way = Tố cáo: viết đơn ghi rõ họ tên, địa chỉ, ngày tháng, ký tên, hoặc trình bày trực tiếp (Luật Tố cáo, Điều 22, 23). Cơ quan xem xét trong 7 ngày làm việc, giải quyết trong 30 ngày, việc phức tạp được gia hạn (Điều 24, 30). Họ tên người tố cáo được giữ bí mật (Điều 47).
    Khiếu nại: gửi đơn ghi rõ họ tên, địa chỉ, ký tên đến người đã ra quyết định (Luật Khiếu nại). Kết quả xử lý ban đầu được báo trong 10 ngày làm việc (Luật Tiếp công dân, Điều 28).
    Nơi gửi: bộ phận tiếp công dân, hoặc Chủ tịch vào ngày tiếp công dân hằng tuần.{ $inspection ->
        [is-empty] {""}
       *[other] {" "}Về đảng viên: { $inspection }.
    }
command-lawful = cách gửi đơn|cach gui don|gửi đơn|tố cáo|khiếu nại|/guidon
button-lawful = Xem cách gửi đơn
button-lawful-unnamed = Gửi như phản ánh, không tên

error-unit-excluded = Ý kiến này nói về đơn vị đó nên không chuyển tới đó được.
error-merge-excluded = Hai ý kiến được giữ kín với những nơi khác nhau nên không gộp được.

action-keepfrom = Giữ kín với đơn vị
action-letin = Bỏ giữ kín
button-keep-sure = Giữ kín, tôi không đọc nữa
keep-ask = Ý kiến { $code } nói về đơn vị nào? Người của nơi đó sẽ không nhận, không đọc được và không trả lời ý kiến này nữa.{ $units ->
        [is-empty] {""}
       *[other] {" "}Đang giữ kín với: { $units }.
    }
keep-own-unit = Anh/Chị thuộc { $department }, nên chính Anh/Chị cũng không đọc được ý kiến này nữa. Ý kiến sẽ đến người còn được đọc.
keep-done = Đã giữ kín { $code } với { $department }. Người gửi sẽ được báo.
keep-nobody-left = Nếu giữ kín với cả nơi này thì trong cơ quan không còn ai nhận ý kiến, nên chưa làm.
keep-ask-let-in = { $count ->
        [0] Ý kiến { $code } chỉ được giữ kín theo ý người gửi, nên không bỏ được.
       *[other] Cho đơn vị nào nhận và đọc lại ý kiến { $code }? Nơi do người gửi chọn giữ kín thì giữ nguyên.
    }
keep-undone = { $department } lại nhận và đọc được { $code }. Người gửi sẽ được báo.
error-kept-already = Ý kiến này đã được giữ kín với đơn vị đó.
error-kept-by-author = Đơn vị đó do chính người gửi chọn giữ kín, nên không bỏ được.
notice-kept-from = Ý kiến { $code } nói về { $department }, nên văn phòng không để nơi đó nhận, đọc hay trả lời nữa.
notice-let-in = Ý kiến { $code }: văn phòng xem lại và thấy không nói về { $department }, nên nơi đó lại nhận và đọc được.
notice-taken-back = 🔒 { $code } được giữ kín với đơn vị mà ý kiến nói tới, nay chờ chọn nơi xử lý: { $topic }. Hạn { $due }.
notice-approval-waits = Câu trả lời { $code } chờ Anh/Chị duyệt, thay lãnh đạo không được đọc ý kiến này. Hạn { $due }.
