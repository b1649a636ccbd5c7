"""The simulator's remote control over HTTP, for its page and for processes that cannot hold the Python objects."""

import base64
from typing import TYPE_CHECKING

from aiohttp import web

from bot.simulators.control import Body, as_json
from bot.simulators.zalo_faults import ANY, Fault, MediaFault, UpdateFault
from bot.simulators.zalo_people import ChatView
from bot.simulators.zalo_state import Said, Sent

if TYPE_CHECKING:
    from bot.simulators.zalo import ZaloSimulator


class Control:
    """The routes under /control. A wrong request gets 400 or 404 and a line of text."""

    def __init__(self, simulator: "ZaloSimulator") -> None:
        self._simulator = simulator

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/control/people", as_json(self._add_person)),
            web.get("/control/people/{chat}", as_json(self._see)),
            web.post("/control/people/{chat}/{action}", as_json(self._act)),
            web.post("/control/groups", as_json(self._add_group)),
            web.get("/control/groups/{chat}", as_json(self._see)),
            web.post("/control/groups/{chat}/write", as_json(self._write_in_group)),
            web.post("/control/faults", as_json(self._order)),
            web.delete("/control/faults", as_json(self._clear)),
            web.post("/control/behaviour", as_json(self._switch)),
            web.get("/control/sent", as_json(self._sent)),
        ]

    async def _add_person(self, _request: web.Request, body: Body) -> object:
        return _seen(self._simulator.person(body["name"]))

    async def _add_group(self, _request: web.Request, body: Body) -> object:
        return _seen(self._simulator.group(body["name"]))

    async def _see(self, request: web.Request, _body: Body) -> object:
        return _seen((self._simulator.people | self._simulator.groups)[request.match_info["chat"]])

    async def _act(self, request: web.Request, body: Body) -> object:
        person = self._simulator.people[request.match_info["chat"]]
        match request.match_info["action"]:
            case "write":
                await person.say(body["text"])
            case "photo":
                await person.send_photo(base64.b64decode(body["content"]), body.get("text", ""))
            case "voice":
                await person.send_voice(base64.b64decode(body["content"]))
            case "sticker":
                await person.send_sticker()
            case "unsupported":
                person.send_unsupported()
            case "block":
                person.block()
            case "unblock":
                person.unblock()
            case other:
                raise LookupError(other)
        return _seen(person)

    async def _write_in_group(self, request: web.Request, body: Body) -> object:
        group = self._simulator.groups[request.match_info["chat"]]
        await group.say(self._simulator.people[body["person"]], body["text"], mention=body.get("mention", True))
        return _seen(group)

    async def _order(self, _request: web.Request, body: Body) -> object:
        """``call``, ``update`` or ``media`` names the fault; a refusal has a ``code``."""
        faults, times, seconds = self._simulator.faults, body.get("times", 1), body.get("seconds", 0.0)
        method = body.get("method", ANY)
        if "update" in body:
            faults.order_update(UpdateFault(body["update"]), seconds=seconds)
        elif "media" in body:
            faults.order_media(MediaFault(body["media"]), times=times, seconds=seconds)
        elif "code" in body:
            faults.refuse(body["code"], method, times=times, description=body.get("description", ""))
        else:
            faults.order(Fault(body["call"]), method, times=times, seconds=seconds)
        return {}

    async def _clear(self, _request: web.Request, _body: Body) -> object:
        self._simulator.faults.clear()
        return {}

    async def _switch(self, _request: web.Request, body: Body) -> object:
        """Switches by their names; a list becomes what the switch holds."""
        behaviour = self._simulator.behaviour
        for name, value in body.items():
            if name not in behaviour.__slots__:
                raise LookupError(name)
            setattr(behaviour, name, type(getattr(behaviour, name))(value) if isinstance(value, list) else value)
        return {}

    async def _sent(self, request: web.Request, _body: Body) -> object:
        """All messages, or those after the first so many."""
        names = ("at", "method", "chat_id", "message_id", "text", "photo", "delivered")
        sent = self._simulator.sent[int(request.query.get("after", 0)) :]
        return [{name: getattr(each, name) for name in names} for each in sent]


def _seen(view: ChatView) -> object:
    """What the phone shows, in the order of time."""
    lines: list[Said | Sent] = [*view.chat.said, *view.messages]
    lines.sort(key=lambda line: line.at)
    return {"id": view.chat_id, "messages": [_line(line) for line in lines]}


def _line(line: Said | Sent) -> object:
    if isinstance(line, Said):
        kind = "" if line.kind == "text" else line.kind
        return {"message_id": line.message_id, "from_bot": False, "from": line.author, "text": line.text, "kind": kind}
    kind = "" if line.method == "sendMessage" else line.method.removeprefix("send").lower()
    return {"message_id": line.message_id, "from_bot": True, "text": line.text, "kind": kind, "photo": line.photo}
