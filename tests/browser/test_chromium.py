"""Finding a browser: one that starts, by its usual names or in Playwright's folder."""

from pathlib import Path

import pytest

from tests.browser.chromium import find_chromium


@pytest.fixture(autouse=True)
def bare_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is on the PATH but what a test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))


def put(path: Path, *, starts: bool = True) -> Path:
    """A program that starts, or one that only complains."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {0 if starts else 1}\n")
    path.chmod(0o755)
    return path


def test_there_may_be_none() -> None:
    """None on a bare system."""
    assert find_chromium() is None


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_the_system_s_own_is_found(tmp_path: Path, name: str) -> None:
    """By the names it has on Debian, Ubuntu and where Chrome is installed."""
    there = put(tmp_path / name)
    assert find_chromium() == there


def test_a_mere_hint_to_install_one_does_not_count(tmp_path: Path) -> None:
    """What does not start is passed over for what does."""
    put(tmp_path / "chromium", starts=False)
    other = put(tmp_path / "google-chrome")
    assert find_chromium() == other


def test_playwright_s_own_is_found(tmp_path: Path) -> None:
    """Where its installer puts it, the newest first."""
    put(tmp_path / "playwright/chromium-1100/chrome-linux/chrome")
    newer = put(tmp_path / "playwright/chromium-1255/chrome-linux64/chrome")
    assert find_chromium() == newer
