"""The values of a person's fields, by the names that `edit_customer` takes."""

from typing import Any

from raabta.customers.fields import ATTRIBUTE
from raabta.customers.models import Customer

PLAIN = (
    "external_id",
    "first_name",
    "last_name",
    "language",
    "country",
    "city",
    "time_zone",
    "company_id",
)
ADDRESSES = ("email", "phone")


def value_of(customer: Customer, field: str) -> Any:
    if field.startswith(ATTRIBUTE):
        return customer.attributes.get(field.removeprefix(ATTRIBUTE))
    return getattr(customer, field)


def put(customer: Customer, field: str, value: Any) -> None:
    """Set a field, without saving. Raises KeyError for no field."""
    if field.startswith(ATTRIBUTE):
        key = field.removeprefix(ATTRIBUTE)
        kept = {name: held for name, held in customer.attributes.items() if name != key}
        customer.attributes = kept if value is None else {**kept, key: value}
    elif field in PLAIN:
        setattr(customer, field, value)
    else:
        raise KeyError(field)


def is_field(name: str) -> bool:
    return name in PLAIN or name in ADDRESSES or name.startswith(ATTRIBUTE)


def is_filled(value: Any) -> bool:
    return value not in (None, "", [])


def fields_of_both(one: Customer, two: Customer) -> list[str]:
    """Plain fields, addresses, and the attributes that either one has."""
    keys = {**one.attributes, **two.attributes}
    return [*PLAIN, *ADDRESSES, *(f"{ATTRIBUTE}{key}" for key in keys)]
