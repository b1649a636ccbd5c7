# What an answer lacks, interim answers, and what was promised.

missing-action = what will be done
missing-owner = who does it
missing-date = by when
missing-basis = what the reason rests on (article of law, number of a document)
missing-substance = the answer itself
missing-reply = a word from one person to another
missing-thanks = thanks
missing-assessment = what was made of the idea (a trial, or why not yet)
missing-passed-on = whom the praise was passed on to

answer-lacking = Answer:
    { $text }

    ⚠️ This says that it was received; it does not answer yet. Missing: { $missing }.{ $plan ->
        [yes] {" "}Or give the reason with its legal basis.
       *[no] {""}
    }
    Write what is missing right here, or choose.
answer-ask-interim = Interim answer to { $code }:
    “{ $summary }”
    Write how it stands today; the sender will read it.
answer-ask-until = Interim answer:
    { $text }

    By which day will the unit answer in full? Choose, or type a date (such as 30/11).
answer-interim-sent = Interim answer sent for { $code }. Full answer due: { $due }. Every 7 working days the unit is asked to keep the sender posted.
button-mend = Reword
button-interim = Send as interim
button-submit-anyway = Submit anyway
button-publish-anyway = Send anyway
button-unwatch = Do not watch date
button-until = { $date }
action-interim = Send an update
entry-interim = { $day } · { $unit }, interim answer: { $text }
event-interim = answered for now, { $department } answers in full by { $due }
event-overruled = a leader let it go although the answer lacked something

notice-interim = 📩 { $unit } gives a first answer to { $code }:
    { $text }

    { $department } will answer in full by { $due }.
    “{ $summary }”

list-promises = Promises still open: { $count }, late: { $late }. “?”: the unit says done, the sender has not said. “‼”: late, or the sender says not done.
empty-promises = No promise is open.
line-promise = { $dot } { $code } · { $day } · { $summary }
promise-of-answer = The full answer
promise-none = { $code } has no open promise.
card-promise = 📌 Promised, { $code }:
    “{ $text }”
    { $department }, by { $promised }{ $was ->
        [is-empty] {""}
       *[other] {" "}(moved { $slips } times, at first { $was })
    }.
    Unit: { $date ->
        [is-empty] has not said that it is done.
       *[other] says done on { $date } – { $reason }
    }
    Sender: { $says ->
        [yes] says it is done.
        [no] says it is not done.
       *[nothing] has not said.
    }
promise-ask-proof = Proof that it is done: write the number of a document, or send a photo or file. The sender will read it.
promise-proof-in-files = See the attached files.
promise-said-done = Noted: the unit says { $code } is done. The sender is asked as well.
promise-ask-due = Promised for { $promised }. What is the new date? Type it (such as 30/11).
promise-due-unreadable = That is no valid date. Type it like 30/11: after today, and not the old one.
promise-ask-why = New date: { $promised }. Please give the reason (the sender will read it).
promise-moved = The promise for { $code } was moved to { $promised }; every sender will be told.
promise-heard-done = Thank you. Noted: the sender of { $code } says it is done.
promise-heard-not-done = Noted: what was promised for { $code } is not done. The unit and the leaders are told at once.
error-promise-moved-already = This promise was moved once. A leader decides on any further move.
error-no-promise = There is no open promise for this concern.

command-promises = promises|commitments|/promises
button-promises = Promises
action-promise = Open promise
action-done = Report it done
action-move = Move the date
action-kept = It is done
action-notkept = Not done

event-promised = { $department } promised, by { $promised }
event-promise-moved = moved to { $promised }: { $reason }
event-asked-if-done = the promised day came, the sender was asked
event-unit-done = the unit says it is done: { $reason }
event-author-done = the sender says it is done
event-author-not-done = the sender says it is not done

notice-promise-moved = ⚠️ What was promised for { $code } has been moved: it was { $was }, now it is { $promised }.
    “{ $text }”
    Reason: { $reason }
notice-asked-if-done = 📌 Today is the day ({ $promised }) of what was promised for { $code }:
    “{ $text }”
    Has it been done?
notice-unit-done = ✅ { $unit } says that what was promised for { $code } is done:
    “{ $text }”
    Proof: { $reason }
    Is it done, as you see it?
notice-author-done = ✅ The sender of { $code } says it is done:
    “{ $text }”
notice-author-not-done = ‼ The sender of { $code } says it is not done (promised for { $promised }, { $department }):
    “{ $text }”
