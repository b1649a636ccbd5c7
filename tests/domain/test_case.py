"""The case and its verbs: what each changes, what it leaves in the history, what it refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from storage.domain.case import MAX_RANK, Case
from storage.domain.errors import IncompleteDraft, InvalidTransition, NotPermitted
from storage.domain.lifecycle import Status
from storage.domain.records import AUTHOR, CaseEvent, CaseFile, EntryKind, EventKind, Kind, Verdict
from tests.builders import DUE_ON, FILED_ON, account_key, make_case
from tests.domain.case_steps import CONCERN, DAY, LAN, LATER, MINH, MORE, STEPS, walked


def line(kind: str, by: str, **detail: str) -> CaseEvent:
    return CaseEvent(EventKind(kind), DAY, by, detail)


# From a new case of KT: the way there, the verb, the status then, and the line it leaves in the history.
@pytest.mark.parametrize(
    ("path", "verb", "status", "expected"),
    [
        ("", "edit", "submitted", line("edited", AUTHOR)),
        ("", "add", "submitted", line("added", AUTHOR, text=MORE)),
        ("route ask", "add", "in_progress", line("replied", AUTHOR, text=MORE)),
        ("publish", "add", "answered", line("added", AUTHOR, text=MORE)),
        ("publish confirm", "add", "closed", line("added", AUTHOR, text=MORE)),
        ("route", "withdraw", "withdrawn", line("withdrawn", AUTHOR)),
        ("publish", "confirm", "closed", line("confirmed", AUTHOR)),
        ("publish", "ask_again", "in_progress", line("asked_again", AUTHOR, due="2026-11-20")),
        ("publish confirm", "push_back", "in_progress", line("pushed_back", AUTHOR, due="2026-11-20")),
        ("", "route", "routed", line("routed", "VP", department="KT", due="2026-11-09")),
        ("", "decline", "declined", line("declined", "VP", reason="Việc này do Toà án giải quyết.")),
        ("", "merge", "merged", line("merged", "VP", into="DT-7K3Q-9XMD", department="KT", left="")),
        ("route", "support", "routed", line("support_asked", "VP", department="TYT")),
        ("route", "accept", "in_progress", line("accepted", "KT", department="KT", due="2026-11-09")),
        ("route", "return", "received", line("returned", "KT", reason="Chưa rõ của ai.", bounces="1")),
        ("route", "ask", "needs_info", line("asked", "KT", text="Anh/Chị thuộc tổ mấy?")),
        ("route", "draft", "awaiting_approval", line("drafted", "KT", text="Sẽ chi trước 30/11.")),
        ("route support", "part", "routed", line("part_added", "TYT", text="Danh sách đã chuyển KT.")),
        ("route", "extend", "routed", line("extended", "KT", due="2026-11-20", reason="Chờ quyết toán.")),
        ("route draft", "send_back", "in_progress", line("sent_back", "UBND", reason="Nêu rõ ngày chi.")),
        ("route", "publish", "answered", line("answered", "UBND")),
        ("route draft", "publish", "answered", line("answered", "UBND", draft="reworded")),
        ("", "assign", "routed", line("assigned", "UBND", department="VHXH", due="2026-11-20")),
        ("route draft", "assign", "routed", line("assigned", "UBND", department="VHXH", due="2026-11-20", left="KT")),
        ("route", "lapse", "received", line("lapsed", "VP", department="KT")),
        ("route ask", "run_on", "needs_info", line("resumed", "VP", due="2026-11-20")),
        ("route", "escalate", "routed", line("escalated", "VP", step="head", due="2026-11-20", date="2026-11-20")),
    ],
)
def test_every_verb_leaves_one_line(path: str, verb: str, status: str, expected: CaseEvent) -> None:
    """A verb sets the status and adds exactly one line to the history: what, when, by whom, with what."""
    case = walked(path)
    before = list(case.events)
    STEPS[verb](case)
    assert case.status == status
    assert case.events == [*before, expected]


@pytest.mark.parametrize(
    ("path", "verb"),
    [
        ("publish", "withdraw"),
        ("publish", "edit"),
        ("", "confirm"),
        ("route", "send_back"),
        ("route", "decline"),
        ("", "accept"),
        ("withdraw", "add"),
        ("decline", "publish"),
        ("publish", "publish"),
    ],
)
def test_what_the_life_cycle_refuses_leaves_no_line(path: str, verb: str) -> None:
    """A verb at the wrong time raises and is not in the history."""
    case = walked(path)
    before = case.status, list(case.events)
    with pytest.raises(InvalidTransition):
        STEPS[verb](case)
    assert (case.status, case.events) == before


# Opening


def test_a_new_case_waits_for_the_office() -> None:
    """It holds the concern, the department guessed and the first line of its history."""
    files = (CaseFile("f1", "1.jpg", "image/jpeg"),)
    case = make_case(department="VP", suggested="KT", kind=Kind.PETITION, files=files, because=("phụ cấp",))
    assert (case.status, case.department, case.suggested) == (Status.SUBMITTED, "VP", "KT")
    assert (case.filed_on, case.due_on, case.version, case.rank) == (FILED_ON, DUE_ON, 0, 0)
    assert (case.kind, case.files, case.because) == (Kind.PETITION, files, ("phụ cấp",))
    assert case.events == [CaseEvent(EventKind.FILED, FILED_ON, AUTHOR, {"department": "KT", "due": "2026-11-09"})]
    assert (case.body, case.answer, case.draft) == (CONCERN, "", "")


def test_the_department_suggested_is_remembered() -> None:
    """However the case travels, what was guessed at first can still be seen."""
    assert walked("route transfer return", department="VP", suggested="TYT").suggested == "TYT"


def test_a_named_case_knows_its_person() -> None:
    """Somebody who gave a name has a person, an account and a signature."""
    case = make_case(person=LAN, account=account_key("lan"), signature="Chị Lan, KP3")
    assert case.named
    assert (case.person, case.signature) == (LAN, "Chị Lan, KP3")


def test_an_anonymous_case_knows_nobody() -> None:
    """No person, no account, no name."""
    case = make_case()
    assert not case.named
    assert (case.person, case.account, case.signature) == (None, None, "")


@pytest.mark.parametrize(
    "changes",
    [
        {"person": LAN},
        {"account": account_key("lan")},
        {"signature": "Chị Lan"},
        {"account": account_key("lan"), "signature": "Chị Lan"},
    ],
    ids=["a person", "an account", "a name", "an account and a name"],
)
def test_half_an_author_is_a_fault_of_ours(changes: dict[str, Any]) -> None:
    """A case knows everything of its author or nothing."""
    with pytest.raises(ValueError, match="anonymous"):
        make_case(**changes)


# Texts


def test_an_edited_concern_keeps_its_earlier_words() -> None:
    """The last wording counts, the first stays."""
    case = walked("edit")
    assert case.body == "Phụ cấp tháng 9 và 10 chưa có."
    assert [entry.text for entry in case.entries if entry.kind is EntryKind.BODY] == [CONCERN, case.body]


@pytest.mark.parametrize("empty", ["", " \n "], ids=["nothing", "blanks"])
@pytest.mark.parametrize(
    ("path", "verb"),
    [
        ("", lambda case, text: case.edit(text, on=DAY)),
        ("", lambda case, text: case.add(text, on=DAY)),
        ("", lambda case, text: case.decline(text, by="VP", on=DAY)),
        ("route", lambda case, text: case.bounce(text, to=None, office="VP", by="KT", on=DAY)),
        ("route", lambda case, text: case.ask(text, LAN, by="KT", on=DAY)),
        ("route", lambda case, text: case.submit_draft(text, LAN, by="KT", on=DAY)),
        ("route", lambda case, text: case.add_part(text, by="TYT", on=DAY)),
        ("route", lambda case, text: case.extend(LATER, text, by="KT", on=DAY)),
        ("route draft", lambda case, text: case.send_back(text, by="UBND", on=DAY)),
        ("route", lambda case, text: case.publish(text, by="UBND", on=DAY)),
        ("", lambda case, text: make_case(body=text)),
    ],
    ids=["edit", "add", "decline", "bounce", "ask", "draft", "part", "extend", "send back", "publish", "open"],
)
def test_no_words_are_no_text(path: str, verb: Callable[[Case, str], object], empty: str) -> None:
    """Where words or a reason are due, blanks are refused, and nothing is in the history."""
    case = walked(path)
    before = list(case.events)
    with pytest.raises(IncompleteDraft) as refused:
        verb(case, empty)
    assert refused.value.text_key == "error-empty-text"
    assert case.events == before


def test_an_approved_draft_can_be_changed_before_it_goes_out() -> None:
    """Draft and answer are two texts; the author gets the answer."""
    case = walked("route draft publish")
    assert (case.draft, case.answer) == ("Sẽ chi trước 30/11.", "Chi trả ngày 25/11.")


# Owner


@pytest.mark.parametrize("verb", ["ask", "draft"])
def test_who_works_on_a_case_takes_it_on(verb: str) -> None:
    """Asking or drafting makes an owner where there is none; an owner stays."""
    assert walked(f"route {verb}").owner == LAN
    case = walked("route")
    case.accept(MINH, by="KT", on=DAY)
    STEPS[verb](case)
    assert case.owner == MINH


@pytest.mark.parametrize("handing_over", ["route", "assign", "return"])
def test_a_case_that_is_handed_over_has_no_owner(handing_over: str) -> None:
    """Another department is another owner's."""
    assert walked(f"route accept {handing_over}").owner is None


