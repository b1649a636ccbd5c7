"""The table ``release`` of an office's file."""

from datetime import time

import pytest

from storage.domain.organisation_document import OrganisationError, parse_organisation, to_document
from storage.domain.release import DEFAULT_RELEASE, IMMEDIATE, ReleaseRules
from tests.domain.ward import ward_document


def parsed(release: object | None, *, is_demo: bool = False) -> ReleaseRules:
    document = ward_document() | {"is_demo": is_demo} | ({} if release is None else {"release": release})
    return parse_organisation(document).release


def test_a_real_office_releases_in_slots_unless_it_says_otherwise() -> None:
    """Left out, the slots are the usual ones; the demo, which shows everything at once, has none."""
    assert parsed(None) == DEFAULT_RELEASE
    assert parsed(None, is_demo=True) == IMMEDIATE


def test_an_office_chooses_its_own() -> None:
    """Slots come in the order of the day, each once; what is left out stays as usual."""
    rules = parsed({"slots": ["15:00", "09:30", "9h30"], "at_least": 5, "delay_to": 30})
    assert rules == ReleaseRules(slots=(time(9, 30), time(15)), at_least=5, delay=(5, 30), neutral=True)


def test_everything_can_be_switched_off() -> None:
    """No slots, no delay, and the words of an answer on the phone."""
    assert parsed({"slots": [], "delay_from": 0, "delay_to": 0, "at_least": 1, "neutral": False}) == IMMEDIATE


@pytest.mark.parametrize(
    "release",
    [
        {"slots": ["sáng"]},
        {"slots": "08:00"},
        {"at_least": 0},
        {"delay_from": 60, "delay_to": 10},
        {"neutral": "có"},
        {"slot": ["08:00"]},
    ],
)
def test_a_mistake_is_refused(release: object) -> None:
    """A time that is none, a range the wrong way round, a misspelt field: the file is not taken."""
    with pytest.raises(OrganisationError):
        parsed(release)


@pytest.mark.parametrize("release", [None, {"slots": []}, {"slots": ["08:00", "13:45"], "neutral": False}])
def test_it_is_written_as_it_was_read(release: object | None) -> None:
    """The stored document gives the same rules again."""
    document = ward_document() | {"is_demo": False} | ({} if release is None else {"release": release})
    organisation = parse_organisation(document)
    assert parse_organisation(to_document(organisation)).release == organisation.release
