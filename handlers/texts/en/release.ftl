# Concerns without a name reach the office at set times; what is dangerous or urgent reaches it at once.
release-at = at { $at }, { $date }
release-preview = ⏳ Your concern reaches the office { $when }, together with others, so that nobody can tell its sender by the hour.
release-urgent = ⚡ Urgent: the office sees it as soon as you send it. Whoever notices when you use your phone may guess.
release-waits = ⏳ The office sees this concern { $when }, together with others; if there are few, { $latest } at the latest. The time counts from then.
release-seen = The office sees this concern at once.
release-card = ⏳ Reaches the office { $when }. Until then only you can read it.

button-show-now = Urgent, show it now
button-not-now = Not urgent, let it wait

danger-suicide = somebody may take their life
danger-violence = violence or threats
danger-life = danger to life
danger-fire = fire or explosion
danger-poison = poisoning or suffocation
danger-flood = flood, landslide or drowning
danger-collapse = something collapsing
danger-electricity = electric shock
alarm-preview = 🚨 Your text tells of a danger ({ $danger }): those responsible hear of it as soon as you send it, without waiting. In danger of life: call 113, 114, 115.
alarm-told = 🚨 Your text tells of a danger ({ $danger }), so those responsible are told at once, without waiting. In danger of life: call 113, 114, 115.
notice-alarm = 🚨 URGENT { $code }: there may be a danger ({ $danger }). Please look at it now.
    “{ $summary }”

event-released = { $reason ->
    [urgent] The sender asks to have it seen now
    [danger] Reached the office at once because of a danger
    [judged] Reached the office with the sender’s word on the answer
   *[slot] Reached the office
 }
event-alarmed = Alarm: { $danger }

own-added-early = Added to { $code }. The office will see it together with the concern.

notice-update = There is an update. Press to read it.
