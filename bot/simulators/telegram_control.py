"""The simulator's remote control over HTTP, for demos and for processes that cannot hold the Python objects."""

from typing import TYPE_CHECKING

from aiohttp import web

from bot.simulators.control import Body, as_json
from bot.simulators.telegram_faults import ANY, Fault, UpdateFault
from bot.simulators.telegram_groups import Group
from bot.simulators.telegram_limits import Limits
from bot.simulators.telegram_people import ChatView, Person
from bot.simulators.telegram_state import Message

if TYPE_CHECKING:
    from bot.simulators.telegram import TelegramSimulator


class Control:
    """The routes under /control. A wrong request gets 400 or 404 and a line of text."""

    def __init__(self, simulator: "TelegramSimulator") -> None:
        self._simulator = simulator

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/control/bots", as_json(self._add_bot)),
            web.post("/control/limits", as_json(self._limit)),
            web.post("/control/faults", as_json(self._order)),
            web.delete("/control/faults", as_json(self._clear)),
            web.get("/control/sent", as_json(self._sent)),
            web.get("/control/histogram", as_json(self._histogram)),
            web.post("/control/people", as_json(self._add_person)),
            web.get("/control/people/{person}", as_json(self._see_person)),
            web.post("/control/people/{person}/{action}", as_json(self._act)),
            web.post("/control/groups", as_json(self._add_group)),
            web.get("/control/groups/{group}", as_json(self._see_group)),
            web.post("/control/groups/{group}/{action}", as_json(self._act_in_group)),
        ]

    async def _add_bot(self, _request: web.Request, body: Body) -> object:
        bot = self._simulator.add_bot(body["token"], reads_all_group_messages=body.get("reads_all", False))
        return {"id": bot.user.user_id, "username": bot.user.username}

    async def _limit(self, _request: web.Request, body: Body) -> object:
        self._simulator.limit(Limits() if body["on"] else None)
        return {}

    async def _order(self, _request: web.Request, body: Body) -> object:
        if body["kind"] in set(UpdateFault):
            self._simulator.faults.order_update(UpdateFault(body["kind"]))
            return {}
        details = {"times": body.get("times", 1), "seconds": body.get("seconds", 0)}
        self._simulator.faults.order(Fault(body["kind"]), body.get("method", ANY), **details)
        return {}

    async def _clear(self, _request: web.Request, _body: Body) -> object:
        self._simulator.faults.clear()
        return {}

    async def _sent(self, request: web.Request, _body: Body) -> object:
        """All messages, or those after the first so many."""
        sent = self._simulator.ledger.sent[int(request.query.get("after", 0)) :]
        names = ("at", "bot_id", "method", "chat_id", "message_id", "text", "kind")
        return [{name: getattr(each, name) for name in names} for each in sent]

    async def _histogram(self, _request: web.Request, _body: Body) -> object:
        ledger = self._simulator.ledger
        return {"per_second": ledger.per_second(), "most": ledger.most_in(1.0), "refused": len(ledger.refused)}

    async def _add_person(self, _request: web.Request, body: Body) -> object:
        return _seen(self._simulator.person(body["name"], language=body.get("language", "vi")))

    def _person(self, number: object) -> Person:
        return self._simulator.people[int(str(number))]

    async def _see_person(self, request: web.Request, _body: Body) -> object:
        return _seen(self._person(request.match_info["person"]))

    async def _act(self, request: web.Request, body: Body) -> object:
        person = self._person(request.match_info["person"])
        match request.match_info["action"]:
            case "start":
                person.start(body.get("payload", ""))
            case "write":
                person.write(body["text"])
            case "press":
                person.press(body["label"], on=_message(person, body))
            case "edit":
                person.edit(person.chat.messages[body["message_id"]], body["text"])
            case "block":
                person.block()
            case other:
                raise LookupError(other)
        return _seen(person)

    async def _add_group(self, _request: web.Request, body: Body) -> object:
        members = [self._person(number) for number in body["members"]]
        return _seen(self._simulator.group(body["title"], members))

    def _group(self, request: web.Request) -> Group:
        """By the number that it began with."""
        return self._simulator.groups[int(request.match_info["group"])]

    async def _see_group(self, request: web.Request, _body: Body) -> object:
        return _seen(self._group(request))

    async def _act_in_group(self, request: web.Request, body: Body) -> object:
        group = self._group(request)
        match request.match_info["action"]:
            case "write":
                group.write(self._person(body["person"]), body["text"], reply_to=_message(group, body))
            case "press":
                group.press(self._person(body["person"]), body["label"], on=_message(group, body))
            case "upgrade":
                group.upgrade()
            case "remove-bot":
                group.remove_bot()
            case other:
                raise LookupError(other)
        return _seen(group)


def _message(view: ChatView, body: Body) -> Message | None:
    return view.chat.messages[body["message_id"]] if "message_id" in body else None


def _seen(view: ChatView) -> object:
    messages = [
        {
            "message_id": message.message_id,
            "from": message.sender.first_name,
            "from_bot": message.from_bot,
            "text": message.text,
            "kind": str(message.file.kind) if message.file is not None else "",
            "buttons": message.buttons,
            "edited": bool(message.edit_date),
        }
        for message in view.messages
    ]
    return {"id": view.chat_id, "messages": messages}
