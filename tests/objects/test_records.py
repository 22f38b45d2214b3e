import pytest

from raabta.customers.services.erasure import erase_customer
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.unmerge import unmerge
from raabta.objects.models import ObjectChange, ObjectLink, ObjectRecord
from raabta.objects.personalisation import Objects
from raabta.objects.queries import records
from raabta.objects.queries.finding import TargetUnknown, target_of
from raabta.objects.services.bulk import delete_many
from raabta.objects.services.kinds import archive_kind
from raabta.objects.services.links import InvalidLink, forget_person, link
from raabta.objects.services.records import InvalidRecord, edit_record
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.change_sets import revert_change_set
from tests.objects.garage import give, person, role, vehicle, vehicles


def owners(record: ObjectRecord) -> list[int | None]:
    found = ObjectLink.objects.filter(record=record).order_by("pk")
    return list(found.values_list("customer_id", flat=True))


def test_values_are_read_by_their_fields_and_every_edit_is_kept(workspace: Workspace) -> None:
    kind = vehicles(workspace, title_field="model")
    car = vehicle(workspace, kind, " LHR-1 ", model="Mehran", doors="5")
    assert (car.external_id, car.title, car.attributes["doors"]) == ("LHR-1", "Mehran", 5)
    asked = {"workspace": workspace, "actor": SYSTEM, "record_id": car.pk}
    changed = edit_record(**asked, values={"doors": "3", "model": ""})
    assert (changed.title, changed.attributes) == ("LHR-1", {"doors": 3})
    assert ObjectChange.objects.get().differences == {"doors": [5, 3], "model": ["Mehran", None]}
    with pytest.raises(InvalidRecord) as refused:
        edit_record(**asked, values={"doors": "many", "wings": "2"})
    assert set(refused.value.errors) == {"doors", "wings"}


def test_a_unique_key_is_of_one_record_until_that_is_deleted(workspace: Workspace) -> None:
    kind = vehicles(workspace)
    car = vehicle(workspace, kind, "LHR-1")
    with pytest.raises(InvalidRecord):
        vehicle(workspace, kind, "LHR-1")
    gone = delete_many(workspace=workspace, actor=SYSTEM, kind=kind, ids=[car.pk]).change_set
    vehicle(workspace, kind, "LHR-1")
    done = revert_change_set(workspace=workspace, change_set=gone, actor=SYSTEM)
    assert (done.restored, sum(done.skipped.values())) == (0, 1)
    assert records(workspace).count() == 1


def test_deleted_records_come_back(workspace: Workspace) -> None:
    kind = vehicles(workspace)
    ids = [vehicle(workspace, kind, plate).pk for plate in ("A", "B")]
    gone = delete_many(workspace=workspace, actor=SYSTEM, kind=kind, ids=ids).change_set
    assert not records(workspace).exists()
    revert_change_set(workspace=workspace, change_set=gone, actor=SYSTEM)
    assert records(workspace).count() == 2


def test_a_role_of_one_changes_hands_and_one_of_many_does_not(workspace: Workspace) -> None:
    kind = vehicles(workspace)
    car = vehicle(workspace, kind, "LHR-1")
    ada, bano = person(workspace, "Ada"), person(workspace, "Bano")
    for who in (ada, bano, bano):
        give(workspace, car, who, "owner")
    assert owners(car) == [bano.pk]
    give(workspace, car, ada, "driver")
    give(workspace, car, bano, "driver")
    assert owners(car) == [bano.pk, ada.pk, bano.pk]


def test_only_what_the_role_names_can_be_linked(workspace: Workspace) -> None:
    kind, bikes = vehicles(workspace), vehicles(workspace, key="bike")
    car = vehicle(workspace, kind, "LHR-1")
    for asked, target_id in ((role(kind, "owner"), 0), (role(bikes, "owner"), 1)):
        with pytest.raises(InvalidLink):
            link(
                workspace=workspace, actor=SYSTEM, record_id=car.pk, role=asked, target_id=target_id
            )
    with pytest.raises(TargetUnknown):
        target_of(workspace, role(kind, "owner"), "nobody@shop.example")
    assert not ObjectLink.objects.exists()


def test_links_follow_a_merge_and_come_back(workspace: Workspace) -> None:
    kind = vehicles(workspace)
    both, his = vehicle(workspace, kind, "A"), vehicle(workspace, kind, "B")
    ada, twin = person(workspace, "Ada"), person(workspace, "Adah")
    give(workspace, both, ada, "driver")
    give(workspace, both, twin, "driver")
    give(workspace, his, twin, "owner")
    asked = {"workspace": workspace, "actor": SYSTEM}
    merge = merge_customers(**asked, survivor_id=ada.pk, other_id=twin.pk)
    assert owners(his) == [ada.pk]
    assert set(owners(both)) == {ada.pk, twin.pk}
    unmerge(**asked, merge_id=merge.pk)
    assert owners(his) == [twin.pk]


@pytest.mark.parametrize("goes", [True, False])
def test_erasure_takes_links_and_where_chosen_records_of_that_person_alone(
    workspace: Workspace, *, goes: bool
) -> None:
    kind = vehicles(workspace, goes_with_person=goes)
    own, shared = vehicle(workspace, kind, "OWN"), vehicle(workspace, kind, "SHARED")
    ada, bano = person(workspace, "Ada"), person(workspace, "Bano")
    give(workspace, own, ada, "owner")
    give(workspace, shared, ada, "owner")
    give(workspace, shared, bano, "driver")
    erase_customer(workspace=workspace, actor=SYSTEM, customer_id=ada.pk)
    forget_person(workspace=workspace, customer_id=ada.pk)
    left = {"SHARED"} if goes else {"OWN", "SHARED"}
    assert set(ObjectRecord.objects.values_list("external_id", flat=True)) == left
    assert owners(shared) == [bano.pk]


def test_templates_get_a_list_for_each_kind_and_nothing_archived(workspace: Workspace) -> None:
    kind = vehicles(workspace)
    ada = person(workspace, "Ada")
    give(workspace, vehicle(workspace, kind, "LHR-1", model="Mehran"), ada, "owner")
    (mine,) = Objects().data(workspace, [ada.pk])[ada.pk]["vehicle"]
    assert (mine["title"], mine["model"], mine["role"]) == ("LHR-1", "Mehran", "owner")
    assert [field.key for field in Objects().fields(workspace)] == ["vehicle"]
    archive_kind(workspace=workspace, actor=SYSTEM, kind_id=kind.pk)
    assert Objects().data(workspace, [ada.pk]) == {}
