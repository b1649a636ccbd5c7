"""How the Bot API says no. The words are Telegram's own: clients decide by them."""

from typing import Any


class ApiError(Exception):
    """A refusal; ``retry_after`` is in seconds."""

    def __init__(self, code: int, description: str, *, retry_after: int = 0, migrate_to_chat_id: int = 0) -> None:
        super().__init__(description)
        self.code, self.description = code, description
        self.retry_after, self.migrate_to_chat_id = retry_after, migrate_to_chat_id

    def body(self) -> dict[str, Any]:
        """As it is answered."""
        found = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to_chat_id}
        parameters = {name: value for name, value in found.items() if value}
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": parameters} if parameters else {})


def bad_request(text: str) -> ApiError:
    return ApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> ApiError:
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    return ApiError(409, f"Conflict: {text}")


def too_many(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def too_large() -> ApiError:
    return ApiError(413, "Request Entity Too Large")
