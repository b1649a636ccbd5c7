# The chat page and the demo page. Plain messages only: the browser gets them without a Fluent parser.

page-title = Đối Thoại
page-demo-tag = Trial
page-noscript = This page needs JavaScript. Please turn it on and load the page again.

## Header
page-connecting = Connecting…
page-connected = Connected
page-offline = Connection lost, trying again
page-menu = Aa: text size, contrast and more
page-settings = Text size, contrast and more
page-text-size = Text size
page-size-small = A-, small text
page-size-normal = A, normal text
page-size-large = A+, large text
page-contrast = High contrast
page-language = Language
page-invite-open = Enter invite code
page-leave-open = Sign out

## Conversation
page-log = Conversation
page-intro-title = Your line to the leadership
page-intro-text = Every concern gets a person in charge and a date for the answer. With your name or without: you choose.
page-intro-privacy = This page uses no cookies. On a shared computer, please press “Sign out” when you are done.
page-bot-says = Đối Thoại answers:
page-you-say = You send:
page-choices = Choices
page-to-newest = Newest message
page-to-new = New messages: go to the newest
page-renewed = The server has opened the conversation afresh. What you had already filed is kept.
page-state-waiting = Sending…
page-state-retrying = Not sent yet, will try again
page-state-sent = Sent
page-state-refused = This message could not be sent. Please change it and send it again.
page-edit-again = Edit this message
page-files-lost = The page was reloaded, so files not yet sent were lost. Please attach again:
page-download = Download
page-downloading = Downloading…
page-download-failed = Not downloaded, press to try again

## Composer
page-text = Message
page-placeholder = Write a message…
page-hint = Enter sends, Shift + Enter starts a new line
page-attach = Attach pictures or files: 5 at a time, 10 MB each
page-send = Send
page-pending = Files to be sent along
page-remove = Remove file
page-file-too-large = A file is larger than 10 MB and was not attached. Please choose a smaller one.
page-too-many-files = Five files can go with one message. Please send the rest with the next.

## Invite code
page-invite-title = Enter invite code
page-invite-help = The office gives you the code, for example K7QM-2XPA-9RTD. You may also paste the whole invite link.
page-invite-code = Invite code
page-invite-submit = Confirm
page-invite-empty = Please enter the invite code.
page-invite-failed = The invite code could not be used. Please try again in a few minutes.
page-invite-accepted = Invite code accepted.
page-remember = Remember me on this device
page-remember-help = Only on a device of your own.
page-cancel = Cancel

## Leaving
page-leave-title = Leave the conversation?
page-leave-text = The conversation will be removed from this device. What you have filed is still being handled.
page-leave-unsent = Something has not been sent. If you leave now, it will be lost.
page-stay = Stay
page-leave = Leave and erase
page-left-title = You have signed out
page-left-text = This page no longer keeps anything of the conversation on this device.
page-left-offline = Erased from this device. There was no connection, so the server could not be told.
page-start-again = Start again

## Demo
page-demo-title = Đối Thoại – trial
page-demo-text = Four phones, four roles: send a concern and follow it until the answer arrives. All names of people and units here are invented.
page-demo-steps = Steps
page-demo-step-1 = Staff send
page-demo-step-2 = Office forwards
page-demo-step-3 = Department drafts
page-demo-step-4 = Leader approves
page-demo-step-5 = Sender gets the answer
page-demo-staff = Staff
page-demo-office = Office
page-demo-officer = Department
page-demo-leader = Leader
page-demo-clock = Trial clock
page-demo-clock-help = Move to a new day to see reminders.
page-demo-next-day = Next working day
page-demo-moving = Moving on…
page-demo-clock-failed = No connection, trying again

## Files for a conversation on Zalo
page-upload-title = Send files
page-upload-label = Choose photos or files
page-upload-kinds = Photos (JPG, PNG, WebP, HEIC), PDF, Word (.docx), Excel (.xlsx); at most 5 at a time, 10 MB each.
page-upload-send = Send
page-upload-done = Received. Please go back to Zalo to continue.

## A phone with Zalo in the demo
page-messenger-messages = Messages
page-messenger-write = Write a message
page-messenger-send = Send
