# Nhóm trò chuyện của phòng

command-groups = nhóm của phòng|nối nhóm|nhóm phòng|/nhom
button-groups = Nhóm của phòng
group-ask-unit = Nối nhóm trò chuyện của phòng nào? Nhóm được nối sẽ nhận tin về việc mới, hạn và kết quả, không có nội dung ý kiến.
    { $linked ->
        [is-empty] Chưa phòng nào có nhóm.
       *[other] Đã có nhóm: { $linked }.
    }
group-code = Mã nối nhóm cho { $unit }: { $code }
    Thêm tài khoản này vào nhóm Telegram của phòng, rồi gõ trong nhóm: /noinhom { $code }
    Mã dùng một lần, đến hết { $date }.
group-linked = Đã nối nhóm này với { $department }. Việc mới và nhắc hạn sẽ báo tại đây. Anh/Chị bấm nút ở đây rồi làm tiếp ở tin nhắn riêng.
group-code-wrong = Mã nối nhóm không đúng, đã dùng hoặc đã hết hạn. Anh/Chị xin văn phòng mã mới giúp.
group-only-members = Nút này dành cho người của đơn vị đã có mã mời. Anh/Chị nhắn riêng cho tài khoản này để nhập mã.
group-write-private = Nội dung viết trong nhóm không được ghi vào việc. Anh/Chị bấm nút dưới tin báo việc, rồi viết ở tin riêng giúp.
group-see-private = Mời Anh/Chị xem tin riêng.
notice-group-linked = 👥 Nhóm của { $department } đã được nối. Việc mới và nhắc hạn sẽ báo cả trong nhóm.
notice-group-lost = ⚠️ Nhóm của { $department } không còn nhận tin: tài khoản này đã bị đưa ra khỏi nhóm, hoặc không còn được nhắn ở đó. Từng người trong phòng vẫn nhận tin riêng.
notice-chat-task = 🔔 Việc mới { $code }: { $topic }. Hạn { $due }.
notice-chat-accepted = ✅ { $code }: đã có người nhận việc. Hạn { $due }.
notice-chat-answered = { $draft ->
        [approved] ✅ { $code }: lãnh đạo đã duyệt, đã trả lời người gửi.
        [reworded] ✏️ { $code }: lãnh đạo đã sửa câu trả lời rồi gửi đến người gửi.
       *[other] 📨 { $code }: đã trả lời người gửi.
    }
notice-chat-sent-back = ↩️ { $code }: lãnh đạo yêu cầu sửa câu trả lời. Hạn { $due }.
