report-ask-text = Please write your concern. The more concrete it is, the clearer the answer.
    You may send several messages, with pictures and files (JPG, PNG, WebP, HEIC, PDF, Word, Excel, voice messages, videos; 10 MB each at most).
report-kept = What you wrote before is still here. Press “Continue writing” to send it.
report-draft-so-far = { $summary ->
        [is-empty] The concern you are writing has no text yet.
       *[other] The concern you are writing: “{ $summary }”
    }
report-added = Added to your concern.
report-changed = Your concern now says what you have changed in that message.
report-changed-late = Changing a sent message does not change what has been received. Please write the part to be corrected as a new message.
report-changed-since = Not sent: your concern has changed since that message.
report-waited-long = Not sent yet: your concern has waited for days. Please check it and press “Send” once more.
report-only-files = (Attached files only)
report-ask-mode = Your text is here. If there is more, just keep writing.
    How would you like to send it?
report-ask-mode-again = How would you like to send it?
report-ask-name = Please give the name and department to be shown with your concern.
report-ask-kind = What kind of concern is it?
report-ask-where = Where does it happen, in which section? (optional)
report-ask-since = Since when? (optional)
report-ask-department = Which department should receive it? The office will check if needed.
report-rewrite = Please write the whole text again.{ $body ->
        [is-empty] {""}
       *[other] {" "}The present version is just below, to be changed.
    }
report-drop-ask = Drop what you have written? It cannot be brought back.
report-preview = Please check before sending:
    { $summary ->
        [is-empty] Attached files only
       *[other] “{ $summary }”
    }{ $attached ->
        [0] {""}
       *[other] {" "}(files: { $attached })
    }
    { $kind } · { $topic }{ $because ->
        [is-empty] {""}
       *[other] {" "}(it mentions: { $because })
    } → { $department }. { $mode ->
        [named] Name shown: { $name }.
       *[anonymous] Without a name.
    }
report-sent-named = ✅ Sent. Code: { $code }
    { $department } will answer, due { $due }{ $outside ->
        [is-empty] {""}
       *[other] {" "}(because of { $outside }, named in it)
    }. The office will tell you if it goes to another department.{ $counted ->
        [is-empty] {""}
       *[other] {" "}It is outside working hours, so the time runs from { $counted }.
    }
report-sent-anonymous = ✅ Sent without your name. Code: { $code }
    { $department } will answer, due { $due }{ $outside ->
        [is-empty] {""}
       *[other] {" "}(because of { $outside }, named in it)
    }. The office will tell you if it goes to another department.{ $counted ->
        [is-empty] {""}
       *[other] {" "}It is outside working hours, so the time runs from { $counted }.
    }
    Reply code: { $reply_code }
    Please save this code and keep it to yourself: { $channel ->
        [web] once the page is closed, only this code opens the answer.
       *[other] on another phone, or without this chat, only this code opens the answer.
    }
report-draft-gone = The draft is no longer there, so nothing was sent. Please write it again.

own-edit-ask = Please write the text again. The old version is kept, and is just below to be changed.
own-edited = Concern { $code } was changed. The old version is kept.
own-reply-ask = Please write your reply.{ $anonymous ->
        [yes] {" "}Your name stays unknown.
       *[no] {""}
    }
own-asked-which = You wrote: “{ $summary }”
    Does it answer the question about { $code }, or is it a new concern?
own-add-ask = Please write what you want to add.{ $anonymous ->
        [yes] {" "}Your name stays unknown.
       *[no] {""}
    }
own-added = Added to concern { $code }; the department has been told.
own-withdraw-ask = Withdraw concern { $code }? It will not be handled any further.
own-withdraw-unsure = Please press “Withdraw concern” to withdraw it, or “Cancel” to keep it.
own-alone = { $code } is looked at by itself; the office has been told. An answer is due { $due }.
own-withdrawn = Concern { $code } was withdrawn.
own-confirmed = Thank you. Concern { $code } is completed.
own-asked-again = Concern { $code } is open again, new due date { $due }.
    Please say what is unclear (optional).
own-pushed-back = Concern { $code } is open again and has gone one level up, new due date { $due }.
    Please say what is not satisfactory (optional).
own-remark-skipped = Thank you. You will be told when there is a result.

list-mine = Concerns sent with your name: { $first }–{ $last } of { $count }. Those without a name open by code only.
empty-mine = You have not sent any concern with your name. Those without a name open by code only.
code-ask = Please enter the code of the concern, or the reply code.
code-unreadable = This does not look like a code. The code of a concern looks like DT-7K3Q-9XMD; a reply code has four groups of four characters.

card-author = { $code } · { $held ->
        [yes] Sent, not with the office yet
       *[no] { $status }
    }
    { $kind }. { $open ->
        [yes] { $department } is in charge, due { $due }{ $outside ->
            [is-empty] {""}
           *[other] {" "}(because of { $outside }, named in it)
        }.
       *[no] { $department }.
    }
    “{ $body }”{ $talk ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $talk }
    }

    { $history }
event-line = { $day } · { $event }
event-filed = Sent
event-edited = Edited by the sender
event-added = The sender added something
event-withdrawn = Withdrawn by the sender
event-routed = Forwarded to { $department }
event-assigned = Assigned by a leader to { $department }, due { $due }
event-accepted = Accepted by { $department }
event-transferred = Transferred to { $department }: { $reason }
event-returned = Returned to the office: { $reason }
event-asked = The sender was asked for details
event-replied = The sender replied
event-drafted = Submitted to a leader for approval
event-sent-back = A leader asked for changes: { $reason }
event-answered = Answered
event-confirmed = The sender: the answer is clear
event-asked-again = The sender: partly unclear; opened again
event-pushed-back = The sender: not satisfactory; gone one level up
event-merged = Merged with another concern
event-separated = Handled on its own again
event-kept-from = Kept from { $department }
event-taken-back = Taken back, to be sent elsewhere
event-let-in = { $department } can read it again
event-declined = Declined: { $reason }
event-extended = Extended to { $due }: { $reason }
event-support-asked = { $department } was invited to support
event-part-added = A supporting department sent its part
