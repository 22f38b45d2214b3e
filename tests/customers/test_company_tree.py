import pytest

from raabta.customers.company_figures import PeopleFigures
from raabta.customers.models import Company
from raabta.customers.queries.company_tree import LEVELS, family_of
from raabta.customers.services.companies import create_company, delete_company, edit_company
from raabta.customers.services.company_tree import WrongParent
from raabta.customers.services.people import create_customer
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, ChangeSet, Workspace
from raabta.workspaces.services.change_sets import revert_change_set


def made(workspace: Workspace, name: str, parent: Company | None = None) -> Company:
    values = {"name": name, "parent_id": parent and parent.pk}
    return create_company(workspace=workspace, actor=SYSTEM, values=values)


def move(workspace: Workspace, company: Company, parent: Company | None) -> None:
    values = {"parent_id": parent and parent.pk}
    edit_company(workspace=workspace, actor=SYSTEM, company_id=company.pk, values=values)


def test_a_company_has_parents_children_and_siblings(workspace: Workspace) -> None:
    group = made(workspace, "Group")
    asia, europe = made(workspace, "Asia", group), made(workspace, "Europe", group)
    lahore = made(workspace, "Lahore", asia)
    family = family_of(workspace, asia)
    assert (family.ancestors, family.siblings, family.children) == ([group], [europe], [lahore])
    assert family.ids == [asia.pk, lahore.pk]
    assert family_of(workspace, group).ids == [group.pk, asia.pk, europe.pk, lahore.pk]
    assert AuditEntry.objects.filter(verb="company.moved").count() == 3


def test_a_cycle_is_refused_and_nothing_moves(workspace: Workspace) -> None:
    top = made(workspace, "Top")
    below = made(workspace, "Below", made(workspace, "Middle", top))
    for parent in (top, below):
        with pytest.raises(WrongParent, match="Top"):
            move(workspace, top, parent)
    assert Company.objects.get(pk=top.pk).parent_id is None


def test_a_tree_grows_no_deeper_than_its_levels(workspace: Workspace) -> None:
    at = None
    for level in range(LEVELS):
        at = made(workspace, f"Level {level}", at)
    with pytest.raises(WrongParent, match="8 levels"):
        made(workspace, "Too deep", at)
    assert not Company.objects.filter(name="Too deep").exists()
    with pytest.raises(WrongParent, match="8 levels"):
        move(workspace, Company.objects.get(name="Level 0"), made(workspace, "Roof"))


def test_children_of_a_deleted_company_move_up(workspace: Workspace) -> None:
    top = made(workspace, "Top")
    middle = made(workspace, "Middle", top)
    below = made(workspace, "Below", middle)
    delete_company(workspace=workspace, actor=SYSTEM, company_id=middle.pk)
    below.refresh_from_db()
    assert below.parent_id == top.pk
    with pytest.raises(WrongParent, match="no such company"):
        move(workspace, below, middle)


def test_figures_add_up_the_people_of_the_whole_tree(workspace: Workspace) -> None:
    top = made(workspace, "Top")
    below = made(workspace, "Below", top)
    for company, email in ((top, "a@x.example"), (below, "b@x.example"), (below, "")):
        values = {"first_name": "Z", "email": email, "company_id": company.pk}
        create_customer(workspace=workspace, actor=SYSTEM, values=values)
    ids = family_of(workspace, top).ids
    found = {one.label: one.count for one in PeopleFigures().figures(workspace, ids)}
    assert found == {"People": 3, "With e-mail": 2, "Notes": 0}


def test_a_move_is_taken_back_unless_it_cannot_be(workspace: Workspace) -> None:
    top, other, one = (
        create_company(workspace=workspace, actor=SYSTEM, values={"name": name})
        for name in ("Top", "Other", "One")
    )
    for parent in (top, other):
        values = {"parent_id": parent.pk}
        edit_company(workspace=workspace, actor=SYSTEM, company_id=one.pk, values=values)
    first, second = ChangeSet.objects.order_by("pk")
    assert (first.summary, second.summary) == ("Moved One under Top", "Moved One under Other")
    revert_change_set(workspace=workspace, change_set=first, actor=SYSTEM)
    first.refresh_from_db()
    assert first.skipped == {"changed_since": 1}
    revert_change_set(workspace=workspace, change_set=second, actor=SYSTEM)
    one.refresh_from_db()
    assert one.parent_id == top.pk
    values = {"parent_id": None}
    edit_company(workspace=workspace, actor=SYSTEM, company_id=one.pk, values=values)
    values = {"parent_id": one.pk}
    edit_company(workspace=workspace, actor=SYSTEM, company_id=top.pk, values=values)
    third = ChangeSet.objects.get(summary="Moved One to the top")
    revert_change_set(workspace=workspace, change_set=third, actor=SYSTEM)
    third.refresh_from_db()
    assert third.skipped == {"no_place": 1}
