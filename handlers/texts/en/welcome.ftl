start = Welcome. This channel carries your thoughts and concerns to the leadership.
    Please choose below, or simply write your message.
start-desk = Welcome. Please choose below.
    New tasks will be announced right here.
start-unknown = Welcome. Here staff can send their thoughts and concerns to the leadership, without giving a name if they wish.
    Please enter the invite code from the office, or a reply code to see its answer.
start-kept = What you have written is kept; with an invite code it can be sent.
help = Please write as in any chat, with pictures if you have them. The system asks a few questions, then shows you everything before it is sent.
    • Press a button, or type its number or its words.
    • Type “my concerns” to see those sent with your name; type a code to see any concern of yours.
    • Type “cancel” to stop, “menu” to return to the start.
    Danger to life: call 113, 114 or 115.
language-ask = Which language would you like to use?
language-chosen = From now on the system answers in English.
cancelled = Cancelled. What you were writing was not sent.

enrol-ask = Please enter the invite code, for example K7QM-2XPA-9RTD.
enrol-needed = Your text is kept. To send it, please enter the invite code from the office.
    The code only shows that you work here; a concern sent without a name is not linked to it.
enrol-refused = This invite code cannot be used: it may be mistyped, expired or withdrawn. Please check it, or ask the office for another.
enrol-welcome = The invite code is valid. Your role: { $posts }.
