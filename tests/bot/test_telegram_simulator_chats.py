"""Who can be written to, groups and what becomes of them, menus, through both libraries."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.bot.test_telegram_simulator import LIBRARIES, Scene, scene_of


@pytest.fixture(params=LIBRARIES)
async def scene(request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    async with scene_of(request.param) as made:
        yield made


async def test_people_who_cannot_be_written_to(scene: Scene) -> None:
    """Strangers, people met in a group only, blockers and deleted accounts are refused, each in its own words."""
    stranger, member, blocker, gone = [scene.simulator.person(name) for name in ("An", "Bình", "Chi", "Dung")]
    scene.simulator.group("Văn phòng", [member])
    stranger_id = stranger.chat_id
    del scene.simulator.bot.known_users[stranger_id]
    for person in (blocker, gone):
        person.start()
    blocker.block()
    gone.deactivate()

    with scene.refused("400", "chat not found"):
        await scene.call.send_message(chat_id=stranger_id, text="x")
    with scene.refused("403", "forbidden: bot can't initiate conversation with a user"):
        await scene.call.send_message(chat_id=member.chat_id, text="x")
    with scene.refused("403", "forbidden: bot was blocked by the user"):
        await scene.call.send_message(chat_id=blocker.chat_id, text="x")
    with scene.refused("403", "forbidden: user is deactivated"):
        await scene.call.send_message(chat_id=gone.chat_id, text="x")


async def test_a_person_who_blocks_and_comes_back_is_noticed(scene: Scene) -> None:
    """Blocking and unblocking are updates about the bot's own membership; after it messages arrive again."""
    lan = scene.simulator.person("Lan")
    lan.start()
    lan.block()
    lan.start()
    await scene.call.send_message(chat_id=lan.chat_id, text="Chào Anh/Chị.")

    _, blocked, unblocked, started = await scene.updates()

    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member.new_chat_member.status == "member"
    assert started.message.text == "/start"
    assert lan.last.text == "Chào Anh/Chị."


async def test_the_commands_menu_follows_scope_and_language(scene: Scene) -> None:
    """The narrowest scope wins, and in it the person's language; deleting it uncovers the wider one."""
    lan, john = scene.simulator.person("Lan"), scene.simulator.person("John", language="en")
    lan.start()
    everybody, officer = _commands(scene, "viec"), _commands(scene, "phan")
    await scene.call.set_my_commands(commands=everybody)
    await scene.call.set_my_commands(commands=_commands(scene, "mycases"), language_code="en")
    await scene.call.set_my_commands(commands=officer, scope=_chat_scope(scene, lan.chat_id))

    assert (lan.commands, john.commands) == (["phan"], ["mycases"])
    found = await scene.call.get_my_commands(scope=_chat_scope(scene, lan.chat_id))
    assert [each.command for each in found] == ["phan"]

    await scene.call.delete_my_commands(scope=_chat_scope(scene, lan.chat_id))
    assert lan.commands == ["viec"]
    with scene.refused("400", "BOT_COMMAND_INVALID"):
        await scene.call.set_my_commands(commands=_commands(scene, "Việc"))


def _commands(scene: Scene, name: str) -> list[Any]:
    if type(scene.call).__module__.startswith("aiogram"):
        from aiogram.types import BotCommand

        return [BotCommand(command=name, description="Ý kiến của tôi")]
    from telegram import BotCommand as OtherBotCommand

    return [OtherBotCommand(name, "Ý kiến của tôi")]


def _chat_scope(scene: Scene, chat_id: int) -> Any:
    if type(scene.call).__module__.startswith("aiogram"):
        from aiogram.types import BotCommandScopeChat

        return BotCommandScopeChat(chat_id=chat_id)
    from telegram import BotCommandScopeChat as OtherScope

    return OtherScope(chat_id)


async def test_chats_and_members_can_be_looked_up(scene: Scene) -> None:
    """getChat and getChatMember answer for people and groups; leaving a group is told to the bot."""
    lan, minh = scene.simulator.person("Lan"), scene.simulator.person("Minh")
    lan.start()
    group = scene.simulator.group("Văn phòng", [lan])

    assert (await scene.call.get_chat(lan.chat_id)).first_name == "Lan"
    assert (await scene.call.get_chat(group.chat_id)).title == "Văn phòng"
    members = [await scene.call.get_chat_member(group.chat_id, p.user.user_id) for p in (lan, minh)]
    assert [member.status for member in members] == ["member", "left"]
    await scene.call.leave_chat(group.chat_id)
    assert (await scene.updates())[-1].my_chat_member.new_chat_member.status == "left"
    with scene.refused("403", "forbidden: bot is not a member of the group chat"):
        await scene.call.send_message(chat_id=group.chat_id, text="x")


