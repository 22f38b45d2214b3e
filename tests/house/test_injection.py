"""Generated from what exists: words meant for a database or a template engine stay words."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

import raabta.web
from raabta.api.access import rates
from raabta.workspaces.models import User
from raabta.workspaces.policy import PERMISSIONS, Role
from tests.house.test_abuse import addresses, text_of
from tests.house.test_isolation import (
    API,
    House,
    Route,
    except_keys,
    house,  # noqa: F401  a fixture
    plain_key,
    rows_of,
)

ATTACKS = {
    "drop": "x'; DROP TABLE customers_customer; --",
    "always": "'\" OR '1'='1' --",
    "backslash": "\\' OR 1=1 --",
    "union": "1) UNION SELECT password FROM workspaces_user --",
    "zero byte": "a\x00b",
    "huge": "9" * 40,
    "negative": "-1",
    "superscript": "²",
    "lookup": "password__startswith",
    "relation": "-workspace__memberships__user__password",
    "liquid": "{{ 7|times:7 }}{% include 'x' %}",
    "long": "x" * 5_000,
    "surrogate": "%ED%A0%80",
}
SOURCES = Path(raabta.web.__file__).parent
ASKED = re.compile(r"""(?:GET|POST)(?:\.get|\.getlist)?[(\[]\s*"(\w+)\"""")
NAMED = re.compile(r'<(?:input|select)\b[^>]*?\bname="([\w.-]+)"|[?&](?:amp;)?([\w.-]+)=')


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    cache.clear()


def names_in_source() -> set[str]:
    """The parameters that our views read by name."""
    return {name for path in SOURCES.rglob("*.py") for name in ASKED.findall(path.read_text())}


def names_on(page: str) -> set[str]:
    """The parameters that the page itself sends or links to."""
    found = {one or other for one, other in NAMED.findall(page)}
    return found - {"csrfmiddlewaretoken", "next"}


def pages_with_parameters(house: House, client: Client) -> list[tuple[str, set[str]]]:  # noqa: F811
    found = []
    for _route, url in addresses(house):
        answer = client.get(url)
        text = text_of(answer)
        if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
            found.append((url, names_on(text)))
    return found


def test_the_names_of_parameters_are_found_at_all() -> None:
    assert {"q", "sort", "before", "after", "page", "state"} <= names_in_source()


def test_no_parameter_of_a_page_reaches_the_database_as_code(house: House) -> None:  # noqa: F811
    client = Client(raise_request_exception=False)
    client.force_login(house.users[Role.OWNER])
    pages = pages_with_parameters(house, client)
    before, broken = rows_of(house.home), []
    everywhere = names_in_source()
    hashes = User.objects.exclude(password__startswith="x").values_list("password", flat=True)
    secrets = [house.stranger.email, *hashes]  # made-up rows have passwords such as "x7"
    for url, names in pages:
        asked = [dict.fromkeys(everywhere | names, attack) for attack in ATTACKS.values()]
        asked += [{name: ATTACKS["always"]} for name in sorted(names)]
        for parameters in asked:
            answer = client.get(url, parameters)
            text = text_of(answer)
            if answer.status_code >= 500 or any(secret in text for secret in secrets):
                names_asked = ",".join(parameters) if len(parameters) == 1 else "all"
                attack = next(iter(parameters.values()))[:40]
                broken.append(f"{url} {names_asked}={attack}: {answer.status_code}")
    assert broken == []
    after = rows_of(house.home)
    assert after["customers.Customer"] == before["customers.Customer"]
    assert {label for label in before if lost(before[label], after[label])} == set()


def lost(before: list[Any], after: list[Any]) -> set[Any]:
    """The ids of rows that are gone; a page may keep a count that it made."""
    return {row[0] for row in before} - {row[0] for row in after}


@pytest.mark.parametrize("attack", ["always", "zero byte", "huge", "superscript", "surrogate"])
def test_no_field_of_a_form_breaks_its_page(house: House, attack: str) -> None:  # noqa: F811
    client = Client(raise_request_exception=False)
    client.force_login(house.users[Role.OWNER])
    broken, everywhere = [], names_in_source() - {"next"}
    for route, url in addresses(house):
        shown = client.get(url)
        names = names_on(text_of(shown)) if shown.status_code == 200 else set()
        answer = client.post(url, dict.fromkeys(everywhere | names, ATTACKS[attack]))
        if answer.status_code >= 500:
            broken.append(f"{route.name}: {answer.status_code}")
    assert broken == []


def test_a_search_for_code_finds_nobody(house: House) -> None:  # noqa: F811
    client = Client()
    client.force_login(house.users[Role.OWNER])
    ids = {r.name: url for r, url in addresses(house)}
    for name in ("web:customers:index", "web:companies:index", "web:orders:index"):
        for attack in ("always", "backslash", "union"):
            page = text_of(client.get(ids[name], {"q": ATTACKS[attack]}))
            assert not re.search(r'href="/(?:customers|companies|orders)/\d+"', page), (
                f"{name} {attack}"
            )


def test_no_parameter_of_the_api_reaches_the_database_as_code(house: House) -> None:  # noqa: F811
    key = plain_key(house, PERMISSIONS)
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {key}"})
    schema = client.get("/api/v1/openapi.json").json()
    urls = {route: route.url(house.ids(route, Role.OWNER)) for route in API}
    before, broken = rows_of(house.home), []
    for route, url in urls.items():
        if route.methods == ("GET",):
            for name in parameters_of(schema, route):
                for attack in ATTACKS.values():
                    answer = client.get(url, {name: attack})
                    if answer.status_code >= 500:
                        broken.append(f"{route.name}?{name}={attack[:40]}: {answer.status_code}")
    assert broken == []
    assert except_keys(rows_of(house.home)) == except_keys(before)


def parameters_of(schema: dict[str, Any], route: Route) -> list[str]:
    described = schema["paths"][route.path][route.methods[0].lower()]
    return [one["name"] for one in described.get("parameters", []) if one["in"] == "query"]


@pytest.mark.parametrize("attack", ["drop", "always", "zero byte", "huge", "liquid"])
def test_no_text_sent_to_the_api_breaks_an_operation(
    house: House,  # noqa: F811
    attack: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rates, "per_minute", 100_000)  # all operations several times a minute
    key = plain_key(house, PERMISSIONS)
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {key}"})
    schema = client.get("/api/v1/openapi.json").json()
    broken = []
    for route in API:
        if route.methods[0] in {"POST", "PATCH", "PUT"}:
            body = json.dumps(filled(schema, body_of(schema, route), ATTACKS[attack]))
            url = route.url(house.ids(route, Role.OWNER))
            answer = client.generic(route.methods[0], url, body, "application/json")
            if answer.status_code >= 500:
                broken.append(f"{route.name}: {answer.status_code}")
    assert broken == []


def body_of(schema: dict[str, Any], route: Route) -> dict[str, Any]:
    described = schema["paths"][route.path][route.methods[0].lower()]
    content: dict[str, Any] = described.get("requestBody", {}).get("content", {})
    told = content.get("application/json") or {"schema": {}}  # files have tests of their own
    return dict(told["schema"])


def filled(schema: dict[str, Any], shape: dict[str, Any], attack: str, depth: int = 0) -> Any:
    """A body of this shape whose every text is the attack."""
    if "$ref" in shape:
        shape = schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    options = shape.get("anyOf") or shape.get("oneOf") or shape.get("allOf")
    if options:
        return filled(schema, options[0], attack, depth)
    match shape.get("type"):
        case "object" if depth < 6:
            named = shape.get("properties", {})
            made = {name: filled(schema, one, attack, depth + 1) for name, one in named.items()}
            return made if named else {attack[:50]: attack}
        case "array":
            return [filled(schema, shape.get("items", {}), attack, depth + 1)]
        case "integer" | "number":
            return 1
        case "boolean":
            return True
    return (shape.get("enum") or [attack])[0]
