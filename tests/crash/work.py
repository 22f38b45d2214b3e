"""What the processes of the crash tests do; each function runs in a process of its own."""

import json
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb  # noqa: F401  loaded once, for a worker should not spend its life loading it
import ibis  # noqa: F401
import pyarrow as pa  # noqa: F401
from django.core.management import call_command
from django.db import transaction
from django_scopes import scopes_disabled

from raabta.audiences.models import Audience, MembershipDue, MembershipMove
from raabta.audiences.queries import member_ids, rule_of
from raabta.audiences.rules import parse
from raabta.audiences.services import create_audience
from raabta.audiences.tasks import keep_members
from raabta.customers.models import Customer, CustomerTag, Identity, Import, RejectedRow
from raabta.customers.services import imports
from raabta.forms.form_field import field_from
from raabta.forms.models import FormFile, FormSubmission
from raabta.forms.services import building
from raabta.kernel import changes, clock, jobs
from raabta.kernel.models import Change, Job, OutboxEvent
from raabta.messaging.models import Mailing, Message
from raabta.messaging.tasks import recover_messages, send_messages
from raabta.search.models import Mark, Posting, Spelling
from raabta.search.services import index_marked
from raabta.search.source import search_sources
from raabta.search.terms import filed, names_in
from raabta.tracking.event import IncomingEvent
from raabta.tracking.models import InboxBatch, SourceDay
from raabta.tracking.queries.keys import source_of
from raabta.tracking.services import accept_events
from raabta.tracking.services.intake import Asked, accept_calls, body_of
from raabta.tracking.services.sources import create_source
from raabta.tracking.services.stitching import stitch
from raabta.warehouse import engine as engines
from raabta.warehouse.preparing import prepared
from raabta.warehouse.queries import fetch
from raabta.warehouse.services import drain_inbox, project_changes, rebuild
from raabta.warehouse.tables import Tables
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import User, Workspace
from raabta.workspaces.policy import PERMISSIONS, Role
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services import create_user, create_workspace
from raabta.workspaces.services.keys import create_key

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
ACTOR = Actor(label="Ayesha", via="ui")
CHUNK = 500
CLOSES_AFTER = 4  # steps


def make_workspace() -> int:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    owner = create_user(email="owner@shop.example", password="a-long-enough-pass")
    return create_workspace(name="Shop", owner=owner, country="PK").pk


# a send


def plan_a_send(people: int, port: int) -> None:
    sys.path.insert(0, str(BENCHMARKS))
    import sending  # type: ignore[import-not-found]  # noqa: PLC0415  it is no package

    sys.stdout = sys.stderr
    sending.prepare(people, port, signed=False)


def send() -> None:
    """As a worker does, until the mailing is finished."""
    while True:
        recover_messages()
        send_messages()
        with scopes_disabled():
            if not Mailing.objects.exclude(state=Mailing.State.FINISHED).exists():
                return


def ledger() -> dict[str, str]:
    with scopes_disabled():
        rows = Message.objects.values_list("customer__email", "state")
        return {str(email): state for email, state in rows}


# an import


def receive(path: str, target: str, options: dict[str, Any]) -> int:
    workspace = Workspace.objects.get()
    with working_in(workspace), Path(path).open("rb") as file:
        row = imports.receive_file(
            workspace=workspace, actor=ACTOR, target=target, filename=Path(path).name,
            pieces=iter(lambda: file.read(2**20), b""),
        )  # fmt: skip
        imports.change_mapping(row=row, mapping=row.mapping, options=options)
        imports.start_import(workspace=workspace, row=row, actor=ACTOR)
        return row.pk


def run_job(minutes: int) -> None:
    """The next job, so many minutes from now: the lease of a killed process is over then."""
    with clock.turned_to(clock.now() + timedelta(minutes=minutes)):
        jobs.run_next([jobs.DEFAULT])


def revert(import_id: int) -> None:
    workspace = Workspace.objects.get()
    with working_in(workspace):
        row = Import.objects.get(pk=import_id)
        imports.revert_import(workspace=workspace, row=row, actor=ACTOR)


def imported(import_id: int) -> dict[str, Any]:
    """What the import says it did, and what is there."""
    with working_in(Workspace.objects.get()):
        row = Import.objects.get(pk=import_id)
        marked = Counter(
            pk for change in Change.objects.filter(table="customer") for pk in change.ids
        )
        people = Customer.objects.filter(deleted_at=None)
        return {
            "state": row.state,
            "job": Job.objects.get(pk=row.job_id or 0).state,
            "rows_read": row.rows_read,
            "counts": {verb: count for verb, count in row.counts.items() if count},
            "people": sorted(people.values_list("email", "first_name")),
            "identities": Identity.objects.filter(kind="email").count(),
            "rejected": sorted(RejectedRow.objects.filter(run=row).values_list("line", flat=True)),
            "unmarked": people.exclude(pk__in=marked).count(),
            "tags": CustomerTag.objects.count(),
        }


