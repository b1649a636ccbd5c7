list-work = Department work: { $first }–{ $last } of { $count }. The most urgent comes first.
empty-work = Nothing is waiting for your department.
list-triage = Concerns awaiting triage: { $first }–{ $last } of { $count }.
empty-triage = No concern is awaiting triage.
list-approvals = Answers awaiting approval: { $first }–{ $last } of { $count }.
empty-approvals = No answer is awaiting approval.

card-desk = { $code } · { $status }
    { $kind } · { $topic }{ $because ->
        [is-empty] {""}
       *[other] {" "}(it mentions: { $because })
    }
    { $department }{ $supporting ->
        [is-empty] {""}
       *[other] ; supported by: { $supporting }
    }. Due { $due }{ $outside ->
        [is-empty] {""}
       *[other] {" "}(because of { $outside }, named in it)
    }{ $phase ->
        [overdue] {" "}(overdue{ $days ->
            [0] {""}
           *[other] {" "}– working days: { $days }
        })
        [due_soon] {" "}(soon)
       *[other] {""}
    }. { $owned ->
        [yes] Accepted.
       *[no] Not accepted yet.
    }{ $rank ->
        [0] {""}
       *[other] {" "}Gone one level up.
    }{ $excluded ->
        [is-empty] {""}
       *[other] {" "}Kept from: { $excluded }.
    }{ $seen ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $seen }.
    }
    { $signature ->
        [is-empty] Without a name.
       *[other] From: { $signature }.
    }
    “{ $body }”{ $talk ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $talk }
    }

    { $history }
entry-addition = { $day } · Sender: { $text }
entry-question = { $day } · { $unit } asks: { $text }
entry-draft = { $day } · { $unit } drafts: { $text }
entry-part = { $day } · { $unit } contributes: { $text }
entry-answer = { $day } · { $unit } answers: { $text }
entry-body = { $day } · Earlier version: { $text }

triage-ask-department = Forward to which department? Press a button, or type its name.
triage-routed = { $code } was forwarded to { $department }, due { $due }.{ $summed ->
        [no] {"\u000A"}Sum it up in a sentence, and others with the same matter will see it and need not file it twice.
       *[yes] {""}
    }
triage-ask-support = Which department should support?
triage-supported = { $department } was invited to support { $code }.
triage-ask-merge = Merge { $code } into which concern? Press a button, or type its code.{ $cases ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $cases }
    }
triage-merged = { $code } was merged into { $other }. The sender keeps the old code and gets the same answer.
triage-ask-decline = Please give the reason for declining (the sender will read it), and where to turn instead.
triage-declined = { $code } is declined. The sender will be told, with the reason.

work-accepted = { $code } is accepted. Due { $due }.
work-ask-bounce = Please give the reason for returning it.
work-ask-bounce-to = Which department fits better?
work-bounced = { $code } was returned. { $department } will now look at it.
work-ask-question = Please write your question to the sender.{ $anonymous ->
        [yes] {" "}The sender can reply without giving a name; please do not ask who it is.
       *[no] {""}
    }
work-asked = Your question about { $code } was sent. You will be told as soon as there is a reply.
work-ask-days = Present due date: { $due }. How much more time? Press a button, or type a date (for example 30/11).
work-days-unreadable = This date cannot be used. Please type it like 30/11, after the present due date and no later than { $date }.
work-ask-extend-why = New due date: { $due }. Please give the reason (the sender will read it).
work-extended = { $code } was extended to { $due }. The sender will be told.
work-ask-part = Please write your department's part; the lead department will include it in the answer.
work-part-added = Your part for { $code } was sent.

answer-ask = Answer to { $code }{ $signature ->
        [is-empty] {""}
       *[other] {" "}({ $signature })
    }:
    “{ $summary }”{ $draft ->
        [is-empty] {""}
       *[other] {"\u000A"}The present draft is just below, to be changed.
    }
    Please write the answer: what will be done, by whom, by when, and on what grounds.
answer-ask-again = Please write the answer.
answer-use-this = Use what you just wrote as the answer to { $code }?
answer-preview = The answer:
    { $text }{ $promised ->
        [is-empty] {""}
       *[other] {"\u000A\u000A"}📌 This promise will be watched: { $doer }, done by { $promised }. Once the answer goes out, the date is promised.
    }
answer-submitted = The answer to { $code } was submitted to a leader for approval.
answer-published = The answer to { $code } was sent to the sender.

lead-ask-send-back = What should be changed?
lead-sent-back = { $code } went back to the department for changes.
lead-ask-unit = Assign to which department? You may also type it in one line: “assign Văn phòng, due 30/11”.
lead-ask-due = Assign to { $department }, due when? Press a button, or type a date (for example 30/11).
lead-due-unreadable = This date cannot be used. Please type it like 30/11.
lead-assigned = { $code } was assigned to { $department }, due { $due }.

broadcast-ask-text = Please write the notice.
broadcast-ask-audience = “{ $summary }”
    Who should receive it?
broadcast-ask-unit = Which department should receive it?
broadcast-ask-role = Which role should receive it?
broadcast-preview = 📢 Notice from { $by }:
    { $text }

    To: { $unit ->
        [is-empty] { $role ->
            [is-empty] everyone
           *[other] { $role }
        }
       *[other] { $unit }
    }. Recipients: { $count }.
