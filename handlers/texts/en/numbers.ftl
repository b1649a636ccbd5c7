# Numbers for leaders and the office: in the conversation, on the chart and in the Excel file.

command-numbers = numbers|statistics|figures|/numbers
button-numbers = Numbers
numbers-group-unit = By department
numbers-group-topic = By topic
button-numbers-files = Chart and Excel
numbers-period-month = This month
numbers-period-quarter = This quarter
numbers-period-year = This year
button-numbers-list = { $outcome } ({ $count })
button-numbers-line = { $name } ({ $count })

numbers-month = { $month }/{ $year }
numbers-quarter = Quarter { $quarter }/{ $year }
numbers-year = { $year }
numbers-until = { $period }, until { $day }

numbers-outcome-on-time = Answered in time
numbers-outcome-late = Answered late
numbers-outcome-open = Open, in time
numbers-outcome-overdue = Overdue, not done
numbers-hidden = –
numbers-not-yet = not yet
numbers-days = { $days ->
    [1] 1 day
   *[other] { $days } days
 }
numbers-share = { $share }%
numbers-none-due = nothing due yet

numbers-clock-acknowledge = Taken on
numbers-clock-first-answer = First answer
numbers-clock-final = Final answer
numbers-clock-promise = Promise kept
numbers-clock = • { $clock }: half { $median }, 90% { $decile }; overdue { $overdue }{ $oldest ->
        [is-empty] {""}
       *[other] ; oldest open { $oldest }
    }.

numbers-whole = 📊 { $title }{ $name ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $name }
    }
    { $total } concerns: filed in the period, and older ones still open.
    • Answered in time: { $good }
    • Answered late: { $late }
    • Open, in time: { $open }
    • Overdue, not done: { $overdue }
    In time: { $share }

    Working days, counting what is not done yet:
    { $clocks }{ $hidden ->
        [no] {""}
       *[yes] {"\u000A\u000A"}{ $note }
    }
numbers-note = A – stands for a number under 5, and for numbers from which one could be worked out, so that nobody is given away.
numbers-too-few = 📊 { $title }{ $name ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $name }
    }
    Too few concerns (or too few more than in the shorter period) to show numbers without giving somebody away.
numbers-none = 📊 { $title }
    No concerns yet.
numbers-by-unit = 📊 { $title }: by department
numbers-by-topic = 📊 { $title }: by topic
numbers-line = • { $name }: { $total } concerns, overdue { $overdue }, in time { $share }, half { $median }, 90% { $decile }
numbers-lines-hidden = Small, not shown: { $names }.
numbers-list-hidden = This number is not shown, so it has no list.
numbers-files = Chart and spreadsheet: { $title }. They open until tonight.
list-numbers = { $first }–{ $last } of { $count } concerns, the oldest first.
empty-numbers = No concern is at this point any more.

numbers-file-name = numbers-{ $day }
numbers-column-clock = Time to
numbers-column-unit = Department
numbers-column-topic = Topic
numbers-column-total = Concerns
numbers-column-share = In time
numbers-column-median = Half within (working days)
numbers-column-decile = 90% within (working days)
numbers-column-as-of = As of
numbers-column-from = From
numbers-column-oldest = Oldest open (working days)
numbers-sheet-whole = Summary
numbers-sheet-unit = By department
numbers-sheet-topic = By topic
numbers-chart-rest = Not told apart (small numbers)
numbers-chart-days = half done: { $median }, 90%: { $decile }
numbers-chart-empty = No concerns yet, or too few to show numbers without giving somebody away.
numbers-chart-line = { $total } concerns · overdue { $overdue } · in time { $share }
