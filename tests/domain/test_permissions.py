"""Who may do what: the whole matrix by hand, and what proven authorship changes."""

from datetime import UTC, datetime

import pytest

from storage.domain.errors import NotPermitted
from storage.domain.ids import CaseId
from storage.domain.permissions import Action, Actor, Post, Role, authorize, may
from tests.builders import bytes_of, make_case

LETTERS = {
    "s": Role.STAFF,
    "o": Role.OFFICER,
    "h": Role.HEAD,
    "f": Role.OFFICE,
    "l": Role.LEADER,
    "a": Role.ADMIN,
    "u": Role.AUDITOR,
}

# A row for each action. A cell holds the letters of the roles that may, "." if none does; the columns:
#   lead     a case that the holder's unit owes
#   support  a case to which the holder's unit adds a part
#   other    a case of other units
#   own      the holder's own case, authorship proven in this turn (the holder works in the lead unit, too)
#   no case  whether it can be offered at all
# The office is a unit as well: what it leads or supports itself is worked on by those who hold the office.
MATRIX = """
                        lead      support   other     own       no case

 file                   sohflau   sohflau   sohflau   .         sohflau
 own_account            sohflau   sohflau   sohflau   .         sohflau
 edit                   .         .         .         sohflau   .
 withdraw               .         .         .         sohflau   .
 add                    .         .         .         sohflau   .
 judge                  .         .         .         sohflau   .
 erase                  fa        fa        fa        sohflau   fa

 read                   ohfl      ohfl      fl        sohflau   fl
 handle                 ohfl      ohfl      fl        .         fl
 accept                 ohf       .         .         .         .
 bounce                 ohf       .         .         .         .
 ask                    ohfl      fl        fl        .         fl
 draft                  ohf       .         .         .         .
 add_part               .         ohf       .         .         .
 extend                 ohfl      l         l         .         l
 see_department_work    ohf       ohf       ohf       .         ohf
 see_promises           ohfl      ohfl      ohfl      .         ohfl
 keep_promise           ohfl      ohfl      l         .         l

 route                  fl        fl        fl        .         fl
 add_support            fl        fl        fl        .         fl
 keep_from              fl        fl        fl        .         fl
 merge                  f         f         f         .         f
 sum_up                 f         f         f         .         f
 decline                f         f         f         .         f
 see_triage             f         f         f         .         f
 name_stand_in          hf        hf        hf        .         hf
 see_numbers            flu       flu       flu       .         flu
 confirm_calendar       f         f         f         .         f
 see_undelivered        f         f         f         .         f
 link_group            f         f         f         .         f
 see_log                u         u         u         .         u
 manage_accounts        fa        fa        fa        .         fa

 answer                 l         l         l         .         l
 approve                l         l         l         .         l
 send_back              l         l         l         .         l
 assign                 l         l         l         .         l
 extend_again           l         l         l         .         l
 see_approvals          l         l         l         .         l
 broadcast              l         l         l         .         l
"""

COLUMNS = ("lead", "support", "other", "own", "no case")
ROWS = [line.split() for line in MATRIX.splitlines()[2:] if line.strip()]
CELLS = [
    pytest.param(Action(action), column, {LETTERS[letter] for letter in cell.replace(".", "")}, id=f"{action}-{column}")
    for action, *cells in ROWS
    for column, cell in zip(COLUMNS, cells, strict=True)
]

CASE = make_case(department="KT", supporting=("VHXH",))
UNITS = {"lead": "KT", "support": "VHXH", "other": "TYT", "own": "KT", "no case": "KT"}
NOBODY = Actor()


def holder(role: Role, unit: str) -> Actor:
    return Actor(frozenset({Post(role, unit)}))


@pytest.mark.parametrize(("action", "column", "expected"), CELLS)
def test_every_cell_is_as_the_office_expects(action: Action, column: str, expected: set[Role]) -> None:
    """Exactly the roles of the matrix above may do this to such a case."""
    actors = {role: holder(role, UNITS[column]) for role in Role}
    if column == "own":
        actors = {role: actor.as_author_of(CASE.id) for role, actor in actors.items()}
    case = None if column == "no case" else CASE
    assert {role for role, actor in actors.items() if may(actor, action, case)} == expected


def test_the_matrix_above_is_whole() -> None:
    """Every action has its row and every role its letter."""
    assert sorted(action for action, *_ in ROWS) == sorted(Action)
    assert sorted(LETTERS.values()) == sorted(Role)


@pytest.mark.parametrize("action", Action)
def test_without_a_post_nothing_is_allowed(action: Action) -> None:
    """Somebody who has shown no invite may do nothing, not even file."""
    assert not may(NOBODY, action, CASE)
    assert not may(NOBODY, action)


@pytest.mark.parametrize("action", Action)
def test_a_proven_author_needs_no_post(action: Action) -> None:
    """Whoever opens a case by its reply code has the author's rights there, and no others."""
    expected = action in (Action.READ, Action.EDIT, Action.WITHDRAW, Action.ERASE, Action.ADD, Action.JUDGE)
    assert may(NOBODY.as_author_of(CASE.id), action, CASE) is expected


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_authorship_of_another_case_changes_nothing(action: Action, role: Role) -> None:
    """The author of one case stands before every other case as before."""
    actor = holder(role, "KT")
    elsewhere = actor.as_author_of(CaseId(bytes_of("another case")))
    assert may(elsewhere, action, CASE) is may(actor, action, CASE)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_before_its_release_a_case_is_its_author_s_alone(action: Action, role: Role) -> None:
    """No role may do anything to it, in whatever unit; its proven author may do what any author may."""
    waiting = make_case(department="KT", supporting=("VHXH",))
    waiting.release_slot = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
    actors = [holder(role, unit) for unit in UNITS.values()]
    assert not any(may(actor, action, waiting) for actor in actors)
    assert may(actors[0].as_author_of(waiting.id), action, waiting) is may(
        actors[0].as_author_of(CASE.id), action, CASE
    )


def test_posts_add_up() -> None:
    """Who holds two posts may do what either of them allows, each in its own unit."""
    both = Actor(frozenset({Post(Role.OFFICER, "KT"), Post(Role.LEADER, "UBND")}))
    assert may(both, Action.DRAFT, CASE)
    assert may(both, Action.APPROVE, CASE)
    assert not may(both, Action.DRAFT, make_case(department="TYT"))


def test_a_role_does_not_travel_to_another_unit() -> None:
    """An officer of one unit who is mere staff of the lead unit does not handle the lead unit's case."""
    actor = Actor(frozenset({Post(Role.OFFICER, "TYT"), Post(Role.STAFF, "KT")}))
    assert not may(actor, Action.READ, CASE)


def test_authorize_refuses_what_may_denies() -> None:
    """What is not allowed raises, with a kind text; what is allowed does not."""
    authorize(holder(Role.OFFICER, "KT"), Action.DRAFT, CASE)
    with pytest.raises(NotPermitted) as refused:
        authorize(holder(Role.STAFF, "KT"), Action.DRAFT, CASE)
    assert refused.value.text_key == "error-not-permitted"


def test_an_actor_knows_roles_and_units() -> None:
    """Units come sorted and once; a role that is not held has none."""
    actor = Actor(frozenset({Post(Role.OFFICER, "VP"), Post(Role.HEAD, "KT"), Post(Role.OFFICER, "KT")}))
    assert actor.has(Role.HEAD, Role.LEADER)
    assert not actor.has(Role.LEADER)
    assert actor.units(Role.OFFICER, Role.HEAD) == ("KT", "VP")
    assert actor.units(Role.AUDITOR) == ()
