"""A whole office on Zalo, reachable by Zalo: with a webhook, addresses of files, an upload page."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from bot.simulators.zalo import ZaloSimulator
from tests.serving import HOST, free_port
from tests.storage.databases import fresh_database
from tests.world import World, world_on
from tests.zalo_world import TOKEN

SECRET: Final = "a-secret-of-tests"


@asynccontextmanager
async def zalo_office(
    folder: Path,
    *,
    webhook: bool = False,
    simulator: ZaloSimulator | None = None,
    sessions: Path | None = None,
    **settings: Any,
) -> AsyncIterator[World]:
    """The app serves on a port that the simulator can call; ``base`` is its address."""
    simulator = simulator or ZaloSimulator(TOKEN)
    port = free_port()
    page = f"http://{HOST}:{port}"
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(fresh_database("sqlite"))
        base = await stack.enter_async_context(simulator.serving())
        channel = {"zalo_bot_token": TOKEN, "zalo_api_base": base, "public_url": page}
        channel |= {"zalo_webhook_secret": SECRET} if webhook else {}
        world = await world_on(database, folder, sessions=sessions, settings=channel | settings)
        world.zalo, world.base = simulator, page
        runner = web.AppRunner(world.app.web_app(), access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        stack.push_async_callback(world.app.stop)
        await web.TCPSite(runner, HOST, port).start()
        world.app.zalo.start()
        if webhook:
            await simulator.until(lambda: any(call.method == "setWebhook" for call in simulator.calls))
        yield world
