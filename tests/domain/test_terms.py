"""The limits of the clocks, as an organisation's document sets them."""

import tomllib
from typing import Any

import pytest

from storage.domain.organisation_document import OrganisationError, parse_organisation, to_document
from storage.domain.records import Kind
from storage.domain.terms import Limits, Terms
from tests.domain.ward import ward_document


def with_clocks(toml: str) -> dict[str, Any]:
    return {**ward_document(), "clocks": tomllib.loads(toml)}


def test_without_a_word_about_clocks_the_usual_limits_hold() -> None:
    """A document written before there were clocks still loads."""
    document = {key: value for key, value in ward_document().items() if key != "clocks"}
    organisation = parse_organisation(document)
    assert organisation.terms == Terms()
    assert organisation.limits(Kind.PETITION, "khac") == Limits(acknowledge=1, first_answer=10, final=7)


def test_the_topic_has_the_last_word_over_the_kind() -> None:
    """What is said of a kind beats what is said of all, and a topic beats both."""
    toml = """
        acknowledge = 2
        [kinds.question]
        acknowledge = 1
        first_answer = 3
        [topics.an_ninh]
        first_answer = 2
        final = 4
    """
    organisation = parse_organisation(with_clocks(toml))
    assert organisation.limits(Kind.PETITION, "khac") == Limits(2, 10, 7)
    assert organisation.limits(Kind.QUESTION, "khac") == Limits(1, 3, 3)
    assert organisation.limits(Kind.QUESTION, "an_ninh") == Limits(1, 2, 4)


def test_the_limits_survive_being_stored() -> None:
    """What the document said is the same after a restart."""
    organisation = parse_organisation(ward_document())
    assert organisation.terms.by_topic
    assert parse_organisation(to_document(organisation)) == organisation


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        ("acknowledge = 0", "organisation-not-number(where=clocks.acknowledge, low=1, high=30)"),
        ("[kinds.complaint]\nfinal = 3", "organisation-unknown-field(where=clocks.kinds.complaint)"),
        ("[topics.khac]\nlast = 3", "organisation-unknown-field(where=clocks.topics.khac.last)"),
        ("[ladder]\nhead=3\noffice=1\nchair=4\nsecretary=5", "organisation-ladder-order(where=clocks.ladder)"),
    ],
)
def test_a_mistake_is_named_with_its_place(toml: str, problem: str) -> None:
    """The clerk reads which line is wrong."""
    with pytest.raises(OrganisationError) as refused:
        parse_organisation(with_clocks(toml))
    assert problem in refused.value.problems
