"""How the Zalo Bot API says no."""


class ZaloRefusal(Exception):
    """``code`` is the error_code of the body; the status of HTTP is another matter."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code, self.description = code, description


def rejected(description: str) -> ZaloRefusal:
    return ZaloRefusal(400, description)


def unauthorised() -> ZaloRefusal:
    return ZaloRefusal(401, "Unauthorized")


def not_found() -> ZaloRefusal:
    return ZaloRefusal(404, "Not Found")


def request_timeout() -> ZaloRefusal:
    return ZaloRefusal(408, "Request timeout")


def quota_exceeded() -> ZaloRefusal:
    return ZaloRefusal(429, "Quota exceeded")


def webhook_is_set() -> ZaloRefusal:
    return rejected("You cannot use this API while a webhook is set. Please remove the webhook first")
