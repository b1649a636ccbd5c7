"""A notice as its reader gets it: words, and buttons that carry what they prove."""

from handlers.matching import CASE_PREFIX, COMMAND_PREFIX
from handlers.notices import AUTHOR_ACTIONS, UNSAID
from handlers.texts.catalog import Texts
from storage.domain.conversation import Choice, File, Reply
from storage.domain.ids import tag_of
from storage.domain.outbox import Notice
from storage.domain.ports import Seals
from storage.domain.records import AUTHOR


def in_words(notice: Notice, language: str, texts: Texts, seals: Seals) -> Reply:
    """The notice as its reader gets it; buttons for an author carry the mark that proves authorship."""
    arguments = {**UNSAID, **notice.arguments}
    replaces = arguments.pop("replaces", "")
    if "by" in arguments:
        by = arguments.pop("by")
        arguments["unit"] = "" if by == AUTHOR else by
    choices = tuple(
        Choice(
            texts.say(language, label_key, department=arguments.get("department", ""), code=ref),
            case_choice(action, ref or notice.case_ref, arguments.get("department", ""), seals),
        )
        for label_key, (action, ref) in ((key, _apart(action)) for key, action in notice.choices)
    )
    files = tuple(File(f.file_id, f.name, f.media_type) for f in notice.files)
    text = texts.say(language, notice.text_key, **arguments)
    return Reply(text, choices, files, tag_of(notice.case_ref) if notice.case_ref else "", replaces=replaces)


def update_in_words(notice: Notice, language: str, texts: Texts, seals: Seals) -> Reply:
    """That there is something to read, for a phone that others see: the words come when it is opened."""
    own = Choice(texts.say(language, "action-own"), case_choice("own", notice.case_ref, "", seals))
    return Reply(texts.say(language, "notice-update"), (own,), (), tag_of(notice.case_ref))


def _apart(action: str) -> tuple[str, str]:
    """An action, and the case it is about where a notice speaks of several: "open.DT-7K3Q-9XMD"."""
    if action.startswith(COMMAND_PREFIX):
        return action, ""
    name, _, ref = action.partition(".")
    return name, ref


def case_choice(action: str, ref: str, department: str, seals: Seals) -> str:
    """The value of a button about a case: with the author's mark, or with the department it proposes.

    A command names its matter itself.
    """
    if action.startswith(COMMAND_PREFIX):
        return action
    if action in AUTHOR_ACTIONS:
        return f"{CASE_PREFIX}{action}.{ref}.{seals.author_mark(ref)}"
    return f"{CASE_PREFIX}{action}.{ref}.{department}" if action == "to" else f"{CASE_PREFIX}{action}.{ref}"
