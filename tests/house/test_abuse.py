"""Generated from what exists: attacks on every page, tried the day a page appears."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from raabta.messaging import signing
from raabta.messaging.own_page import ERASURE, PAGE, token_of
from raabta.warehouse.services import rebuild
from raabta.workspaces.policy import Role
from tests.house.factories import token
from tests.house.hostile import MARKUP, PATTERN, furnish, poison, read
from tests.house.rows import make
from tests.house.test_isolation import PAGES, House, Route, house  # noqa: F401  a fixture

SHOWN = re.compile(re.escape("times:7}}"))
# pages on which an attack must be seen, so that the test looks at what it should
SHOW_TEXT = {
    "web:attributes:index", "web:audiences:index", "web:audit:index", "web:campaigns:index",
    "web:campaigns:show", "web:companies:index", "web:companies:show", "web:customers:index",
    "web:customers:show", "web:images:index", "web:imports:index",
    "web:imports:mapping", "web:keys:index", "web:members:index", "web:messages:show",
    "web:orders:show", "web:outbox:index", "web:products:index", "web:products:show",
    "web:senders:index", "web:settings:edit", "web:suppressions:index", "web:tags:index",
    "web:templates:index", "web:templates:show",
}  # fmt: skip


@pytest.fixture
def furnished(house: House, project: Callable[[], None]) -> House:  # noqa: F811
    cache.clear()
    return house


def addresses(house: House) -> list[tuple[Route, str]]:  # noqa: F811
    """Every page of the workspace with rows of its own, the pages that mails lead to as well."""
    mine = [route for route in PAGES if route.permission is not None or not route.kwargs]
    found = [(route, route.url(house.ids(route, Role.OWNER))) for route in mine]
    return found + [
        (route, PUBLIC_ADDRESSES[route.name](house)) for route in PAGES if route not in mine
    ]


def from_mail(url_of: Callable[[str], str]) -> Callable[[House], str]:
    def address(house: House) -> str:  # noqa: F811
        person = make("customers.Customer", house.home, language="en")
        message = make("messaging.Message", house.home, customer=person, state="sent")
        return url_of(message.token).removeprefix(settings.BASE_URL)

    return address


def own_page(name: str, purpose: str = PAGE) -> Callable[[House], str]:
    def address(house: House) -> str:  # noqa: F811
        person = make("customers.Customer", house.home, language="en")
        return reverse(f"web:own:{name}", args=[token_of(person, purpose)])

    return address


def export_url_of(house: House) -> str:  # noqa: F811
    kept = {"workspace_id": house.home.pk, "kind": "customers.export_person", "state": "queued"}
    payload = {"customer_id": 0, "language": "en"}
    return signing.export_url(make("kernel.Job", house.home, payload=payload, **kept).pk)


def published(name: str) -> Callable[[House], str]:
    fields = [{"kind": "text", "id": "f1"}]

    def address(house: House) -> str:  # noqa: F811
        made = make("forms.Form", house.home, state="published", fields=fields)
        return reverse(name, args=[made.public_id])

    return address


def asked_to_confirm(house: House) -> str:  # noqa: F811
    pending = make("messaging.PendingConsent", house.home, address="ada@x.example")
    return signing.confirm_url(pending.token).removeprefix(settings.BASE_URL)


PUBLIC_ADDRESSES: dict[str, Callable[[House], str]] = {
    "web:form": published("web:form"),
    "web:form_started": published("web:form_started"),
    "web:form_description": published("web:form_description"),
    "web:invitations:accept": lambda made: reverse(
        "web:invitations:accept", args=[token(made.home, made.users[Role.OWNER])]
    ),
    "web:media": lambda made: reverse("web:media", args=[make("content.Image", made.home).token]),
    "web:own:ask": from_mail(signing.ask_url),
    "web:own:consent": own_page("consent"),
    "web:own:erase": own_page("erase"),
    "web:own:export": own_page("export"),
    "web:own:forget": own_page("forget", ERASURE),
    "web:own:preferences": own_page("preferences"),
    "web:own:show": own_page("show"),
    "web:public:click": from_mail(lambda token: signing.click_url(token, signing.TRAP)),
    "web:public:confirm": asked_to_confirm,
    "web:public:download": lambda made: export_url_of(made).removeprefix(settings.BASE_URL),
    "web:public:open": from_mail(signing.open_url),
    "web:public:preferences": from_mail(signing.preferences_url),
    "web:public:unsubscribe": from_mail(signing.unsubscribe_url),
    "web:public:view": from_mail(signing.view_url),
}


def opened(house: House, urls: list[tuple[Route, str]]) -> Iterator[tuple[Route, Any, str]]:  # noqa: F811
    """Every page that answers a GET, with its text."""
    client = Client(raise_request_exception=False)
    client.force_login(house.users[Role.OWNER])
    for route, url in urls:
        answer = client.get(url)
        if answer.status_code != 405:
            yield route, answer, text_of(answer)


def text_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return bytes(content).decode("utf-8", "replace")


@pytest.mark.parametrize("attack", [MARKUP, PATTERN], ids=["markup", "pattern"])
def test_no_text_that_somebody_typed_becomes_code_on_any_page(
    furnished: House, attack: str
) -> None:
    urls = addresses(furnished)
    furnish(furnished.home, urls_customer(urls))
    poison(furnished.home, attack)
    rebuild(workspace=furnished.home)
    problems, shown = [], set()
    for route, answer, text in opened(furnished, urls):
        if answer.status_code >= 500:
            problems.append(f"{route.name}: {answer.status_code}")
        if "html" in answer.headers.get("Content-Type", ""):
            policy = answer.headers["Content-Security-Policy"]
            problems += [f"{route.name}: {one}" for one in read(text, policy).problems]
            if SHOWN.search(text):
                shown.add(route.name)
    assert problems == []
    assert attack != MARKUP or SHOW_TEXT - shown == set()


def urls_customer(urls: list[tuple[Route, str]]) -> int:
    found = next(url for route, url in urls if route.name == "web:customers:show")
    return int(found.rstrip("/").rpartition("/")[2])
