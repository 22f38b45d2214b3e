"""Rows become customers: created or updated, with attributes, tags, company and consent."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field

from raabta.customers.attribute_kind import kind_named
from raabta.customers.control import Control
from raabta.customers.import_target import (
    Explained,
    ImportContext,
    ImportTarget,
    TargetField,
)
from raabta.customers.import_targets import people_words as words
from raabta.customers.import_targets.consent_words import consent_fields
from raabta.customers.imports.person_rows import PersonRow
from raabta.customers.services.bulk import Policy, save_rows
from raabta.customers.services.bulk.brought import (
    attribute_named,
    definitions,
    fitting_rows,
    with_attributes,
)
from raabta.workspaces.models import Workspace

PEOPLE_ARE_TOLD_BY = {"external_id", "email", "phone", "more_emails", "more_phones", "identities"}
AGREEING = ("consent:", "agreed_at:")
NEW = "new:"  # a column that becomes an attribute of its own
KINDS = ("text", "number", "date", "boolean", "list")


class People(ImportTarget):
    key: ClassVar = "customers"
    label: ClassVar = pgettext_lazy("import target", "Customers")
    help: ClassVar = gettext_lazy("People with their addresses, attributes, tags and consent.")
    icon: ClassVar = "users"
    preparer: ClassVar = "raabta.customers.imports.person_rows:preparer"

    known: Annotated[
        Literal["update", "fill", "skip"],
        Control(gettext_lazy("People you already have"), words=words.KNOWN),
    ] = "update"
    unknown: Annotated[
        Literal["create", "skip"],
        Control(gettext_lazy("People you do not have"), words=words.UNKNOWN),
    ] = "create"
    invalid: Annotated[
        Literal["reject", "leave_out"],
        Control(gettext_lazy("Values that are wrong"), words=words.INVALID),
    ] = "reject"
    region: Annotated[
        str,
        Field(max_length=2),
        Control(
            gettext_lazy("Country of phone numbers without a country's code"), widget="country"
        ),
    ] = ""
    decimal: Annotated[
        Literal[".", ","], Control(gettext_lazy("Decimal mark"), words=words.DECIMAL)
    ] = "."
    day_first: Annotated[
        bool, Control(gettext_lazy("In dates such as 03/04/2025 the day comes first"))
    ] = True
    consent_source: Annotated[
        str,
        Field(max_length=100),
        Control(
            gettext_lazy("Where these people gave their consent"),
            gettext_lazy("Needed when a column says who agreed: “checkout, shop in Lahore”."),
        ),
    ] = ""
    consent_evidence: Annotated[
        str,
        Field(max_length=2_000),
        Control(gettext_lazy("The words they agreed to"), widget="textarea"),
    ] = ""
    consent_given_on: Annotated[date | None, Control(gettext_lazy("The day they agreed"))] = None
    id_prefix: Annotated[
        str,
        Field(max_length=30),
        Control(
            gettext_lazy("Put before each customer id"),
            gettext_lazy("Keeps the ids of two systems apart: “hubspot:”."),
        ),
    ] = ""
    zone: Annotated[str, Control(gettext_lazy("Time zone of the dates"), widget="time_zone")] = (
        "UTC"
    )
    renews_consent: Annotated[
        bool,
        Control(
            gettext_lazy("They agreed again after they had withdrawn"),
            gettext_lazy("Otherwise nobody who unsubscribed is subscribed by a file."),
        ),
    ] = False

    @classmethod
    def defaults(cls, workspace: Workspace) -> dict[str, Any]:
        return {
            "region": workspace.country,
            "day_first": workspace.country != "US",
            "zone": workspace.time_zone,
        }

    def fields(self, workspace: Workspace) -> list[TargetField]:
        own = [
            TargetField(
                f"attribute:{definition.key}",
                definition.label,
                (definition.key, definition.label),
                group=_("Attributes"),
            )
            for definition in definitions(workspace)
        ]
        return [*words.fields(), *consent_fields(), *own, *_new_fields()]

    def missing(self, keys: set[str]) -> list[str]:
        found = []
        if not keys & PEOPLE_ARE_TOLD_BY:
            found.append(
                _(
                    "Choose a column for the e-mail, the phone or the customer id: people are told apart by these."
                )
            )
        agreeing = any(key.startswith(AGREEING) for key in keys)
        if agreeing and not (self.consent_source and self.consent_evidence):
            found.append(
                _("A column says who agreed, so write down where they agreed and to which words.")
            )
        return found

    def plan(
        self, workspace: Workspace, columns: dict[int, str], names: list[str]
    ) -> dict[str, Any]:
        held = {definition.key: definition for definition in definitions(workspace)}
        placed = []
        for place, key in columns.items():
            if key.startswith(NEW):
                definition = attribute_named(workspace, names[place], key.removeprefix(NEW))
                if definition.is_computed:
                    continue  # the file cannot say what follows from something else
                held[definition.key] = definition
                key = f"attribute:{definition.key}"  # noqa: PLW2901
            if key.startswith("attribute:"):
                definition = held[key.removeprefix("attribute:")]
                key = f"attribute:{definition.key}:{kind_named(definition.kind).cell}"  # noqa: PLW2901
            placed.append([place, key])
        return {
            "columns": placed,
            "names": [[place, name] for place, name in enumerate(names)],
            "zone": self.zone or workspace.time_zone,
            "id_prefix": self.id_prefix,
            "region": self.region or workspace.country,
            "decimal": self.decimal,
            "day_first": self.day_first,
            "leave_out": self.invalid == "leave_out",
            "choices": {key: list(held[key].choices) for key in held},
        }

    def save(self, context: ImportContext, rows: Sequence[tuple[Any, ...]]) -> None:
        leaves_out = self.invalid == "leave_out"
        brought = with_attributes(context, [PersonRow._make(row) for row in rows])
        people, misfits = fitting_rows(context.workspace, brought, leaves_out=leaves_out)
        for line, says in misfits:
            if leaves_out:
                context.notes["left_out_attribute"] += 1
            else:
                context.reject(line, "attribute", says)
        saved = save_rows(
            workspace=context.workspace,
            actor=context.actor,
            rows=people,
            source="import",
            policy=self._policy(),
            change_set=context.change_set,
            at=context.now,
        )
        for line, verb, _pk in saved.outcomes:
            context.done(line, verb)
        for line, reason, value in saved.rejects:
            context.reject(line, reason, value)
        context.notes.update(saved.notes)

    def _policy(self) -> Policy:
        given = self.consent_given_on
        return Policy(
            known=self.known,
            unknown=self.unknown,
            renews_consent=self.renews_consent,
            consent_source=self.consent_source or "import",
            consent_text="",
            consent_evidence=self.consent_evidence,
            consent_given_at=datetime.combine(given, time(), UTC) if given else None,
        )

    @classmethod
    def explain(cls, note: str) -> Explained | None:
        return words.explain(note)


def _new_fields() -> list[TargetField]:
    return [
        TargetField(f"{NEW}{kind}", words.NEW_KINDS[kind], many=True, group=_("A new attribute"))
        for kind in KINDS
    ]
