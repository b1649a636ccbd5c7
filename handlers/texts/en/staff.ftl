# Keeping the accounts of people with posts safe: the log, PINs, confirmed posts, lost phones, devices.

command-log = log|read the log|audit log
button-log = Log

log-empty = The log has no entry yet.
log-list = The log, newest first. Each person is shown by a mark, not by name.
    { $lines }
log-line = { $number }. { $happened }: { $what }{ $object ->
        [is-empty] {""}
       *[other] {" "}{ $object }
    }{ $who ->
        [is-empty] {""}
       *[other] {" "}– { $who }
    }{ $mark ->
        [is-empty] {""}
       *[other] {" "}({ $mark })
    }
log-shell = Server administrator
log-action = { $did ->
    [filed] new opinion
    [read] read opinion
    [file_read] opened a file of
    [routed] routed
    [assigned] assigned
    [accepted] accepted
    [transferred] passed on
    [returned] returned to the office
    [raised] raised to a leader
    [asked] asked the sender of
    [drafted] submitted an answer for
    [sent_back] asked for changes to the answer of
    [answered] approved and sent the answer of
    [interim] answered for now
    [overruled] let an incomplete answer go out for
    [promised] noted a promise of
    [promise_moved] moved a promise of
    [unit_done] reported done
    [merged] merged
    [separated] separated
    [erased] deleted the text of
    [kept_from] kept it from a unit
    [taken_back] took it from a unit
    [let_in] let a unit in again
    [declined] closed as out of scope
    [extended] extended
    [support_asked] asked for support on
    [part_added] added a part to
    [summed_up] summed up
    [broadcast] sent a broadcast
    [broadcast_paused] paused a broadcast
    [broadcast_stopped] stopped a broadcast
    [broadcast_urgent] sent a broadcast at once
    [stand_in] named a stand-in
    [calendar_confirmed] confirmed the calendar
    [handed_over] handed over a code
    [sent_again] sent a notice again
    [numbers_exported] took the numbers as files
    [log_read] read the log, page
    [exported] exported all opinions
    [organisation_loaded] loaded the organisation
    [invited] made an invite
    [invite_revoked] revoked an invite
    [pin_set] set a PIN
    [pin_locked] had the PIN locked
    [pin_removed] removed the PIN of
    [posts_confirmed] confirmed the posts of
    [posts_refused] refused the posts of
    [cut_off] cut off all devices of
    [device_ended] ended an own device
    [reinvited] made a new way in for
   *[other] { $did }
}

command-forgotpin = forgot pin|forgot my pin|pin forgotten
button-forgotpin = Forgot PIN
button-words = It is a message
button-person = Show account

pin-ask = About to: { $what }.
    Please type your PIN.
pin-set = About to: { $what }. This asks for a PIN, so that whoever holds your phone cannot do it for you.
    Please choose a PIN: 4 to 8 digits, another one than your phone's.
pin-repeat = Please type the PIN once more.
pin-differs = The two are not the same. Please choose a PIN again: 4 to 8 digits.
pin-easy = That one is too easy to guess. Please choose another: 4 to 8 digits.
pin-unreadable = A PIN is expected: 4 to 8 digits. Your last message was not kept. Type “cancel” to leave it; what you were doing is kept.
pin-words = A PIN is expected, so this is not used for anything yet: “{ $said }”
    If it is a message, choose “{ button-words }”. If not, please type the PIN.
pin-put-off = Not done, for want of a PIN: { $what }. To do it, press the same button again. What you have just sent is taken as follows.
pin-set-meanwhile = The PIN has just been set on another phone of yours. Please type that one.
pin-taken-away = The office has removed the old PIN. Please choose a new one: 4 to 8 digits.
pin-wrong = That PIN is wrong. You have { $left } tries left.
pin-locked = Too many wrong tries: the PIN is locked for { $minutes } minutes, and the office has been told. Nothing was sent.
    After that, type it here again.
pin-right = The PIN is right; it is not asked for again for { $minutes } minutes. If it still shows in the chat, please delete that message.
pin-cancelled = Left as it was. Nothing was sent; what you were writing is kept.
pin-forgotten = The office has been told. Once it has removed the old PIN, you choose a new one the next time it is needed.
pin-what-answer = send the answer to { $code }
pin-what-approve = approve and send the answer to { $code }
pin-what-interim = send an answer for now to { $code }
pin-what-assign = assign { $code } to { $department }
pin-what-decline = close { $code } as out of scope, because: “{ $why }”
pin-what-broadcast = send a message to { $count } people
pin-what-urgent = send the message now, in quiet hours

