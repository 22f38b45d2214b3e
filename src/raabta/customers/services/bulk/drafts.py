"""What the rows of a chunk make of each person, decided in memory before anything is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from raabta.customers.imports.person_rows import PersonRow
from raabta.customers.queries.merges import survivors_of
from raabta.kernel import rows as raw
from raabta.workspaces.models import Workspace

# the columns that rows set, in the order of PersonRow after its line
COLUMNS = (
    "external_id",
    "first_name",
    "last_name",
    "email",
    "phone",
    "language",
    "country",
    "city",
    "time_zone",
)
EXTERNAL, EMAIL, PHONE = 0, 3, 4
COMPANY, ATTRIBUTES = 9, 10  # places in a draft
SELECT = (
    "SELECT id, external_id, first_name, last_name, email, phone, language, country, city, "
    "time_zone, company_id, attributes, created_at = %s OR (created_at = updated_at AND EXISTS ("
    "SELECT 1 FROM customers_identity AS known WHERE known.customer_id = customers_customer.id "
    "AND known.first_seen_at = %s)) FROM customers_customer WHERE workspace_id = %s AND id IN %s"
)
BY_EXTERNAL_ID = (
    "SELECT external_id, id FROM customers_customer WHERE workspace_id = %s "
    "AND NOT (external_id = '') AND deleted_at IS NULL AND external_id IN %s"
)
# of people who were merged: their number means whoever has their things now
BY_FORMER_ID = (
    "SELECT external_id, merged_into_id FROM customers_customer WHERE workspace_id = %s "
    "AND merged_into_id IS NOT NULL AND external_id IN %s"
)
BY_IDENTITY = (
    "SELECT value, customer_id FROM customers_identity WHERE workspace_id = %s AND kind = %s "
    "AND is_live AND value IN %s"
)


@dataclass(slots=True)
class Draft:
    """One person: the values before (None for a new one) and those that the rows ask for."""

    pk: int  # negative while the person is new
    values: list[Any]
    before: list[Any] | None = None
    began_here: bool = False  # with the import that writes now
    company: str | None = None
    attributes: dict[str, Any] | None = None
    tags: tuple[str, ...] = ()
    consents: tuple[tuple[str, ...], ...] = ()
    created_at: str | None = None  # ISO, of a new person that another system knew before
    identities: list[tuple[str, str, str]] = field(default_factory=list)  # kind, value, given


@dataclass
class Known:
    """Who answers to which external id, e-mail and phone, and these people as they are now."""

    external: dict[str, int]
    email: dict[str, int]
    phone: dict[str, int]
    people: dict[int, "Draft"]
    former: set[str] = field(default_factory=set)  # external ids of people who were merged

    @classmethod
    def of(cls, workspace: Workspace, people: Sequence[PersonRow], at: datetime) -> "Known":
        known = cls({}, {}, {}, {})
        external = {row[1] for row in people if row[1]}
        email = {row[4] for row in people if row[4]} | _further(people, "email")
        phone = {row[5] for row in people if row[5]} | _further(people, "phone")
        known.external = _look_up(BY_EXTERNAL_ID, [workspace.pk], external)
        known._follow(workspace, external - known.external.keys())
        known._meet(workspace, known.external, at)
        for kind, held, given in (("email", known.email, email), ("phone", known.phone, phone)):
            found = _look_up(BY_IDENTITY, [workspace.pk, kind], given - held.keys())
            held.update(found)
            known._meet(workspace, found, at)
        return known

    def _follow(self, workspace: Workspace, external: set[str]) -> None:
        """Ids of people who were merged mean those who have their things now."""
        merged = _look_up(BY_FORMER_ID, [workspace.pk], external)
        now = survivors_of(workspace, merged.values()) if merged else {}
        self.former = set(merged)
        self.external |= {key: now.get(pk, pk) for key, pk in merged.items()}

    def _meet(self, workspace: Workspace, found: dict[str, int], at: datetime) -> None:
        """Load these people; their own addresses then need no look-up, and most files repeat them."""
        met = load(workspace, set(found.values()) - self.people.keys(), at)
        self.people.update(met)
        for pk, draft in met.items():
            self.email[draft.values[EMAIL]] = self.phone[draft.values[PHONE]] = pk

    def of_row(self, row: PersonRow) -> tuple[int | None, bool]:
        """Whom the row means, by external id, then e-mail, then phone; and whether these agree."""
        by_external = self.external.get(row[1]) if row[1] else None
        by_email = self.email.get(row[4]) if row[4] else None
        by_phone = self.phone.get(row[5]) if row[5] else None
        found = by_external or by_email or by_phone or self._by_further(row)
        agree = by_email in {None, found} and by_phone in {None, found}
        return found, agree

    def own(self, row: PersonRow) -> PersonRow:
        """The row without the number of somebody who was merged: the survivor keeps theirs."""
        return row._replace(external_id=None) if row[1] in self.former else row

    def _by_further(self, row: PersonRow) -> int | None:
        for kind, value, _given in row.more or ():
            if pk := self.of_kind(kind).get(value):
                return pk
        return None

    def of_kind(self, kind: str) -> dict[str, int]:
        return self.email if kind == "email" else self.phone

    def learn(self, row: PersonRow, pk: int) -> None:
        if row[1]:
            self.external[row[1]] = pk
        if row[4]:
            self.email[row[4]] = pk
        if row[5]:
            self.phone[row[5]] = pk


def load(workspace: Workspace, ids: Collection[int], at: datetime) -> dict[int, Draft]:
    """Drafts of people as they are now; those who began `at` this moment are marked."""
    if not ids:
        return {}
    params = [raw.stored(at), raw.stored(at), workspace.pk, list(ids)]
    return {
        pk: Draft(pk, values.copy(), values, bool(began_here))
        for pk, *values, began_here in raw.select(SELECT, params)
    }


def new_draft(pk: int) -> Draft:
    return Draft(pk, [*([""] * len(COLUMNS)), None, "{}"])


def fill(draft: Draft, row: PersonRow, known: Known, *, only_blanks: bool) -> None:
    """Put what the row says into the draft; what it does not say stays."""
    values = draft.values
    for place, value in enumerate(row[1:10]):
        if value is None or (values[place] and (only_blanks or place == EXTERNAL)):
            continue  # an id stays: ids of other systems do not replace it
        if place not in {EMAIL, PHONE}:
            values[place] = value
    # an address that is new to the person becomes the first one; a known one stays in place
    if row.email is not None and row.email not in known.email:
        draft.identities.append(("email", row.email, row.email_given or row.email))
        values[EMAIL] = (only_blanks and values[EMAIL]) or row.email
    if row.phone is not None and row.phone not in known.phone:
        draft.identities.append(("phone", row.phone, row.phone_given or row.phone))
        values[PHONE] = (only_blanks and values[PHONE]) or row.phone
    known.learn(row, draft.pk)
    for further in row.more or ():
        _add_address(draft, known, further)
    _hang_on(draft, row, only_blanks=only_blanks)


def _add_address(draft: Draft, known: Known, further: tuple[str, str, str]) -> None:
    """A further address, unless somebody has it; it leads only where there is none."""
    kind, value, _given = further
    held = known.of_kind(kind)
    if value in held:
        return
    held[value] = draft.pk
    place = EMAIL if kind == "email" else PHONE
    draft.values[place] = draft.values[place] or value
    draft.identities.append(further)


def _further(people: Sequence[PersonRow], kind: str) -> set[str]:
    return {one[1] for row in people for one in row.more or () if one[0] == kind}


def _hang_on(draft: Draft, row: PersonRow, *, only_blanks: bool) -> None:
    draft.company = row.company or draft.company
    if row.created_at and draft.before is None:
        draft.created_at = min(row.created_at, draft.created_at or row.created_at)
    if row.attributes is not None:
        _add_attributes(draft, row.attributes, only_blanks=only_blanks)
    if row.tags:
        draft.tags = tuple(dict.fromkeys((*draft.tags, *row.tags)))
    if row.consents:
        draft.consents = (*draft.consents, *row.consents)


def _add_attributes(draft: Draft, given: dict[str, Any], *, only_blanks: bool) -> None:
    if draft.attributes is None:
        draft.attributes = raw.from_json(draft.values[ATTRIBUTES])
    held = draft.attributes
    draft.attributes = {**given, **held} if only_blanks else {**held, **given}


def _look_up(sql: str, params: list[Any], keys: set[str]) -> dict[str, int]:
    return dict(raw.select(sql, [*params, list(keys)])) if keys else {}
