# Chats of departments

command-groups = group chats|link group|department group|/nhom
button-groups = Group chats
group-ask-unit = Which department's group chat is to be linked? It is told of new tasks, deadlines and results, never the words of a concern.
    { $linked ->
        [is-empty] No department has one yet.
       *[other] Linked: { $linked }.
    }
group-code = Code for the group of { $unit }: { $code }
    Add this account to the department's Telegram group, then type there: /noinhom { $code }
    It works once, until the end of { $date }.
group-linked = This group now belongs to { $department }. New tasks and reminders appear here. Press a button here, and go on in your private chat.
group-code-wrong = That code is wrong, used up or out of date. Please ask the office for a new one.
group-only-members = This button is for people of the unit who have an invite code. Write to this account in private to enter yours.
group-write-private = What is written in the group is not recorded with the case. Please press a button under the notice, and write in your private chat.
group-see-private = Please see your private chat.
notice-group-linked = 👥 The group of { $department } is linked. New tasks and reminders appear there as well.
notice-group-lost = ⚠️ The group of { $department } gets nothing any more: this account was removed from it, or may not write there any more. Its people still get their own messages.
notice-chat-task = 🔔 New task { $code }: { $topic }. Due { $due }.
notice-chat-accepted = ✅ { $code }: somebody has taken it on. Due { $due }.
notice-chat-answered = { $draft ->
        [approved] ✅ { $code }: a leader approved the answer; it was sent to the sender.
        [reworded] ✏️ { $code }: a leader reworded the answer and sent it to the sender.
       *[other] 📨 { $code }: the sender has been answered.
    }
notice-chat-sent-back = ↩️ { $code }: a leader asks for changes in the answer. Due { $due }.
