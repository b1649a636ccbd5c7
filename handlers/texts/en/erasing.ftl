# Deleting what a concern holds

card-erased = { $code }: sent on { $filed }. Its text, answer and files were deleted for good on { $erased }.
line-erased = (text deleted)
event-erased = Text deleted
action-erase = Delete the text for good
action-eraseown = Delete the text for good
button-erase = Delete for good
erase-ask = Delete the text of { $code } for good? What was written, the answer and the files will be gone, and nobody can read them again, nor can you. Only the day, the unit and the topic stay, for the statistics.
erase-unsure = Please press “Delete for good” to delete the text of { $code }, or “Cancel” to keep it.
erase-done = The text of { $code } has been deleted for good.
pin-what-erase = delete the text of { $code } for good
error-erase-promised = Something was promised with this answer to other people too and is not done yet, so it cannot be deleted. Please try again once it is done.
error-erased = The text of this concern has been deleted; nothing more can be done with it. You can send a new concern.
