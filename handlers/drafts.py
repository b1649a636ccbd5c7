"""A concern while it is being written."""

from collections.abc import Mapping
from typing import Any

from storage.domain.views import summarise


def body_of(draft: Mapping[str, Any]) -> str:
    """The concern's text: the pieces in order, then what was answered to the questions."""
    facts = [draft[name] for name in ("where", "since") if draft.get(name)]
    return "\n".join([*draft.get("parts", []), *facts])


def draft_summary(draft: Mapping[str, Any]) -> str:
    """The concern so far on one line."""
    return summarise(body_of(draft), 160)
