# A notice to many after it was confirmed, and notices that could not be delivered.

command-pause = pause|pause sending
command-resume = resume|resume sending
command-halt = stop sending|stop for good
command-urgent = send now|send now urgent
command-undelivered = undelivered|not delivered

button-pause = Pause
button-resume = Resume sending
button-halt = Stop for good
button-urgent = Send now (urgent)
button-send-urgently = Send now all the same
button-let-wait = Let it wait
button-undelivered = Not delivered
button-resend = Send again
button-handover = Hand over the code
button-handed = Handed over

broadcast-confirmed = Now being sent. Recipients: { $count }. You will be told when it is done.
broadcast-waits = These are quiet hours. The notice goes out from { $time }, { $date }. Recipients: { $count }. You will be told when it is done.
broadcast-ask-urgent = These are quiet hours. Recipients who would get it right now: { $count }. Is it urgent? If it waits, it goes out from { $time }, { $date }.
broadcast-standing = “{ $summary }”
    { $state ->
        [waiting] Waits for the end of the quiet hours, goes out from { $time }, { $date }.
        [paused] Paused.
        [stopped] Stopped for good.
        [reported] Sent.
       *[other] { $urgent ->
            [yes] Being sent as urgent.
           *[no] Being sent.
        }
    }
broadcast-numbers = Sent: { $sent }/{ $total }. { $state ->
        [stopped] No longer sent to
       *[other] Waiting
    }: { $waiting }. Not delivered: { $failed }.
broadcast-remaining = Minutes left, about: { $minutes }.
broadcast-none = You have not sent any notice.

undelivered-none = Every notice could be delivered.
undelivered-list = Notices not delivered: { $count }. Showing { $first }–{ $last }; press one to see why.
undelivered-line = { $who } · { $what }
undelivered-nobody = Somebody who has left the system
undelivered-one = Not delivered to { $who }{ $posts ->
        [is-empty] .
       *[other] {" "}({ $posts }).
    }
    About: { $what }.
    Why: { $because }.
undelivered-what = { $subject ->
        [case] concern { $code }
        [broadcast] a notice to many
       *[other] a reminder
    }
undelivered-reason = { $reason ->
        [blocked] the recipient has blocked the bot
        [gone] the recipient's account is gone
        [refused] the channel refused this message
        [no-address] the recipient has left the system
        [no-key] the key of the address is lost; the recipient needs a new invite
        [other-key] the recipient’s address is locked with an older key (after a restore): hand the code over, and give the recipient a code to come in again
        [moved-address] the recipient’s address in the database was changed: please tell whoever runs the server
    [gave-up] the channel was not working, tried many times
       *[other] an error while sending
    }
undelivered-resent = It is in line to be sent again.
undelivered-code = The code to hand to { $who } in person: { $code }
    The recipient types this code into the chat to read it.
undelivered-handed = Noted that you handed over the code. The notice is no longer listed.
undelivered-not-now = This notice has been dealt with, or its notice to many is held.
notice-broadcast-progress = 📣 “{ $summary }”: sent { $sent }/{ $total }, failed { $failed }, waiting { $waiting }.{ $minutes ->
    [is-empty] {""}
   *[other] {" "}About { $minutes } minutes left.
}
notice-unreached = ⚠️ Messages to { $name } do not arrive: their channel takes none. Please tell them yourself; the office sees it under “Not delivered”.