# Answered, and then


def test_a_clear_answer_closes() -> None:
    """The author's yes is kept as the verdict."""
    assert walked("publish confirm").verdict is Verdict.CLEAR


def test_an_unclear_answer_opens_the_case_at_the_same_rank() -> None:
    """New time for the same people."""
    case = walked("publish ask_again")
    assert (case.verdict, case.rank, case.due_on) == (Verdict.PARTLY, 0, LATER)


def test_a_refused_answer_climbs_one_rank_each_time_up_to_the_top() -> None:
    """First leader, second leader, and there it stays."""
    case = make_case()
    ranks = []
    for _ in range(MAX_RANK + 1):
        STEPS["publish"](case)
        STEPS["push_back"](case)
        ranks.append(case.rank)
    assert ranks == [1, 2, 2]
    assert (case.verdict, case.due_on) == (Verdict.UNSATISFACTORY, LATER)


# "Not ours"


def test_the_first_bounce_may_go_to_the_department_that_fits() -> None:
    """The new department leads; it no longer supports itself, and nobody owns the case yet."""
    case = make_case(department="KT", supporting=("VHXH", "TYT"))
    STEPS["route"](case)
    STEPS["transfer"](case)
    assert (case.status, case.department, case.supporting, case.owner) == (Status.ROUTED, "VHXH", ("TYT",), None)
    detail = {"reason": "Việc của Văn hóa.", "department": "VHXH", "due": "2026-11-09"}
    assert case.events[-1] == CaseEvent(EventKind.TRANSFERRED, DAY, "KT", detail)


