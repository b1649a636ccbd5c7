"""Whole bots of aiogram and of python-telegram-bot on the simulator: by polling, and behind a webhook."""

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


async def test_a_bot_of_python_telegram_bot_polls() -> None:
    """An application with its updater does the same."""
    async with TelegramSimulator(limits=None) as simulator:
        simulator.add_bot(TOKEN)
        application = _application(simulator)
        async with application:
            await application.start()
            await application.updater.start_polling(poll_interval=0)
            await _talk(simulator.person("Lan"))
            await application.updater.stop()
            await application.stop()


async def test_a_bot_of_python_telegram_bot_is_called() -> None:
    """An application without an updater gets what a server of one's own hands it."""
    from telegram import Update

    async with TelegramSimulator(limits=None) as simulator:
        simulator.add_bot(TOKEN)
        application = _application(simulator)

        async def hear(request: web.Request) -> web.Response:
            assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == SECRET
            await application.update_queue.put(Update.de_json(await request.json(), application.bot))
            return web.Response()

        app = web.Application()
        app.router.add_post("/hook", hear)
        async with application, TestServer(app) as server:
            await application.start()
            await application.bot.set_webhook(str(server.make_url("/hook")), secret_token=SECRET)
            await _talk(simulator.person("Lan"))
            await application.bot.delete_webhook()
            await application.stop()


def _application(simulator: TelegramSimulator) -> Any:
    """The same conversation as below."""
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup
    from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters

    async def reply(update: Any, _context: object) -> None:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Gửi", callback_data="send")]])
        await update.message.reply_text(f"Đã nghe: {update.message.text}", reply_markup=keyboard)

    async def pressed(update: Any, _context: object) -> None:
        await update.callback_query.edit_message_text("Đã gửi.")
        await update.callback_query.answer("Xong")

    server = Application.builder().token(TOKEN).base_url(f"{simulator.url}/bot")
    application = server.base_file_url(f"{simulator.url}/file/bot").build()
    application.add_handlers([MessageHandler(filters.TEXT, reply), CallbackQueryHandler(pressed)])
    return application


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
