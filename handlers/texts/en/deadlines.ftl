# Deadlines: the morning digest, the ladder, what authors hear when it is late. $tried is what was done so far.

step-head = the head of the unit
step-office = the office
step-chair = the Chairman
step-secretary = the Secretary

notice-digest = ⏰ Waiting for an answer: { $count }.{ $overdue ->
        [is-empty] {""}
       *[other] {"\u000A"}Overdue:{"\u000A"}{ $overdue }
    }{ $today ->
        [is-empty] {""}
       *[other] {"\u000A"}Today:{"\u000A"}{ $today }
    }{ $week ->
        [is-empty] {""}
       *[other] {"\u000A"}This week:{"\u000A"}{ $week }
    }{ $later ->
        [is-empty] {""}
       *[other] {"\u000A"}After this week:{"\u000A"}{ $later }
    }{ $requests ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $requests }
    }{ $answers ->
        [no] {""}
       *[yes] {"\u000A"}You can simply write the answer here.
    }
notice-data-due = ⏰ { $requests }
digest-requests = Requests about personal data: { $count }, to be done by { $due }{ $late ->
        [0] .
       *[other] ; { $late } overdue.
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
digest-more = • and { $count } more
digest-late-final = working days overdue: { $days } (due { $due })
digest-due-final = due { $due }
digest-lapsed = nobody accepted it, back at the office
digest-update = working days since the last word to the sender: { $days }, please keep them posted
digest-late-acknowledge = nobody has accepted it, working days overdue: { $days }
digest-due-acknowledge = nobody has accepted it, to be accepted by { $due }
digest-late-first-answer = no first answer yet, working days overdue: { $days } (due { $due })
digest-due-first-answer = first answer due { $due }
digest-late-promise = promised, working days overdue: { $days } (due { $due })
digest-due-promise = promised by { $due }
digest-tried = Reminders so far: { $count }{ $reached ->
        [no] {" "}(did not arrive)
       *[yes] {""}
    }{ $steps ->
        [is-empty] {""}
       *[other] ; told: { $steps }
    }{ $seen ->
        [is-empty] ; the unit has not opened it
       *[other] ; the unit opened it on { $seen }
    }{ $extended ->
        [0] {""}
       *[other] ; extensions: { $extended }
    }{ $bounces ->
        [0] {""}
       *[other] ; returned: { $bounces }
    }.
digest-step = { $step } { $day }{ $reached ->
        [no] {" "}(did not arrive)
       *[yes] {""}
    }

reminder-respond = Answer{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-interim = Keep posted{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-extend = Ask for more time
reminder-bounce = Not for this unit
reminder-accept = Accept{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-approve = Approve{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-route = Choose a unit{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-assign = Assign{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-answer = Answer directly
reminder-open = Details{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-done = Report it done{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-move = Move the date{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }
reminder-promise = What was promised{ $code ->
        [is-empty] {""}
       *[other] {" "}{ $code }
    }

notice-escalated = ⏰ { $clock ->
        [promise] What was promised for concern { $code } was not done by { $date }.
       *[other] Concern { $code } was not answered by { $date }.
    } The system has told { $step }.
notice-lapsed = No unit accepted concern { $code }: it is back at the office, which sends it to the right place. Due { $due }.
notice-back-at-office = Concern { $code } is back at the office, which chooses the right unit. Due { $due }.
notice-at-leader = A leader has been told of concern { $code } and decides who answers.
notice-resumed = The time we waited for you is added: concern { $code } is now due { $due }.
notice-raised = ⬆️ { $code } has been returned, times: { $bounces }. { $topic }. Due { $due }.
    “{ $summary }”
    Latest reason: { $reason }
    It is with the office. Please decide which unit answers.

event-resumed = Time of waiting added, now due { $due }
event-lapsed = Nobody accepted it, back at the office
event-escalated = Not answered by { $due }, told { $step }
event-raised = Returned again, a leader was told

seen-on = { $department } opened it on { $day }
seen-not-yet = { $department } has not opened it

work-respond-ask = You wrote: “{ $summary }”
    Which concern does it answer?
work-respond-new = Send as a new concern

absence-ask-unit = In which unit shall somebody stand in?
absence-ask-who = { $department }: who is away?
absence-ask-by = Who stands in?
absence-ask-until = From today until which day, that day included? Type it like 30/11; six months at most.
absence-named = Noted: { $by } stands in for { $away } until { $date } and gets their notices and reminders.
absence-nobody = { $department } does not have two people here, so nobody can stand in.
absence-nameless = (no name)
absence-who-unknown = Please choose a person from the list.
