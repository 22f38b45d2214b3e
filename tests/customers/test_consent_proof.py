"""Whatever is done to the consent ledger behind our back is noticed, and named."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from raabta.customers.consent_chain import Broken, seal_of
from raabta.customers.models import ConsentAnchor, ConsentHead, ConsentRecord, Customer
from raabta.customers.services.consent import Answer, record_consent, record_consents
from raabta.customers.services.consent_anchors import anchor_path, take_anchor
from raabta.customers.services.consent_heads import renew_marks
from raabta.customers.services.consent_proof import (
    LedgerBroken,
    verify_and_anchor,
    verify_ledger,
    verify_person,
)
from raabta.customers.services.erasure import erase_customer
from raabta.customers.services.people import create_customer
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, Workspace

LINES = 5
FIELDS: dict[str, Any] = {
    "purpose": "research",
    "channel": "phone",
    "state": "withdrawn",
    "source": "elsewhere",
    "basis": "contract",
    "text_version": "v9",
    "evidence": "another story",
    "actor": "Nobody",
    "ip": "192.0.2.77",
    "seal": "0" * 64,
}
Forger = Callable[[list[ConsentRecord]], list[ConsentRecord]]


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path


@pytest.fixture
def people(workspace: Workspace) -> list[Customer]:
    made = [
        create_customer(workspace=workspace, actor=SYSTEM, values={"first_name": name})
        for name in ("Zainab", "Rafiq", "Mitu")
    ]
    for person in made:
        states = ["granted", "withdrawn", "granted", "withdrawn", "granted"]
        answers = [
            Answer(person.pk, "marketing", "email", state, "form", evidence=f"{state}")
            for state in states
        ]
        record_consents(workspace=workspace, actor=SYSTEM, answers=answers)
    return made


def raw(person: Customer) -> list[ConsentRecord]:
    return list(ConsentRecord._base_manager.filter(customer=person).order_by("position"))


def write(person: Customer, lines: list[ConsentRecord]) -> None:
    """What somebody with access to the database does."""
    ConsentRecord.objects.filter(customer=person).erase()  # type: ignore[attr-defined]
    for line in lines:
        line.pk = None
        line._state.adding = True
    ConsentRecord.objects.bulk_create(lines)


def resealed(lines: list[ConsentRecord]) -> list[ConsentRecord]:
    seal = ""
    for position, line in enumerate(lines, start=1):
        line.position = position
        line.seal = seal = seal_of(line, seal)
    return lines


def renumbered(lines: list[ConsentRecord]) -> list[ConsentRecord]:
    for position, line in enumerate(lines, start=1):
        line.position = position
    return lines


def as_they_are(lines: list[ConsentRecord]) -> list[ConsentRecord]:
    return lines


def kinds(workspace: Workspace) -> list[tuple[int, str]]:
    return [(found.customer_id, found.kind) for found in verify_ledger(workspace).broken]


many = trying(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
anybody = st.integers(0, 2)
anywhere = st.integers(0, LINES - 1)


def test_an_untouched_ledger_is_verified(workspace: Workspace, people: list[Customer]) -> None:
    proof = verify_ledger(workspace)
    assert (proof.lines, proof.people, proof.broken) == (15, 3, [])
    assert verify_person(workspace, people[0].pk) is None


@many
@given(who=anybody, at=anywhere, field=st.sampled_from(sorted(FIELDS)))
def test_a_changed_line_is_named(
    workspace: Workspace, people: list[Customer], who: int, at: int, field: str
) -> None:
    lines = raw(people[who])
    if getattr(lines[at], field) == FIELDS[field]:
        return
    kept = raw(people[who])
    setattr(lines[at], field, FIELDS[field])
    write(people[who], lines)
    assert verify_ledger(workspace).broken == [Broken(people[who].pk, "changed", at + 1)]
    write(people[who], kept)
    assert verify_ledger(workspace).holds


@many
@given(who=anybody, at=anywhere, moved=st.integers(1, 10_000_000))
def test_a_moved_time_is_named(
    workspace: Workspace, people: list[Customer], who: int, at: int, moved: int
) -> None:
    kept, lines = raw(people[who]), raw(people[who])
    lines[at].given_at -= timedelta(microseconds=moved)
    write(people[who], lines)
    assert verify_ledger(workspace).broken == [Broken(people[who].pk, "changed", at + 1)]
    write(people[who], kept)


@many
@given(
    who=anybody,
    gone=st.sets(anywhere, min_size=1),
    how=st.sampled_from([as_they_are, renumbered, resealed]),
)
def test_removed_lines_are_missed_also_at_the_end(
    workspace: Workspace, people: list[Customer], who: int, gone: set[int], how: Forger
) -> None:
    kept = raw(people[who])
    write(people[who], how([line for at, line in enumerate(raw(people[who])) if at not in gone]))
    (found,) = verify_ledger(workspace).broken
    assert (found.customer_id, found.kind) == (people[who].pk, "removed")
    if how is as_they_are:
        assert found.position == min(gone) + 1
    write(people[who], kept)


@many
@given(who=anybody, at=st.integers(0, LINES), how=st.sampled_from([renumbered, resealed]))
def test_an_inserted_line_is_noticed_at_any_place(
    workspace: Workspace, people: list[Customer], who: int, at: int, how: Forger
) -> None:
    kept, lines = raw(people[who]), raw(people[who])
    new = raw(people[who])[0]
    new.evidence = "smuggled in"
    write(people[who], how([*lines[:at], new, *lines[at:]]))
    (found,) = verify_ledger(workspace).broken
    assert (found.customer_id, found.kind) == (people[who].pk, "inserted")
    if how is renumbered:
        assert found.position == at + 1
    write(people[who], kept)


@many
@given(who=anybody, at=anywhere)
def test_a_chain_that_was_sealed_again_is_not_believed(
    workspace: Workspace, people: list[Customer], who: int, at: int
) -> None:
    kept, lines = raw(people[who]), raw(people[who])
    lines[at].evidence = "forged"
    write(people[who], resealed(lines))
    assert kinds(workspace) == [(people[who].pk, "rewritten")]
    write(people[who], kept)


def test_a_head_that_fits_the_forgery_bears_no_mark_of_ours(
    workspace: Workspace, people: list[Customer]
) -> None:
    lines = resealed(raw(people[1])[:-1])
    write(people[1], lines)
    ConsentHead.objects.filter(customer=people[1]).update(length=4, seal=lines[-1].seal)
    assert kinds(workspace) == [(people[1].pk, "head_changed")]
    ConsentHead.objects.filter(customer=people[1]).delete()
    assert kinds(workspace) == [(people[1].pk, "head_missing")]


def test_a_new_line_does_not_heal_what_was_broken(
    workspace: Workspace, people: list[Customer]
) -> None:
    def say(person: Customer) -> None:
        answer = Answer(person.pk, "marketing", "email", "granted", "form")
        record_consent(workspace=workspace, actor=SYSTEM, answer=answer)

    write(people[0], raw(people[0])[:-1])  # its last line
    ConsentHead.objects.filter(customer=people[1]).delete()
    ConsentHead.objects.filter(customer=people[2]).update(length=4)
    write(people[2], raw(people[2])[:-1])
    for person in people:
        say(person)
    assert kinds(workspace) == [
        (people[0].pk, "removed"),
        (people[1].pk, "head_changed"),
        (people[2].pk, "changed"),
    ]


def test_a_whole_chain_with_its_head_is_missed_by_the_anchor(
    workspace: Workspace, people: list[Customer]
) -> None:
    take_anchor(workspace)
    write(people[1], [])
    ConsentHead.objects.filter(customer=people[1]).delete()
    assert kinds(workspace) == [(people[1].pk, "gone")]
    answer = Answer(people[1].pk, "marketing", "email", "granted", "form")
    record_consent(workspace=workspace, actor=SYSTEM, answer=answer)
    assert kinds(workspace) == [(people[1].pk, "removed")]


def test_an_older_head_that_is_put_back_is_caught_by_the_anchor(
    workspace: Workspace, people: list[Customer]
) -> None:
    old = ConsentHead.objects.filter(customer=people[0]).values("length", "seal", "mark").get()
    answer = Answer(people[0].pk, "marketing", "email", "withdrawn", "form")
    record_consent(workspace=workspace, actor=SYSTEM, answer=answer)
    take_anchor(workspace)
    write(people[0], raw(people[0])[:-1])
    ConsentHead.objects.filter(customer=people[0]).update(**old)
    assert verify_ledger(workspace).broken == [Broken(people[0].pk, "removed", LINES + 1)]


def test_erasure_leaves_the_ledger_verifiable(workspace: Workspace, people: list[Customer]) -> None:
    take_anchor(workspace)
    erase_customer(workspace=workspace, actor=SYSTEM, customer_id=people[0].pk)
    assert verify_ledger(workspace).holds
    assert ConsentHead.objects.get(customer=people[0]).seal == ""
    write(people[0], raw(people[1])[:0])
    ConsentHead.objects.filter(customer=people[0]).update(erased_at=None)
    assert kinds(workspace) == [(people[0].pk, "removed")]


def test_a_lost_or_altered_anchor_is_told(workspace: Workspace, people: list[Customer]) -> None:
    take_anchor(workspace)
    second = take_anchor(workspace)
    path = anchor_path(workspace.pk, second.number)
    kept = path.read_bytes()
    path.write_bytes(anchor_path(workspace.pk, 1).read_bytes())
    assert kinds(workspace) == [(0, "anchor")]
    path.unlink()
    assert kinds(workspace) == [(0, "anchor")]
    path.write_bytes(kept)
    assert verify_ledger(workspace).holds
    ConsentAnchor.objects.all().delete()  # the file alone still tells
    write(people[2], [])
    ConsentHead.objects.filter(customer=people[2]).delete()
    assert kinds(workspace) == [(people[2].pk, "gone")]


def test_a_broken_ledger_is_not_anchored(workspace: Workspace, people: list[Customer]) -> None:
    verify_and_anchor()
    write(people[0], raw(people[0])[1:])
    with pytest.raises(LedgerBroken, match=workspace.name):
        verify_and_anchor()
    assert ConsentAnchor.objects.count() == 1
    assert AuditEntry.objects.get(verb="consents.broken").detail == {"customers": 1}


def test_only_the_newest_anchors_are_kept(workspace: Workspace, people: list[Customer]) -> None:
    for _ in range(5):
        anchor = take_anchor(workspace)
    assert (anchor.number, anchor.people, anchor.lines) == (5, 3, 15)
    assert sorted(ConsentAnchor.objects.values_list("number", flat=True)) == [3, 4, 5]
    files = sorted(path.name for path in anchor_path(workspace.pk, 1).parent.iterdir())
    assert files == ["3.csv.gz", "4.csv.gz", "5.csv.gz"]


def test_marks_follow_a_new_key(
    workspace: Workspace, people: list[Customer], settings: Any
) -> None:
    old = settings.SEAL_KEYS
    settings.SEAL_KEYS = ["a newer key, long enough", *old]
    ConsentHead.objects.filter(customer=people[0]).update(length=4)
    assert renew_marks(workspace) == 2
    settings.SEAL_KEYS = settings.SEAL_KEYS[:1]
    assert kinds(workspace) == [(people[0].pk, "inserted")]
