"""Chats of departments: codes that work once, chats that move with what waits for them, or are lost with it."""

from datetime import timedelta

from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from tests.builders import MONTH, NOW, account_key, make_envelope, make_notice, sealed

CHAT, OTHER = account_key("group"), account_key("supergroup")
TODAY = NOW.date()
CODE = b"verifier"


async def link(store: Store) -> None:
    async with store.writing() as unit:
        await unit.group_chats.link(CHAT, "KT", "telegram", sealed("group"))
        await unit.commit()


async def test_a_code_is_used_up_by_its_first_use(store: Store) -> None:
    """It names its unit once; an unknown one and one that has run out name none."""
    async with store.writing() as unit:
        await unit.group_chats.add_code(CODE, "KT", TODAY)
        assert await unit.group_chats.redeem(b"another", TODAY) is None
        assert await unit.group_chats.redeem(CODE, TODAY + timedelta(days=1)) is None
        assert await unit.group_chats.redeem(CODE, TODAY) == "KT"
        assert await unit.group_chats.redeem(CODE, TODAY) is None


async def test_a_chat_belongs_to_one_unit(store: Store) -> None:
    """Linked again, it is the new unit's only."""
    await link(store)
    async with store.writing() as unit:
        await unit.group_chats.link(CHAT, "YT", "telegram", sealed("group"))
        await unit.commit()
    async with store.reading() as reads:
        assert await reads.group_chats.unit_of(CHAT) == "YT"
        assert (await reads.group_chats.of_unit("KT"), await reads.group_chats.linked_units()) == ([], ["YT"])
        assert [chat.account for chat in await reads.group_chats.of_unit("YT")] == [CHAT]


async def test_what_is_for_a_chat_goes_to_its_address(store: Store) -> None:
    """A notice to it is found by its channel, with its sealed address."""
    await link(store)
    async with store.writing() as unit:
        await unit.outbox.put([make_envelope(CHAT)])
        await unit.commit()
    async with store.reading() as reads:
        (head,) = await reads.outbox.heads(NOW, 10, "telegram")
        assert head.address == sealed("group")


async def test_what_waits_follows_a_chat_that_moves(store: Store) -> None:
    """Its new address is used for notices that were written before; moving an unknown chat changes nothing."""
    await link(store)
    async with store.writing() as unit:
        await unit.outbox.put([make_envelope(CHAT)])
        assert await unit.group_chats.move(CHAT, OTHER, sealed("supergroup"))
        assert not await unit.group_chats.move(CHAT, OTHER, sealed("supergroup"))
        await unit.commit()
    async with store.reading() as reads:
        (head,) = await reads.outbox.heads(NOW, 10, "telegram")
        assert head.address == sealed("supergroup")
        assert [chat.account for chat in await reads.group_chats.of_unit("KT")] == [OTHER]


async def test_what_waits_for_a_lost_chat_is_dropped(store: Store) -> None:
    """And nothing else: the notices of people go on."""
    await link(store)
    async with store.writing() as unit:
        await unit.people.enrol(OTHER, sealed("lan"), [Post(Role.OFFICER, "KT")], name="", month=MONTH)
        await unit.outbox.put([make_envelope(CHAT), make_envelope(OTHER)])
        assert await unit.group_chats.unlink(CHAT) == "KT"
        assert await unit.group_chats.unlink(CHAT) is None
        await unit.commit()
    async with store.reading() as reads:
        assert [head.envelope.account for head in await reads.outbox.heads(NOW, 10, "telegram")] == [OTHER]


async def test_a_chat_that_moves_stays_in_order(store: Store) -> None:
    """What is written after the move waits behind what was written before it."""
    await link(store)
    async with store.writing() as unit:
        await unit.outbox.put([make_envelope(CHAT, notice=make_notice(text_key="before"))])
        assert await unit.group_chats.move(CHAT, OTHER, sealed("supergroup"))
        await unit.outbox.put([make_envelope(OTHER, notice=make_notice(text_key="after"))])
        await unit.commit()
    async with store.reading() as reads:
        (head,) = await reads.outbox.heads(NOW, 10, "telegram")
    assert (head.envelope.notice.text_key, head.followed) == ("before", True)
