"""Who handles what: states, commands and actions find their handler here; a gap stops the program at start."""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import handlers.flows
from handlers.access import Open
from handlers.context import Context
from handlers.states import State, Turn
from storage.domain.conversation import Inbound
from storage.domain.permissions import Action

Handler = Callable[[Inbound, Context], Awaitable[Turn]]


@dataclass(frozen=True, slots=True)
class Guarded:
    """A handler with the permission it asks for."""

    handler: Handler
    action: Action | Open


STATES: Final[dict[State, Handler]] = {}
COMMANDS: Final[dict[str, Guarded]] = {}
CASE_ACTIONS: Final[dict[str, Guarded]] = {}
NONCE_ACTIONS: Final[dict[str, Guarded]] = {}
TAKES_FILES: Final[set[State]] = set()
TAKES_CODES: Final[set[State]] = set()
TAKES_NO_SENTENCES: Final[set[State]] = set()
GROWS: Final[set[State]] = set()


def on(
    state: State, *, files: bool = False, codes: bool = False, sentences: bool = True, grows: bool = False
) -> Callable[[Handler], Handler]:
    """The handler of what is said in this state.

    ``files`` are welcome, typed ``codes`` are its own; where a few words are asked for and no ``sentences``, a sentence
    is the beginning of a concern. Where it ``grows``, what is typed while its PIN is awaited is more of the same.
    """

    def register(handler: Handler) -> Handler:
        STATES[state] = handler
        if files:
            TAKES_FILES.add(state)
        if codes:
            TAKES_CODES.add(state)
        if not sentences:
            TAKES_NO_SENTENCES.add(state)
        if grows:
            GROWS.add(state)
        return handler

    return register


def on_command(name: str, action: Action | Open) -> Callable[[Handler], Handler]:
    """The handler of a word that works everywhere; its typed forms are the text ``command-NAME``."""
    return _into(COMMANDS, name, action)


def on_case(name: str, action: Action) -> Callable[[Handler], Handler]:
    """The handler of a button that names a case; it runs only for those who may do ``action`` to that case."""
    return _into(CASE_ACTIONS, name, action)


def on_nonce(name: str, action: Action) -> Callable[[Handler], Handler]:
    """The handler of a button that sends a draft, known by its nonce, so that pressing twice does it once."""
    return _into(NONCE_ACTIONS, name, action)


def _into(table: dict[str, Guarded], name: str, action: Action | Open) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        table[name] = Guarded(handler, action)
        return handler

    return register


def load_flows() -> None:
    """Import every flow; raises RuntimeError if a state has no handler."""
    for module in pkgutil.iter_modules(handlers.flows.__path__):
        importlib.import_module(f"handlers.flows.{module.name}")
    missing = [state for state in State if state not in STATES]
    if missing:
        raise RuntimeError(f"states without a handler: {', '.join(missing)}")
