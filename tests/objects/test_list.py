import pytest
from django.http import QueryDict
from django.test import Client

from raabta.customers.models import SavedView
from raabta.customers.services.attributes import define_attribute
from raabta.kernel import jobs
from raabta.objects.models import ObjectChange, ObjectKind, ObjectRecord
from raabta.objects.queries.filtering import BadTest, FieldTest, asked_for, sorted_by
from raabta.objects.services import bulk
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import ChangeSet, Membership, User, Workspace
from raabta.workspaces.policy import Role
from raabta.workspaces.services.change_sets import revert_change_set
from tests.objects.garage import give, person, vehicle, vehicles

MORE = (
    ("price", "money", []),
    ("electric", "boolean", []),
    ("colour", "choice", ["red", "blue"]),
    ("extras", "list", []),
    ("sold_at", "moment", []),
    ("notes", "json", []),
)


@pytest.fixture
def site(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def garage(workspace: Workspace) -> ObjectKind:
    kind = vehicles(workspace)
    for key, held, choices in MORE:
        values = {"subject": kind.subject, "key": key, "label": key.title(), "kind": held}
        define_attribute(workspace=workspace, actor=SYSTEM, values={**values, "choices": choices})
    vehicle(
        workspace, kind, "A", model="Civic", doors=5, insured_until="2027-04-03", price="100",
        electric=True, colour="red", extras=["radio", "ریڈیو"], sold_at="2027-01-01T10:00:00Z",
        notes={"from": "Karachi"},
    )  # fmt: skip
    vehicle(workspace, kind, "B", model="Alto", doors=3, price="20", electric=False, colour="blue")
    vehicle(workspace, kind, "C")
    return kind


@pytest.mark.parametrize(
    ("key", "operator", "value", "plates"),
    [
        ("attributes.model", "contains", "CIV", "A"),
        ("attributes.model", "is", "alto", "B"),
        ("attributes.model", "empty", "", "C"),
        ("attributes.doors", "at_least", "4", "A"),
        ("attributes.doors", "at_most", "4", "B"),
        ("attributes.doors", "filled", "", "AB"),
        ("attributes.insured_until", "at_most", "2027-04-03", "A"),
        ("attributes.insured_until", "at_least", "2027-04-04", ""),
        ("attributes.price", "at_least", "50", "A"),
        ("attributes.electric", "is", "yes", "A"),
        ("attributes.electric", "is", "no", "B"),
        ("attributes.colour", "is", "blue", "B"),
        ("attributes.extras", "contains", "radio", "A"),
        ("attributes.extras", "contains", "ریڈیو", "A"),
        ("attributes.extras", "is", "rad", ""),
        ("attributes.sold_at", "is", "2027-01-01", "A"),
        ("attributes.sold_at", "at_most", "2026-12-31", ""),
        ("attributes.notes", "contains", "Karachi", "A"),
        ("external_id", "is", "b", "B"),
        ("created_at", "at_most", "2001-01-01", ""),
        ("role.owner", "is", "ada@shop.example", "B"),
        ("role.owner", "empty", "", "AC"),
    ],
)
def test_every_kind_of_field_can_be_tested(
    workspace: Workspace, key: str, operator: str, value: str, plates: str
) -> None:
    kind = garage(workspace)
    give(workspace, ObjectRecord.objects.get(external_id="B"), person(workspace, "Ada"), "owner")
    found = asked_for(workspace, kind, tests=[FieldTest(key, operator, value)])
    assert "".join(found.order_by("external_id").values_list("external_id", flat=True)) == plates


@pytest.mark.parametrize(
    ("key", "operator", "value"),
    [
        ("attributes.doors", "at_least", "many"),
        ("attributes.doors", "contains", "4"),
        ("attributes.doors", "at_least", "nan"),
        ("attributes.wings", "is", "2"),
        ("attributes.model", "resembles", "x"),
        ("role.pilot", "is", "x"),
        ("created_at", "is", "yesterday"),
        ("secrets", "is", "x"),
    ],
)
def test_what_cannot_be_asked_is_told(
    workspace: Workspace, key: str, operator: str, value: str
) -> None:
    with pytest.raises(BadTest):
        asked_for(workspace, vehicles(workspace), tests=[FieldTest(key, operator, value)])


@pytest.mark.parametrize(
    ("sort", "plates"),
    [
        ("attributes.doors", "BAC"),
        ("-attributes.doors", "ABC"),
        ("attributes.model", "BAC"),
        ("-attributes.price", "ABC"),
        ("external_id", "ABC"),
        ("no.such", "CBA"),
    ],
)
def test_every_column_sorts_and_blanks_come_last(
    workspace: Workspace, sort: str, plates: str
) -> None:
    kind = garage(workspace)
    rows = sorted_by(asked_for(workspace, kind), workspace, kind, sort)
    assert "".join(rows.values_list("external_id", flat=True)) == plates


def test_the_page_filters_sorts_and_shows_the_columns_asked_for(
    site: Client, workspace: Workspace
) -> None:
    kind = garage(workspace)
    at = f"/objects/kinds/{kind.pk}/"
    query = "f.doors.from=2&f.colour=blue&columns=attributes.colour&columns=role.owner"
    shown = site.get(f"{at}?{query}").context["listing"]
    assert [str(record) for record, _cells in shown.rows] == ["B"]
    assert [column.key for column in shown.columns] == ["title", "attributes.colour", "role.owner"]
    assert shown.in_use == 2
    bad = site.get(f"{at}?f.doors.from=many").context["listing"]
    assert bad.problem
    assert bad.total == 3
    file = b"".join(site.get(f"{at}records.csv?{query}").streaming_content).decode()
    assert "Alto" in file
    assert "Civic" not in file


def test_a_view_is_kept_and_dropped(site: Client, workspace: Workspace) -> None:
    kind = vehicles(workspace)
    at = f"/objects/kinds/{kind.pk}/"
    site.post(f"{at}views", {"name": "Few doors", "query": "f.doors.to=3", "is_shared": "1"})
    view = SavedView.objects.get(resource=kind.subject)
    assert QueryDict(view.query)["f.doors.to"] == "3"
    assert "Few doors" in site.get(at).content.decode()
    assert site.post(f"/customers/views/{view.pk}/delete").status_code == 404
    site.post(f"{at}views/{view.pk}/delete")
    assert not SavedView.objects.exists()


def test_a_cell_is_changed_where_it_stands(site: Client, workspace: Workspace) -> None:
    kind = vehicles(workspace)
    car = vehicle(workspace, kind, "A", doors=5)
    at = f"/objects/records/{car.pk}/cells/doors"
    assert "<form" in site.get(f"{at}/edit").content.decode()
    assert site.post(f"{at}/edit", {"value": "many"}).status_code == 422
    shown = site.post(f"{at}/edit", {"value": "4"}, headers={"HX-Request": "true"})
    assert "4" in shown.content.decode()
    car.refresh_from_db()
    assert car.attributes == {"doors": 4}
    assert site.get(f"/objects/records/{car.pk}/cells/wings").status_code == 404


def test_a_field_of_many_is_changed_and_put_back(site: Client, workspace: Workspace) -> None:
    kind = garage(workspace)
    at = f"/objects/kinds/{kind.pk}/"
    ids = list(ObjectRecord.objects.filter(external_id__in="AB").values_list("pk", flat=True))
    assert "Doors" in site.post(f"{at}bulk", {"ids": ids}).content.decode()
    bad = site.post(f"{at}bulk/new", {"ids": ids, "field": "doors", "value.doors": "many"})
    assert bad.status_code == 422
    assert (
        site.post(f"{at}bulk/new", {"ids": ids, "field": "doors", "value.doors": "3"}).status_code
        == 303
    )
    doors = ObjectRecord.objects.filter(attributes__doors=3)
    assert doors.count() == 2
    assert ObjectChange.objects.count() == 1  # one had three already
    change_set = ChangeSet.objects.get()
    revert_change_set(workspace=workspace, change_set=change_set, actor=SYSTEM)
    assert ObjectRecord.objects.get(external_id="A").attributes["doors"] == 5


def test_all_that_match_are_changed_and_deleted_in_the_background(
    site: Client, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    kind = garage(workspace)
    at = f"/objects/kinds/{kind.pk}/"
    everything = {"everything": "1", "query": "f.doors.from=1"}
    site.post(f"{at}bulk/new", {**everything, "field": "model", "value.model": ""})
    assert jobs.run_next([jobs.DEFAULT])
    assert not ObjectRecord.objects.filter(attributes__has_key="model").exists()
    gone = site.post(f"{at}delete", everything)
    assert site.get(gone.headers["Location"]).status_code == 200
    assert jobs.run_next([jobs.DEFAULT])
    assert ObjectRecord.objects.get(deleted_at=None).external_id == "C"
    change_set = ChangeSet.objects.latest("pk")
    revert_change_set(workspace=workspace, change_set=change_set, actor=SYSTEM)
    assert ObjectRecord.objects.filter(deleted_at=None).count() == 3


def test_who_may_only_look_changes_nothing(site: Client, workspace: Workspace) -> None:
    Membership.objects.update(role=Role.ANALYST)
    kind = garage(workspace)
    car = ObjectRecord.objects.get(external_id="A")
    at = f"/objects/kinds/{kind.pk}/"
    assert site.get(at).status_code == 200
    for path in (f"{at}bulk", f"{at}bulk/new", f"{at}delete"):
        assert site.post(path, {"ids": [car.pk], "field": "doors"}).status_code == 403
    assert site.post(f"/objects/records/{car.pk}/cells/doors/edit", {"value": 1}).status_code == 403
    assert not ChangeSet.objects.exists()
    car.refresh_from_db()
    assert car.attributes["doors"] == 5
