"""Match rows with people, decide, and write: one transaction for each call."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import transaction

from raabta.customers.imports.person_rows import PersonRow
from raabta.customers.services.bulk import writing
from raabta.customers.services.bulk.drafts import EXTERNAL, Draft, Known, fill, new_draft
from raabta.customers.services.bulk.extras import save_companies, save_consents, save_tags
from raabta.customers.services.bulk.trust import obey_source_rules
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace


@dataclass(frozen=True)
class Policy:
    """What to do with rows of people we know and do not know, and how consent is evidenced."""

    known: Literal["update", "fill", "skip"] = "update"
    unknown: Literal["create", "skip"] = "create"
    renews_consent: bool = False  # "yes" counts also for people who said "no" before
    consent_source: str = "import"
    consent_text: str = ""
    consent_evidence: str = ""
    consent_given_at: datetime | None = None


@dataclass
class Saved:
    """What became of each row (by its line) and whom it meant."""

    outcomes: list[tuple[int, str, int]] = field(default_factory=list)  # line, verb, customer
    rejects: list[tuple[int, str, str]] = field(default_factory=list)  # line, reason, value
    created_ids: list[int] = field(default_factory=list)
    updated_ids: list[int] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)


@transaction.atomic
def save_rows(
    *,
    workspace: Workspace,
    actor: Actor,
    rows: Sequence[PersonRow],
    source: str,
    policy: Policy | None = None,
    change_set: ChangeSet | None = None,
    at: datetime | None = None,
) -> Saved:
    """Create or update the people of some thousand checked rows, and say what became of each.

    A row means the person with its external id, else e-mail, else phone; when these point to two
    people, it is rejected. Rows of one person are merged, the last one wins. A row's values must
    be normal forms (see `normalise`). `at` is the moment that new people begin.
    """
    policy, saved, moment = policy or Policy(), Saved(), at or clock.now()
    known = Known.of(workspace, rows, moment)
    drafts, lines = _drafts_of(rows, known, policy=policy, saved=saved)
    obey_source_rules(workspace, actor, drafts)
    save_companies(workspace, drafts, change_set)
    writing.write(
        workspace, actor, drafts, saved=saved, source=source, change_set=change_set, at=moment
    )
    save_tags(workspace, actor, drafts, change_set)
    save_consents(workspace, actor, drafts, policy=policy, saved=saved, change_set=change_set)
    changed = {*saved.created_ids, *saved.updated_ids}
    for line, draft, verb in lines:
        settled = "unchanged" if verb == "updated" and draft.pk not in changed else verb
        saved.outcomes.append((line, settled, draft.pk))
    return saved


Line = tuple[int, Draft, str]


def _drafts_of(
    rows: Sequence[PersonRow],
    known: Known,
    *,
    policy: Policy,
    saved: Saved,
) -> tuple[list[Draft], list[Line]]:
    touched: dict[int, Draft] = {}
    lines: list[Line] = []
    only_blanks = policy.known == "fill"
    for row in rows:
        pk, agree = known.of_row(row)
        row = known.own(row)  # noqa: PLW2901  what follows knows the survivor's number only
        draft = (touched.get(pk) or known.people[pk]) if pk else None
        if not agree:
            saved.rejects.append((row[0], "two_people", row[4] or row[5] or ""))
        elif draft is not None and _is_another(draft, row):
            saved.rejects.append((row[0], "other_external_id", draft.values[EXTERNAL]))
        elif draft is None and policy.unknown == "skip":
            saved.outcomes.append((row[0], "skipped", 0))
        elif draft is not None and draft.pk > 0 and policy.known == "skip":
            saved.outcomes.append((row[0], "skipped", draft.pk))
        else:
            verb = "created" if draft is None else "repeated" if draft.pk in touched else "updated"
            draft = draft or new_draft(-len(touched) - 1)
            touched[draft.pk] = draft
            fill(draft, row, known, only_blanks=only_blanks and draft.pk > 0)
            lines.append((row[0], draft, verb))
    return list(touched.values()), lines


def _is_another(draft: Draft, row: PersonRow) -> bool:
    """The address is this person's, but the row names another external id of the same system."""
    held = draft.values[EXTERNAL]
    return bool(row[1] and held and row[1] != held and _system(row[1]) == _system(held))


def _system(external_id: str) -> str:
    """What stands before the colon in "hubspot:17"; ids of two systems do not contradict."""
    return external_id.rpartition(":")[0]
