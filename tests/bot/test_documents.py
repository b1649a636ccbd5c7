"""What an operator reads says the same as the code: the settings, their defaults, the commands."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from dotenv import dotenv_values
from pydantic import SecretStr
from typer.main import get_command

from bot.__main__ import cli
from bot.config import Settings

ROOT: Final = Path(__file__).parents[2]
ROW: Final = re.compile(r"\| *`([A-Z_]+)` *\|([^|]*)\|([^|]*)\|")
HEAD: Final = re.compile(r"\| *setting *\| *default *\| *meaning *\|")
NO_VALUE: Final = ("", "–")  # an empty cell, or a dash


def defaults() -> dict[str, str]:
    """Each setting with its default as one writes it, "" for none."""
    return {name.upper(): _written(field.default) for name, field in Settings.model_fields.items()}


def _written(default: object) -> str:
    value = default.get_secret_value() if isinstance(default, SecretStr) else default
    return "" if value is None else str(value)


def rows_of_the_readme() -> dict[str, tuple[str, str]]:
    """Default and meaning of each setting in the table | setting | default | meaning |."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    head = HEAD.search(readme)
    assert head is not None, "README.md has no table of the settings"
    table = readme[head.end() :].split("\n\n")[0]
    return {name: (default.strip(), meaning.strip()) for name, default, meaning in ROW.findall(table)}


def test_the_example_holds_every_setting_with_its_default() -> None:
    """.env.example names the settings of the program, no others, in the same order, each as it is if left alone."""
    assert list(dotenv_values(ROOT / ".env.example").items()) == list(defaults().items())


def test_a_copy_of_the_example_changes_nothing() -> None:
    """Copied to .env as it is, it gives the settings that no file gives."""
    example = Settings(_env_file=ROOT / ".env.example")  # type: ignore[call-arg]
    assert example == Settings(_env_file=None)  # type: ignore[call-arg]


def test_the_readme_holds_every_setting_with_its_default() -> None:
    """Its table names the same settings with the same defaults, and says of each what it is for."""
    rows = rows_of_the_readme()
    told = {name: "" if default in NO_VALUE else default.strip("`") for name, (default, _) in rows.items()}
    assert told == defaults()
    assert [name for name, (_, meaning) in rows.items() if not meaning] == []


def test_every_setting_says_what_it_is() -> None:
    """Each field has a description."""
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_commands_in_the_documents_exist() -> None:
    """Every ``doithoai …`` that a document or a text shows is a command of the program."""
    paths = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "handlers" / "texts").rglob("*.ftl")]
    shown = {
        command
        for path in paths
        for command in re.findall(r"(?:`|bin/|: )doithoai ((?:org )?[a-z]+)\b", path.read_text(encoding="utf-8"))
    }
    known = set(commands(get_command(cli), ""))
    assert {"run", "org load", "invite"} <= known
    assert shown - known == set()


def commands(command: Any, name: str) -> Iterator[str]:
    """The names of a command's commands, "org load" for one of a group."""
    for part, below in getattr(command, "commands", {}).items():
        yield f"{name} {part}".strip()
        yield from commands(below, part)


def test_what_the_tests_are_run_with_is_what_the_product_is_run_with() -> None:
    """Every release that is pinned for the product is pinned for the tests, the same: they are installed from that."""
    product, tests = (
        set(re.findall(r"(?m)^[a-z].*==.*", (ROOT / name).read_text(encoding="utf-8")))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert product
    assert product <= tests
