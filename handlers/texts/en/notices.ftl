# What is told to somebody else. Values: code, department, due, topic, kind, summary, reason, text, answer, unit, signature, because.

notice-triage = 🔔 New concern { $code }: { $kind } · { $topic }{ $because ->
        [is-empty] {""}
       *[other] {" "}(it mentions: { $because })
    }
    “{ $summary }”
    { $signature ->
        [is-empty] Without a name.
       *[other] From: { $signature }.
    } Proposed: { $department }. Answer due { $due }.
notice-task = 🔔 New task { $code }: { $topic }. Due { $due }.
    “{ $summary }”
    { $signature ->
        [is-empty] Without a name.
       *[other] From: { $signature }.
    }
notice-assigned = 🔔 { $unit } assigns task { $code }: { $topic }. Due { $due }.
    “{ $summary }”
notice-transferred = 🔔 { $unit } transfers task { $code }: { $topic }. Due { $due }.
    “{ $summary }”
    Reason: { $reason }
notice-returned = ↩️ { $unit } returns { $code }: { $topic }. Due { $due }.
    “{ $summary }”
    Reason: { $reason }
notice-support = 🔔 { $department } is invited to support { $code }: { $topic }. Due { $due }.
    “{ $summary }”
notice-part = The part of { $unit } for { $code }:
    { $text }
notice-edited = ✏️ The sender has changed { $code }:
    “{ $summary }”
notice-added = ✏️ The sender adds to { $code }:
    { $text }
notice-replied = ✏️ The sender replies to the question about { $code }:
    { $text }
notice-withdrawn = The sender has withdrawn { $code }. Nothing more needs to be done.
notice-drafted = ✍️ { $unit } submits the answer to { $code }. Due { $due }.
    “{ $summary }”
    Draft: { $text }{ $missing ->
        [is-empty] {""}
       *[other] {"\u000A"}⚠️ Missing: { $missing }. Approving lets it go all the same, and is recorded.
    }{ $promised ->
        [is-empty] {""}
       *[other] {"\u000A"}📌 Approving confirms the promise: { $doer }, done by { $promised }.
    }
notice-sent-back = ↩️ A leader asks for changes in the answer to { $code }:
    { $reason }
notice-published = { $draft ->
        [approved] ✅ A leader approved the answer to { $code }; it was sent to the sender.
        [reworded] ✏️ A leader reworded the answer to { $code } and sent it to the sender.
       *[other] 📨 A leader answered { $code }. The department need not deal with it any more.
    }{ $promised ->
        [is-empty] {""}
       *[other] {"\u000A"}📌 Promised: { $doer }, done by { $promised } at the latest.
    }
notice-handed-on = ↪️ { $code } went to { $department }. Your department need not deal with it any more.
notice-later-date = 🗓 { $unit } extended { $code } to { $due }.
    Reason: { $reason }
notice-later-promise = 🗓 { $unit } moved the promise for { $code } to { $promised }.
    “{ $text }”
    Reason: { $reason }
notice-confirmed = ✅ The sender of { $code } says: the answer is clear.
notice-asked-again = 🔁 { $code } is open again: part of the answer is unclear to the sender. New due date { $due }.
notice-pushed-back = 🔁 { $code } is open again and has gone one level up: the sender is not satisfied. New due date { $due }.
    “{ $summary }”
    Answered so far: { $answer }

notice-routed = Concern { $code } was forwarded to { $department }, answer due { $due }.
notice-accepted = { $department } has taken on concern { $code }, due { $due }.
notice-asked = { $unit } needs more information about concern { $code }:
    { $text }
    Please reply here; if you sent it without a name, your name stays unknown.
notice-answered = 📩 { $unit } answers concern { $code }:
    { $answer }{ $promised ->
        [is-empty] {""}
       *[other] {"\u000A\u000A"}📌 Promised: { $doer }, done by { $promised }. On that day you will be asked whether it was.
    }

    Is the answer clear?
notice-merged = Concern { $code } was merged with a similar one. You keep this code and will get the same answer.
notice-separated = 🔁 { $code } is on its own again. Due { $due }.
    “{ $summary }”
notice-on-its-own = Concern { $code } is handled on its own from now on. The office is looking at it; an answer is due { $due }.
notice-declined = Concern { $code } is outside the scope of this channel.
    Reason: { $reason }
notice-extended = Concern { $code } needs more time, new due date { $due }.
    Reason: { $reason }

notice-broadcast = 📢 Notice from { $unit }:
    { $text }
notice-broadcast-done = 📢 The notice “{ $summary }” has been sent.
    Sent: { $sent }/{ $total }. Waiting (until they open their page): { $waiting }. Not delivered: { $failed }.
notice-plan-running-out = Zalo: { $sent } of the plan's { $limit } messages have been sent this month ({ $percent }%). When they are used up, notices wait for the next month; people can read answers on the web page by code. Please look at the bot's plan on Zalo.
notice-plan-used-up = Zalo takes no more messages ({ $sent } sent this month). What could not be sent is kept until Zalo takes it again. Please tell people to read answers on the web page by code.
