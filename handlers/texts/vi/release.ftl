# Ý kiến không ghi tên được chuyển theo đợt; việc nguy hiểm và việc khẩn được chuyển ngay.
release-at = lúc { $at }, { $date }
release-preview = ⏳ Ý kiến được chuyển đến văn phòng { $when }, chung với ý kiến khác, để không ai đoán được người gửi qua giờ gửi.
release-urgent = ⚡ Khẩn: gửi là văn phòng thấy ngay. Ai để ý lúc Anh/Chị dùng điện thoại có thể đoán ra.
release-waits = ⏳ Văn phòng thấy ý kiến này { $when }, chung với ý kiến khác; nếu ít ý kiến thì chậm nhất { $latest }. Thời hạn tính từ lúc đó.
release-seen = Văn phòng thấy ý kiến này ngay.
release-card = ⏳ Chờ chuyển đến văn phòng { $when }. Trước đó chỉ Anh/Chị xem được.

button-show-now = Khẩn, cho xem ngay
button-not-now = Không khẩn, chờ đợt

danger-suicide = có người muốn tự tử
danger-violence = bạo lực, đe dọa
danger-life = nguy đến tính mạng
danger-fire = cháy nổ
danger-poison = ngộ độc, ngạt
danger-flood = lũ lụt, sạt lở, đuối nước
danger-collapse = sập, đổ
danger-electricity = điện giật, hở điện
alarm-preview = 🚨 Nội dung có dấu hiệu nguy hiểm ({ $danger }): gửi là người có trách nhiệm được báo ngay, không chờ đợt. Việc khẩn đến tính mạng: gọi 113, 114, 115.
alarm-told = 🚨 Nội dung có dấu hiệu nguy hiểm ({ $danger }) nên người có trách nhiệm được báo ngay, không chờ đợt. Việc khẩn đến tính mạng: gọi 113, 114, 115.
notice-alarm = 🚨 KHẨN { $code }: có dấu hiệu nguy hiểm ({ $danger }). Anh/Chị xem ngay giúp.
    “{ $summary }”

event-released = { $reason ->
    [urgent] Người gửi xin cho xem ngay
    [danger] Chuyển ngay vì có dấu hiệu nguy hiểm
    [judged] Đến văn phòng cùng ý kiến của người gửi về câu trả lời
   *[slot] Đến văn phòng
 }
event-alarmed = Báo khẩn: { $danger }

own-added-early = Đã thêm vào ý kiến { $code }. Văn phòng sẽ thấy cùng với ý kiến.

notice-update = Có cập nhật. Bấm để xem.
