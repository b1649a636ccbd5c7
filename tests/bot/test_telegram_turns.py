"""From updates to turns: order, tries, patience, and the words for what cannot be taken."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

import pytest

from bot.channels.telegram_client import Away
from bot.channels.telegram_reading import Upload
from bot.channels.telegram_turns import AT_ONCE, TRIES, TRIES_WHILE_AWAY
from storage.domain.conversation import Account, Inbound, Part
from storage.domain.errors import PermanentDelivery, TransientDelivery
from storage.files import MAX_FILE_BYTES, MAX_FILES
from tests.bot.telegram_scene import CHAT, CODE, Scene, words

SMALL: Final = Upload("small", 10)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Nothing has been heard yet."""
    scene = Scene()
    yield scene
    scene.sessions.close()


async def test_a_text_is_a_turn_and_its_reply_is_sent(scene: Scene) -> None:
    """The turn's account is the chat, its key the message's own, and its replies go back there."""
    assert await scene.take("Máy hỏng", key="12")
    parts = (Part("12", "Máy hỏng"),)
    assert scene.received == [(Inbound(Account("telegram", "5"), "12", text="Máy hỏng", parts=parts), [])]
    assert scene.said == [("5", "reply to Máy hỏng")]


async def test_a_press_is_answered_and_is_a_turn(scene: Scene) -> None:
    """The button stops turning, whatever becomes of the turn."""
    scene.fails.append(ValueError())
    assert await scene.take(choice="c.new", press_id="901", key="press-901")
    assert scene.pressed == ["901", "901"]
    assert scene.received[-1][0] == Inbound(Account("telegram", "5"), "press-901", choice="c.new")


async def test_one_chat_is_in_order_and_others_go_on(scene: Scene) -> None:
    """While one turn takes its time, the chat's next ones wait for it, and another chat's do not."""
    scene.held[CHAT] = asyncio.Event()
    waiting = [asyncio.create_task(scene.take(f"ý {number}")) for number in range(5)]
    await asyncio.sleep(0)
    assert await scene.take("người khác", chat=6)
    assert scene.texts == ["người khác"]
    scene.held[CHAT].set()
    assert all(await asyncio.gather(*waiting))
    assert scene.texts == ["người khác", *(f"ý {number}" for number in range(5))]


async def test_an_update_that_comes_again_changes_nothing(scene: Scene) -> None:
    """The same update id, at once or later, is dealt with already: no turn, no second reply."""
    heard = scene.heard("một")
    both = await asyncio.gather(scene.turns.take(heard), scene.turns.take(heard))
    assert [*both, await scene.turns.take(heard)] == [True, True, True]
    assert scene.texts == ["một"]
    assert len(scene.said) == 1


async def test_a_failure_is_tried_again_before_the_next_message(scene: Scene) -> None:
    """What comes once only is tried again here, and the chat's next message waits for that."""
    scene.fails += [ValueError(), ValueError()]
    assert all(await asyncio.gather(scene.take("một"), scene.take("hai")))
    assert scene.texts == ["một", "một", "một", "hai"]


async def test_what_comes_again_by_itself_is_given_back(scene: Scene) -> None:
    """A webhook is told of the failure, and the update counts its tries over its repeats."""
    scene.fails += [ValueError()] * TRIES
    heard = scene.heard("một")
    assert [await scene.turns.take(heard, comes_again=True) for _ in range(TRIES)] == [False, False, True]


async def test_poison_is_given_up_with_a_kind_word(scene: Scene) -> None:
    """After three tries the person is told, in their language, and the next message is heard."""
    scene.in_state(None, "en")
    scene.fails += [ValueError()] * TRIES
    assert await scene.take("độc")
    assert scene.texts == ["độc"] * TRIES
    assert [text for _, text in scene.said] == [words("telegram-given-up", "en")]
    assert await scene.take("lành")
    assert scene.texts[-1] == "lành"


async def test_telegram_being_away_is_not_the_messages_fault(scene: Scene) -> None:
    """A file that cannot be fetched for now is asked for more often than poison is tried."""
    assert TRIES_WHILE_AWAY > TRIES
    scene.fails += [Away("no answer")] * (TRIES + 2)
    assert await scene.take("có ảnh")
    assert scene.said == [("5", "reply to có ảnh")]


async def test_a_file_is_asked_for_again_when_telegram_wants_it(scene: Scene) -> None:
    """Told to wait, it waits, and nobody else does."""
    scene.fails += [Away("too many requests", 0.2)] * AT_ONCE
    begun = asyncio.get_running_loop().time()
    waiting = [asyncio.create_task(scene.take("có ảnh", chat=10 + number)) for number in range(AT_ONCE)]
    await scene.until(AT_ONCE)
    assert await scene.turns.take(scene.heard("người khác"))
    assert len(scene.received) == AT_ONCE + 1
    assert all(await asyncio.gather(*waiting))
    assert asyncio.get_running_loop().time() - begun >= 0.2


