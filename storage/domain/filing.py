"""What a person sends, and the new case it makes."""

from dataclasses import dataclass
from datetime import date

from storage.domain.case import Case
from storage.domain.ids import AccountKey, CaseId, PersonId
from storage.domain.records import CaseFile, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What a person is about to send: everything of a case that they or the guess decided.

    ``department`` owes the answer now (the office, while the case waits for triage); ``suggested`` shall.
    """

    body: str
    kind: Kind
    topic: str
    department: str
    suggested: str
    asked_department: str = ""
    supporting: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    language: str = "vi"
    signature: str = ""
    person: PersonId | None = None
    account: AccountKey | None = None
    files: tuple[CaseFile, ...] = ()
    excluded: tuple[str, ...] = ()


def open_case(case_id: CaseId, ref: str, filing: Filing, *, on: date, due_on: date) -> Case:
    """A new case as it waits for the office. Naming a person and leaving the signature empty is a fault of ours."""
    if (filing.person is None) != (filing.account is None) or (filing.person is None and filing.signature):
        raise ValueError("a named case has a person and an account, an anonymous one neither, nor a signature")
    case = Case(
        id=case_id,
        ref=ref,
        person=filing.person,
        account=filing.account,
        signature=filing.signature,
        kind=filing.kind,
        topic=filing.topic,
        department=filing.department,
        supporting=filing.supporting,
        asked_department=filing.asked_department,
        because=filing.because,
        language=filing.language,
        filed_on=on,
        due_on=due_on,
        files=filing.files,
        excluded=filing.excluded,
    )
    case.file(filing.body, suggested=filing.suggested, on=on)
    return case
