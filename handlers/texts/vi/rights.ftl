# Ai biết gì: mỗi câu được một phép thử chứng minh, hoặc được ghi rõ là không hứa (tests/handlers/test_knowing.py)
know-title = Ai biết gì khi Anh/Chị chọn “Không ghi tên”:
know-desk = Đơn vị trả lời và lãnh đạo chỉ đọc nội dung. Hệ thống không có chỗ nào cho họ xem ai đã gửi.
know-stored = Hệ thống không lưu tên hay số tài khoản của Anh/Chị cùng ý kiến. Để đưa trả lời tới đúng nơi, hệ thống giữ một địa chỉ đã niêm phong; chỉ bộ phận gửi tin của máy mở được.
know-kept = Nội dung được mã hóa trong máy chủ. Địa chỉ đã niêm phong bị xóa { $address_days } ngày sau khi việc kết thúc, nội dung và tệp bị xóa sau { $contents_months } tháng.
know-similar = Người sắp gửi việc giống vậy có thể thấy một câu tóm tắt do văn phòng viết và câu trả lời, không thấy lời Anh/Chị viết.
know-files = Ảnh và tệp được xóa vị trí, tên máy, tên tác giả; chữ viết tay, tiêu đề, nội dung nhìn thấy thì vẫn còn.
know-telegram = Công ty Telegram biết Anh/Chị đã nhắn cho hệ thống và đọc được mọi điều viết ở đây.
know-zalo = Công ty vận hành Zalo biết Anh/Chị là ai, biết Anh/Chị đã nhắn cho hệ thống và đọc được mọi điều viết ở đây.
know-safer = Muốn kín hơn, Anh/Chị gửi trên trang web, bằng mạng riêng, và giữ mã nhận trả lời.
know-page = Trang này không dùng cookie, không tải gì từ nơi khác.
know-network = Mạng cơ quan có thể thấy Anh/Chị đang dùng trang này. Anh/Chị nên dùng mạng riêng.
know-operator = Người quản trị máy chủ có thể theo dõi trong lúc Anh/Chị đang gõ.
know-style = Cách viết, chi tiết chỉ mình Anh/Chị biết có thể làm lộ Anh/Chị. Hệ thống không che được điều đó.
know-law = Cơ quan có thẩm quyền có thể yêu cầu cung cấp dữ liệu theo luật.
know-never = Xin không gửi tài liệu mật, số căn cước, hồ sơ sức khỏe qua kênh này.

command-mydata = dữ liệu của tôi|dữ liệu|/dulieu
command-consent = lời đồng ý|về việc đồng ý
command-agree = tôi đồng ý|/dongy
command-mycopy = bản sao dữ liệu|tải dữ liệu|/bansao
command-fixdata = sửa dữ liệu|sửa họ tên|/suadulieu
command-limitdata = hạn chế dữ liệu|phản đối
command-askdata = yêu cầu khác về dữ liệu
command-forgetme = xóa dữ liệu|xóa tài khoản|rút đồng ý|rút lại đồng ý|/xoadulieu
command-datarequests = yêu cầu dữ liệu|yêu cầu về dữ liệu|/yeucau

button-mydata = Dữ liệu của tôi
button-consent = Về việc đồng ý
button-agree = Tôi đồng ý
button-mycopy = Tải bản sao
button-fixdata = Sửa dữ liệu
button-limitdata = Hạn chế, phản đối
button-askdata = Yêu cầu khác
button-forgetme = Xóa, rút đồng ý
button-datarequests = Yêu cầu dữ liệu
button-unname = Giữ ý kiến, bỏ tên
button-erase-cases = Xóa cả ý kiến đã xong
button-forget = Vâng, xóa tài khoản

# Đổi lời này thì đổi cả CONSENT_VERSION (storage/domain/rights.py)
consent = { $again ->
    [yes] Lời đồng ý về dữ liệu đã được viết lại, xin Anh/Chị xem giúp.
   *[no] Xin Anh/Chị đồng ý để hệ thống nhận ra tài khoản này.
 }
    Hệ thống giữ: địa chỉ tài khoản (đã niêm phong), vai trò, đơn vị, tháng Anh/Chị vào, và họ tên nếu mã mời có ghi. Chỉ để đưa tin tới Anh/Chị; không giao cho ai khác.
    Ý kiến không ghi tên không gắn với tài khoản này. Anh/Chị rút lại lúc nào cũng được: gõ “dữ liệu của tôi”. Chưa đồng ý vẫn xem được trả lời.
consent-given = Đã ghi nhận Anh/Chị đồng ý. Rút lại lúc nào cũng được: gõ “dữ liệu của tôi”.