# a projection


def make_people(count: int, events: int) -> None:
    """People whose rows the warehouse must load, and events of theirs in the inbox."""
    workspace, now = Workspace.objects.get(), clock.now()
    with working_in(workspace):
        for at in range(0, count, CHUNK):
            with transaction.atomic():
                made = Customer.objects.bulk_create(
                    Customer(
                        workspace=workspace, first_name=f"Person {n}", created_at=now,
                        updated_at=now,
                    )
                    for n in range(at, at + CHUNK)
                )  # fmt: skip
                mark([one.pk for one in made])
    accept(0, events)


def mark(ids: list[int]) -> None:
    changes.mark(workspace_id=Workspace.objects.get().pk, table="customer", ids=ids)


def accept(first: int, count: int) -> int:
    """Events as the API takes them, a hundred in a batch."""
    workspace = Workspace.objects.get()
    with working_in(workspace):
        people = list(Customer.objects.order_by("pk").values_list("pk", flat=True)[:100])
        for at in range(first, first + count, 100):
            batch = [
                IncomingEvent(customer_id=pk, name="seen", message_id=f"event {at + n}")
                for n, pk in enumerate(people)
            ]
            accept_events(workspace=workspace, events=batch)
    return count


def edit(first: int, count: int) -> None:
    """Change people while the projection runs, and delete every tenth."""
    with working_in(Workspace.objects.get()), transaction.atomic():
        ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
        chosen = ids[first : first + count]
        Customer.objects.filter(pk__in=chosen).update(last_name=f"Edited {first}")
        Customer.objects.filter(pk__in=chosen[::10]).update(deleted_at=clock.now())
        mark(chosen)


def project() -> None:
    """As the owner of the warehouse does, until nothing waits; closing it makes a checkpoint."""
    step = 0
    while project_changes() + drain_inbox():
        step += 1
        if step % CLOSES_AFTER == 0:
            engines.engine().close()


def build_again() -> None:
    rebuild()


def compared() -> dict[str, Any]:
    """The records beside the warehouse."""
    workspace = Workspace.objects.get()
    prepared()
    tables = Tables(workspace.pk)
    with working_in(workspace):
        live = Customer.objects.filter(deleted_at=None)
        records = sorted((c.pk, c.name) for c in live)
    loaded = fetch(tables.customer.select("customer_id", "name"))
    events = fetch(tables.event.select("event_id"))
    return {
        "records": records,
        "warehouse": sorted((pk, name) for pk, name in loaded),
        "events": len(events),
        "different_events": len(set(events)),
        "waiting": Change.objects.count() + InboxBatch.objects.count(),
        "drained": len(engines.engine().drained()),
    }


# members of audiences


def make_audiences() -> None:
    """One of who was edited lately, one of the others, both built."""
    workspace = Workspace.objects.get()
    edited = {"field": "last_name", "operator": "starts", "value": "Edited 1"}
    with working_in(workspace):
        first = create_audience(
            workspace=workspace, actor=ACTOR, name="First", rule=_rule("attribute_text", edited)
        )
        other = {"audience": first.pk, "operator": "not_in"}
        create_audience(
            workspace=workspace, actor=ACTOR, name="Others", rule=_rule("in_audience", other)
        )
    keep_all()


def _rule(key: str, params: dict[str, Any]) -> Any:
    return parse({"match": "all", "items": [{"key": key, "params": params}]})


def keep_all() -> None:
    while project_changes() + keep_members():
        pass


def keep_for_ever() -> None:
    """As the owner of the warehouse, until it is killed."""
    while True:
        if not project_changes() + keep_members():
            time.sleep(0.01)


def kept_members() -> dict[str, Any]:
    """The members, what a full evaluation says, what the news says, and how often it says it."""
    workspace = Workspace.objects.get()
    prepared()
    member = Tables(workspace.pk).member
    with working_in(workspace):
        full = sorted(
            (audience.pk, pk)
            for audience in Audience.objects.all()
            for ids in member_ids(workspace, rule_of(audience))
            for pk in ids
        )
        waiting = MembershipDue.objects.count() + MembershipMove.objects.count()
    inside: Counter[tuple[int, int]] = Counter()
    keys: Counter[tuple[int, int, int]] = Counter()
    for row in OutboxEvent.objects.filter(name__contains="Audience").order_by("pk"):
        way = 1 if row.name.endswith("Entered") else -1
        for pk in row.payload["customer_ids"]:
            inside[row.payload["audience_id"], pk] += way
            keys[row.payload["audience_id"], row.payload["move"], pk] += 1
    return {
        "members": sorted(fetch(member.select("audience_id", "customer_id"))),
        "full": full,
        "news": sorted(key for key, times in inside.items() if times == 1),
        "odd": sum(times not in {0, 1} for times in inside.values()),
        "twice": sum(times > 1 for times in keys.values()),
        "waiting": waiting,
    }


