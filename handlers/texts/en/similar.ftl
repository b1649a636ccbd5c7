# Similar cases: shown to who is about to send, followed instead of filed; the office's summaries, merging, separating.

similar-ask = Before you send it, please look: somebody may have raised this already.
    { $cases }
    If it is your matter too, press follow: you still get your own code and the same answer, and what you wrote goes along.
similar-line = { $number }. “{ $summary }” (both speak of: { $because }). { $answer ->
        [is-empty] Being handled.
       *[other] Answered { $date }: “{ $answer }”
    }{ $followers ->
        [0] {""}
       *[other] {" "}At least { $followers } people follow it.
    }
button-follow = I have { $number } as well: follow
button-alone = Send mine by itself
similar-gone = This one can no longer be followed. Please press “Send mine by itself”.
similar-followed-named = ✅ You follow it now. Your code: { $code }
    { $department } gives one answer for all{ $due ->
        [is-empty] {""}
       *[other] , due { $due }
    }. You are told as soon as it is there.
similar-followed-anonymous = ✅ You follow it now, without your name. Your code: { $code }
    { $department } gives one answer for all{ $due ->
        [is-empty] {""}
       *[other] , due { $due }
    }. You are told here as soon as it is there.
    Reply code: { $reply_code }
    Keep this code to yourself: { $channel ->
        [web] once the page is closed, it alone opens the answer.
       *[other] on another phone, or without this chat, it alone opens the answer.
    }
similar-answered = { $unit } answered { $date }:
    { $answer }

    Is the answer clear?

similar-ask-summary = Sum up { $code } in one sentence of the office's own, 200 characters at most. Others will read it: please do not copy the sender, and give no name, telephone number or position of anybody.
    “{ $body }”{ $summary ->
        [is-empty] {""}
       *[other] {"\u000A"}The summary so far: { $summary }
    }
similar-summed-up = Summary of { $code } saved: “{ $summary }”
    Whoever is about to send the same will see it, and the answer.
similar-reason = { $code }: { $percent } % alike, both speak of: { $because }
similar-joined = { $code } is answered together with { $count } merged concerns:
similar-joined-case = { $code } · { $signature ->
        [is-empty] Without a name
       *[other] { $signature }
    }
    “{ $body }”
similar-separated = { $code } is handled by itself again, due { $due }. The sender will be told.
entry-summary = { $day } · { $unit } summed up: { $text }
action-sum = Sum up
action-joined = Merged concerns
action-separate = Separate
notice-joined = ➕ One more concern was merged into { $code }, for the same answer:
    “{ $summary }”
notice-merged-away = { $code } was merged and is answered with { $into } ({ $department }). You need not answer it by itself.
error-summary-long = The summary is longer than { $limit } characters. Please shorten it.
error-summary-names = The summary holds a name, a telephone number or an address. Please leave it out: others will read it.
error-summary-copied = The summary copies the sender. Please put it in the office's own words.
