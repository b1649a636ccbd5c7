"""What was found out about a text, kept for a while; the text itself is not."""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Concatenate, Final, ParamSpec, TypeVar

_KEPT: Final = 512
_KEY: Final = secrets.token_bytes(16)  # so that nobody can try texts on what is kept
_Found = TypeVar("_Found")
_More = ParamSpec("_More")


def once(work: Callable[Concatenate[str, _More], _Found]) -> Callable[Concatenate[str, _More], _Found]:
    """For a pure function of a text: preview, Gửi and the notices ask the same of one concern."""
    kept: OrderedDict[Hashable, _Found] = OrderedDict()

    def found(text: str, /, *args: _More.args, **kwargs: _More.kwargs) -> _Found:
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=_KEY, digest_size=16).digest()
        key = (digest, args, tuple(kwargs.items()))
        if key not in kept:
            kept[key] = work(text, *args, **kwargs)
            if len(kept) > _KEPT:
                kept.popitem(last=False)
        return kept[key]

    return found
