"""Cases about the same thing: looked up by the office's summaries, and by what those who handle cases may read."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from handlers.context import Context
from storage.domain.case import Case
from storage.domain.lifecycle import OPEN, Status
from storage.domain.ports import Similar, Summarised
from storage.domain.records import EntryKind
from storage.domain.similarity import SHOWN_FROM, Frequencies, Likeness, Reading, at_least, compare, rarest, read
from storage.domain.summary import names
from storage.domain.views import CaseLine, summarise

SHOWN: Final = 3  # to an author, who wants to send something and not to study
_LOOKED_AT: Final = 18
_ANSWER_LENGTH: Final = 500
_OPEN_READ: Final = 200  # without a summary, by due date
_ANSWERED: Final = (Status.ANSWERED, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class Resembling:
    """What an author may know of another case: no field for its reference, its author's words or its dates but one."""

    summary: str
    because: tuple[str, ...]
    answer: str  # "" while there is none
    answered_on: str
    followers: int  # none said while they are few


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case the office may merge another into; without ``percent`` it is only of the same topic."""

    ref: str
    summary: str
    percent: int = 0
    because: tuple[str, ...] = ()


async def look_up(
    concern: Reading, topic: str, similar: Similar, excluded: Collection[str] = ()
) -> list[tuple[Summarised, Likeness]]:
    """Summarised cases that are about the same, and kept from the same units, the likest first."""
    frequencies = await similar.frequencies(concern.terms)
    sharing = await similar.sharing(rarest(concern.terms, frequencies), _LOOKED_AT)
    found = [one for one in sharing if set(one.excluded) == set(excluded)]
    if not found:
        return []
    readings = {one.id: read(one.summary) for one in found}
    others = {term for reading in readings.values() for term in reading.terms} - frequencies.by_term.keys()
    frequencies = frequencies.and_of(await similar.frequencies(others))
    judged = [(one, compare(concern, readings[one.id], frequencies, same_topic=one.topic == topic)) for one in found]
    alike = [pair for pair in judged if pair[1].score >= SHOWN_FROM]
    return sorted(alike, key=lambda pair: (-pair[1].score, pair[0].ref))


async def resembling(text: str, ctx: Context, excluded: Collection[str]) -> tuple[list[str], list[Resembling]]:
    """For an author about to send ``text``: the references (for us alone) and what may be shown, at most three.

    What is kept from the author's own unit is not shown.
    """
    if not set(ctx.actor.everywhere).isdisjoint(excluded):
        return [], []
    guess = ctx.office.guesser.guess(text)
    refs: list[str] = []
    shown: list[Resembling] = []
    for one, likeness in await look_up(read(text), guess.topic, ctx.reads.similar, excluded):
        if len(refs) < SHOWN and not ctx.organisation.topic(one.topic).restricted:
            case = await ctx.reads.cases.get(one.ref)
            if not _tells_who(case):
                refs.append(case.ref)
                shown.append(await _shown(case, likeness, ctx))
    return refs, shown


async def _shown(case: Case, likeness: Likeness, ctx: Context) -> Resembling:
    answer = next((e for e in reversed(case.entries) if e.kind is EntryKind.ANSWER), None)
    if answer is None or case.status not in _ANSWERED:
        followers = at_least(await ctx.reads.similar.followers(case.id))
        return Resembling(case.summary, likeness.because, "", "", followers)
    return Resembling(case.summary, likeness.because, summarise(answer.text, _ANSWER_LENGTH), answer.on.isoformat(), 0)


def _tells_who(case: Case) -> bool:
    """Whether the answer speaks to its author by name: then it is nobody else's to read."""
    return names(case.answer, case.signature)


async def candidates(case: Case, ctx: Context, limit: int) -> list[Candidate]:
    """For the office: open and answered cases like this one, by summary or text; then others of its topic."""
    concern = read(f"{case.summary}\n{case.body}")
    by_summary = await look_up(concern, case.topic, ctx.reads.similar, case.excluded)
    found = [_candidate(one.ref, one.summary, likeness) for one, likeness in by_summary if one.id != case.id]
    taken = {one.ref for one in found}
    lines = await ctx.reads.cases.in_status(OPEN, _OPEN_READ, reader=ctx.actor.everywhere)
    alike = [line for line in lines if set(line.excluded) == set(case.excluded)]
    unread = [line for line in alike if line.id != case.id and line.ref not in taken]
    frequencies = await ctx.reads.similar.frequencies(concern.terms)
    found += [
        _candidate(line.ref, line.summary, like) for line, like in _alike(concern, case.topic, unread, frequencies)
    ]
    found.sort(key=lambda one: -one.percent)
    taken = {one.ref for one in found}
    of_topic = [line for line in unread if line.topic == case.topic and line.ref not in taken]
    return [*found, *(Candidate(line.ref, line.summary) for line in of_topic)][:limit]


def _alike(
    concern: Reading, topic: str, lines: list[CaseLine], frequencies: Frequencies
) -> list[tuple[CaseLine, Likeness]]:
    judged = [
        (line, compare(concern, read(line.summary), frequencies, same_topic=line.topic == topic)) for line in lines
    ]
    return [pair for pair in judged if pair[1].score >= SHOWN_FROM]


def _candidate(ref: str, summary: str, likeness: Likeness) -> Candidate:
    return Candidate(ref, summary, round(likeness.score * 100), likeness.because)