notice-pin-locked = { $who ->
        [is-empty] Somebody with a post
       *[other] { $who }
    } typed a wrong PIN five times; it is locked for 15 minutes. If it was not that person, please cut off their devices.
notice-pin-forgotten = { $who ->
        [is-empty] Somebody with a post
       *[other] { $who }
    } has forgotten their PIN. Please call and make sure it is that person before you remove it.

command-people = accounts|lost phone|staff accounts
command-person = show account
command-admit = confirm the post|confirm post
command-refuse = refuse the post|refuse post
command-devices = my devices|devices
command-signin = get a sign-in code|sign-in code|sign in
button-people = Accounts
button-admit = Confirm the post
button-refuse = Refuse the post
button-devices = My devices
button-signin = Get a sign-in code
button-cut = Cut off all devices
button-unpin = Remove the PIN
button-reinvite = Make a code to come back
button-end-device = End { $device }

pin-what-cut = cut off all devices of { $who }
pin-what-unpin = remove the PIN of { $who }
pin-what-invite = make a new code for { $who }
pin-what-admit = confirm the posts of { $who }
pin-what-refuse = refuse the posts of { $who }

accounts-list = { $count } people with posts. A lost phone, a forgotten PIN, somebody new to confirm: choose the name.
accounts-line = { $who }: { $posts }{ $waits ->
        [yes] {" "}(to be confirmed)
       *[no] .
    }
accounts-nameless = (no name)
accounts-one = { $who }
    { $posts ->
        [is-empty] No post yet.
       *[other] Posts: { $posts }.
    }
    { $pending ->
        [is-empty] No post to be confirmed.
       *[other] To be confirmed: { $pending }.
    }
    { $devices ->
        [is-empty] No device.
       *[other] Devices: { $devices }
    }
accounts-device = { $channel ->
        [web] web page
        [telegram] Telegram
        [zalo] Zalo
       *[other] { $channel }
    }{ $month ->
        [is-empty] {""}
       *[other] {" "}(since { $month })
    }
accounts-cut-sure = Cut off all devices of { $who }? The lost phone can then neither read nor send anything. What waits is kept for them.
accounts-cut = { $count } devices of { $who } are cut off. What waits is kept until they are back.
accounts-code = New code for { $who }: { $invite }
    Works once, within { $days } days. Hand it over in person; do not send it to the lost phone.
accounts-unpinned = The PIN of { $who } is removed. They choose a new one the next time it is needed.
accounts-admitted = Confirmed. { $who } can work from now on: { $posts }.
accounts-refused = Refused. { $who } does not get: { $posts }.
accounts-settled = { $who } has no post left to confirm.
accounts-gone = This person is not there. Please look at the list of accounts again.
accounts-not-oneself = Somebody else has to do this. Please ask another person of the office, or the administrator.
accounts-pending = Somebody waits for the office to confirm their post.

devices-list = { $mine ->
        [is-empty] You are using this device.
       *[other] In use: { $mine }.
    } { $count ->
        [0] There is no other device.
       *[other] There are { $count } others. Press one to end it if it is lost or no longer used.
    }
devices-ended = Ended: { $device }.
devices-code = Sign-in code: { $invite }
    Within { $minutes } minutes, type it on the web page or another channel of your own. Whoever has it comes in as you: give it to nobody.

enrol-pending = Your post { $posts } waits for the office to confirm it. You will hear of it here.
error-sign-in-ended = This page was not used for long, so your posts are locked. Type a sign-in code (type “sign in” on another channel of yours), or ask the office for a new code.
start-signed-out = This page was not used for long, so your posts are locked; sending an opinion still works.
    To go on, type a sign-in code (type “sign in” on another channel of yours), or ask the office for a new code.

notice-posts-pending = { $who ->
        [is-empty] Somebody
       *[other] { $who }
    } has just come in with an invite for a leader or administrator. Please call and make sure it is that person before you confirm; until then they can do nothing.
notice-posts-confirmed = The office has confirmed your post.
notice-posts-refused = The office has not confirmed your post. Please contact the office if this is a mistake.
notice-account-act = 🔐 { $doer ->
        [is-empty] Somebody with a post
       *[other] { $doer }
    } has just { $act ->
        [cut] ended every device of { $who } (lost phone)
        [invited] given { $who } a code to come in again
       *[unpinned] removed the PIN of { $who }
    }. If you know nothing of this, tell the office and the leaders at once.
