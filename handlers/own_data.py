"""A person's own data as a file: made when it is opened, for the account it is about, and kept nowhere."""

import json
from datetime import date
from typing import Any, Final

from handlers.figure_files import is_figure_file
from storage.domain.case import Case
from storage.domain.conversation import File
from storage.domain.errors import NotFound
from storage.domain.ids import PersonId
from storage.domain.permissions import Actor
from storage.domain.ports import UnitOfWork
from storage.domain.views import view

MEDIA_TYPE: Final = "application/json"
_PREFIX: Final = "mydata"


def file_of(today: date, name: str) -> File:
    """What a reply offers; the id proves nothing, and opens only the data of whoever opens it, on that day."""
    return File(f"{_PREFIX}_{today:%Y%m%d}", f"{name}.json", MEDIA_TYPE)


def is_own_data(file_id: str) -> bool:
    return file_id.startswith(f"{_PREFIX}_")


def is_made_when_opened(file_id: str) -> bool:
    """Whether no such file is stored: numbers are made likewise."""
    return is_own_data(file_id) or is_figure_file(file_id)


async def own_data(actor: Actor, reads: UnitOfWork) -> bytes:
    """Everything that is keyed by this person, the texts of the named cases included. Raises NotFound."""
    if actor.person is None:
        raise NotFound
    content = {"account": await _account(actor, actor.person, reads), "cases": await _cases(actor.person, reads)}
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


async def _account(actor: Actor, person: PersonId, reads: UnitOfWork) -> dict[str, Any]:
    holding = await reads.rights.holding(person)
    consent = holding.consent
    return {
        "name": holding.name,
        "language": holding.language,
        "enrolled_month": holding.month,
        "posts": sorted({f"{post.role.value} {post.unit}".strip() for post in actor.posts}),
        "devices": [
            {"channel": device.channel, "signed_in_month": device.month}
            for device in await reads.accounts.devices(person)
        ],
        "consent": {"version": consent.version, "month": consent.month} if consent else None,
        "requests": [
            {"wish": each.wish.value, "asked_on": each.asked_on.isoformat(), "done_by": each.done_by.isoformat()}
            for each in await reads.rights.requests(person)
        ],
    }


async def _cases(person: PersonId, reads: UnitOfWork) -> list[dict[str, Any]]:
    return [_case(await reads.cases.get_by_id(case_id)) for case_id in await reads.rights.cases_of(person)]


def _case(case: Case) -> dict[str, Any]:
    seen = view(case, as_author=True)
    return {
        "code": seen.ref,
        "signature": seen.signature,
        "kind": seen.kind.value,
        "topic": seen.topic,
        "department": seen.department,
        "status": seen.status.value,
        "filed_on": seen.filed_on.isoformat(),
        "due_on": seen.due_on.isoformat(),
        "texts": [
            {"kind": entry.kind.value, "on": entry.on.isoformat(), "by": entry.by, "text": entry.text}
            for entry in seen.entries
        ],
        "files": [file.name for file in seen.files],
    }
