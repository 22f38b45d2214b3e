"""Generated from what exists: nobody reaches another workspace, each role does what it may.

Every model, page and API operation is walked, so a new one is covered the day it appears.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django_scopes import scopes_disabled
from django_scopes.exceptions import ScopeError

from raabta.config.urls import api
from raabta.kernel import clock
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import GRANTS, PERMISSIONS, Role
from raabta.workspaces.queries import key_for
from raabta.workspaces.scoped import WorkspaceModel
from raabta.workspaces.services import create_workspace
from raabta.workspaces.services.keys import create_key
from tests.house.factories import FACTORIES, PLAIN, PUBLIC, SHARED, found_for

NOT_SCOPED = {Membership: "says which workspaces a user has, so it is asked before one is chosen"}
METHODS = ("GET", "POST")
POST_FORM = re.compile(r'<form\b[^>]*method="post"[^>]*>.*?</form>', re.DOTALL)
OPEN_WITH_NO_OBJECT = (404, 405)


@dataclass(frozen=True)
class Route:
    """One address of ours, with the permission it asks for (None: it asks for none at all)."""

    name: str
    kwargs: tuple[str, ...]
    permission: str | None
    methods: tuple[str, ...] = METHODS
    path: str = field(default="", compare=False)
    view: Any = field(default=None, compare=False)

    def url(self, ids: dict[str, Any]) -> str:
        return self.path.format(**ids) if self.path else reverse(self.name, kwargs=ids)

    def id_for(self, name: str, workspace: Workspace, user: User) -> Any:
        plain, factory = found_for(self.name, name, PLAIN), found_for(self.name, name, FACTORIES)
        assert plain or factory, f"{self.name}: say in tests/house/factories.py what <{name}> is"
        return plain or factory(workspace, user)

    @property
    def objects(self) -> list[str]:
        """The names in its address that stand for a row of one workspace."""
        plain = {name for name in self.kwargs if found_for(self.name, name, PLAIN)}
        return [name for name in self.kwargs if name not in plain | SHARED]

    def __str__(self) -> str:
        return self.name


def walk(patterns: Any, prefix: str = "", kwargs: tuple[str, ...] = ()) -> Iterator[Route]:
    for pattern in patterns:
        names = kwargs + tuple(pattern.pattern.converters)
        if isinstance(pattern, URLPattern):
            permission = getattr(pattern.callback, "permission", None)
            yield Route(f"{prefix}{pattern.name}", names, permission)
        elif pattern.namespace or prefix:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from walk(pattern.url_patterns, inner, names)
        else:
            yield from walk(pattern.url_patterns, prefix, names)


def operations() -> list[Route]:
    """The operations of the public API."""
    found = []
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                address = "/".join(part.strip("/") for part in ("api/v1", prefix, path) if part)
                kwargs = tuple(p.split(":")[-1] for p in names_in(address))
                for method in operation.methods:
                    address_of = "/" + address.replace("int:", "").replace("str:", "")
                    permission = getattr(operation.view_func, "permission", None)
                    name = f"{method} {address_of}"
                    view_func = operation.view_func
                    found.append(Route(name, kwargs, permission, (method,), address_of, view_func))
    return found


def names_in(address: str) -> list[str]:
    return [part.split("}")[0] for part in address.split("{")[1:]]


PAGES = sorted({r for r in walk(get_resolver().url_patterns) if r.name.startswith("web:")}, key=str)
GATED = [route for route in PAGES if route.permission is not None]
WITH_OBJECT = [route for route in GATED if route.objects]
API = operations()
MODELS = [m for m in apps.get_models() if m.__module__.startswith("raabta.")]
OURS = [m for m in MODELS if any(f.name == "workspace" for f in m._meta.concrete_fields)]


def make_user(name: str) -> User:
    user = User(email=f"{name}@shop.example", name=name, date_joined=clock.now())
    user.set_unusable_password()
    user.save()
    return user


@dataclass
class House:
    """A workspace with one member of each role, and another workspace with an owner."""

    home: Workspace
    users: dict[Role, User]
    other: Workspace
    stranger: User

    def client(self, role: Role) -> Client:
        client = Client()
        client.force_login(self.users[role])
        return client

    def ids(self, route: Route, role: Role) -> dict[str, Any]:
        return {name: route.id_for(name, self.home, self.users[role]) for name in route.kwargs}

    def other_ids(self, route: Route) -> dict[str, Any]:
        return {name: route.id_for(name, self.other, self.stranger) for name in route.kwargs}


@pytest.fixture
def house(db: None) -> House:
    users = {role: make_user(role.value) for role in Role}
    home = create_workspace(name="Home", owner=users[Role.OWNER])
    for role in Role:
        Membership.objects.update_or_create(
            workspace=home, user=users[role], defaults={"role": role, "joined_at": clock.now()}
        )
    stranger = make_user("stranger")
    return House(home, users, create_workspace(name="Rival", owner=stranger), stranger)


def ask(client: Client, method: str, url: str) -> Any:
    answer = client.generic(method, url)
    answer.close()
    return answer


def knock(house: House, role: Role, url: str, *, may: bool) -> None:
    """Every method is refused exactly when it may not be, and none breaks."""
    for method in METHODS:
        answer = ask(house.client(role), method, url)
        told = f"{role} {method} {url}: {answer.status_code}"
        if answer.status_code != 405:
            assert (answer.status_code != 403) is may, told
            assert answer.status_code < 500, told


def rows_of(workspace: Workspace) -> dict[str, list[Any]]:
    """Every row of a workspace, to see that nothing changed."""
    with scopes_disabled():
        return {
            model._meta.label: list(
                model._base_manager.filter(workspace=workspace).order_by("pk").values_list()
            )
            for model in OURS
        }


# models


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_a_row_of_a_workspace_is_only_seen_from_within(model: type[models.Model]) -> None:
    if model in NOT_SCOPED:
        return
    assert issubclass(model, WorkspaceModel), "let it inherit WorkspaceModel"
    with pytest.raises(ScopeError):
        list(model.objects.all())
    for manager in model._meta.managers:
        with pytest.raises(ScopeError):
            manager.count()


# pages


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_a_page_asks_for_a_known_permission_or_is_public_on_purpose(route: Route) -> None:
    if route.name in PUBLIC:
        return
    told = f"{route.name}: decorate the view with @page, or name it in PUBLIC with the reason"
    assert route.permission is not None, told
    assert route.permission == "" or route.permission in PERMISSIONS, "no such permission"


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_no_page_is_called_public_that_does_not_exist(name: str) -> None:
    assert name in {route.name for route in PAGES}


@pytest.mark.parametrize("route", GATED, ids=str)
def test_a_stranger_without_login_is_sent_to_the_login(route: Route, house: House) -> None:
    url = route.url(house.ids(route, Role.OWNER))
    before = rows_of(house.home)
    for method in METHODS:
        answer = ask(Client(), method, url)
        if answer.status_code != 405:
            assert answer.status_code == 302, f"{method} {url}"
            assert answer.headers["Location"].startswith("/accounts/login/?next="), (
                f"{method} {url}"
            )
    assert rows_of(house.home) == before


@pytest.mark.parametrize("route", GATED, ids=str)
def test_each_role_opens_a_page_exactly_when_the_policy_says_so(route: Route, house: House) -> None:
    urls = {role: route.url(house.ids(route, role)) for role in Role}
    opens = {role for role in Role if not route.permission or route.permission in GRANTS[role]}
    if denied := [role for role in Role if role not in opens]:
        before = rows_of(house.home)
        for role in denied:
            knock(house, role, urls[role], may=False)
        assert rows_of(house.home) == before
    for role in Role:
        if role in opens:
            knock(house, role, urls[role], may=True)


@pytest.mark.parametrize("route", WITH_OBJECT, ids=str)
def test_an_object_of_another_workspace_is_not_found_and_not_touched(
    route: Route, house: House
) -> None:
    other = house.other_ids(route)
    own = house.ids(route, Role.OWNER)
    mixed = [{**own, name: other[name]} for name in route.objects]
    before = rows_of(house.other)
    for ids in (other, *mixed):
        for method in METHODS:
            url = route.url(ids)
            answer = ask(house.client(Role.OWNER), method, url)
            assert answer.status_code in OPEN_WITH_NO_OBJECT, (
                f"{method} {url}: {answer.status_code}"
            )
    assert rows_of(house.other) == before


@pytest.mark.parametrize("route", GATED, ids=str)
def test_every_form_of_a_page_carries_the_token_against_forgery(route: Route, house: House) -> None:
    answer = house.client(Role.OWNER).get(route.url(house.ids(route, Role.OWNER)))
    if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        for form in POST_FORM.findall(answer.content.decode()):
            assert 'name="csrfmiddlewaretoken"' in form, form[:200]
    answer.close()


# the API


@pytest.mark.parametrize("route", API, ids=str)
def test_an_operation_asks_for_a_known_permission(route: Route) -> None:
    assert route.permission in PERMISSIONS, f"{route.name}: decorate it with @allowed"


@pytest.mark.parametrize("route", API, ids=str)
def test_an_operation_needs_a_key_with_its_scope(route: Route, house: House) -> None:
    url = route.url(house.ids(route, Role.OWNER))
    before = rows_of(house.home)
    assert call(route, url, "").status_code == 401
    assert route.permission
    without = plain_key(house, PERMISSIONS - {route.permission})
    assert call(route, url, without).status_code in {403, 422}  # an empty body comes first
    with pytest.raises(PermissionDenied):
        route.view(SimpleNamespace(auth=key_for(without)))
    assert except_keys(rows_of(house.home)) == except_keys(before)


@pytest.mark.parametrize("route", [r for r in API if r.kwargs], ids=str)
def test_a_key_finds_nothing_of_another_workspace(route: Route, house: House) -> None:
    other, own = house.other_ids(route), house.ids(route, Role.OWNER)
    key = plain_key(house, PERMISSIONS)
    before = rows_of(house.other)
    for ids in (other, *({**own, name: other[name]} for name in route.kwargs)):
        answer = call(route, route.url(ids), key)
        assert answer.status_code in {404, 422}, f"{route.name}: {answer.status_code}"
    assert rows_of(house.other) == before


def plain_key(house: House, scopes: frozenset[str]) -> str:
    owner = house.users[Role.OWNER]
    kept = {"name": "test", "scopes": scopes, "made_by": owner, "role": Role.OWNER}
    return create_key(workspace=house.home, **kept)[1]


def call(route: Route, url: str, key: str) -> Any:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return Client(headers=headers).generic(
        route.methods[0], url, data=b"{}", content_type="application/json"
    )


def except_keys(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """A call's own traces: the key's last use, and the audit line of its making."""
    return {
        label: found
        for label, found in rows.items()
        if label not in {"workspaces.ApiKey", "workspaces.AuditEntry"}
    }