async def test_what_comes_again_too_soon_is_no_further_try(scene: Scene) -> None:
    """A webhook that repeats an update sooner than Telegram wants its file to be asked for is sent away."""
    scene.fails.append(Away("too many requests", 0.2))
    heard = scene.heard("có ảnh")
    assert [await scene.turns.take(heard, comes_again=True) for _ in range(TRIES_WHILE_AWAY)] == [
        False
    ] * TRIES_WHILE_AWAY
    assert scene.texts == ["có ảnh"]
    await asyncio.sleep(0.2)
    assert await scene.turns.take(heard, comes_again=True)
    assert scene.texts == ["có ảnh"] * 2


async def test_a_reply_is_sent_with_patience(scene: Scene) -> None:
    """Told to wait, it waits; the turn is not made again, and the later replies come after."""
    scene.not_sent += [TransientDelivery(timedelta(milliseconds=1)), TransientDelivery(timedelta(milliseconds=1))]
    assert await scene.take("một")
    assert scene.texts == ["một"]
    assert scene.said == [("5", "reply to một")]


async def test_who_blocked_the_bot_gets_no_reply(scene: Scene) -> None:
    """The turn stands, nobody is written to again, and nothing fails."""
    scene.not_sent.append(PermanentDelivery("blocked"))
    assert await scene.take("một")
    assert scene.said == []
    assert scene.texts == ["một"]


# Albums


async def test_an_album_is_one_message(scene: Scene) -> None:
    """Its parts come one by one; one turn has all the files and the caption, and a text sent after it follows it."""
    parts = [scene.heard("Ba ảnh" if n == 0 else "", uploads=(Upload(f"f{n}", 1),), album="77") for n in range(3)]
    after = scene.heard("sau đó")
    assert all(await asyncio.gather(*map(scene.turns.take, [*parts, after])))
    sent = (Part("1", "Ba ảnh"), Part("2", ""), Part("3", ""))
    assert scene.received == [
        (
            Inbound(Account("telegram", "5"), "1+2+3", text="Ba ảnh", parts=sent),
            [b"content of f0", b"content of f1", b"content of f2"],
        ),
        (Inbound(Account("telegram", "5"), "4", text="sau đó", parts=(Part("4", "sau đó"),)), []),
    ]


async def test_a_late_part_is_a_message_of_its_own(scene: Scene) -> None:
    """A part that comes after its album is not lost."""
    assert await scene.take(uploads=(SMALL,), album="77")
    assert await scene.take(uploads=(SMALL,), album="77")
    assert [message.message_key for message, _ in scene.received] == ["1", "2"]


async def test_albums_of_two_people_are_two(scene: Scene) -> None:
    """Albums are told apart by chat and by name."""
    names = [(5, "77"), (6, "77"), (5, "78")]
    parts = [scene.heard(uploads=(SMALL,), chat=chat, album=album) for _ in range(2) for chat, album in names]
    assert all(await asyncio.gather(*map(scene.turns.take, parts)))
    assert sorted((message.account.key, len(files)) for message, files in scene.received) == [
        ("5", 2),
        ("5", 2),
        ("6", 2),
    ]


async def test_a_failed_album_fails_as_a_whole(scene: Scene) -> None:
    """Each part is told of the failure, so that each comes again."""
    scene.fails.append(ValueError())
    parts = [scene.heard(uploads=(SMALL,), album="77") for _ in range(3)]
    assert await asyncio.gather(*(scene.turns.take(part, comes_again=True) for part in parts)) == [False] * 3
    assert await asyncio.gather(*(scene.turns.take(part, comes_again=True) for part in parts)) == [True] * 3


# What cannot be taken


async def test_a_sticker_is_refused_politely(scene: Scene) -> None:
    """Nothing is filed of it, and the person reads why; the conversation stays where it is."""
    assert await scene.take(not_taken=True)
    assert (scene.received, scene.said) == ([], [("5", words("telegram-not-taken"))])


async def test_words_beside_what_cannot_be_taken_are_kept(scene: Scene) -> None:
    """The refusal comes first, then the reply to the words."""
    assert await scene.take("Phòng tôi ở đây", not_taken=True)
    assert scene.said == [("5", words("telegram-not-taken")), ("5", "reply to Phòng tôi ở đây")]


async def test_what_cannot_be_taken_in_an_album_is_refused_wherever_it_stands(scene: Scene) -> None:
    """The rest of the album is taken."""
    parts = [scene.heard(uploads=(SMALL,), album="77"), scene.heard(not_taken=True, album="77")]
    assert all(await asyncio.gather(*map(scene.turns.take, parts)))
    assert [len(files) for _, files in scene.received] == [1]
    await scene.turns.replies.idle()
    assert scene.said[0] == ("5", words("telegram-not-taken"))


