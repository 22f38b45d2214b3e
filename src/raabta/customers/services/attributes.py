"""Define, change, order and retire custom attributes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from raabta.customers.attribute_kind import checked_rules, kind_named
from raabta.customers.formulas.checking import KINDS
from raabta.customers.formulas.formula_set import FormulaSet
from raabta.customers.formulas.syntax import FormulaError
from raabta.customers.models import AttributeDefinition
from raabta.customers.services.formulas import compute_later
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

CUSTOMER = AttributeDefinition.Subject.CUSTOMER
CHANGEABLE = ("label", "help", "choices", "is_required", "rules", "is_sensitive")


class KeyTaken(Exception):
    """Another attribute, perhaps a retired one, has this key."""


class ChoicesMissing(Exception):
    """A choice without anything to choose from."""


@transaction.atomic
def define_attribute(
    *, workspace: Workspace, actor: Actor, values: Mapping[str, Any]
) -> AttributeDefinition:
    """`values`: label, kind, and perhaps subject, key, help, choices, is_required, rules, formula.

    Raises KeyTaken, ChoicesMissing, UnknownMember for no kind, BadRules, or FormulaError.
    """
    subject = values.get("subject") or AttributeDefinition.Subject.CUSTOMER
    held = AttributeDefinition.objects.filter(subject=subject)
    position = (held.aggregate(last=Max("position"))["last"] or 0) + 1
    definition = AttributeDefinition(
        workspace=workspace,
        subject=subject,
        kind=values["kind"],
        key=values.get("key") or _key(values["label"], position),
        position=position,
        computed=values.get("computed"),
    )
    _put(definition, values)
    if values.get("formula"):
        _set_formula(definition, actor, values["formula"])
    record_audit(
        workspace=workspace, actor=actor, verb="attribute.defined", target=definition.label
    )
    return definition


@transaction.atomic
def edit_attribute(
    *, workspace: Workspace, actor: Actor, definition_id: int, values: Mapping[str, Any]
) -> AttributeDefinition:
    """Label, help, choices, limits, whether it is required; key and kind stay, for values exist.

    A formula changes into another one; what people filled in gets none, so that nothing is lost.

    Values that are there stay as they are. Raises AttributeDefinition.DoesNotExist,
    ChoicesMissing, BadRules or FormulaError.
    """
    definition = AttributeDefinition.objects.select_for_update().get(pk=definition_id)
    was_sensitive = definition.is_sensitive
    if definition.computed and values.get("computed"):
        definition.computed = values["computed"]
    _put(definition, values)
    formula = values.get("formula") or definition.formula
    if formula and not definition.formula:
        raise FormulaError(_("People fill this attribute in. Make a new one for the formula."))
    if formula and (formula != definition.formula or "rules" in values):
        _set_formula(definition, actor, formula)
    if definition.is_sensitive != was_sensitive:
        record_audit(
            workspace=workspace, actor=actor, verb="attribute.changed", target=definition.label,
            detail={"fields": ["is_sensitive"]},
        )  # fmt: skip
    return definition


@transaction.atomic
def retire_attribute(
    *, workspace: Workspace, actor: Actor, definition_id: int, is_retired: bool = True
) -> None:
    """Hide an attribute everywhere, or show it again; the values stay with the people."""
    definition = AttributeDefinition.objects.get(pk=definition_id)
    definition.archived_at = clock.now() if is_retired else None
    definition.save()
    verb = "attribute.retired" if is_retired else "attribute.restored"
    record_audit(workspace=workspace, actor=actor, verb=verb, target=definition.label)


@transaction.atomic
def order_attributes(*, workspace: Workspace, ids: Sequence[int]) -> None:
    """Show the attributes in this order."""
    for position, pk in enumerate(ids):
        AttributeDefinition.objects.filter(workspace=workspace, pk=pk).update(position=position)


def _put(definition: AttributeDefinition, values: Mapping[str, Any]) -> None:
    for field in values.keys() & set(CHANGEABLE):
        setattr(definition, field, values[field])
    definition.is_required = definition.is_required and not definition.formula
    definition.is_sensitive = definition.is_sensitive and definition.subject == CUSTOMER
    definition.rules = checked_rules(definition.kind, definition.rules)
    if kind_named(definition.kind).choices == "must" and not definition.choices:
        raise ChoicesMissing(_("Write down what there is to choose from, one a line."))
    try:
        with transaction.atomic():
            definition.save()
    except IntegrityError as error:
        words = _("There is an attribute “%(key)s” already.")
        raise KeyTaken(words % {"key": definition.key}) from error


def _set_formula(definition: AttributeDefinition, actor: Actor, text: str) -> None:
    """Keep a formula that was checked, and have everybody's values computed."""
    workspace, subject = definition.workspace, definition.subject
    _node, kind = FormulaSet(workspace, subject).check(text, definition.key)
    if kind != definition.kind:
        words = _("The formula gives %(given)s; the attribute is of another kind.")
        raise FormulaError(words % {"given": KINDS[kind]})
    definition.formula, definition.formula_on = text, None
    definition.is_required = False  # nobody could fill it in
    definition.save()
    compute_later(workspace=workspace, subject=subject, actor=actor)


def _key(label: str, position: int) -> str:
    return slugify(label).replace("-", "_")[:60] or f"attribute_{position}"
