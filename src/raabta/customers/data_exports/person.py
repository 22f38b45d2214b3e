from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.customers.field_values import value_of
from raabta.customers.fields import fields_of
from raabta.customers.models import Customer
from raabta.customers.queries import identities_of, tags_of
from raabta.workspaces.models import Workspace


class Person(DataExport):
    """Fields, attributes, addresses and tags."""

    key: ClassVar = "person"
    label: ClassVar[Promise | str] = _("Name, addresses, attributes and tags")
    covers: ClassVar = ("customers.Customer", "customers.Identity", "customers.CustomerTag")

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        customer = Customer.objects.select_related("company").get(
            workspace=workspace, pk=customer_id
        )
        package.document(
            self.key,
            {
                "number": customer.pk,
                "public_id": customer.public_id,
                "fields": _fields(workspace, customer),
                "addresses": [
                    {
                        "kind": held.kind,
                        "value": held.value,
                        "is_main": held.is_primary,
                        "is_verified": held.is_verified,
                        "source": held.source,
                        "first_seen_at": held.first_seen_at,
                        "last_seen_at": held.last_seen_at,
                    }
                    for held in identities_of(workspace, customer_id)
                ],
                "tags": [
                    tag.name for tag in tags_of(workspace, [customer_id]).get(customer_id, [])
                ],
                "source": customer.source,
                "paused_until": customer.paused_until,
                "contact_every_days": customer.contact_every_days,
                "created_at": customer.created_at,
                "updated_at": customer.updated_at,
            },
        )


def _fields(workspace: Workspace, customer: Customer) -> list[dict[str, Any]]:
    found = []
    for key, field in fields_of(workspace).items():
        value = value_of(customer, key)
        if key == "company_id":
            value = customer.company.name if customer.company else ""
        found.append({"field": key, "label": str(field.label), "value": value})
    return found
