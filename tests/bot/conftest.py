"""A command line for each test that asks for one."""

from collections.abc import Iterator

import pytest

from tests.bot.command import DEMO, CommandLine, quick_data


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str]) -> Iterator[CommandLine]:
    with quick_data() as folder:
        yield CommandLine(folder, capsys)


@pytest.fixture
def ward(line: CommandLine) -> CommandLine:
    """A command line on a folder with the demo ward loaded."""
    assert line.run("org", "load", DEMO).code == 0
    return line
