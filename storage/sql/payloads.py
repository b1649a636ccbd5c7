"""What a notice says, as it lies in the outbox: sealed, and for an anonymous author of one of four lengths."""

import json
from typing import Any, Final

from storage.contents import seal, unseal
from storage.domain.ids import CaseId
from storage.domain.outbox import Envelope, Notice
from storage.domain.records import CaseFile
from storage.sql.case_keys import CaseKeys
from storage.sql.transaction import AnyRow

SIZES: Final = (2**11, 2**13, 2**15, 2**18)  # bytes; the largest holds the longest answer with all that goes with it


def about(envelope: Envelope) -> CaseId | None:
    """The case whose key seals the notice."""
    return envelope.case_id or envelope.about


def sealed_payload(notice_id: bytes, envelope: Envelope, contents: CaseKeys) -> dict[str, Any]:
    """The columns that hold what a notice says. One about no case has a key of its own."""
    plain, case_id = _written(envelope.notice), about(envelope)
    if envelope.case_id is not None:
        plain = padded(plain)
    key, wrapped = (contents.key(case_id), None) if case_id else contents.loose(notice_id)
    sealed = seal(key, plain, case_id or notice_id, notice_place(notice_id))
    return {"payload": sealed, "about_id": case_id, "key_wrap": wrapped}


def opened_notice(row: AnyRow, contents: CaseKeys) -> Notice:
    """What the notice of this row says. Raises MovedContents; NotPermitted if its case has been erased."""
    if row.about_id is not None:
        contents.learn(row.about_id, row.case_key)
    key = contents.key(row.about_id) if row.about_id is not None else contents.unwrap(row.key_wrap, row.id)
    return _read(unseal(key, row.payload, row.about_id or row.id, notice_place(row.id)))


def padded(plain: bytes) -> bytes:
    """Spaces at the end of JSON say nothing: so the length tells little of what an author is told."""
    return plain.ljust(next(size for size in SIZES if size >= len(plain)))


def notice_place(notice_id: bytes) -> bytes:
    return b"outbox." + notice_id


def _written(notice: Notice) -> bytes:
    payload = {
        "text_key": notice.text_key,
        "arguments": dict(notice.arguments),
        "choices": notice.choices,
        "case_ref": notice.case_ref,
        "files": [[file.file_id, file.name, file.media_type] for file in notice.files],
    }
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def _read(plain: bytes) -> Notice:
    payload = json.loads(plain)
    return Notice(
        text_key=payload["text_key"],
        arguments=payload["arguments"],
        choices=tuple((label, action) for label, action in payload["choices"]),
        case_ref=payload["case_ref"],
        files=tuple(CaseFile(*file) for file in payload["files"]),
    )
