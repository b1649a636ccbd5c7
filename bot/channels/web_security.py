"""What every web answer carries, and how an error is told: headers, JSON errors in kind words."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from handlers.texts.catalog import DEFAULT_LANGUAGE, say

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_CODE_OF_STATUS: Final = {404: "not-found", 405: "not-found", 413: "too-large"}
# Of the browser, off for the page and whatever it could ever load.
_FEATURES: Final = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen geolocation gyroscope "
    "hid idle-detection magnetometer microphone midi payment picture-in-picture publickey-credentials-get "
    "screen-wake-lock serial usb xr-spatial-tracking"
).split()
_RETRY_AFTER: Final = "5"  # seconds

log = logging.getLogger(__name__)


class ApiError(Exception):
    """An error of the HTTP interface: status and code; the words are chosen for the reader."""

    def __init__(self, status: int, code: str) -> None:
        self.status, self.code = status, code
        super().__init__(code)


def security_headers(embed_origins: str, *, frames: bool = False) -> dict[str, str]:
    """The headers of every answer; ``embed_origins`` may frame the page, and (``frames``) a page of ours may."""
    ours = ["'self'"] if frames else []
    ancestors = " ".join([*ours, *embed_origins.split()]) or "'none'"
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        f"font-src 'self'; {'frame-src ' + ours[0] + '; ' if ours else ''}form-action 'self'; base-uri 'none'; "
        f"frame-ancestors {ancestors}"
    )
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    }


def secure(embed_origins: str, *, frames: bool = False) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Puts the headers on every answer, streams too, just before it leaves."""
    headers = security_headers(embed_origins, frames=frames)

    async def on_prepare(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(headers)
        response.headers.popall("Server", None)  # which program and version this is
        response.headers.setdefault("Cache-Control", "no-store")
        if response.content_type == "text/event-stream":  # its library says no-cache, which may lie on a disk
            response.headers["Cache-Control"] = "no-store"

    return on_prepare


@web.middleware
async def tell_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors become JSON with a code and a kind sentence."""
    try:
        return await handler(request)
    except ApiError as error:
        return _told(request, error.status, error.code)
    except web.HTTPException as error:
        if error.status not in _CODE_OF_STATUS:
            raise
        return _told(request, error.status, _CODE_OF_STATUS[error.status])
    except web.RequestPayloadError:  # cut off, or not compressed as announced
        return _told(request, 400, "not-understood")
    except ConnectionError:
        raise  # the page is gone: nobody to tell
    except Exception as error:
        log.error("request failed route=%s error=%s", _route(request), type(error).__name__)
        return _told(request, 500, "failed")


def _told(request: web.Request, status: int, code: str) -> web.Response:
    english = request.headers.get("Accept-Language", "").lower().startswith("en")
    message = say("en" if english else DEFAULT_LANGUAGE, f"web-error-{code}")
    response = web.json_response({"error": {"code": code, "message": message}}, status=status)
    if status in (429, 503):
        response.headers["Retry-After"] = _RETRY_AFTER
    return response


def _route(request: web.Request) -> str:
    """The pattern of the address, never the address itself."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "?"
