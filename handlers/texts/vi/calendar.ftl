# Lịch nghỉ của một năm: trong trò chuyện và ở dòng lệnh.

calendar-title = Lịch nghỉ năm { $year } { $confirmed ->
    [yes] (văn phòng đã xác nhận)
   *[no] (dự kiến, văn phòng chưa xác nhận)
 }
calendar-off = Ngày nghỉ:
calendar-worked = Ngày đi làm bù:
calendar-day = • { $day }: { $reason }
calendar-days = • { $first } – { $last }: { $reason }
calendar-working-days = Cả năm có { $count } ngày làm việc.

calendar-year = { $days }

    Anh/Chị đối chiếu với thông báo chính thức. Ngày nào khác, gõ “nghỉ 2/1” hoặc “làm bù 9/1” rồi xác nhận.
calendar-not-understood = Anh/Chị gõ “nghỉ 2/1”, “nghỉ 4/2 đến 10/2” hoặc “làm bù 9/1” (ngày/tháng của năm đang xem), hoặc chọn bên dưới.
calendar-confirmed = Đã xác nhận lịch nghỉ năm { $year }. Thời hạn được tính theo lịch này.

notice-calendar = 📅 Lịch nghỉ năm { $year } chưa được xác nhận, thời hạn qua Tết mới là dự kiến. Anh/Chị đối chiếu với thông báo chính thức rồi xác nhận giúp.

holiday-new-year = Tết Dương lịch
holiday-tet = Tết Nguyên đán
holiday-hung-kings = Giỗ Tổ Hùng Vương
holiday-reunification = Ngày Chiến thắng
holiday-labour = Quốc tế Lao động
holiday-national = Quốc khánh
holiday-culture = Ngày Văn hóa Việt Nam
holiday-in-lieu = nghỉ bù ngày lễ trùng ngày nghỉ
holiday-swapped = hoán đổi ngày làm việc
holiday-holiday = ngày lễ
holiday-office = theo thông báo của cơ quan
