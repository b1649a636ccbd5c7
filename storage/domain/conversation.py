"""What goes in and out of a conversation, the same on every channel."""

from dataclasses import dataclass
from typing import Final

MAX_CHOICE_VALUE: Final = 52  # bytes: what a Telegram button can carry beside its mark


@dataclass(frozen=True, slots=True)
class Account:
    """A person's address in one channel: enough to write to them later."""

    channel: str
    key: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that has been checked and cleaned. It has no name: names tell who made it."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """One of the channel's messages that an Inbound was made of: the channel's key of it, its words and its file.

    ``file`` is the channel's name of the file, the same as long as it is the same file; "" if there is none.
    """

    key: str
    text: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message or button press. ``message_key`` is the channel's own id of it, the same when it repeats.

    ``refused`` holds the text keys that say why files of this message could not be taken; ``replies_to`` the references
    of the cases that are named by the message of ours to which this one is a reply.
    ``parts`` is told where messages can be changed once they are sent. Where one was, ``replaces`` is that part as it
    is now, and ``text`` its words.
    """

    account: Account
    message_key: str
    text: str = ""
    choice: str | None = None
    attachments: tuple[Attachment, ...] = ()
    refused: tuple[str, ...] = ()
    replies_to: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    replaces: Part | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what the person sees, and the short ASCII value that comes back."""

    label: str
    value: str

    def __post_init__(self) -> None:
        if not self.value.isascii() or not 0 < len(self.value) <= MAX_CHOICE_VALUE:
            raise ValueError(f"a choice value is 1 to {MAX_CHOICE_VALUE} ASCII characters")


@dataclass(frozen=True, slots=True)
class File:
    """A stored file offered to the reader; ``file_id`` opens it only for those who may read its case."""

    file_id: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person gets. ``tag`` is the short code of a notice's case: typing "1 K7" answers that notice.

    ``conceals``: what this answers was a secret, and a channel that can takes it out of the chat.
    ``wipes``: what was said for the latest concern is to go from the chat, where the channel can do that.
    ``gives_way``: where it waits to be said and a later reply with the same mark waits, too, that one says all it does.
    ``editable``: words to be changed and said again, alone in their message; where a page can, it has them ready.
    ``replaces``: takes the place of the reply before it with the same mark; a channel that cannot do that keeps silent.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    files: tuple[File, ...] = ()
    tag: str = ""
    wipes: bool = False
    replaces: str = ""
    conceals: bool = False
    gives_way: str = ""
    editable: bool = False
