"""The points on which the sources about Zalo contradict each other or are silent, each with a switch."""

from dataclasses import dataclass


@dataclass(slots=True)
class Behaviour:
    """The defaults are what most of the sources saw. A switch works from the next call or update on."""

    # Answers
    missing_methods: frozenset[str] = frozenset()  # testWebhook and getUpdates are each denied by one source
    status_tells: bool = False  # failures come with HTTP 200; True: with the status of their code
    camel_case_codes: bool = False  # "error_code"; True: "errorCode"
    text_codes: bool = False  # a number; True: "408"
    success_code: bool = False  # True: "error_code": 0 stands beside a result

    # getUpdates
    replays_for: float = 0.0  # an update comes once; else again and again, at once, for so many seconds
    idle_is_empty: bool = False  # an idle poll ends with 408; True: with an empty result
    lists_updates: bool = False  # one update object; True: a list of one
    abandoned_polls_take: bool = False  # True: a poll whose client has gone takes the next update with it
    polls_per_second: int | None = None  # more than so many meet the gateway's page of 429

    # The webhook
    wrapped: bool = False  # {"event_name", "message"}; True: {"ok": true, "result": {…}}, as documented
    missing_webhook_is_empty: bool = False  # getWebhookInfo without one is 404; True: its url is ""
    loopback_webhooks: bool = True  # False: http and this machine are refused, as by the real server
    verifies: bool = True  # setWebhook calls the URL and tells of it
    probe_has_secret: bool = True
    probe_outcome: str = ""  # empty: what the call found; or one of the documented outcomes
    retries: tuple[float, ...] = (1.0, 5.0, 30.0, 300.0)  # seconds before each further attempt; (): one attempt
    patience: float = 10.0  # for an answer of the webhook
    webhook_calls_a_day: int | None = None  # setWebhook and testWebhook together; then 426

    # Updates
    photo_field: str = "photo_url"  # as seen; "photo": as documented
    bare_unsupported: bool = False  # True: the unsupported event comes without a message
    media_seconds: float = 3600.0  # the life of links to photos and voices
    can_join_groups: bool = False

    # Sending
    counts_characters: bool = False  # 2,000 units of UTF-16; True: 2,000 characters
    refuses_markup: bool = False  # True: whatever has a parse_mode is rejected
    takes_strangers: bool = False  # a chat that never wrote is refused; True: it is written to
    photo_fetches: int = 0  # how often a photo's URL is fetched; 0: believed
    user_limit: int | None = None  # who wrote later than so many others cannot be written to: 429
    late_users_are_mute: bool = False  # True: what they write does not arrive either
    message_limit: int | None = None  # so many in a calendar month, then 429
    received_count: bool = False  # only what is sent counts; True: what people write counts too
