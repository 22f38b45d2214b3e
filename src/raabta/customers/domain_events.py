"""What happened to people, told by ids. Batches of more than `BATCH` are told in several events."""

from dataclasses import dataclass

BATCH = 1_000


@dataclass(frozen=True)
class CustomerCreated:
    workspace_id: int
    customer_ids: tuple[int, ...]


@dataclass(frozen=True)
class CustomerChanged:
    """`fields` are the changed ones: "first_name", "email", "attributes.size", "tags"."""

    workspace_id: int
    customer_ids: tuple[int, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True)
class CustomersDeleted:
    workspace_id: int
    customer_ids: tuple[int, ...]


@dataclass(frozen=True)
class CustomersRestored:
    workspace_id: int
    customer_ids: tuple[int, ...]


@dataclass(frozen=True)
class CustomersMerged:
    """The other's things are the survivor's now."""

    workspace_id: int
    merge_id: int
    survivor_id: int
    other_id: int


@dataclass(frozen=True)
class CustomersUnmerged:
    """A merge was taken back: both are people of their own again."""

    workspace_id: int
    merge_id: int
    survivor_id: int
    other_id: int


@dataclass(frozen=True)
class CustomerErased:
    """Whoever holds personal data of this person removes it; numbers may stay.

    The hashes are SHA-256 (hex) of the normalised addresses, so that they can stay suppressed.
    `origin_ids` are other ids under which events of this person were handed in.
    """

    workspace_id: int
    customer_id: int
    email_hashes: tuple[str, ...] = ()
    phone_hashes: tuple[str, ...] = ()
    origin_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class ConsentChanged:
    """The state is "granted", "withdrawn", or "cleared" (as if never recorded)."""

    workspace_id: int
    customer_ids: tuple[int, ...]
    purpose: str
    channel: str
    state: str


@dataclass(frozen=True)
class CompanyChanged:
    workspace_id: int
    company_id: int
