from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from raabta.audiences.queries import count
from raabta.audiences.rules import parse
from raabta.commerce.models import Buyer, BuyerRules
from raabta.kernel import bus, changes, clock, jobs
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import Role
from tests.commerce.shop import person, placed


def settle(project: Callable[[], None]) -> None:
    for _round in range(2):
        while bus.deliver_pending():
            pass
        project()
        while jobs.run_next([jobs.WAREHOUSE]):
            pass


def asked(workspace: Workspace, key: str, **params: object) -> int:
    return count(workspace, parse({"match": "all", "items": [{"key": key, "params": params}]}))


def test_the_page_audiences_and_settings_agree(
    workspace: Workspace, owner: User, project: Callable[[], None]
) -> None:
    people = [person(workspace, f"P{n}") for n in range(3)]
    for days, one in ((5, people[0]), (400, people[1])):
        placed(workspace, str(days), customer_id=one.pk, at=clock.now() - timedelta(days=days))
    settle(project)
    for one in people:
        changes.mark(workspace_id=workspace.pk, table="customer", ids=[one.pk])
    settle(project)
    assert asked(workspace, "lifecycle_stage", stages=["first"]) == 1
    assert asked(workspace, "lifecycle_stage", stages=["lapsed", "prospect"]) == 2
    assert asked(workspace, "rfm_scores", frequency=1, frequency_upto=1) == 1
    assert asked(workspace, "entered_stage", stage="first") == 0
    placed(workspace, "back", customer_id=people[1].pk, at=clock.now())
    settle(project)
    assert asked(workspace, "entered_stage", stage="won_back", span="last", days=2) == 1
    client = Client()
    client.force_login(owner)
    shown = client.get(reverse("web:buyers:index")).content.decode()
    assert "Won back" in shown
    assert "rfm_scores" in shown
    profile = client.get(reverse("web:customers:show", args=[people[1].pk])).content.decode()
    assert "Life-cycle stage: Won back, before Lapsed" in profile
    limits = {"lookback_days": "365", "at_risk_days": "2", "lapsed_days": "3"}
    tried = client.post(reverse("web:buyers:preview"), limits).content.decode()
    assert "At risk after <bdi>2</bdi> days, lapsed after <bdi>3</bdi> days." in tried
    wrong = {**limits, "lapsed_days": "2"}
    assert client.post(reverse("web:buyers:edit"), wrong).status_code == 422
    assert not BuyerRules.objects.exists()
    assert client.post(reverse("web:buyers:edit"), limits).status_code == 303
    settle(project)
    assert Buyer.objects.get(customer=people[0].pk).stage == "lapsed"


def test_who_may_not_edit_shops_cannot_change_the_limits(workspace: Workspace, owner: User) -> None:
    Membership.objects.filter(workspace=workspace, user=owner).update(role=Role.ANALYST)
    client = Client()
    client.force_login(owner)
    assert client.get(reverse("web:buyers:index")).status_code == 200
    for name in ("edit", "preview", "compute"):
        assert (
            client.post(reverse(f"web:buyers:{name}"), {"lookback_days": "90"}).status_code == 403
        )
    assert not BuyerRules.objects.exists()
