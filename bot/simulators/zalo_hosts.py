"""Which machine an address means: the simulator calls nobody but its own."""

from ipaddress import ip_address
from urllib.parse import urlsplit

_OURSELVES = "localhost"


def is_private(url: str) -> bool:
    """An address that the real server refuses for webhooks: this machine, or a neighbour."""
    host = host_of(url)
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == _OURSELVES


def is_here(url: str) -> bool:
    """This machine."""
    host = host_of(url)
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == _OURSELVES


def host_of(url: str) -> str:
    """Empty if there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