rights-nobody = Hệ thống không giữ dữ liệu nào gắn với tài khoản này.
    Ý kiến không ghi tên không gắn với ai: có mã nhận trả lời thì xem được, và khi việc đã xong thì xóa được. Anh/Chị gõ mã.
rights-mine = Dữ liệu hệ thống giữ về Anh/Chị:
    • Họ tên: { $who ->
        [is-empty] không ghi
       *[other] { $who }
    }
    • Tiếng: { $chosen ->
        [en] Anh
       *[other] Việt
    }
    • Vai trò: { $posts ->
        [is-empty] chưa có
       *[other] { $posts }
    }
    • Vào hệ thống: tháng { $month }; số thiết bị: { $devices }
    • Lời đồng ý: { $agreed ->
        [is-empty] chưa có
       *[other] tháng { $agreed }
    }
    • Ý kiến có ghi tên: { $cases }{ $requests ->
        [is-empty] {""}
       *[other] {"\u000A"}Đang chờ văn phòng:{"\u000A"}{ $requests }
    }
    Ý kiến không ghi tên không nằm ở đây: hệ thống không biết của ai. Muốn xem hoặc xóa, Anh/Chị gõ mã nhận trả lời.
rights-request = • { $wish ->
    [correct] Sửa dữ liệu
    [restrict] Hạn chế, phản đối
   *[other] Yêu cầu khác
 }, xong chậm nhất { $date }
rights-copy = Bản sao mọi dữ liệu gắn với Anh/Chị, gồm lời các ý kiến có ghi tên. Tệp mở được trong ngày hôm nay; ai cầm tệp cũng đọc được.
rights-file = du-lieu-cua-toi
rights-too-many = Anh/Chị đã có năm yêu cầu đang chờ. Xin đợi văn phòng làm xong.
rights-ask-correct = Anh/Chị ghi điều cần sửa, ví dụ họ tên đúng hoặc đơn vị mới. Văn phòng sẽ sửa.
    Đổi tiếng thì Anh/Chị tự làm được ngay.
rights-ask-restrict = Anh/Chị ghi điều muốn hạn chế hoặc phản đối, và lý do nếu muốn.
rights-ask-other = Anh/Chị ghi yêu cầu về dữ liệu của mình.
rights-wish-unreadable = Anh/Chị viết bằng chữ, nhiều nhất { $limit } ký tự.
rights-asked = Đã chuyển văn phòng. Theo Nghị định 356/2025/NĐ-CP, văn phòng trả lời trong hai ngày làm việc, chậm nhất { $due }, và làm xong chậm nhất { $date }.
rights-forget-ask = Xóa tài khoản là rút lại đồng ý: vai trò, họ tên, địa chỉ, mọi thiết bị của Anh/Chị bị xóa ngay. Muốn vào lại phải có mã mời mới.{ $cases ->
    [0] {""}
   *[other] {"\u000A"}Anh/Chị có { $cases } ý kiến ghi tên. Việc chưa xong thì vẫn được trả lời, không còn tên; Anh/Chị nhận mã để xem. Việc đã xong thì Anh/Chị chọn giữ hay xóa nội dung.
 }
rights-forgotten = Đã xóa tài khoản của Anh/Chị.
rights-codes = Mã để xem các ý kiến đã bỏ tên. Xin chép lại, hệ thống không gửi được nữa:
    { $codes }
rights-code = { $code }: { $reply_code }
pin-what-forget = xóa tài khoản của chính Anh/Chị

notice-data-asked = { $who ->
    [is-empty] Một người
   *[other] { $who }
 } yêu cầu về dữ liệu cá nhân ({ $wish ->
    [correct] sửa
    [restrict] hạn chế, phản đối
   *[other] yêu cầu khác
 }):
    “{ $text }”
    Trả lời chậm nhất { $due }; làm xong chậm nhất { $date }.
notice-data-done = Văn phòng đã làm xong yêu cầu của Anh/Chị về dữ liệu cá nhân. Anh/Chị gõ “dữ liệu của tôi” để xem.
requests-list = { $count ->
    [0] Không có yêu cầu nào về dữ liệu đang chờ.
   *[other] { $count } yêu cầu về dữ liệu đang chờ{ $late ->
        [0] {""}
       *[other] , { $late } đã quá hạn
    }. Yêu cầu nào đã làm xong thì Anh/Chị chọn.
 }
requests-line = { $who }: { $wish ->
    [correct] sửa
    [restrict] hạn chế
   *[other] khác
 }, hạn { $day }{ $late ->
    [yes] {" "}⚠
   *[no] {""}
 }
requests-settled = Đã ghi là làm xong, và báo cho người yêu cầu.
