"""Flat invoice lines become orders, refunds and products; every oddity is handled and counted."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field, field_validator

from raabta.commerce import line_words as words
from raabta.commerce.line_rows import LineRow
from raabta.commerce.order_data import OrderData, RefundData
from raabta.commerce.services.attributes import attributes_of_orders, fitting
from raabta.commerce.services.invoices import Invoice, Kinds, sort_lines
from raabta.commerce.services.orders import save_orders
from raabta.commerce.services.refunds import Purchases, save_refunds
from raabta.commerce.services.returns import KeptParts, refunds_of
from raabta.customers.attribute_kind import kind_named
from raabta.customers.control import Control
from raabta.customers.import_target import (
    Explained,
    Fact,
    ImportContext,
    ImportTarget,
    TargetField,
)
from raabta.customers.imports.person_rows import PersonRow
from raabta.customers.models import AttributeDefinition
from raabta.customers.services.bulk import Policy, save_rows
from raabta.workspaces.models import Workspace

Definitions = dict[str, AttributeDefinition]


class OrderLines(ImportTarget):
    key: ClassVar = "order_lines"
    label: ClassVar = pgettext_lazy("import target", "Orders (invoice lines)")
    help: ClassVar = gettext_lazy(
        "One line for each article of an invoice, with its date and customer."
    )
    icon: ClassVar = "shopping-cart"
    preparer: ClassVar = "raabta.commerce.line_rows:preparer"
    keeps_together: ClassVar = "number"
    set_aside: ClassVar = frozenset({"stock_adjustment", "bad_debt", "order_unpaid"})

    source: Annotated[
        str,
        Field(max_length=60),
        Control(
            gettext_lazy("Name of the shop or system"),
            gettext_lazy("Invoice numbers are unique within it; importing again replaces them."),
        ),
    ] = "import"
    currency: Annotated[
        str, Field(max_length=3), Control(gettext_lazy("Currency"), widget="currency")
    ] = ""
    zone: Annotated[str, Control(gettext_lazy("Time zone of the dates"), widget="time_zone")] = (
        "UTC"
    )
    decimal: Annotated[
        Literal[".", ","], Control(gettext_lazy("Decimal mark"), words=words.DECIMAL)
    ] = "."
    day_first: Annotated[
        bool, Control(gettext_lazy("In dates such as 03/04/2025 the day comes first"))
    ] = True
    cancel_prefix: Annotated[
        str, Field(max_length=5), Control(gettext_lazy("Cancelled invoices begin with"))
    ] = "C"
    adjust_prefix: Annotated[
        str,
        Field(max_length=5),
        Control(gettext_lazy("Bookings that are no sale (bad debt) begin with")),
    ] = "A"
    special_codes: Annotated[
        str,
        Field(max_length=4_000),
        Control(
            gettext_lazy("Codes that are not articles"),
            gettext_lazy("One a line: code = shipping, discount, fee or adjustment."),
            widget="textarea",
        ),
    ] = words.SPECIAL_CODES

    @field_validator("special_codes")
    @classmethod
    def _understood(cls, value: str) -> str:
        Kinds.of(value)
        return value

    @classmethod
    def defaults(cls, workspace: Workspace) -> dict[str, Any]:
        return {
            "currency": workspace.currency,
            "zone": workspace.time_zone,
            "day_first": workspace.country != "US",
        }

    def fields(self, workspace: Workspace) -> list[TargetField]:
        return [*words.fields(), *words.attribute_fields(workspace)]

    def missing(self, keys: set[str]) -> list[str]:
        labels = {one.key: str(one.label) for one in words.fields()}
        needed = ("number", "quantity", "unit", "placed_at")
        return [
            _("Choose the column “%(field)s”.") % {"field": labels[key]}
            for key in needed
            if key not in keys
        ]

    def plan(
        self, workspace: Workspace, columns: dict[int, str], names: list[str]
    ) -> dict[str, Any]:
        held = attributes_of_orders(workspace)
        return {
            "columns": [[place, _with_cell(key, held)] for place, key in columns.items()],
            "choices": {key: list(one.choices) for key, one in held.items()},
            "zone": self.zone or workspace.time_zone,
            "decimal": self.decimal,
            "day_first": self.day_first,
            "currency": self.currency or workspace.currency,
        }

    def save(self, context: ImportContext, rows: Sequence[tuple[Any, ...]]) -> None:
        lines = [LineRow._make(row) for row in rows]
        kinds = Kinds.of(self.special_codes, self.cancel_prefix, self.adjust_prefix)
        invoices = sort_lines(lines, kinds, context)
        customers = self._customers(context, lines)
        self._save_orders(context, [one for one in invoices if not one.is_refund], customers)
        self._save_refunds(context, [one for one in invoices if one.is_refund], customers)

    def _customers(
        self, context: ImportContext, lines: Sequence[LineRow]
    ) -> dict[tuple[str, str], int]:
        """The customers of the lines, those not known yet created."""
        people: dict[tuple[str, str], LineRow] = {}
        for line in lines:
            if line.external_id or line.email:
                people.setdefault((line.external_id, line.email), line)
        keys = list(people)
        saved = save_rows(
            workspace=context.workspace,
            actor=context.actor,
            rows=[
                PersonRow(
                    place,
                    external_id=external or None,
                    email=email or None,
                    country=people[external, email].country or None,
                )
                for place, (external, email) in enumerate(keys)
            ],
            source="import",
            policy=Policy(known="fill"),
            change_set=context.change_set,
            at=context.now,
        )
        context.notes["customers_created"] += len(saved.created_ids)
        context.notes["customer_conflict"] += len(saved.rejects)
        return {keys[place]: pk for place, _verb, pk in saved.outcomes if pk}

    def _save_orders(
        self,
        context: ImportContext,
        invoices: list[Invoice],
        customers: dict[tuple[str, str], int],
    ) -> None:
        held = attributes_of_orders(context.workspace)
        orders = [
            OrderData(
                number=one.number,
                source=self.source,
                customer_id=customers.get(one.person),
                placed_at=one.at,
                currency=one.currency,
                country=one.country,
                lines=one.lines,
                attributes=_attributes(one, held, context),
            )
            for one in invoices
        ]
        saved = save_orders(
            workspace=context.workspace,
            orders=orders,
            run_id=context.run_id,
            began_at=context.now,
            change_set=context.change_set,
        )
        context.notes["orders"] += sum(1 for verb in saved.verbs.values() if verb != "unchanged")
        for one, order in zip(invoices, orders, strict=True):
            verb = saved.verbs[one.number]
            for number in dict.fromkeys(row.line for row in one.rows):
                context.done(number, verb)
            if order.customer_id is None:
                context.notes["anonymous_line"] += len(one.rows)
            context.notes[f"sum_orders:{one.currency}"] += one.total * one.factor
            context.notes[f"sum_rounding:{one.currency}"] += one.exact - one.total * one.factor

    def _save_refunds(
        self,
        context: ImportContext,
        invoices: list[Invoice],
        customers: dict[tuple[str, str], int],
    ) -> None:
        pairs = {
            (customers[one.person], line.sku)
            for one in invoices
            if one.person in customers
            for line in one.lines
        }
        purchases = Purchases(context.workspace, pairs)
        kept = KeptParts(
            context.workspace, self.source, [one.number for one in invoices], context.run_id
        )
        refunds: list[RefundData] = []
        whose: dict[str, Invoice] = {}
        for one in invoices:
            context.notes[f"sum_refunds:{one.currency}"] -= one.total * one.factor
            context.notes[f"sum_rounding:{one.currency}"] += one.exact - one.total * one.factor
            if kept.has(one.number):
                continue
            for refund in refunds_of(
                one,
                purchases,
                source=self.source,
                customer_id=customers.get(one.person),
                first=kept.first_free(one.number),
            ):
                refunds.append(refund)
                whose[refund.number] = one
                matched = "unmatched" if refund.order_id is None else "matched"
                context.notes[f"refund_{matched}"] += 1
        verbs = save_refunds(
            workspace=context.workspace,
            refunds=refunds,
            run_id=context.run_id,
            change_set=context.change_set,
        )
        settled = {id(one): verbs[number] for number, one in whose.items()}
        for one in invoices:
            for number in dict.fromkeys(row.line for row in one.rows):
                context.done(number, settled.get(id(one), "unchanged"))

    @classmethod
    def explain(cls, note: str) -> Explained | None:
        return words.explain(note)

    @classmethod
    def reason(cls, reason: str) -> str:
        return words.reason(reason)

    @classmethod
    def facts(cls, notes: dict[str, Any]) -> list[Fact]:
        currencies = sorted({key.partition(":")[2] for key in notes if key.startswith("sum_file:")})
        return [fact for code in currencies for fact in words.facts(notes, code)]


def _with_cell(key: str, held: Definitions) -> str:
    """A column of an attribute also says how its cells are read."""
    definition = held.get(key.removeprefix("attribute:"))
    return f"{key}:{kind_named(definition.kind).cell}" if definition else key


def _attributes(invoice: Invoice, held: Definitions, context: ImportContext) -> dict[str, Any]:
    """What the lines of an order say of its attributes; the first one that speaks counts."""
    told: dict[str, Any] = {}
    for row in invoice.rows:
        told = {**(row.attributes or {}), **told}
    kept, errors = fitting(held, told)
    context.notes["left_out_attribute"] += len(errors)
    return kept
