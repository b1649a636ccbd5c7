# The days off of a year, in the chat and on the command line.

calendar-title = Days off in { $year } { $confirmed ->
    [yes] (confirmed by the office)
   *[no] (expected; not confirmed by the office yet)
 }
calendar-off = Days off:
calendar-worked = Worked instead:
calendar-day = • { $day }: { $reason }
calendar-days = • { $first } – { $last }: { $reason }
calendar-working-days = { $count } working days in the year.

calendar-year = { $days }

    Please compare with the official notice. Where a day differs, type “off 2/1” or “work 9/1” (day/month), then confirm.
calendar-not-understood = Please type “off 2/1”, “off 4/2 to 10/2” or “work 9/1” (day/month of the year shown), or choose below.
calendar-confirmed = The days off of { $year } are confirmed. Time limits are counted by them.

notice-calendar = 📅 The days off of { $year } are not confirmed yet, so dates after Tết are only expected. Please compare with the official notice and confirm.

holiday-new-year = New Year
holiday-tet = Lunar New Year (Tết)
holiday-hung-kings = Hùng Kings’ Day
holiday-reunification = Victory Day
holiday-labour = Labour Day
holiday-national = National Day
holiday-culture = Vietnam Culture Day
holiday-in-lieu = instead of a holiday on a day off
holiday-swapped = swapped with a working day
holiday-holiday = holiday
holiday-office = by the office’s own notice
