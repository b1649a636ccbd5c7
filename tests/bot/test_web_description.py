"""The formal description of the interface: it holds together, names every address, and tells the truth."""

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from tests.bot.web_client import Client
from tests.browser.served import Served, served

PAGES = {"/", "/static/{name}", "/demo"}  # for people; the rest is for programs, and described for them

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with served(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest_asyncio.fixture(loop_scope="module")
async def client(office: Served) -> AsyncIterator[Client]:
    async with ClientSession() as http:
        yield Client(http, office.base)


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    path = Path(__file__).parents[2] / "bot/channels/web_page/openapi.json"
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


async def test_the_description_is_served(client: Client, description: Mapping[str, Any]) -> None:
    """/openapi.json is the file beside the page."""
    answer = await client.ask("GET", "/openapi.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.body == description


async def test_the_description_holds_together(description: Mapping[str, Any]) -> None:
    """OpenAPI 3.1: references lead somewhere, operations have names of their own, paths name their parameters."""
    assert description["openapi"].startswith("3.1.")
    for reference in _references(description):
        _resolve(reference, description)
    names = [operation["operationId"] for _, _, operation in _operations(description)]
    assert len(set(names)) == len(names)
    for path, _, operation in _operations(description):
        inside = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
        assert inside == {piece.partition("}")[0] for piece in path.split("{")[1:]}
        assert operation["responses"] and operation["summary"]
        assert {*operation["tags"]} <= {tag["name"] for tag in description["tags"]}


async def test_every_address_is_described_and_every_description_is_true(
    office: Served, description: Mapping[str, Any]
) -> None:
    """The router and the description name the same addresses and methods, but for the pages for people."""
    routes = {
        (route.resource.canonical, route.method.lower())
        for route in office.app.web_app().router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    described = {(path, method) for path, method, _ in _operations(description)}

    assert {path for path, _ in routes - described} == PAGES
    assert described - routes == set()


async def test_answers_are_as_described(client: Client, description: Mapping[str, Any]) -> None:
    """Real answers, good ones and refusals, have the described status and shape."""
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("get", "/api/about", {}),
        ("get", "/healthz", {}),
        ("get", "/texts/en.json", {}),
        ("get", "/texts/de.json", {}),
        ("get", "/demo/clock", {}),
        ("post", "/api/chat", {"json": {"invite": "K7QM-2XPA-9RTD"}}),
        ("post", "/api/chat", {"data": b"{"}),
        ("post", "/api/chat", {"json": {}}),
        ("post", "/api/chat/messages", {"json": {"id": "1", "text": "a"}}),
        ("get", "/api/chat/files/abc", {}),
    ]
    await client.begin()
    for method, path, options in asked:
        answer = await client.ask(method, path, **options)
        operation = _operation_at(path, method, description)
        response = _deref(operation["responses"][str(answer.status)], description)
        _check(answer.body, response["content"]["application/json"]["schema"], description)


async def test_an_event_is_as_described(client: Client, description: Mapping[str, Any]) -> None:
    """What comes on the stream is a Reply."""
    await client.begin()
    [event] = await client.events(1)
    _check(event, {"$ref": "#/components/schemas/Reply"}, description)
    assert set(event) == set(description["components"]["schemas"]["Reply"]["properties"])


def _operations(description: Mapping[str, Any]) -> list[tuple[str, str, Mapping[str, Any]]]:
    return [(path, method, op) for path, item in description["paths"].items() for method, op in item.items()]


def _operation_at(path: str, method: str, description: Mapping[str, Any]) -> Mapping[str, Any]:
    """The operation for a real address: a parameter stands for one piece of the path."""
    for template, its_method, operation in _operations(description):
        start, _, end = template.partition("{")
        end = end.partition("}")[2]
        if its_method == method and (
            template == path or ("{" in template and path.startswith(start) and path.endswith(end))
        ):
            return operation
    raise AssertionError(f"{method} {path} is not described")


def _references(node: Any) -> list[str]:
    if isinstance(node, Mapping):
        own = [node["$ref"]] if "$ref" in node else []
        return own + [r for child in node.values() for r in _references(child)]
    return [r for child in node for r in _references(child)] if isinstance(node, list) else []


def _resolve(reference: str, description: Mapping[str, Any]) -> Any:
    node: Any = description
    for name in reference.removeprefix("#/").split("/"):
        node = node[name]
    return node


def _deref(node: Any, description: Mapping[str, Any]) -> Any:
    return _resolve(node["$ref"], description) if "$ref" in node else node


def _check(value: Any, schema: Any, description: Mapping[str, Any]) -> None:
    """As much of JSON Schema as the description uses for answers."""
    schema = _deref(schema, description)
    if "enum" in schema:
        assert value in schema["enum"]
    kinds: dict[str, Any] = {
        "object": dict,
        "array": list,
        "string": str,
        "boolean": bool,
        "integer": int,
        "number": (int, float),
    }
    if "type" in schema:
        assert isinstance(value, kinds[schema["type"]]), (value, schema)
    if isinstance(value, dict):
        assert set(schema.get("required", [])) <= set(value)
        for name, child in value.items():
            _check(child, schema.get("properties", {}).get(name, schema.get("additionalProperties", {})), description)
    if isinstance(value, list):
        for child in value:
            _check(child, schema.get("items", {}), description)
