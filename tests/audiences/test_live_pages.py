"""Pages of kept members: today, freezing, files, comparing, one person; and who may not."""

import json

import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.urls import reverse

from raabta.audiences.models import Audience, AudienceCount, Snapshot
from raabta.audiences.queries import explain_all, member_ids, overlap, rule_of
from raabta.audiences.services import NameTaken, freeze_audience
from raabta.customers.models import Customer
from raabta.customers.services.exports import export_of, export_path
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.web.audiences.venn import circles, lens, places
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.policy import Role
from raabta.workspaces.services import create_user
from raabta.workspaces.services.accounts import add_member
from tests.audiences.conftest import Shop, city, group, inside
from tests.audiences.following import forget_what_was_looked_at, settle


@pytest.fixture(autouse=True)
def _as_a_new_process() -> None:
    forget_what_was_looked_at()


@pytest.fixture
def three(shop: Shop) -> list[Audience]:
    shop.people("Lahore", "Lahore", "Dhaka", "Leeds")
    made = [
        shop.audience("A", city("Lahore")),
        shop.audience("B", group("any", city("Lahore"), city("Dhaka"))),
        shop.audience("C", city("Dhaka")),
    ]
    settle()
    return made


def test_the_page_tells_who_came_and_left_today(
    shop: Shop, page: Client, three: list[Audience]
) -> None:
    url = reverse("web:audiences:show", args=[three[2].pk])
    assert "Kept up to date" in page.get(url).content.decode()
    first = Customer.objects.earliest("pk")
    Customer.objects.filter(pk=first.pk).update(city="Dhaka")
    shop.tell([first.pk])
    settle()
    kept = page.get(url).context["kept"]
    assert (kept.size, kept.entered, kept.left) == (2, 2, 0)


def test_the_history_is_drawn_once_there_are_two_days(
    shop: Shop, page: Client, three: list[Audience]
) -> None:
    AudienceCount.objects.create(
        workspace=shop.workspace, audience=three[0], counted_on="2026-01-01", count=1, entered=1
    )
    context = page.get(reverse("web:audiences:show", args=[three[0].pk])).context
    assert context["history"]["series"][0]["data"] == [1, 2]
    assert [one["data"] for one in context["moves"]["series"]] == [[1, 2], [0, 0]]


def test_a_frozen_audience_stays_as_it_was(shop: Shop, page: Client, three: list[Audience]) -> None:
    url = reverse("web:audiences:freeze", args=[three[0].pk])
    assert page.get(url).status_code == 200
    assert page.post(url, {"name": "A"}).status_code == 422  # taken
    assert page.post(url, {"name": "A in May"}).status_code == 303
    frozen = Audience.objects.get(name="A in May")
    before = {pk for ids in member_ids(shop.workspace, rule_of(three[0])) for pk in ids}
    Customer.objects.filter(pk__in=before).update(city="Leeds")
    shop.tell(sorted(before))
    settle()
    assert {pk for ids in member_ids(shop.workspace, rule_of(frozen)) for pk in ids} == before
    assert "frozen on" in page.get(reverse("web:audiences:show", args=[frozen.pk])).content.decode()
    assert page.get(reverse("web:audiences:edit", args=[frozen.pk])).status_code == 200


def test_a_name_that_is_taken_freezes_nothing(shop: Shop, three: list[Audience]) -> None:
    with pytest.raises(NameTaken):
        freeze_audience(workspace=shop.workspace, actor=SYSTEM, audience=three[0], name="B")
    assert not Snapshot.objects.exclude(list_key="").exists()


def test_the_members_are_written_to_a_parquet_file(
    shop: Shop, page: Client, three: list[Audience]
) -> None:
    url = reverse("web:audiences:export", args=[three[0].pk])
    assert "Parquet" in page.get(url).content.decode()
    answer = page.post(url, {"format": "parquet", "columns": ["id", "city", "unknown"]})
    assert answer.status_code == 303
    while jobs.run_next([jobs.DEFAULT, jobs.WAREHOUSE]):
        pass
    job = export_of(shop.workspace, Job.objects.earliest("pk").pk)
    rows = pq.read_table(export_path(job)).to_pylist()
    ids = [str(pk) for ids in member_ids(shop.workspace, rule_of(three[0])) for pk in ids]
    assert [list(row.values()) for row in rows] == [[pk, "Lahore"] for pk in ids]


def test_overlaps_are_counted_by_region_and_open_as_an_audience(
    shop: Shop, page: Client, three: list[Audience]
) -> None:
    found = overlap(shop.workspace, three)
    assert {one.inside: one.people for one in found.regions} == {(0, 1): 2, (1, 2): 1}
    assert found.pairs() == {(0, 1): 2, (0, 2): 0, (1, 2): 1}
    answer = page.get(reverse("web:audiences:overlap"), {"audience": [one.pk for one in three]})
    assert [row["people"] for row in answer.context["regions"]] == [2, 1]
    assert len(answer.context["drawing"]["circles"]) == 3
    builder = page.get(answer.context["regions"][0]["url"])
    names = [inside(three[0].pk), inside(three[1].pk), inside(three[2].pk, "not_in")]
    assert builder.status_code == 200
    assert json.dumps(names[2]["params"]["operator"]).strip('"') in builder.content.decode()


def test_circles_share_areas_in_proportion() -> None:
    one, two = circles([100, 50], {(0, 1): 25})
    assert one.r**2 / two.r**2 == pytest.approx(2, rel=0.01)
    apart = two.x - one.x
    assert lens(one.r, two.r, apart) / (3.14159265 * two.r**2) == pytest.approx(0.5, rel=0.01)
    assert set(places([one, two])) == {(0,), (0, 1), (1,)}


def test_one_person_in_every_audience(shop: Shop, page: Client, three: list[Audience]) -> None:
    first = Customer.objects.earliest("pk")
    found = explain_all(shop.workspace, first.pk)
    assert found
    assert [(one.audience.name, one.line.holds) for one in found] == [
        ("A", True), ("B", True), ("C", False),
    ]  # fmt: skip
    shown = page.get(reverse("web:audiences:of", args=[first.pk]))
    assert "In 2 of 3" in shown.content.decode().replace("<bdi>", "").replace("</bdi>", "")
    assert explain_all(shop.workspace, 10**9) is None


@pytest.mark.parametrize("name", ["freeze", "export"])
def test_who_only_looks_neither_freezes_nor_exports(
    shop: Shop, three: list[Audience], name: str
) -> None:
    analyst = create_user(email="looks@shop.example", password="a-long-enough-pass")
    add_member(workspace=shop.workspace, user=analyst, role=Role.ANALYST)
    client = Client()
    client.force_login(analyst)
    before = (Audience.objects.count(), Job.objects.count())
    url = reverse(f"web:audiences:{name}", args=[three[0].pk])
    assert client.post(url, {"name": "Mine", "format": "csv"}).status_code == 403
    assert (Audience.objects.count(), Job.objects.count()) == before
