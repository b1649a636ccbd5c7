"""A digest in words: one message that names the cases, the late first, with what can be done about them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.context import Office
from handlers.matching import COMMAND_PREFIX
from storage.domain.commitment import UPDATE_EVERY
from storage.domain.deadlines import days_overdue
from storage.domain.digest import Group, Line, grouped
from storage.domain.ladder import Step, Tried
from storage.domain.outbox import Notice
from storage.domain.rights import DataRequest

LINES_SHOWN: Final = 10  # in all, the late first: one message is read, and the list of the unit's work holds the rest
CASES_WITH_BUTTONS: Final = 5
RESPOND: Final = "respond"
REQUESTS: Final = "datarequests"


def digest(
    lines: Sequence[Line],
    language: str,
    office: Office,
    today: date,
    unit: str,
    *,
    requests: Sequence[DataRequest] = (),
) -> Notice:
    """The digest of one person, who is written to for this unit: it must not come late on the unit's day off.

    ``requests`` about personal data are the office's to deal with; they stand last, or alone.
    """
    asked = _requests(requests, language, office, today)
    ways = ((f"button-{REQUESTS}", f"{COMMAND_PREFIX}{REQUESTS}"),) if requests else ()
    if not lines:
        return Notice("notice-data-due", {"requests": asked, "of": unit}, ways)
    words = _Words(language, office, today, one_unit=len({line.unit for line in lines}) == 1)
    groups = grouped(lines, today, office.calendar_of)
    ordered = [line for group in Group for line in groups[group]]
    shown = set(ordered[:LINES_SHOWN])
    arguments = {group.value: words.group(groups[group], shown) for group in Group}
    answers = "yes" if any(RESPOND in line.actions for line in ordered) else "no"
    return Notice(
        "notice-digest",
        {
            **arguments,
            "count": str(len({line.ref for line in ordered})),
            "answers": answers,
            "of": unit,
            "requests": asked,
        },
        (*_choices(ordered), *ways),
        ordered[0].ref,
    )


def _requests(requests: Sequence[DataRequest], language: str, office: Office, today: date) -> str:
    if not requests:
        return ""
    late, first = sum(each.is_late(today) for each in requests), min(each.done_by for each in requests)
    return office.texts.say(language, "digest-requests", count=len(requests), late=late, due=first.isoformat())


def _choices(lines: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    """All that can be done about one case; of several, the first step for each."""
    refs = list(dict.fromkeys(line.ref for line in lines))
    first = {line.ref: line for line in reversed(lines)}
    if len(refs) == 1:
        return tuple((f"reminder-{action}", action) for action in first[refs[0]].actions)
    shown = [first[ref] for ref in refs[:CASES_WITH_BUTTONS]]
    choices = [(f"reminder-{line.actions[0]}", f"{line.actions[0]}.{line.ref}") for line in shown]
    choices += [("reminder-open", f"open.{line.ref}") for line in shown[:1]]
    return tuple(choices) + ((("button-work", "c.work"),) if any(RESPOND in line.actions for line in lines) else ())


class _Words:
    """The lines of a digest, in the language of its reader."""

    def __init__(self, language: str, office: Office, today: date, *, one_unit: bool) -> None:
        self._language, self._office, self._today, self._one_unit = language, office, today, one_unit

    def group(self, lines: Sequence[Line], shown: set[Line]) -> str:
        """The lines of a group that are shown, and how many are not."""
        said = [self._line(line) for line in lines if line in shown]
        if len(lines) > len(said):
            said.append(self._say("digest-more", count=len(lines) - len(said)))
        return "\n".join(said)

    def _line(self, line: Line) -> str:
        return self._say(
            "digest-line",
            code=line.ref,
            department="" if self._one_unit and line.step is Step.OFFICER else line.unit,
            what=self._what(line),
            summary=line.summary,
            tried=self._tried(line.tried) if line.tried is not None else "",
        )

    def _what(self, line: Line) -> str:
        if line.lapsed:
            return self._say("digest-lapsed")
        if line.update:
            return self._say("digest-update", days=UPDATE_EVERY)
        late = days_overdue(line.due_on, self._today, self._office.calendar_of(line.unit))
        clock = line.clock.value.replace("_", "-")
        key = f"digest-late-{clock}" if late else f"digest-due-{clock}"
        return self._say(key, days=late, due=line.due_on.isoformat())

    def _tried(self, tried: Tried) -> str:
        steps = [
            self._say("digest-step", step=step.code, day=f"{on:%d/%m}", reached=_reached(step, tried))
            for step, on in tried.steps
        ]
        return self._say(
            "digest-tried",
            count=tried.reminders,
            reached=_reached(Step.OFFICER, tried),
            steps=", ".join(steps),
            seen=f"{tried.seen_on:%d/%m}" if tried.seen_on is not None else "",
            extended=tried.extensions,
            bounces=tried.bounces,
        )

    def _say(self, key: str, **arguments: str | int) -> str:
        return self._office.texts.say(self._language, key, **arguments)


def _reached(step: Step, tried: Tried) -> str:
    return "no" if step in tried.unreached else "yes"
