"""What hangs on people: companies by name or domain, tags, consent."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from raabta.customers.mail_domains import own_domain
from raabta.customers.models import Company, Consent, ConsentState, CustomerTag
from raabta.customers.queries.company_domains import unlinked_by_hand
from raabta.customers.services.bulk.drafts import COMPANY, EMAIL, Draft
from raabta.customers.services.consent import Answer, record_consents
from raabta.customers.services.linking.choosing import companies_for
from raabta.customers.services.tags import tags_named
from raabta.kernel import changes, clock
from raabta.kernel import rows as raw
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.change_sets import add_page

if TYPE_CHECKING:
    from raabta.customers.services.bulk.saving import Policy, Saved

BY_NAME = (
    "SELECT name, min(id) FROM customers_company WHERE workspace_id = %s AND deleted_at IS NULL "
    "AND name IN %s GROUP BY name"
)


def save_companies(workspace: Workspace, drafts: list[Draft], change_set: ChangeSet | None) -> None:
    """Put the company into the drafts: the named one, made when missing, else the domain's."""
    names = {draft.company for draft in drafts if draft.company}
    by_name = _look_up(BY_NAME, workspace, names)
    missing = sorted(names - by_name.keys())
    if missing:
        by_name.update(_make_companies(workspace, missing, change_set))
    for draft in drafts:
        if draft.company:
            draft.values[COMPANY] = by_name[draft.company]
    _link_by_domain(workspace, drafts, change_set)


def _link_by_domain(
    workspace: Workspace, drafts: list[Draft], change_set: ChangeSet | None
) -> None:
    """Whoever has no company and an address that the rows brought joins the domain's owner."""
    wanted = {
        draft.pk: domain
        for draft in drafts
        if draft.values[COMPANY] is None
        and _brings_address(draft)
        and (domain := own_domain(draft.values[EMAIL]))
    }
    kept = unlinked_by_hand(workspace, [pk for pk in wanted if pk > 0])
    owners = companies_for(workspace, set(wanted.values()), change_set)
    for draft in drafts:
        if draft.pk in wanted and draft.pk not in kept:
            draft.values[COMPANY] = owners.get(wanted[draft.pk])


def _brings_address(draft: Draft) -> bool:
    return draft.before is None or draft.before[EMAIL] != draft.values[EMAIL]


def _make_companies(
    workspace: Workspace, names: list[str], change_set: ChangeSet | None
) -> dict[str, int]:
    now = clock.now()
    ids = raw.reserve_ids(Company, len(names))
    Company.objects.bulk_create(
        Company(id=pk, workspace=workspace, name=name, created_at=now, updated_at=now)
        for pk, name in zip(ids, names, strict=True)
    )
    changes.mark(workspace_id=workspace.pk, table="company", ids=ids)
    if change_set is not None:
        rows: list[dict[str, Any]] = [{"id": pk} for pk in ids]
        add_page(change_set=change_set, model="customers.company", verb="created", rows=rows)
    return dict(zip(names, ids, strict=True))


def save_tags(
    workspace: Workspace, actor: Actor, drafts: list[Draft], change_set: ChangeSet | None
) -> None:
    tagged = [draft for draft in drafts if draft.tags]
    if not tagged:
        return
    every = {tag.name.casefold(): tag for tag in tags_named(workspace, _names(tagged))}
    ids = [draft.pk for draft in tagged]
    held = set(CustomerTag.objects.filter(customer__in=ids).values_list("customer_id", "tag_id"))
    links, given = [], []
    for draft in tagged:
        tags = {every[name.casefold()] for name in draft.tags}
        new = [tag for tag in tags if (draft.pk, tag.pk) not in held]
        links += [CustomerTag(workspace=workspace, customer_id=draft.pk, tag=tag) for tag in new]
        if new and draft.before is not None:
            given.append({"id": draft.pk, "before": {"tags": sorted(tag.name for tag in new)}})
    CustomerTag.objects.bulk_create(links, batch_size=5_000)
    if given and change_set is not None:
        add_page(change_set=change_set, model="customers.tagging", verb="created", rows=given)


def _names(tagged: list[Draft]) -> list[str]:
    return list(dict.fromkeys(name for draft in tagged for name in draft.tags))


def save_consents(
    workspace: Workspace,
    actor: Actor,
    drafts: list[Draft],
    *,
    policy: "Policy",
    saved: "Saved",
    change_set: ChangeSet | None,
) -> None:
    """Add to the ledger what is news; a "no" is never overruled unless the policy renews it."""
    speaking = [draft for draft in drafts if draft.consents]
    if not speaking:
        return
    held = {
        (customer_id, purpose, channel): (state, since)
        for customer_id, purpose, channel, state, since in Consent.objects.filter(
            customer_id__in=[draft.pk for draft in speaking]
        ).values_list("customer_id", "purpose", "channel", "state", "since")
    }
    answers, before = [], []
    for draft in speaking:
        for told in dict.fromkeys(draft.consents):
            purpose, channel, state, *_rest = told
            now, since = held.get((draft.pk, purpose, channel), ("", None))
            answer = _answer(draft.pk, told, policy)
            if since and len(told) > DATED and answer.given_at and answer.given_at <= since:
                continue  # older than what we know
            if now == ConsentState.WITHDRAWN and state != now and not policy.renews_consent:
                saved.notes["consent_stays_withdrawn"] = (
                    saved.notes.get("consent_stays_withdrawn", 0) + 1
                )
            elif state != now:
                answers.append(answer)
                old = {"purpose": purpose, "channel": channel, "state": now}
                before.append({"id": draft.pk, "before": old})
    record_consents(workspace=workspace, actor=actor, answers=answers)
    if change_set is not None and before:
        add_page(change_set=change_set, model="customers.consent", verb="updated", rows=before)


DATED = 3  # an answer that says more than purpose, channel and state
BLANK = ("", "", "", "", "", "", "", "", "")


def _answer(pk: int, told: tuple[str, ...], policy: "Policy") -> Answer:
    """The row's own evidence, and the policy's where it has none."""
    full = (*told, *BLANK[len(told) :])
    purpose, channel, state, at, ip, evidence, source, basis, text = full
    both = "\n".join(filter(None, (policy.consent_evidence, evidence)))
    return Answer(
        customer_id=pk,
        purpose=purpose,
        channel=channel,
        state=state,
        source=source or policy.consent_source,
        given_at=datetime.fromisoformat(at) if at else policy.consent_given_at,
        basis=basis or "consent",
        text_version=text or policy.consent_text[:100],
        ip=ip or None,
        evidence=both if not source else evidence,
    )


def _look_up(sql: str, workspace: Workspace, keys: set[str]) -> dict[str, int]:
    return dict(raw.select(sql, [workspace.pk, list(keys)])) if keys else {}
