"""The words of the product: Fluent texts by language and key, with codes and dates put into words on the way."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from fluent.runtime import FluentBundle, FluentResource, resolver
from fluent.syntax.ast import Message, Resource

from storage.domain.errors import NotFound
from storage.domain.organisation import Organisation

LANGUAGES: Final = ("vi", "en")
DEFAULT_LANGUAGE: Final = "vi"
EMPTY: Final = "is-empty"  # what an empty argument looks like to a text, which can choose on it
# Arguments of these names hold codes or ISO dates; each is put into words in the reader's language.
_UNITS: Final = frozenset({"department", "unit", "doer"})
_DATES: Final = frozenset({"due", "date", "counted", "promised", "was", "outside"})
_LABELS: Final = frozenset({"kind", "status", "role", "step", "danger"})

# The library raises for a value of more than 2,500 characters, against texts of strangers that grow without end; ours
# are our own, and what people write goes into them whole.
resolver.MAX_PART_LENGTH = 1_000_000


@lru_cache
def resources(language: str) -> Sequence[Resource]:
    """The parsed text files of a language."""
    folder = files("handlers.texts") / language
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".ftl")), key=lambda path: path.name)
    return [FluentResource(path.read_text(encoding="utf-8")) for path in paths]


@lru_cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for resource in resources(language):
        bundle.add_resource(resource)
    return bundle


def keys(language: str) -> Iterator[str]:
    """Every text key of a language."""
    for resource in resources(language):
        yield from (entry.id.name for entry in resource.body if isinstance(entry, Message))


def texts_of(language: str, prefix: str) -> Mapping[str, str]:
    """The plain texts whose key begins with ``prefix``: those of the page, for instance."""
    return {key: say(language, key) for key in keys(language) if key.startswith(prefix)}


def say(language: str, key: str, **arguments: str | int) -> str:
    """The text of this key; a missing key or argument is a fault of ours and raises."""
    return _said(language, key, arguments) if arguments else _plain(language, key)


@cache
def _plain(language: str, key: str) -> str:
    return _said(language, key, {})


def _said(language: str, key: str, arguments: Mapping[str, str | int]) -> str:
    bundle = _bundle(language)
    message = bundle.get_message(key)
    if message.value is None:
        raise KeyError(key)
    text, errors = bundle.format_pattern(message.value, dict(arguments))
    if errors:
        raise errors[0]
    return str(text)


@lru_cache(maxsize=1_000)
def say_date(language: str, day: date) -> str:
    """ "thứ Năm, 26/02/2026"."""
    return say(language, "date-long", weekday=day.isoweekday(), date=f"{day:%d/%m/%Y}")


class Texts:
    """The texts as one organisation says them: its unit and topic names in place of codes."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def say(self, language: str, key: str, **arguments: str | int) -> str:
        """The text, with arguments named department, unit, topic, kind, status, role, due or date put into words."""
        return say(language, key, **{name: self._in_words(language, name, v) for name, v in arguments.items()})

    def _in_words(self, language: str, name: str, value: str | int) -> str | int:
        if isinstance(value, int):
            return value
        if not value:
            return EMPTY
        if name in _UNITS:
            return self.unit(language, value)
        if name == "topic":
            return self.topic(language, value)
        if name in _DATES:
            return say_date(language, date.fromisoformat(value))
        if name == "missing":
            return "; ".join(say(language, f"missing-{part.replace('_', '-')}") for part in value.split(","))
        if name in _LABELS:
            return say(language, f"{name}-{value.replace('_', '-')}")
        return value

    def unit(self, language: str, code: str) -> str:
        try:
            unit = self._organisation.unit(code)
        except NotFound:
            return code  # a unit that is no more, in the history of a case
        return unit.name_en if language == "en" and unit.name_en else unit.name

    def topic(self, language: str, code: str) -> str:
        try:
            topic = self._organisation.topic(code)
        except NotFound:
            return code  # likewise
        return topic.name_en if language == "en" and topic.name_en else topic.name
