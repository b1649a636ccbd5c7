"""The life of a case: the whole table by hand, and what follows from it."""

import pytest

from storage.domain.errors import InvalidTransition
from storage.domain.lifecycle import IN_TRIAGE, NEXT, OPEN, Status, Verb, next_status

SHORT = {
    "sub": Status.SUBMITTED,
    "rec": Status.RECEIVED,
    "rou": Status.ROUTED,
    "pro": Status.IN_PROGRESS,
    "inf": Status.NEEDS_INFO,
    "app": Status.AWAITING_APPROVAL,
    "ans": Status.ANSWERED,
    "clo": Status.CLOSED,
    "mer": Status.MERGED,
    "dec": Status.DECLINED,
    "wit": Status.WITHDRAWN,
}

# A row for each verb, a column for each status it starts from; the cell is the status after it, "." is a refusal.
TABLE = """
               sub  rec  rou  pro  inf  app  ans  clo  mer  dec  wit

 route         rou  rou  rou  rou   .    .    .    .    .    .    .
 assign        rou  rou  rou  rou  rou  rou   .    .    .    .    .
 accept         .    .   pro   .    .    .    .    .    .    .    .
 transfer       .    .   rou  rou   .    .    .    .    .    .    .
 return         .    .   rec  rec   .    .    .    .    .    .    .
 lapse          .    .   rec  rec  rec  rec   .    .    .    .    .
 support        .    .   rou  pro  inf  app   .    .    .    .    .
 extend         .    .   rou  pro  inf  app   .    .    .    .    .

 ask            .    .   inf  inf   .    .    .    .    .    .    .
 reply          .    .    .    .   pro   .    .    .    .    .    .
 submit_draft   .    .   app  app  app   .    .    .    .    .    .
 send_back      .    .    .    .    .   pro   .    .    .    .    .
 answer        ans  ans  ans  ans  ans  ans   .    .    .    .    .
 answer_for_now .   .   pro  pro  pro  pro   .    .    .    .    .

 confirm        .    .    .    .    .    .   clo   .    .    .    .
 ask_again      .    .    .    .    .    .   pro  pro   .    .    .
 push_back      .    .    .    .    .    .   pro  pro   .    .    .

 edit          sub  rec  rou  pro  inf  app   .    .    .    .    .
 withdraw      wit  wit  wit  wit  wit  wit   .    .    .    .    .
 merge         mer  mer  mer  mer  mer   .    .    .    .    .    .
 separate       .    .    .    .    .    .    .    .   rec   .    .
 sum_up        sub  rec  rou  pro  inf  app  ans  clo   .    .    .
 decline       dec  dec   .    .    .    .    .    .    .    .    .
 keep_from     sub  rec  rou  pro  inf  app   .    .   mer   .    .
 take_back      .    .   rec  rec  rec  rec   .    .    .    .    .
 erase          .    .    .    .    .    .   ans  clo  mer  dec  wit
"""

HEADER, *ROWS = [line.split() for line in TABLE.splitlines() if line.strip()]
CELLS = [
    pytest.param(SHORT[column], Verb(verb), SHORT.get(cell), id=f"{verb}-{SHORT[column]}")
    for verb, *cells in ROWS
    for column, cell in zip(HEADER, cells, strict=True)
]


def after(start: Status) -> set[Status]:
    """Every status that some row of verbs leads to."""
    found, fresh = {start}, [start]
    while fresh:
        status = fresh.pop()
        ahead = {end for (begin, _), end in NEXT.items() if begin is status} - found
        found |= ahead
        fresh += ahead
    return found


@pytest.mark.parametrize(("status", "verb", "expected"), CELLS)
def test_every_cell_is_as_the_office_expects(status: Status, verb: Verb, expected: Status | None) -> None:
    """From this status this verb leads where the table above says, or is refused."""
    if expected is None:
        with pytest.raises(InvalidTransition) as refused:
            next_status(status, verb)
        assert refused.value.text_key == "error-status"
        return
    assert next_status(status, verb) is expected


def test_the_table_above_is_whole() -> None:
    """Every verb has its row and every status its column."""
    assert sorted(verb for verb, *_ in ROWS) == sorted(Verb)
    assert [SHORT[column] for column in HEADER] == list(Status)


def test_open_means_that_an_answer_is_owed() -> None:
    """The groups of statuses are those people mean by open, and by waiting for triage."""
    assert {"submitted", "received", "routed", "in_progress", "needs_info", "awaiting_approval"} == OPEN
    assert {"submitted", "received"} == IN_TRIAGE


@pytest.mark.parametrize("status", sorted(OPEN))
def test_from_every_open_status_there_is_a_way_to_an_answer(status: Status) -> None:
    """No open case is stuck: a leader can answer it, and the author can take it back."""
    assert {Status.ANSWERED, Status.WITHDRAWN} <= after(status)


def test_every_status_can_be_reached() -> None:
    """A new case can come to stand anywhere; no status is there for nothing."""
    assert after(Status.SUBMITTED) == set(Status)


def test_what_has_ended_stays_ended() -> None:
    """Nothing leads out of declined and withdrawn."""
    assert {status for status in Status if after(status) == {status}} == {"declined", "withdrawn"}


def test_only_the_author_closes_a_case() -> None:
    """The one way to closed is the author's yes to an answer."""
    ways = [(start, verb) for (start, verb), end in NEXT.items() if end is Status.CLOSED and start is not end]
    assert ways == [(Status.ANSWERED, Verb.CONFIRM)]