async def test_a_bot_added_to_a_group_is_told(scene: Scene) -> None:
    """It hears of its membership and of the service message; removed, it hears the opposite and may not write."""
    lan = scene.simulator.person("Lan")
    group = scene.simulator.group("Phòng Kinh tế", [lan])
    group.remove_bot()

    joined, welcome, removed, left = await scene.updates()

    statuses = [
        (u.my_chat_member.old_chat_member.status, u.my_chat_member.new_chat_member.status) for u in (joined, removed)
    ]
    assert statuses == [("left", "member"), ("member", "kicked")]
    assert (joined.my_chat_member.chat.title, joined.my_chat_member.chat.type) == ("Phòng Kinh tế", "group")
    assert [user.is_bot for user in welcome.message.new_chat_members] == [True]
    assert left.message.left_chat_member.is_bot
    with scene.refused("403", "forbidden: bot was kicked from the group chat"):
        await scene.call.send_message(chat_id=group.chat_id, text="x")


async def test_privacy_mode_hides_small_talk(scene: Scene) -> None:
    """Of what is written in a group the bot hears commands, replies to itself and its name; without the mode, all."""
    lan = scene.simulator.person("Lan")
    group = scene.simulator.group("Văn phòng", [lan])
    sent = await scene.call.send_message(chat_id=group.chat_id, text="Việc mới")
    question = group.messages[-1]
    assert question.message_id == sent.message_id
    scene.simulator.bot.updates.clear()

    group.write(lan, "Sáng nay họp không?")
    group.write(lan, "/viec")
    group.write(lan, "/viec@another_bot")
    group.write(lan, "Đã làm rồi", reply_to=question)
    group.write(lan, f"@{scene.simulator.bot.user.username} còn gì không?")
    group.write(lan, "Có chứ", reply_to=group.write(lan, "Có ai không?"))
    heard = [update.message.text for update in await scene.updates()]
    scene.simulator.bot.reads_all_group_messages = True
    group.write(lan, "Giờ thì nghe hết")

    assert [text.split()[0] for text in heard] == ["/viec", "Đã", f"@{scene.simulator.bot.user.username}"]
    assert (await scene.updates())[-1].message.text == "Giờ thì nghe hết"


async def test_any_member_may_press_in_a_group(scene: Scene) -> None:
    """The press tells who it was; who is not a member cannot press."""
    lan, minh, stranger = [scene.simulator.person(name) for name in ("Lan", "Minh", "Hoa")]
    group = scene.simulator.group("Văn phòng", [lan])
    group.join(minh)
    keyboard = scene.client.keyboard([[("Nhận việc", "take")]])
    await scene.call.send_message(chat_id=group.chat_id, text="Việc mới", reply_markup=keyboard)

    group.press(minh, "Nhận việc")

    query = (await scene.updates())[-1].callback_query
    assert (query.from_user.first_name, query.message.chat.id) == ("Minh", group.chat_id)
    with pytest.raises(AssertionError):
        group.press(stranger, "Nhận việc")


async def test_an_upgraded_group_moves(scene: Scene) -> None:
    """The bot hears both numbers; the old one answers with the new; messages to the new one arrive."""
    group = scene.simulator.group("Văn phòng", [scene.simulator.person("Lan")])
    old = group.chat_id
    scene.simulator.bot.updates.clear()

    group.upgrade()

    joined, moved, came = await scene.updates()
    assert joined.my_chat_member.chat.id == group.chat_id
    assert (moved.message.chat.id, moved.message.migrate_to_chat_id) == (old, group.chat_id)
    assert (came.message.chat.type, came.message.migrate_from_chat_id) == ("supergroup", old)
    assert came.message.message_id == 1
    assert group.chat_id < -(10**12)
    with scene.refused("migrated") as refusal:
        await scene.call.send_message(chat_id=old, text="x")
    told = getattr(refusal.value, "migrate_to_chat_id", None) or refusal.value.new_chat_id
    assert told == group.chat_id
    await scene.call.send_message(chat_id=told, text="Vẫn đây")
    assert group.last.text == "Vẫn đây"


async def test_a_supergroup_has_its_own_words(scene: Scene) -> None:
    """Removed from a supergroup or writing to a dissolved group, the bot is told so."""
    lan = scene.simulator.person("Lan")
    group, other = scene.simulator.group("A", [lan]), scene.simulator.group("B", [lan])
    group.upgrade()
    group.remove_bot()
    other.delete()

    with scene.refused("403", "forbidden: bot was kicked from the supergroup chat"):
        await scene.call.send_message(chat_id=group.chat_id, text="x")
    with scene.refused("403", "forbidden: the group chat was deleted"):
        await scene.call.send_message(chat_id=other.chat_id, text="x")


async def test_in_groups_the_bot_deletes_only_its_own(scene: Scene) -> None:
    """It is no administrator."""
    lan = scene.simulator.person("Lan")
    group = scene.simulator.group("Văn phòng", [lan])
    theirs = group.write(lan, "/viec")
    ours = await scene.call.send_message(chat_id=group.chat_id, text="Việc mới")

    assert await scene.call.delete_message(chat_id=group.chat_id, message_id=ours.message_id)
    with scene.refused("400", "message can't be deleted"):
        await scene.call.delete_message(chat_id=group.chat_id, message_id=theirs.message_id)
