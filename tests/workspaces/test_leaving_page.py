"""The page of the whole export: for owners and administrators, on record."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.workspaces.models import AuditEntry, User, Workspace
from raabta.workspaces.policy import Role, may
from raabta.workspaces.services import add_member, create_user


def test_an_owner_exports_everything_and_downloads_it(
    client: Client, workspace: Workspace, owner: User, project: Callable[[], None]
) -> None:
    client.force_login(owner)
    client.post(reverse("web:leaving:create"))
    client.post(reverse("web:leaving:create"))  # while one is under way there is no second
    job = Job.objects.get(kind="workspaces.export")
    assert jobs.run_next([jobs.WAREHOUSE])
    shown = client.get(reverse("web:leaving:index")).content.decode()
    url = reverse("web:leaving:show", args=[job.pk])
    assert url in shown
    answer = client.get(url)
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert [*verbs][-2:] == ["workspace.exported", "workspace.downloaded"]


@pytest.mark.parametrize("role", [role for role in Role if not may(role, "workspace.export")])
def test_nobody_else_may(client: Client, workspace: Workspace, role: Role) -> None:
    user = create_user(email="bilal@shop.example", password="a-long-enough-pass")
    add_member(workspace=workspace, user=user, role=role)
    client.force_login(user)
    before = AuditEntry.objects.count()
    assert client.post(reverse("web:leaving:create")).status_code == 403
    assert client.get(reverse("web:leaving:index")).status_code == 403
    assert client.get(reverse("web:leaving:show", args=[1])).status_code == 403
    assert not Job.objects.exists()
    assert AuditEntry.objects.count() == before
    assert role not in {Role.OWNER, Role.ADMIN}
