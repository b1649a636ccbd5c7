"""The child process in which a file of a stranger is opened: little memory, little time, no disk.

Takes the file on stdin; gives one line of JSON (what it is, or why it is refused) and the clean file on stdout.
"""

import json
import os
import sys

from storage.cleaning.kinds import Container, Kind, Refusal, Refused

if sys.platform != "win32":
    import resource

    _MEMORY_BYTES = 320 * 1024 * 1024
    _CPU_SECONDS = 10
    _OPEN_FILES = 32

    def limit_itself() -> None:
        """No file can be written, no memory image is left behind; beyond the limits the system ends the process."""
        _limit(resource.RLIMIT_CPU, _CPU_SECONDS)
        _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_CORE, 0)
        if sys.platform != "darwin":  # knows no limit of address space
            _limit(resource.RLIMIT_AS, _MEMORY_BYTES)

    def _limit(kind: int, most: int) -> None:
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(kind, (most, most))

else:

    def limit_itself() -> None:
        """This system has no such limits; the parent still ends a child that takes too long."""


def _cleaned(promised: Container, content: bytes) -> tuple[Kind, bytes]:
    """Loads only what this kind needs: a child that starts slowly makes the person wait."""
    if promised is Container.PDF:
        from storage.cleaning.pdf import clean_pdf

        return Kind.PDF, clean_pdf(content)
    if promised is Container.ZIP:
        from storage.cleaning.office import clean_office

        return clean_office(content)
    if promised is Container.VOICE:
        from storage.cleaning.voice import clean_voice

        return Kind.AAC, clean_voice(content)
    if promised is Container.OPUS:
        from storage.cleaning.opus import clean_opus

        return Kind.OPUS, clean_opus(content)
    if promised is Container.MOVIE:
        from storage.cleaning.movie import clean_movie

        return clean_movie(content)
    from storage.cleaning.pictures import clean_picture

    return clean_picture(content)


def _answer(promised: Container, content: bytes) -> tuple[dict[str, str], bytes]:
    try:
        kind, clean = _cleaned(promised, content)
    except Refused as refused:
        return {"refused": refused.reason}, b""
    except MemoryError:
        return {"refused": Refusal.TOO_LARGE}, b""
    except ImportError:
        raise  # the installation is broken, not the file
    except Exception:  # noqa: BLE001 - a hostile file can raise anything; what was raised may quote it
        return {"refused": Refusal.UNREADABLE}, b""
    return {"kind": kind}, clean


if __name__ == "__main__":
    limit_itself()
    header, clean = _answer(Container(sys.argv[1]), sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + clean)
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing is left to put away, and Python would take a tenth of the child's life for it
