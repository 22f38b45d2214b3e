"""Opens and clicks: kept at once, judged a little later with what came beside them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django_scopes import scopes_disabled

from raabta.kernel import clock
from raabta.messaging.machines import Act, signs
from raabta.messaging.models import Engagement, Message, TrackedLink
from raabta.messaging.services.claims import mark_changed
from raabta.messaging.services.telling import tell
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

WAIT = timedelta(seconds=3)  # longer than a burst takes
MOST = 500
KINDS = (Engagement.Kind.OPEN, Engagement.Kind.CLICK)
MOST_A_MESSAGE = 500  # a machine in a loop fills nothing


def keep_engagement(
    *,
    message: Message,
    kind: str,
    link: TrackedLink | None = None,
    ip: str | None = None,
    user_agent: str = "",
    hints: Sequence[str] = (),
) -> Engagement | None:
    """Keep an open or click as it came. Returns None when the message has had too many."""
    if Engagement.objects.filter(message=message).count() >= MOST_A_MESSAGE:
        return None
    return Engagement.objects.create(
        workspace_id=message.workspace_id,
        message=message,
        kind=kind,
        link=link,
        at=clock.now(),
        ip=ip,
        user_agent=user_agent[:300],
        hints=list(hints),
    )


def judge_due() -> int:
    """Judge what waited long enough. Returns how many engagements were judged."""
    with scopes_disabled():
        due = Engagement.objects.filter(judged_at=None, at__lte=clock.now() - WAIT)
        rows = list(due.order_by("at").values_list("message", "workspace")[:MOST])
        spaces = Workspace.objects.in_bulk({workspace for _message, workspace in rows})
    by_space: dict[int, set[int]] = defaultdict(set)
    for message, workspace in rows:
        by_space[workspace].add(message)
    for pk, messages in by_space.items():
        with working_in(spaces[pk]):
            judge_messages(workspace=spaces[pk], message_ids=messages)
    return len(rows)


def rejudge(*, workspace: Workspace, since: datetime) -> int:
    """Judge again with today's rules. Returns how many messages were looked at."""
    acted = Engagement.objects.filter(workspace=workspace, kind__in=KINDS, at__gte=since)
    ids = sorted(set(acted.values_list("message", flat=True)))
    for at in range(0, len(ids), MOST):
        judge_messages(workspace=workspace, message_ids=ids[at : at + MOST])
    return len(ids)


@transaction.atomic
def judge_messages(*, workspace: Workspace, message_ids: Iterable[int]) -> None:
    """Tell people from machines in all that happened to these messages, and store the firsts."""
    ids = sorted(message_ids)
    messages = Message.objects.select_related("mailing").in_bulk(ids)
    rows: dict[int, list[Engagement]] = defaultdict(list)
    found = Engagement.objects.filter(message__in=ids, kind__in=KINDS).order_by("at", "id")
    for row in found.select_related("link"):
        rows[row.message_id].append(row)
    counts = _link_counts(workspace, {message.origin for message in messages.values()})
    new: list[tuple[Message, Engagement]] = []
    for pk, acts in rows.items():
        ripe = _judge(messages[pk], acts, counts.get(messages[pk].origin, 0))
        new += [(messages[pk], row) for row in ripe]
    mark_changed(workspace.pk, ids)
    tell(workspace, new)


def _judge(message: Message, rows: list[Engagement], links: int) -> list[Engagement]:
    """Store the verdicts, and the first moments. Returns what was judged for the first time.

    The youngest acts count as company of the others, and get their own verdict later.
    """
    found = signs([_act(row) for row in rows], sent_at=message.sent_at, links=links)
    now = clock.now()
    new = [row for row in rows if row.judged_at is None and row.at <= now - WAIT]
    rows = [row for row in rows if row.judged_at is not None or row in new]
    for row in rows:
        why = found[row.pk]
        if row.judged_at is None or row.why != why:
            row.why, row.is_machine, row.judged_at = why, bool(why), now
            row.save(update_fields=["why", "is_machine", "judged_at"])
    _keep_firsts(message, rows)
    return new


def _keep_firsts(message: Message, rows: list[Engagement]) -> None:
    first = {
        (kind, machine): next(
            (row.at for row in rows if row.kind == kind and row.is_machine == machine), None
        )
        for kind in KINDS
        for machine in (False, True)
    }
    clicked = first[Engagement.Kind.CLICK, False]
    opened = [at for at in (first[Engagement.Kind.OPEN, False], clicked) if at]
    Message.objects.filter(pk=message.pk).update(
        opened_at=min(opened, default=None),  # who clicks has read, also without pictures
        clicked_at=clicked,
        machine_opened_at=first[Engagement.Kind.OPEN, True],
        machine_clicked_at=first[Engagement.Kind.CLICK, True],
    )


def _act(row: Engagement) -> Act:
    return Act(
        row.pk, row.kind, row.link.key if row.link else "", row.at, row.ip or "",
        row.user_agent, tuple(row.hints),
    )  # fmt: skip


def _link_counts(workspace: Workspace, origins: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    links = TrackedLink.objects.filter(Q(workspace=workspace), origin__in=list(origins))
    for origin in links.values_list("origin", flat=True):
        counts[origin] += 1
    return counts
