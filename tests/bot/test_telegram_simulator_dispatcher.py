"""Whole bots of aiogram on the simulator: by polling, and behind a webhook."""

import asyncio
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_people import Person
from tests.bot.test_telegram_simulator import TOKEN, until

SECRET = "s3cret_-"


async def test_a_bot_of_aiogram_polls() -> None:
    """A dispatcher hears messages and presses by polling, answers them, and stops."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    async with TelegramSimulator(limits=None) as simulator:
        simulator.add_bot(TOKEN)
        lan = simulator.person("Lan")
        bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(simulator.url)))
        dispatcher = _conversation(Dispatcher(disable_fsm=True))
        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=50))

        await _talk(lan)

        await dispatcher.stop_polling()
        await polling


@pytest.mark.parametrize("in_background", [False, True])
async def test_a_bot_of_aiogram_serves_a_webhook(in_background: bool) -> None:
    """The same dispatcher behind SimpleRequestHandler, which checks the secret and may reply in its answer."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler

    async with TelegramSimulator(limits=None) as simulator:
        simulator.add_bot(TOKEN)
        lan = simulator.person("Lan")
        bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(simulator.url)))
        dispatcher = _conversation(Dispatcher(disable_fsm=True))
        handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=in_background, secret_token=SECRET)
        app = web.Application()
        handler.register(app, "/hook")
        async with TestServer(app) as server:
            await bot.set_webhook(str(server.make_url("/hook")), secret_token=SECRET)
            await _talk(lan)
            await bot.delete_webhook()


def _conversation(dispatcher: Any) -> Any:
    """Answers a text by returning a method (a webhook puts it into its answer), and a press by an edit."""
    from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

    async def reply(message: Any) -> Any:
        keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Gửi", callback_data="send")]])
        return message.answer(f"Đã nghe: {message.text}", reply_markup=keyboard)

    async def pressed(query: Any) -> None:
        await query.message.edit_text("Đã gửi.")
        await query.answer("Xong")

    dispatcher.message.register(reply)
    dispatcher.callback_query.register(pressed)
    return dispatcher


async def _talk(lan: Person) -> None:
    lan.start()
    await lan.see("Đã nghe: /start")
    lan.write("Đèn đường hỏng")
    await lan.see("Đã nghe: Đèn đường hỏng")
    press = lan.press("Gửi")
    await lan.see("Đã gửi.")
    await until(lambda: press.answered)
    assert press.answer == "Xong"
