# Words used everywhere: dates, roles, kinds of concern, statuses, buttons, and what is said when something fails.

date-long = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
 }, { $date }

role-staff = Staff
role-officer = Case officer
role-head = Head of department
role-office = Coordinating office
role-leader = Leader
role-admin = Administrator
role-auditor = Auditor
post = { $role } – { $unit }
post-many = { $role } – units: { $count }

kind-thought = Thoughts, wishes
kind-question = Question
kind-petition = Petition
kind-proposal = Proposal
kind-report = Report of a fact
kind-difficulty = Difficulty, obstacle
kind-idea = Idea or initiative
kind-praise = Praise

status-submitted = Sent, the office is reading it
status-received = Received by the office
status-routed = Forwarded to a department
status-in-progress = In progress
status-needs-info = Waiting for more information
status-awaiting-approval = Waiting for a leader's approval
status-answered = Answered
status-closed = Completed
status-merged = Merged with another concern
status-declined = Out of scope
status-withdrawn = Withdrawn

# A line of a list
line = { $dot } { $code } · { $summary }

# What can be typed in place of a button; the forms are parted by |
command-start = start|menu|home|back|hello|hi|0
command-new = send a concern|new concern|send an opinion|new opinion
command-continue = continue|continue writing
command-mine = my concerns|my cases|my opinions
command-code = track|track by code|enter code
command-help = help
command-privacy = privacy|who knows what
command-language = language|change language
command-vietnamese = vietnamese
command-english = english
command-cancel = cancel|stop
command-enrol = invite code|enter invite code
command-work = department work
command-standin = stand-in|name a stand-in|/standin
command-triage = triage|awaiting triage
command-approvals = approvals|awaiting approval
command-broadcast = broadcast|send a notice
command-progress = progress|show progress
command-calendar = days off|holidays

button-more = More
button-start = Home
button-new = Send a concern
button-continue = Continue writing
button-mine = My concerns
button-code = Track by code
button-help = Help
button-privacy = Who knows what
button-language = Language
button-vietnamese = Tiếng Việt
button-english = English
button-cancel = Cancel
button-enrol = Enter invite code
button-work = Department work
button-standin = Name a stand-in
button-triage = Awaiting triage
button-approvals = Awaiting approval
button-broadcast = Send a notice
button-progress = Show progress
button-calendar = Days off
button-calendar-year = Days off { $year }
button-confirm-calendar = Confirm { $year }
button-skip = Skip
button-send = Send
button-drop = Drop it
button-keep = Keep it
button-edit = Edit text
button-department = Choose department
button-mode = Change how to send
button-let-office = Let office choose
button-office-decides = Let office decide
button-withdraw = Withdraw concern
button-use-as-answer = Use as answer
button-publish = Send answer
button-submit = Submit to leader
button-rewrite = Write again
button-audience = Change recipients
# In words: a typed figure is the place of the button.
button-days = { $days ->
    [3] three
    [5] five
    [7] seven
    [10] ten
   *[other] { $days }
 } working days

mode-anonymous = Without my name
mode-named = With my name

audience-everyone = Everyone
audience-unit = One department
audience-role = One role

action-accept = Accept
action-bounce = Return
action-draft = Write answer
action-respond = Answer
action-ask = Ask for details
action-extend = Ask for more time
action-part = Send our part
action-open = See details
action-to = Forward to { $department }
action-route = Other department
action-merge = Merge
action-decline = Decline
action-support = Invite support
action-approve = Approve
action-revise = Edit and send
action-sendback = Ask for changes
action-answer = Answer directly
action-assign = Assign
action-alone = Look at mine by itself
action-own = See status
action-edit = Edit
action-add = Add more
action-reply = Reply
action-withdraw = Withdraw
action-clear = It is clear
action-partly = Partly unclear
action-unsat = Not satisfactory

error-rule = This cannot be done now. Please choose something else.
error-status = This concern is no longer at that step; someone may have dealt with it. Please open it again to see where it stands.
error-not-permitted = Your role does not include this.
error-incomplete = Something is missing. Please complete it.
error-too-late = It is too late to do this.
error-not-found = This code was not found. Please check it; a concern without a name opens by its reply code only.
error-no-such-unit = No department of that name was found. Please choose below or type the name again.
error-stale-choice = This choice is no longer current. Please choose again below, or type “menu”.
error-changed-meanwhile = Someone else has just changed this. Please open it again and continue.
error-unexpected = The system met an error, and your last step was not recorded. Please send it again. If it still fails, give the office this code: { $code }.
error-draft-expired = This draft has expired. Please send the text again.
error-flood = Too many concerns without a name are coming in just now. Your text is kept; please press Send again later, or tomorrow. With your name it goes at once.
error-empty-text = There is no text yet. Please write it.
error-text-too-long = The text is too long ({ $limit } characters at most) and was not recorded. Please shorten or split it.{ $files ->
        [0] {""}
       *[other] {" "}The files sent with it were not kept either.
    }
error-merge-target = It cannot be merged into this concern. Please choose another one that is still open.
error-support-already = This department already takes part.
error-no-such-year = The days off of { $first } to { $last } can be shown, no others.
error-due-not-later = The new due date must be after the present one.
error-due-past = The due date cannot be before today.
error-extended-already = The time was already extended once. A leader decides on any further extension.
error-file-kind = This kind of file cannot be taken. Please send pictures (JPG, PNG, WebP, HEIC), PDF, Word (.docx), Excel (.xlsx), voice messages or videos (MP4), without macros or a password, or copy the text into a message. Your text is kept.
error-file-too-large = This file is too large (10 MB at most, pictures 40 megapixels, text 1 MB). Please send a smaller one. Your text is kept.
error-file-unreadable = The file could not be opened, so it was not kept. Please try a photo of it. Your text is kept.
error-file-count = Only 5 files are taken at a time; the rest were not received. Please send them with your next message.

note-long-text = The text is longer than { $limit } characters: the full version is kept as an attached file.
note-voice-left-out = A voice or a video tells who is speaking, so it does not go with a concern without a name. Please write it in words.
note-files-not-here = Files cannot be taken at this step. Please reply in words.
note-files-full = This concern has all the files it can hold; the last ones were not taken.

desk-not-understood = Please choose below, or type “menu”.
