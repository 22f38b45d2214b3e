"""A program with a key, as it calls the API."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from raabta.api.access import rates
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import PERMISSIONS, Role
from raabta.workspaces.services.keys import create_key


class Program:
    """Calls `/api/v1` with a key and hands back the response; `.data` of it is the parsed body."""

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self.client = Client(raise_request_exception=False)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        content = {} if body is None else {"data": body, "content_type": "application/json"}
        if content and not isinstance(body, bytes):
            content["data"] = json.dumps(body)
        own = {"authorization": f"Bearer {self.plain}"} if self.plain else {}
        response = self.client.generic(
            method, f"/api/v1{path}", headers={**own, **headers}, **content
        )
        kind = response.headers.get("Content-Type", "")
        response.data = response.json() if "json" in kind and response.content else None
        return response

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.call("POST", path, body, **headers)

    def patch(self, path: str, body: Any) -> HttpResponse:
        return self.call("PATCH", path, body)

    def put(self, path: str, body: Any) -> HttpResponse:
        return self.call("PUT", path, body)

    def delete(self, path: str) -> HttpResponse:
        return self.call("DELETE", path)


@pytest.fixture(autouse=True)
def _fresh_rates() -> Iterator[None]:
    rates.counts.clear()
    yield
    rates.counts.clear()


@pytest.fixture
def program_with(workspace: Workspace, owner: User) -> Callable[..., Program]:
    """A program whose key has just these scopes."""

    def made(*scopes: str) -> Program:
        _key, plain = create_key(
            workspace=workspace, name="Shop", scopes=scopes, made_by=owner, role=Role.OWNER
        )
        return Program(plain)

    return made


@pytest.fixture
def api(program_with: Callable[..., Program]) -> Program:
    """A program that may do everything."""
    return program_with(*PERMISSIONS)


@pytest.fixture
def stranger(other_workspace: Workspace) -> Program:
    """A program that may do everything in another workspace."""
    maker = Membership.objects.get(workspace=other_workspace).user
    _key, plain = create_key(
        workspace=other_workspace,
        name="Rival",
        scopes=PERMISSIONS,
        made_by=maker,
        role=Role.OWNER,
    )
    return Program(plain)
