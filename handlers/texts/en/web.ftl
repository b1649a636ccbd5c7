# Error sentences of the web page, and the names of the demo's people.

web-error-not-understood = The page sent something that cannot be read. Please reload the page and try again.
web-error-unknown-conversation = This conversation has ended. The page will open a new one and send your text again.
web-error-invite-unknown = This invite code does not work: it may be mistyped, expired or withdrawn. Please check it, or ask the office for another one.
web-error-too-large = The text or a file is too large. Please send it in smaller parts (10 MB a file, 5 files at a time).
web-error-too-fast = The system is receiving too many messages. Please wait a few seconds and send again.
web-error-restarting = The system is restarting. The page will send again by itself in a few seconds.
web-error-not-found = This cannot be found.
web-error-failed = The system ran into an error. Please try again in a few minutes.

demo-messenger = { $channel } (simulated)
demo-name-staff = Demo sender
demo-name-officer = Demo officer
demo-name-office = Demo office
demo-name-leader = Demo leader
