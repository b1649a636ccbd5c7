# Before sending: what may give the author away, whom it is about, denunciations and complaints.

guard-found = Please look again: these places may tell who wrote this, or name somebody:
    { $findings }{ $more ->
        [0] {""}
       *[other] {"\u000A"}… and { $more } more
    }{ $tiny ->
        [yes] {"\u000A"}Your unit has fewer than 5 people: the words that name it must go before you can send.
       *[no] {""}
    }
guard-line = • { $trace ->
        [phone] Phone number
        [identity] Identity number
        [address] Mail address, account
        [name] Somebody’s name
        [alone] Something only few people know
        [moment] Exact day and time
       *[unit] Your unit, which is small
    }: “{ $quote }”
guard-small-unit = { $department } has { $count } people. If you work there, please do not tell what only you know.
button-guard-remove = Remove them
button-guard-keep = Leave as it is
button-guard-send = Leave and send
button-guard-edit = I’ll edit

about-ask = Whom is this about? Those you choose will not get it, cannot read it and will not answer it.
about-ask-more = Kept from: { $units }. Is it about anybody else?
about-preview = Not sent to, not readable by: { $units }.
about-nobody-left = If it is kept from them as well, nobody here is left to take it. Please choose others, or write as the law provides:
button-about-other = Another unit
button-about-leaders = Leaders
button-about-nobody = About nobody
button-about-enough = That’s all
button-about-clear = Clear the choice
button-about-open = It is about a unit

lawful-ask = { $lawful ->
        [denunciation] This looks like a denunciation.
       *[complaint] This looks like a formal complaint.
    } By law it must be named, signed and sent to the right office; here it is neither taken nor kept with a name.{ $mode ->
        [named] {" "}So it cannot go out under your name. What you wrote is still here.
       *[anonymous] {""}
    }
    You can send it as a report, without a name.
lawful-way = Denunciation: in writing, with your name, address, date and signature, or in person (Law on Denunciations, Articles 22, 23). It is looked at within 7 working days and settled within 30 days, longer if complex (Articles 24, 30). The name of who denounces is kept secret (Article 47).
    Complaint: in writing, with your name, address and signature, to whoever made the decision (Law on Complaints). You are told the first outcome within 10 working days (Law on Receiving Citizens, Article 28).
    Where: the office that receives citizens, or the Chairman on the weekly day of reception.{ $inspection ->
        [is-empty] {""}
       *[other] {" "}About Party members: { $inspection }.
    }
command-lawful = how to complain|complaint|denunciation|how to denounce
button-lawful = How to do it by law
button-lawful-unnamed = Send as a report, unnamed

error-unit-excluded = This is about that unit, so it cannot be sent there.
error-merge-excluded = The two are kept from different people, so they cannot be merged.

action-keepfrom = Keep from a unit
action-letin = Let a unit in again
button-keep-sure = Keep it, I read it no more
keep-ask = Which unit is { $code } about? Its people will not get it, read it or answer it any more.{ $units ->
        [is-empty] {""}
       *[other] {" "}Kept from now: { $units }.
    }
keep-own-unit = You belong to { $department }, so you cannot read this concern any more either. It goes to those who still may.
keep-done = { $code } is kept from { $department } now. The sender will be told.
keep-nobody-left = If it is kept from them as well, nobody here is left to take it, so nothing was done.
keep-ask-let-in = { $count ->
        [0] { $code } is only kept from whom its sender chose, which stays.
       *[other] Who shall get and read { $code } again? What its sender chose stays.
    }
keep-undone = { $department } can get and read { $code } again. The sender will be told.
error-kept-already = It is kept from that unit already.
error-kept-by-author = The sender chose to keep it from that unit, so it stays.
notice-kept-from = Concern { $code } is about { $department }: the office does not let them get, read or answer it any more.
notice-let-in = Concern { $code }: the office looked again and found that it is not about { $department }, who can get and read it again.
notice-taken-back = 🔒 { $code } is kept from the unit it is about, and waits to be sent somewhere: { $topic }. Due { $due }.
notice-approval-waits = The answer to { $code } waits for your approval, in place of a leader who may not read it. Due { $due }.
