"""A kind with fields and relations, and people to own its records."""

from typing import Any

from raabta.customers.models import Customer
from raabta.customers.services.attributes import define_attribute
from raabta.customers.services.people import create_customer
from raabta.objects.models import ObjectKind, ObjectRecord, ObjectRole
from raabta.objects.services.kinds import add_role, make_kind
from raabta.objects.services.links import link
from raabta.objects.services.records import create_record
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace


def vehicles(workspace: Workspace, **values: Any) -> ObjectKind:
    names = {"en": ["Vehicle", "Vehicles"], "ur": ["گاڑی", "گاڑیاں"]}
    kind = make_kind(workspace=workspace, actor=SYSTEM, values={"names": names, **values})
    for key, held in (("model", "text"), ("doors", "number"), ("insured_until", "date")):
        asked = {"subject": kind.subject, "key": key, "label": key.title(), "kind": held}
        define_attribute(workspace=workspace, actor=SYSTEM, values=asked)
    for key, is_many in (("owner", False), ("driver", True)):
        asked = {"key": key, "label": key.title(), "target": "person", "is_many": is_many}
        add_role(workspace=workspace, kind=kind, values=asked)
    return kind


def role(kind: ObjectKind, key: str) -> ObjectRole:
    return ObjectRole.objects.get(kind=kind, key=key)


def vehicle(workspace: Workspace, kind: ObjectKind, plate: str, **fields: Any) -> ObjectRecord:
    values = {"external_id": plate, **fields}
    return create_record(workspace=workspace, actor=SYSTEM, kind=kind, values=values)


def person(workspace: Workspace, name: str) -> Customer:
    values = {"first_name": name, "email": f"{name.lower()}@shop.example"}
    return create_customer(workspace=workspace, actor=SYSTEM, values=values)


def give(workspace: Workspace, record: ObjectRecord, who: Customer, as_role: str) -> None:
    asked = role(record.kind, as_role)
    link(workspace=workspace, actor=SYSTEM, record_id=record.pk, role=asked, target_id=who.pk)
