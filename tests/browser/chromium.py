"""A Chromium for the browser tests: the one that is there, else one that is brought. Run by `make test`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL_SECONDS: Final = 300
_START_SECONDS: Final = 20
_FOLDERS: Final = ("chrome-linux/chrome", "chrome-linux64/chrome", "chrome-mac*/*.app/Contents/MacOS/*")


def find_chromium() -> Path | None:
    """A browser that starts: of the system, by its usual names, or Playwright's own."""
    on_path = [Path(found) for name in NAMES if (found := shutil.which(name))]
    return next((path for path in (*on_path, *_of_playwright()) if _starts(path)), None)


def _of_playwright() -> Sequence[Path]:
    """Where `playwright install` puts its browsers, newest first."""
    caches = (Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright")
    asked = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    roots = [Path(asked)] if asked else caches
    return sorted((p for root in roots for f in _FOLDERS for p in root.glob(f"chromium-*/{f}")), reverse=True)


def _starts(path: Path) -> bool:
    """Ubuntu's chromium-browser, for one, may be a mere hint to install something else."""
    return _done([str(path), "--version"], _START_SECONDS)


def _done(command: Sequence[str], seconds: int = INSTALL_SECONDS) -> bool:
    """Whether the command did its work; it says nothing and asks nothing."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        ran = subprocess.run(
            command,
            env=quiet,
            timeout=seconds,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ran.returncode == 0


def _bring() -> Path | None:
    """Install one: by the system's packages where we may, else by Playwright."""
    is_debian_root = shutil.which("apt-get") is not None and os.geteuid() == 0
    if is_debian_root and _done(["apt-get", "update", "-qq"]):
        _done(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    found = find_chromium()
    if found is not None:
        return found
    libraries = ["--with-deps"] if is_debian_root else []
    _done([sys.executable, "-m", "playwright", "install", *libraries, "chromium"])
    return find_chromium()


def main() -> None:
    """One line of what was found or done; never a failure, since the tests say themselves what they miss."""
    found = find_chromium()
    if found is not None:
        print(f"browser tests: {found}")
        return
    found = _bring()
    print(f"browser tests: installed {found}" if found else "browser tests: no Chromium here, they will be skipped")


if __name__ == "__main__":
    main()
