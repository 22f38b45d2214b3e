"""The index says what the records say, after every kind of change and however often it is told."""

from raabta.customers.models import Customer
from raabta.customers.services.deletion import delete_customers, restore_customers
from raabta.customers.services.erasure import erase_customer
from raabta.customers.services.people import edit_customer
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.search.models import Document, Mark, Posting, Shelf, Spelling
from raabta.search.services import index, index_marked, rebuild, request_missing_shelves
from raabta.search.services.indexing import rebuild_everywhere
from raabta.search.source import search_sources
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.commerce.shop import placed
from tests.search.conftest import Find, Person, settle


def filed() -> set[tuple[str, int]]:
    return set(Posting.objects.values_list("term", "object_id"))


def test_a_changed_name_is_found_and_the_old_one_is_not(
    workspace: Workspace, person: Person, search: Find
) -> None:
    one = person("Zubaida")
    assert search("zubaida") == ["Zubaida"]
    edit_customer(
        workspace=workspace, actor=SYSTEM, customer_id=one.pk, values={"first_name": "Rukhsana"}
    )
    assert (search("zubaida"), search("rukhsana")) == ([], ["Rukhsana"])


def test_deleted_people_vanish_at_once_and_come_back(
    workspace: Workspace, person: Person, search: Find
) -> None:
    one = person("Zubaida")
    settle()
    delete_customers(workspace=workspace, actor=SYSTEM, customer_ids=[one.pk])
    assert search_sources["customers"]().hits(workspace, [one.pk]) == []  # before the index knows
    assert search("zubaida") == []
    restore_customers(workspace=workspace, customer_ids=[one.pk])
    assert search("zubaida") == ["Zubaida"]


def test_erasure_leaves_no_word_behind(workspace: Workspace, person: Person) -> None:
    one = person("Zubaida", "Tsk", email="zubaida@mail.example")
    settle()
    assert Spelling.objects.filter(word="zubaida").exists()
    erase_customer(workspace=workspace, actor=SYSTEM, customer_id=one.pk)
    settle()
    assert (filed(), Document.objects.count(), Spelling.objects.count()) == (set(), 0, 0)


def test_a_name_that_others_have_too_stays_known(workspace: Workspace, person: Person) -> None:
    one, _other = person("Zubaida"), person("Zubaida")
    settle()
    delete_customers(workspace=workspace, actor=SYSTEM, customer_ids=[one.pk])
    settle()
    assert Spelling.objects.filter(word="zubaida").exists()


def test_filing_twice_changes_nothing(workspace: Workspace, person: Person) -> None:
    ids = [person("Zubaida", phone="+923001234567").pk, person("Bilal").pk]
    settle()
    before = filed(), Spelling.objects.count()
    index(workspace=workspace, source=search_sources["customers"], ids=[*ids, *ids, 10**9])
    assert (filed(), Spelling.objects.count()) == before


def test_a_long_mark_is_worked_off_in_batches(workspace: Workspace, person: Person) -> None:
    settle()
    pk = person("Zubaida").pk
    Mark.objects.all().delete()
    Mark.objects.create(
        workspace=workspace, source="customers", ids=[*range(10**6, 10**6 + 700), pk]
    )
    assert [index_marked() for _step in range(4)] == [1, 1, 1, 0]
    assert ("zubaida", pk) in filed()


def test_a_rebuild_mends_whatever_is_wrong(workspace: Workspace, person: Person) -> None:
    zubaida, bilal = person("Zubaida"), person("Bilal")
    placed(workspace, "C536379")
    settle()
    right = filed()
    source = search_sources["customers"]
    Customer.objects.filter(pk=zubaida.pk).update(first_name="Nobody")
    index(workspace=workspace, source=source, ids=[zubaida.pk])
    Customer.objects.filter(pk=zubaida.pk).update(first_name="Zubaida")  # nobody was told
    Posting.objects.filter(object_id=bilal.pk).delete()
    Document.objects.filter(object_id=bilal.pk).delete()
    told: list[int] = []
    assert rebuild(workspace=workspace, source=source, progress=lambda _k, n: told.append(n)) == 2
    assert (filed(), told[-1]) == (right, 2)
    Customer.objects.filter(pk=bilal.pk).update(deleted_at=bilal.created_at)
    assert rebuild_everywhere() == 3  # a person, an order, a product
    assert not any(pk == bilal.pk and term == "bilal" for term, pk in filed())


def test_a_workspace_without_an_index_gets_one_in_the_background(
    workspace: Workspace, person: Person
) -> None:
    person("Zubaida")
    Mark.objects.all().delete()  # as of a version that had no index
    assert (request_missing_shelves(), request_missing_shelves()) == (1, 0)
    while jobs.run_next([jobs.DEFAULT]):
        pass
    assert Job.objects.get(kind="search.rebuild").state == "done"
    assert {term for term, _pk in filed()} == {"zubaida"}
    assert not Shelf.objects.filter(filled_at=None).exists()
    assert request_missing_shelves() == 0


def test_a_workspace_whose_records_were_filed_as_they_came_needs_no_rebuild(
    workspace: Workspace, person: Person, search: Find
) -> None:
    person("Zubaida")
    assert request_missing_shelves() == 1  # its mark waits, so nobody can tell yet
    Job.objects.all().delete()
    settle()
    assert request_missing_shelves() == 0
    assert not Shelf.objects.filter(filled_at=None).exists()
    assert search("zubaida") == ["Zubaida"]