def test_a_department_that_has_accepted_may_still_pass_the_case_on() -> None:
    """Reading closer, it finds that another fits: its first bounce goes there as well."""
    case = walked("route accept transfer")
    assert (case.status, case.department, case.owner) == (Status.ROUTED, "VHXH", None)


@pytest.mark.parametrize("to", [None, "KT"], ids=["to nobody", "to itself"])
def test_a_bounce_without_another_department_goes_to_the_office(to: str | None) -> None:
    """Who names no other department leaves the choice to the office."""
    case = walked("route")
    case.bounce("Không phải việc của phòng.", to=to, office="VP", by="KT", on=DAY)
    assert (case.status, case.department, case.bounces) == (Status.RECEIVED, "VP", 1)


def test_the_second_bounce_goes_to_the_office_in_any_case() -> None:
    """A case does not go in circles."""
    case = walked("route transfer")
    case.bounce("Cũng không phải của chúng tôi.", to="TYT", office="VP", by="VHXH", on=DAY)
    assert (case.status, case.department, case.bounces) == (Status.RECEIVED, "VP", 2)


# Support


def test_a_supporting_department_is_asked_once() -> None:
    """It is added to the list; asking it again, or asking the lead itself, is refused."""
    case = walked("route support")
    assert case.supporting == ("TYT",)
    for department in ("TYT", "KT"):
        with pytest.raises(NotPermitted) as refused:
            case.add_support(department, by="VP", on=DAY)
        assert refused.value.text_key == "error-support-already"
    assert case.supporting == ("TYT",)


# Time


def test_more_time_is_counted() -> None:
    """An extension moves the due date and is remembered, so that the next one is a leader's to give."""
    case = walked("route extend")
    assert (case.due_on, case.extensions) == (LATER, 1)


@pytest.mark.parametrize("due_on", [DUE_ON, FILED_ON])
def test_an_extension_that_gives_no_time_is_refused(due_on: date) -> None:
    """A due date moves forward only."""
    case = walked("route")
    with pytest.raises(IncompleteDraft) as refused:
        case.extend(due_on, "Chờ quyết toán.", by="KT", on=DAY)
    assert refused.value.text_key == "error-due-not-later"
    assert (case.due_on, case.extensions) == (DUE_ON, 0)


def test_an_order_may_be_due_today_but_not_yesterday() -> None:
    """A leader sets any date that can still be kept, also an earlier one than before."""
    case = make_case()
    case.assign("KT", DAY, by="UBND", on=DAY)
    assert case.due_on == DAY
    with pytest.raises(IncompleteDraft) as refused:
        case.assign("KT", FILED_ON, by="UBND", on=DAY)
    assert refused.value.text_key == "error-due-past"


def test_what_is_returned_twice_is_raised() -> None:
    """The first way back to the office is the office's to settle, also by the clock; the second goes up as well."""
    for first in ("return", "lapse"):
        case = walked(f"route {first} route return")
        assert [event.kind for event in case.events][-2:] == [EventKind.RETURNED, EventKind.RAISED]
        assert EventKind.RAISED not in {event.kind for event in walked(f"route {first}").events}
