"""The texts: the same in both languages, sound, and every one of them in use."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from fluent.syntax.ast import BaseNode, Junk, Message, NumberLiteral, SelectExpression, VariableReference, Variant

from handlers import filing, notices, registry
from handlers.flows import broadcast
from handlers.matching import plain
from handlers.texts.catalog import LANGUAGES, keys, resources, say
from storage.domain.danger_words import Danger
from storage.domain.lifecycle import Status
from storage.domain.permissions import Role
from storage.domain.records import EntryKind, EventKind, Kind
from storage.domain.terms import LADDER_STEPS

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("handlers", "scheduler", "bot", "storage")
# Commands the engine calls for what a person writes, not for a word.
NOT_TYPED: Final = {"say", "invite", "respond", "changed", "asked"}
KEY_FIRST: Final = {"reply", "text", "choice", "_line"}  # functions whose first argument is a text key
KEY_SECOND: Final = {"say", "_say"}  # after the language or the session
KEY: Final = re.compile(r"[a-z]+(-[a-z]+)+")
BEGINNING: Final = re.compile(r"([a-z]+-)+")
UGLY: Final = re.compile(r"^\s|\s$|  | \n|\n |\n{3}| [,.;:?!)]|[(“] |,,|\.\.|is-empty")
Value = str | int

registry.load_flows()


@cache
def variables(language: str) -> Mapping[str, Mapping[str, Sequence[Value]]]:
    """For each key the variables of its text, each with the variants that are chosen by it."""
    entries = [entry for resource in resources(language) for entry in resource.body]
    return {entry.id.name: _variables(entry) for entry in entries if isinstance(entry, Message)}


def _variables(message: Message) -> Mapping[str, Sequence[Value]]:
    found: dict[str, list[Value]] = defaultdict(list)
    for node in _nodes(message):
        if isinstance(node, SelectExpression) and isinstance(node.selector, VariableReference):
            found[node.selector.id.name] += [_name(variant) for variant in node.variants]
        elif isinstance(node, VariableReference):
            found[node.id.name] += []
    return found


def _nodes(node: BaseNode) -> Iterator[BaseNode]:
    yield node
    for part in vars(node).values():
        for child in part if isinstance(part, list) else [part]:
            if isinstance(child, BaseNode):
                yield from _nodes(child)


def _name(variant: Variant) -> Value:
    return int(variant.key.value) if isinstance(variant.key, NumberLiteral) else variant.key.name


def arguments(language: str, key: str) -> Iterator[Mapping[str, Value]]:
    """Values for all variables of a text, in every combination of its variants."""
    asked = variables(language)[key]
    for chosen in product(*map(_values, asked.values())):
        yield dict(zip(asked, chosen, strict=True))


def _values(variants: Sequence[Value]) -> Sequence[Value]:
    """One value for each variant; "other" is a number where a number can be chosen by."""
    other = 2 if any(isinstance(variant, int) for variant in variants) else "word"
    return [other if variant == "other" else variant for variant in dict.fromkeys(variants)] or ["word"]


@cache
def nodes(package: str) -> Sequence[ast.AST]:
    """Everything in the code of a package; the simulators speak a channel's language, not ours."""
    paths = sorted(path for path in (ROOT / package).rglob("*.py") if "simulators" not in path.parts)
    return [node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def strings(*packages: str) -> set[str]:
    found = (node.value for package in packages for node in nodes(package) if isinstance(node, ast.Constant))
    return {value for value in found if isinstance(value, str)}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call that says a text whose key is written out, with the key; "a if b else c" is two keys."""
    for node in (node for package in PACKAGES[:3] for node in nodes(package) if isinstance(node, ast.Call)):
        key = _key_argument(node)
        for branch in [key.body, key.orelse] if isinstance(key, ast.IfExp) else [key]:
            if isinstance(branch, ast.Constant) and isinstance(branch.value, str):
                yield branch.value, node


def _key_argument(call: ast.Call) -> ast.expr | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = 0 if name in KEY_FIRST else 1 if name in KEY_SECOND else len(call.args)
    return call.args[place] if place < len(call.args) else None


def family(prefix: str) -> set[str]:
    return {key for key in keys("vi") if key.startswith(prefix)}


def named(prefix: str, *names: str) -> set[str]:
    """The keys the code builds from these names."""
    return {prefix + name.replace("_", "-") for name in names}


def written(prefix: str, package: str) -> set[str]:
    """The keys of a family that a package writes out."""
    return {text for text in strings(package) if text.startswith(prefix) and text != prefix}


TYPED: Final = set(registry.COMMANDS) - NOT_TYPED
TOLD: Final = [rule.key for rules in notices.RULES.values() for rule in rules]
FAMILIES: Final[Mapping[str, set[str]]] = {
    "kind-": named("kind-", *Kind),
    "status-": named("status-", *Status),
    "role-": named("role-", *Role),
    "event-": named("event-", *EventKind, "line"),
    "entry-": named("entry-", *EntryKind),
    "mode-": named("mode-", filing.NAMED, filing.ANONYMOUS),
    "audience-": named("audience-", broadcast.EVERYONE, broadcast.ONE_UNIT, broadcast.ONE_ROLE),
    "action-": named("action-", *registry.CASE_ACTIONS),
    "command-": named("command-", *TYPED),
    "button-": named("button-", *TYPED) | written("button-", "handlers"),
    "notice-": named("notice-", *TOLD) | written("notice-", "scheduler") | written("notice-", "handlers"),
    "step-": named("step-", *LADDER_STEPS),
    "danger-": named("danger-", *Danger),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_understood(language: str) -> None:
    """No line of the text files is skipped for a mistake in its syntax."""
    assert [e.content for resource in resources(language) for e in resource.body if isinstance(e, Junk)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_used_twice(language: str) -> None:
    """A key stands in one place only: of two, one text would be lost in silence."""
    assert [key for key, times in Counter(keys(language)).items() if times > 1] == []


def test_both_languages_have_the_same_keys() -> None:
    """Each text exists in both languages, file by file and in the same order."""
    assert list(keys("en")) == list(keys("vi"))


@pytest.mark.parametrize("key", variables("vi"))
def test_both_languages_ask_for_the_same(key: str) -> None:
    """A text has the same variables in both languages, and the same variants, such as that for an empty one."""
    english, vietnamese = variables("en").get(key, {}), variables("vi")[key]
    assert {name: set(variants) for name, variants in english.items()} == {
        name: set(variants) for name, variants in vietnamese.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said(language: str) -> None:
    """Each text, in each of its variants, comes out whole: no error, stray blank, doubled stop or bare "is-empty"."""
    said = [(key, given, say(language, key, **given)) for key in keys(language) for given in arguments(language, key)]
    assert [case for case in said if UGLY.search(case[2])] == []


@pytest.mark.parametrize("prefix", FAMILIES)
def test_a_family_of_keys_is_what_the_code_names(prefix: str) -> None:
    """Of the keys that the code builds from a name, none is missing and none is left over."""
    assert family(prefix) == FAMILIES[prefix]


def test_every_key_in_the_code_exists() -> None:
    """Whatever in the code looks like a text key, or is said as one, is a key of the catalogue."""
    known = set(keys("vi"))
    first_words = {key.partition("-")[0] for key in known if "-" in key}
    look_alikes = {s for s in strings(*PACKAGES) if KEY.fullmatch(s) and s.partition("-")[0] in first_words}
    assert (look_alikes | {key for key, _ in calls()}) - known == set()


def test_every_text_is_used() -> None:
    """No text lies about unused: the code writes its key out, or the key's beginning and, somewhere, the rest.

    The page's own texts go out together; what a family holds is tested above.
    """
    code = strings(*PACKAGES)
    beginnings = {s for s in code if BEGINNING.fullmatch(s)}
    ends = {s.replace("_", "-") for s in code}
    built = {b + key.removeprefix(b) for b in beginnings for key in family(b) if key.removeprefix(b) in ends}
    assert {key for key in keys("vi") if not key.startswith(("page-", *FAMILIES))} - code - built == set()


def test_every_text_gets_its_values() -> None:
    """Whoever says a text by its key passes every argument it asks for: a missing one would end the turn."""
    missing = set()
    for key, call in calls():
        given = {keyword.arg for keyword in call.keywords}
        if None not in given:  # "**arguments" may hold anything
            # To reply(), "files" are files and no value of the text.
            missing |= {(key, name) for name in variables("vi").get(key, {}) if name not in given - {"files"}}
    assert missing == set()


def test_a_typed_form_means_one_thing() -> None:
    """Without diacritics, in either language, a form stands for one command, and no other button bears it."""
    meanings = defaultdict(set)
    for language, command in product(LANGUAGES, TYPED):
        for form in [*say(language, f"command-{command}").split("|"), say(language, f"button-{command}")]:
            meanings[plain(form)].add(command)
    labels = family("button-") | family("action-") | family("mode-") | family("audience-")
    for language, key in product(LANGUAGES, labels):
        label = plain(say(language, key, **next(arguments(language, key))))
        if label in meanings:
            meanings[label].add(key.removeprefix("button-"))
    assert {form: names for form, names in meanings.items() if len(names) > 1} == {}