async def test_a_file_that_is_too_large_is_not_even_fetched(scene: Scene) -> None:
    """It is refused by its size; the words and the other files are kept."""
    assert await scene.take("Hai tệp", uploads=(Upload("big", MAX_FILE_BYTES + 1), SMALL))
    assert scene.said[0] == ("5", words("error-file-too-large"))
    assert scene.received[0][1] == [b"content of small"]
    assert await scene.take(uploads=(Upload("big", MAX_FILE_BYTES + 1),))
    assert len(scene.received) == 1


async def test_what_is_refused_is_told_once_however_often_it_is_tried(scene: Scene) -> None:
    """The refusals go with the replies of the turn that succeeded."""
    scene.fails += [ValueError(), ValueError()]
    assert await scene.take("Hai tệp", not_taken=True, uploads=(Upload("big", MAX_FILE_BYTES + 1), SMALL))
    refusals = [words("telegram-not-taken"), words("error-file-too-large")]
    assert [text for _, text in scene.said] == [*refusals, "reply to Hai tệp"]


async def test_no_more_files_are_fetched_than_are_taken(scene: Scene) -> None:
    """Of ten, five come with their content, and the intake can see that there were more."""
    assert await scene.take(uploads=tuple(Upload(f"f{n}", 1) for n in range(10)))
    contents = scene.received[0][1]
    assert len(contents) == MAX_FILES + 1
    assert contents[-1] == b""
    assert all(contents[:MAX_FILES])


@pytest.mark.parametrize(("own", "spoken"), [("en-GB", "en"), ("vi", "vi"), ("fr", "vi"), ("", "vi")])
async def test_a_stranger_is_told_in_the_language_of_their_telegram(scene: Scene, own: str, spoken: str) -> None:
    """Where there is no conversation yet; Vietnamese for a language we do not speak."""
    await scene.take(not_taken=True, language=own)
    assert scene.said == [("5", words("telegram-not-taken", spoken))]


async def test_a_group_is_told_once(scene: Scene) -> None:
    """One sentence, whatever is written there, and no turn."""
    for _ in range(3):
        await scene.take(chat=-7, is_private=False)
    assert (scene.received, scene.said) == ([], [("-7", words("telegram-group"))])


async def test_a_press_in_a_group_goes_on_in_private(scene: Scene) -> None:
    """It is a turn of the person who pressed, who is told at the button where to look."""
    await scene.take(in_group=True, choice="c.new", press_id="9", key="press-9")
    assert scene.toasts == [words("group-see-private")]
    assert [message for message, _ in scene.received] == [Inbound(Account("telegram", "5"), "press-9", choice="c.new")]
    assert scene.said == [("5", "reply to c.new")]


async def test_a_press_of_a_stranger_in_a_group_is_no_turn(scene: Scene) -> None:
    """Who has no invite is told so at the button; nothing is written to them in private."""
    await scene.take(chat=6, in_group=True, choice="c.new", press_id="9")
    assert (scene.pressed, scene.toasts) == (["9"], [words("group-only-members")])
    assert (scene.received, scene.said) == ([], [])


async def test_a_group_hears_nothing_of_what_failed_but_its_code(scene: Scene) -> None:
    """That it moved, or small talk, is no affair of the people there; who typed a code waits for a word."""
    scene.groups_fail = True
    assert await scene.take("", chat=-7, is_private=False, moved_to=-1_007)
    assert await scene.take("", chat=-7, is_private=False)
    assert scene.said == []
    assert await scene.take(CODE, chat=-7, is_private=False)
    assert scene.said == [("-7", words("telegram-given-up"))]


async def test_a_group_is_linked_moves_and_is_lost(scene: Scene) -> None:
    """By its code, by what Telegram says of it; a wrong code is refused."""
    await scene.take("AAAA-BBBB-CCC2", chat=-7, is_private=False)
    assert scene.said.pop() == ("-7", words("group-code-wrong"))
    await scene.take(CODE, chat=-7, is_private=False)
    assert scene.groups == {"-7": "KT"}
    await scene.take(chat=-7, is_private=False, moved_to=-100)
    assert scene.groups == {"-100": "KT"}
    await scene.take(chat=-100, is_private=False)
    await scene.take(chat=-100, is_private=False, left=True)
    assert scene.groups == {}
    assert len(scene.said) == 1


# Changed messages


async def test_a_changed_message_is_a_turn_of_its_own(scene: Scene) -> None:
    """The conversation is told which message says something else now, and decides what is to be said."""
    await scene.take("Máy hỏng", key="edit-7", corrects="12")
    assert scene.received == [
        (Inbound(Account("telegram", "5"), "edit-7", text="Máy hỏng", replaces=Part("12", "Máy hỏng")), [])
    ]
    assert scene.said == [("5", "reply to Máy hỏng")]


async def test_a_code_brings_the_menu_of_the_new_posts(scene: Scene) -> None:
    """After an invite code, and after nothing else, the account's commands are looked at."""
    await scene.take("K7QM-2XPA-9RTD")
    await scene.take("Máy hỏng")
    assert scene.enrolled == [Account("telegram", "5")]
