from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.attribute_use import AttributeUse, names
from raabta.customers.formulas.computing import names_in
from raabta.customers.formulas.syntax import FormulaError, parse
from raabta.customers.models import AttributeDefinition, SavedView, SourceRule
from raabta.workspaces.use import Use


class UseByFormula(AttributeUse):
    """Formulas of the same kind of record that reckon with it."""

    key: ClassVar = "formula"
    permission: ClassVar = "customers.view"

    @classmethod
    def uses(cls, definition: AttributeDefinition) -> list[Use]:
        held = AttributeDefinition.objects.filter(subject=definition.subject, archived_at=None)
        others = held.exclude(formula="").exclude(pk=definition.pk).order_by("position", "pk")
        return [
            Use(_("Formula"), one.label, "web:formulas:edit", (one.pk,))
            for one in others
            if definition.key in _named(one.formula)
        ]


class UseByView(AttributeUse):
    """Saved views that filter or sort by it or show it as a column; those of others, too."""

    key: ClassVar = "view"
    permission: ClassVar = "customers.view"

    @classmethod
    def uses(cls, definition: AttributeDefinition) -> list[Use]:
        if definition.subject != AttributeDefinition.Subject.CUSTOMER:
            return []
        held = SavedView.objects.order_by("name", "pk")
        views = [one for one in held if names(one.query, definition.key)]
        return [
            Use(_("Saved view"), one.name if one.is_shared else "—", "web:customers:index", ())
            for one in views
        ]


class UseBySourceRule(AttributeUse):
    """The rule that says whose value of it counts."""

    key: ClassVar = "source_rule"
    permission: ClassVar = "customers.view"

    @classmethod
    def uses(cls, definition: AttributeDefinition) -> list[Use]:
        if definition.subject != AttributeDefinition.Subject.CUSTOMER:
            return []
        held = SourceRule.objects.filter(field=f"attributes.{definition.key}")
        return [
            Use(_("Source priority"), definition.label, "web:source_rules:index", ())
            for _rule in held
        ]


def _named(formula: str) -> set[str]:
    try:
        found = names_in(parse(formula))
    except FormulaError:
        return set()
    return {name.removeprefix("attributes.") for name in found}