# the search index


def file_marked() -> None:
    while index_marked():
        pass


def file_for_ever() -> None:
    """As the pump does, until it is killed."""
    while True:
        if not index_marked():
            time.sleep(0.01)


def found() -> dict[str, Any]:
    """What the records say beside what the index says."""
    workspace, source = Workspace.objects.get(), search_sources["customers"]
    with working_in(workspace):
        texts = dict(source().texts(workspace, source().ids(workspace, after=0, limit=10**6)))
        filing = Posting.objects.filter(shelf__source=source.key)
        return {
            "records": sorted((t, pk) for pk, text in texts.items() for t in filed(text).split()),
            "index": sorted(filing.values_list("term", "object_id")),
            "names": sorted({name for text in texts.values() for name in names_in(text)}),
            "words": sorted(set(Spelling.objects.values_list("word", flat=True))),
            "waiting": Mark.objects.count(),
        }


# a server


def make_key() -> list[str]:
    """A key for the API, and the id of somebody who does things."""
    workspace = Workspace.objects.get()
    with working_in(workspace):
        person = Customer.objects.create(
            workspace=workspace, email="a@x.example", created_at=clock.now(), updated_at=clock.now()
        )
        _key, plain = create_key(
            workspace=workspace, name="Shop", scopes=PERMISSIONS, role=Role.OWNER,
            made_by=User.objects.get(),
        )  # fmt: skip
    return [plain, str(person.pk)]


# event clients


def make_source(kind: str) -> str:
    """A write key."""
    workspace = Workspace.objects.get()
    with working_in(workspace):
        return create_source(workspace=workspace, actor=ACTOR, name="Shop", kind=kind).write_key


def make_form() -> str:
    """The public id of a published form that always wants the puzzle solved."""
    workspace = Workspace.objects.get()
    words = {"label": "Question"}
    rows: list[dict[str, Any]] = [
        {"kind": "email", "id": "email", "is_required": True, "words": {"en": words}},
        {"kind": "choice", "id": "kind", "choices": ["Person", "Company"]},
        {"kind": "text", "id": "size", "is_required": True,
         "shown_when": {"field": "kind", "values": ["Company"]}},
        {"kind": "hidden", "id": "utm", "source": "utm_source"},
        {"kind": "file", "id": "cv"},
    ]  # fmt: skip
    fields = [one for row in rows if (one := field_from(row)) is not None]
    with working_in(workspace):
        told: Any = {"workspace": workspace, "actor": ACTOR}
        form = building.create_form(**told, name="Letters", fields=fields)
        building.edit_form(**told, form_id=form.pk, puzzle="always")
        building.move_form(**told, form_id=form.pk, state="published")
    return form.public_id


def submitted() -> list[dict[str, Any]]:
    with working_in(Workspace.objects.get()):
        rows = FormSubmission.objects.order_by("pk")
        names = ("answers", "reasons", "page_url", "referrer", "customer__email")
        files = FormFile.objects.values_list("submission", "filename")
        found = list(rows.values("pk", *names))
        sent = dict(files)
    return [{**row, "file": sent.get(row["pk"], "")} for row in found]


def post_calls(key: str, first: int, count: int) -> None:
    """Batches as a client sends them: each visitor comes first, then says who they are."""
    for at in range(first, first + count):
        batch = [
            {"type": "track", "anonymousId": f"a{at}", "event": "Seen", "messageId": f"s{at}"},
            {
                "type": "identify", "anonymousId": f"a{at}", "userId": f"u{at}",
                "messageId": f"i{at}", "traits": {"email": f"u{at}@x.example"},
            },
            {"type": "track", "anonymousId": f"a{at}", "event": "Bought", "messageId": f"b{at}"},
        ]  # fmt: skip
        source = source_of(key)
        assert source
        body, raw = body_of(json.dumps({"batch": batch}).encode())
        accept_calls(source=source, asked=Asked("batch"), raw=raw, body=body)


def stitch_all() -> None:
    while stitch():
        pass


def tracked() -> dict[str, Any]:
    """Who was found, and whose the events are; a visitor's have no person."""
    stitch_all()
    project()
    workspace = Workspace.objects.get()
    with working_in(workspace):
        people = dict(Customer.objects.values_list("pk", "external_id"))
        emails = dict(Customer.objects.values_list("external_id", "email"))
        counts = dict(SourceDay.objects.values_list("outcome", "count"))
    event = Tables(workspace.pk).event
    rows = fetch(event.select("customer_id", "name", "event_id"))
    return {
        "emails": emails,
        "counts": counts,
        "events": sorted([people.get(pk, ""), name] for pk, name, _event in rows),
        "different_events": len({number for _pk, _name, number in rows}),
        "waiting": InboxBatch.objects.count(),
    }


def drain_for_ever() -> None:
    """As the owner of the warehouse, until it is killed."""
    while True:
        if not project_changes() + drain_inbox():
            time.sleep(0.01)
