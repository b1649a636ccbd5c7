"""Photos and voices that people sent: fetched at once, for their addresses die; from Zalo's own servers only."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

from storage.files import MAX_FILE_BYTES

_SECONDS: Final = 20.0
_MOST_REDIRECTS: Final = 3
_MOVED: Final = frozenset({301, 302, 303, 307, 308})

log = logging.getLogger(__name__)


class MediaLost(Exception):
    """It cannot be had: gone, too slow, or from where we do not fetch."""


class Media:
    """``hosts`` are domains whose servers we fetch from; ``base`` is another Zalo server of the settings, or empty."""

    def __init__(self, hosts: Sequence[str], base: str = "") -> None:
        self._hosts, self._base = tuple(hosts), _origin(base)
        self._http = httpx.AsyncClient(timeout=_SECONDS, follow_redirects=False)

    async def close(self) -> None:
        await self._http.aclose()

    async def fetch(self, url: str) -> bytes:
        """The content; of one that is too large a little more than may be kept. Raises MediaLost."""
        try:
            async with asyncio.timeout(_SECONDS):  # httpx bounds each step, but not how many there are
                for _ in range(_MOST_REDIRECTS + 1):
                    self._check(url)
                    content, location = await self._get(url)
                    if not location:
                        return content
                    url = urljoin(url, location)
        except TimeoutError:
            raise MediaLost from None
        raise MediaLost

    def _check(self, url: str) -> None:
        """Else somebody could let this server fetch from its own network."""
        try:
            parts, origin = urlsplit(url), _origin(url)
            host = parts.hostname or ""
        except ValueError:
            raise MediaLost from None
        if self._base and origin == self._base:
            return
        known = any(host == domain or host.endswith(f".{domain}") for domain in self._hosts)
        if parts.scheme != "https" or not known or origin != ("https", host, 443):
            log.warning("a file was not fetched: its server is not among ZALO_MEDIA_HOSTS host=%s", host[:80])
            raise MediaLost

    async def _get(self, url: str) -> tuple[bytes, str]:
        """Content, or where it has moved."""
        body = bytearray()
        try:
            async with self._http.stream("GET", url) as response:
                if response.status_code in _MOVED:
                    return b"", response.headers.get("location", "")
                if response.status_code != 200:
                    raise MediaLost
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > MAX_FILE_BYTES:
                        break
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
            raise MediaLost from None
        return bytes(body), ""


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return (parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
