from collections.abc import Iterator
from typing import Any

import pytest

from raabta.workspaces.actor import SYSTEM, Actor
from raabta.workspaces.models import AuditEntry, ChangePage, ChangeSet, Workspace
from raabta.workspaces.queries import kept_rows
from raabta.workspaces.services import change_sets
from raabta.workspaces.services.change_sets import (
    AlreadyReverted,
    NotRevertible,
    Reverted,
    Row,
    Verb,
    add_page,
    forget_rows,
    open_change_set,
    revert_change_set,
    reverter,
)

shelf: dict[int, str] = {}


@pytest.fixture(autouse=True)
def books() -> Iterator[None]:
    shelf.clear()

    @reverter("test.book")
    def put_back(workspace: Workspace, verb: Verb, rows: list[Row], actor: Actor) -> Reverted:
        present = [row for row in rows if row["id"] in shelf]
        for row in present:
            shelf[row["id"]] = row["before"]["title"]
        return Reverted(len(present), {"gone": len(rows) - len(present)})

    yield
    change_sets._reverters.pop("test.book")


def renamed(workspace: Workspace, titles: dict[int, str]) -> ChangeSet:
    made = open_change_set(workspace=workspace, actor=SYSTEM, kind="bulk_edit", summary="Renamed")
    rows: list[dict[str, Any]] = [
        {"id": pk, "before": {"title": before}} for pk, before in titles.items()
    ]
    add_page(change_set=made, model="test.book", verb="updated", rows=rows)
    return made


def test_a_reverted_change_puts_rows_back_and_says_what_it_left(workspace: Workspace) -> None:
    made = renamed(workspace, {1: "one", 2: "two", 3: "three"})
    shelf.update({1: "eins", 2: "zwei"})
    done = revert_change_set(workspace=workspace, change_set=made, actor=SYSTEM)
    assert shelf == {1: "one", 2: "two"}
    assert (done.state, done.rows, done.restored, done.skipped) == ("reverted", 3, 2, {"gone": 1})
    assert AuditEntry.objects.get().verb == "change_set.reverted"


def test_a_change_is_taken_back_only_once(workspace: Workspace) -> None:
    made = renamed(workspace, {1: "one"})
    shelf[1] = "eins"
    revert_change_set(workspace=workspace, change_set=made, actor=SYSTEM)
    shelf[1] = "uno"
    with pytest.raises(AlreadyReverted):
        revert_change_set(workspace=workspace, change_set=made, actor=SYSTEM)
    assert shelf == {1: "uno"}


def test_a_revert_that_died_goes_on_without_repeating_a_page(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_sets, "PAGE", 1)
    made = renamed(workspace, {1: "one", 2: "two"})
    shelf.update({1: "eins", 2: "zwei"})
    change_sets.begin_revert(change_set=made)
    last = ChangePage.objects.order_by("-id").values_list("id", flat=True)[0]
    change_sets._revert_page(workspace, last, SYSTEM)
    shelf[2] = "dos"
    done = revert_change_set(workspace=workspace, change_set=made, actor=SYSTEM)
    assert shelf == {1: "one", 2: "dos"}
    assert done.restored == 2


def test_a_change_that_nobody_can_take_back_stays_as_it_is(workspace: Workspace) -> None:
    made = open_change_set(workspace=workspace, actor=SYSTEM, kind="x", summary="x")
    add_page(change_set=made, model="test.unknown", verb="updated", rows=[{"id": 1, "before": {}}])
    with pytest.raises(NotRevertible):
        revert_change_set(workspace=workspace, change_set=made, actor=SYSTEM)
    made.refresh_from_db()
    assert made.state == "applied"


def test_an_erased_person_is_taken_out_of_every_change_set(workspace: Workspace) -> None:
    made = renamed(workspace, {1: "one", 2: "two"})
    assert forget_rows(workspace=workspace, model="test.book", ids=[2]) == 1
    assert forget_rows(workspace=workspace, model="test.book", ids=[]) == 0
    shelf.update({1: "eins", 2: "zwei"})
    revert_change_set(workspace=workspace, change_set=made, actor=SYSTEM)
    assert shelf == {1: "one", 2: "zwei"}


def test_what_change_sets_kept_of_one_row_is_found_the_newest_first(workspace: Workspace) -> None:
    first = renamed(workspace, {1: "One", 12: 'Twelve {"id":1,', 13: "Thirteen"})
    last = renamed(workspace, {12: "Dozen"})
    assert [
        (kept, row["before"]["title"]) for kept, _verb, row in kept_rows(workspace, "test.book", 12)
    ] == [
        (last, "Dozen"),
        (first, 'Twelve {"id":1,'),
    ]
    assert [
        row["before"]["title"] for _set, _verb, row in kept_rows(workspace, "test.book", 1)
    ] == ["One"]
    assert kept_rows(workspace, "test.book", 2) == []
