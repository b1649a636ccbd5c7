# Câu trả lời còn thiếu gì, trả lời tạm, và việc đã hứa.

missing-action = việc sẽ làm
missing-owner = ai làm
missing-date = hạn nào
missing-basis = căn cứ của lý do (điều luật, số văn bản)
missing-substance = nội dung trả lời
missing-reply = một lời hồi đáp với người gửi
missing-thanks = lời cảm ơn
missing-assessment = ý tưởng được đánh giá thế nào (làm thử, hay vì sao chưa)
missing-passed-on = đã chuyển lời khen đến ai

answer-lacking = Câu trả lời:
    { $text }

    ⚠️ Như vậy mới là đã tiếp nhận, chưa phải trả lời. Còn thiếu: { $missing }.{ $plan ->
        [yes] {" "}Hoặc nêu lý do kèm căn cứ pháp lý.
       *[no] {""}
    }
    Anh/Chị viết thêm ngay tại đây, hoặc bấm chọn.
answer-ask-interim = Trả lời tạm { $code }:
    “{ $summary }”
    Anh/Chị viết tình hình đến hôm nay; người gửi sẽ đọc.
answer-ask-until = Trả lời tạm:
    { $text }

    Đơn vị trả lời đầy đủ chậm nhất ngày nào? Bấm chọn, hoặc gõ ngày (ví dụ 30/11).
answer-interim-sent = Đã gửi trả lời tạm cho { $code }. Hạn trả lời đầy đủ: { $due }. Cứ 7 ngày làm việc, hệ thống nhắc đơn vị báo thêm cho người gửi.
button-mend = Sửa lại
button-interim = Gửi như trả lời tạm
button-submit-anyway = Vẫn trình lãnh đạo
button-publish-anyway = Vẫn gửi
button-unwatch = Không theo dõi hạn
button-until = { $date }
action-interim = Báo thêm tình hình
entry-interim = { $day } · { $unit } trả lời tạm: { $text }
event-interim = đã trả lời tạm, { $department } trả lời đầy đủ chậm nhất { $due }
event-overruled = lãnh đạo cho gửi dù câu trả lời còn thiếu

notice-interim = 📩 { $unit } trả lời bước đầu ý kiến { $code }:
    { $text }

    { $department } sẽ trả lời đầy đủ chậm nhất { $due }.
    “{ $summary }”

list-promises = Việc đã hứa chưa xong: { $count }, quá hạn: { $late }. “?”: đơn vị nói xong, chờ người gửi. “‼”: quá hạn, hoặc người gửi nói chưa làm.
empty-promises = Không còn việc đã hứa nào chưa xong.
line-promise = { $dot } { $code } · { $day } · { $summary }
promise-of-answer = Trả lời đầy đủ
promise-none = { $code } không có việc đã hứa nào còn mở.
card-promise = 📌 Việc đã hứa, { $code }:
    “{ $text }”
    { $department } làm, chậm nhất { $promised }{ $was ->
        [is-empty] {""}
       *[other] {" "}(đã dời { $slips } lần, hẹn đầu { $was })
    }.
    Đơn vị: { $date ->
        [is-empty] chưa báo xong.
       *[other] nói xong { $date } – { $reason }
    }
    Người gửi: { $says ->
        [yes] nói đã làm.
        [no] nói chưa làm.
       *[nothing] chưa nói gì.
    }
promise-ask-proof = Bằng chứng đã làm xong: Anh/Chị viết số văn bản, biên bản, hoặc gửi ảnh, tệp. Người gửi sẽ đọc.
promise-proof-in-files = Xem tệp kèm theo.
promise-said-done = Đã ghi: đơn vị nói { $code } đã xong. Hệ thống hỏi lại người gửi.
promise-ask-due = Hẹn hiện nay: { $promised }. Hẹn mới là ngày nào? Gõ ngày (ví dụ 30/11).
promise-due-unreadable = Ngày chưa hợp lệ. Anh/Chị gõ như 30/11, sau hôm nay và khác hẹn cũ.
promise-ask-why = Hẹn mới: { $promised }. Anh/Chị ghi lý do (người gửi sẽ đọc).
promise-moved = Đã dời hẹn của { $code } đến { $promised }. Hệ thống báo mọi người gửi.
promise-heard-done = Cảm ơn Anh/Chị. Đã ghi: người gửi { $code } nói việc đã làm.
promise-heard-not-done = Đã ghi: việc đã hứa cho { $code } chưa làm. Đơn vị và lãnh đạo được báo ngay.
error-promise-moved-already = Việc này đã dời hẹn một lần. Dời thêm do lãnh đạo quyết định.
error-no-promise = Không có việc đã hứa nào còn mở cho ý kiến này.

command-promises = cam kết|việc đã hứa|lời hứa|việc hứa|/camket
button-promises = Việc đã hứa
action-promise = Xem việc đã hứa
action-done = Báo đã xong
action-move = Dời hẹn
action-kept = Đã làm
action-notkept = Chưa làm

event-promised = { $department } hứa, chậm nhất { $promised }
event-promise-moved = dời hẹn đến { $promised }: { $reason }
event-asked-if-done = đến hẹn, đã hỏi người gửi
event-unit-done = đơn vị nói đã xong: { $reason }
event-author-done = người gửi nói đã làm
event-author-not-done = người gửi nói chưa làm

notice-promise-moved = ⚠️ Việc đã hứa cho ý kiến { $code } bị dời: trước là { $was }, nay là { $promised }.
    “{ $text }”
    Lý do: { $reason }
notice-asked-if-done = 📌 Hôm nay đến hẹn ({ $promised }) của việc đã hứa cho ý kiến { $code }:
    “{ $text }”
    Việc này đã làm chưa ạ?
notice-unit-done = ✅ { $unit } cho biết đã làm xong việc đã hứa cho ý kiến { $code }:
    “{ $text }”
    Bằng chứng: { $reason }
    Theo Anh/Chị, việc đã làm chưa ạ?
notice-author-done = ✅ Người gửi { $code } nói việc đã làm:
    “{ $text }”
notice-author-not-done = ‼ Người gửi { $code } nói việc chưa làm (hẹn { $promised }, { $department }):
    “{ $text }”
