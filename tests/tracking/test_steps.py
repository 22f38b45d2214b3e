"""One step of many calls ends as it does when call after call is looked at by itself."""

from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raabta.customers.models import Customer, EventOwner, Identity
from raabta.tracking.event import event_id, unpack
from raabta.tracking.models import InboxBatch
from raabta.tracking.services.stitching.step import settle_deliveries
from raabta.workspaces.models import Workspace
from tests.tracking.calls import a_source, post, settle

USERS, DEVICES = st.sampled_from(["", "u1", "u2", "u3"]), st.sampled_from(["", "a1", "a2", "a3"])
EMAILS = st.sampled_from(["", "ada@x.example", "bob@x.example"])


COMMON = ["track", "track", "identify", "identify"]  # nobody is made at once beside an alias


@st.composite
def a_call(draw: st.DrawFn, kinds: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(kinds))
    user, device, email = draw(USERS), draw(DEVICES), draw(EMAILS)
    if kind == "alias":
        return {"type": kind, "userId": user or "u1", "previousId": device or "u2"}
    call = {"type": kind, "userId": user, "anonymousId": device if user or device else "a1"}
    traits = {"traits": {"email": email}} if email else {}
    return {**call, "event": "Viewed"} if kind == "track" else {**call, **traits}


@given(
    calls=st.lists(a_call(COMMON), min_size=2, max_size=12)
    | st.lists(a_call([*COMMON, "alias"]), min_size=1, max_size=8),
    known=st.booleans(),
)
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each run is rolled back
)
def test_a_step_ends_as_when_each_call_is_looked_at_by_itself(
    workspace: Workspace, *, calls: list[dict[str, Any]], known: bool
) -> None:
    sent = [{**call, "messageId": f"m{number}"} for number, call in enumerate(calls)]
    one_by_one = outcome(workspace, sent, known=known, is_careful=True)
    assert outcome(workspace, sent, known=known, is_careful=False) == one_by_one


def outcome(
    workspace: Workspace, sent: list[dict[str, Any]], *, known: bool, is_careful: bool
) -> Any:
    with transaction.atomic():
        source = a_source(workspace)
        if known:
            post(source, "identify", {"userId": "u3", "anonymousId": "a3", "messageId": "before"})
            settle()
        assert post(source, "batch", {"batch": sent}).status_code == 200
        waiting = InboxBatch.objects.filter(source_id=source.pk)
        settle_deliveries(
            workspace, list(waiting.values_list("pk", flat=True)), is_careful=is_careful
        )
        found = told(workspace, [call["messageId"] for call in sent])
        transaction.set_rollback(True)
    return found


def told(workspace: Workspace, messages: list[str]) -> Any:
    """Whose each event is, with people called by the first event that they have."""
    owners = dict(EventOwner.objects.values_list("origin_id", "customer"))
    kept = {
        event.event_id: owners.get(event.customer_id, event.customer_id)
        for batch in InboxBatch.objects.order_by("pk")
        for event in unpack(batch.body)
    }
    names: dict[int, str] = {}
    events = {}
    for message in ["before", *messages]:
        owner = kept.get(event_id(workspace.pk, message))
        if owner is not None:
            events[message] = names.setdefault(owner, message) if owner > 0 else owner
    people = {
        names[pk]: (external_id, email)
        for pk, external_id, email in Customer.objects.values_list("pk", "external_id", "email")
        if pk in names
    }
    ids = Identity.objects.values_list("customer", "kind", "value", "is_primary")
    return (
        events,
        people,
        sorted((names.get(pk, "?"), *rest) for pk, *rest in ids),
        Customer.objects.count(),
    )
