"""The editor of an attribute that is computed by a formula; the formula decides the kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.attribute_kind import kind_named
from raabta.customers.formulas.checking import KINDS
from raabta.customers.formulas.formula_set import FormulaSet
from raabta.customers.formulas.functions import FUNCTIONS
from raabta.customers.formulas.records import ATTRIBUTE
from raabta.customers.formulas.syntax import LONGEST, FormulaError, Node
from raabta.customers.models import AttributeDefinition
from raabta.workspaces.models import Workspace

SUBJECTS = [("customer", gettext_lazy("Customers")), ("company", gettext_lazy("Companies"))]
SHAPES = [function.shape for function in FUNCTIONS.values()]


class FormulaForm(forms.Form):
    label = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    subject = forms.ChoiceField(label=gettext_lazy("About"), choices=SUBJECTS)
    key = forms.SlugField(
        label=gettext_lazy("Key"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy(
            "For imports, the API and templates. Left empty, it is made from the name."
        ),
    )
    formula = forms.CharField(
        label=gettext_lazy("Formula"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 4, "dir": "ltr", "class": "font-mono", "spellcheck": "false"}
        ),
        help_text=gettext_lazy("Such as if(points >= 100, 'Gold', 'Silver')."),
    )
    help = forms.CharField(label=gettext_lazy("Help"), max_length=200, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        workspace: Workspace,
        definition: AttributeDefinition | None = None,
    ) -> None:
        super().__init__(data)
        self.definition = definition
        self.node: Node | None = None
        self.kind = definition.kind if definition else ""
        if definition:
            del self.fields["subject"], self.fields["key"]
            self.initial = {name: getattr(definition, name) for name in self.fields}
        self.formulas = FormulaSet(workspace, self.about)

    @property
    def about(self) -> str:
        """The kind of record: customer or company."""
        if self.definition:
            return str(self.definition.subject)
        asked = self.data.get("subject")
        return "company" if asked == "company" else "customer"

    def clean_formula(self) -> str:
        text = str(self.cleaned_data["formula"])
        try:
            self.node, kind = self.formulas.check(
                text, self.definition.key if self.definition else ""
            )
        except FormulaError as error:
            raise forms.ValidationError(told(error)) from error
        if self.definition and kind != self.kind:
            words = _("The formula gives %(given)s; the attribute is of another kind.")
            raise forms.ValidationError(words % {"given": KINDS[kind]})
        self.kind = kind
        return text

    @property
    def values(self) -> dict[str, Any]:
        """For the service."""
        return {**self.cleaned_data, "kind": self.kind}

    def _inside(self) -> list[tuple[str, Any]]:
        """The places inside free-form attributes that a formula can read."""
        names = self.formulas.names
        keys = {one.pk: one.key for one in names.definitions.values() if one.archived_at is None}
        return [
            (written(f"{keys[pk]}.{path}"), KINDS[kind])
            for (pk, path), kind in sorted(names.seen.items())
            if pk in keys and kind in KINDS
        ]

    @property
    def offered(self) -> list[tuple[str, Any]]:
        """The fields that can be named, each with its label or kind."""
        names = self.formulas.names
        own = [
            (one.key if one.key not in names.columns else ATTRIBUTE + one.key, one)
            for one in names.definitions.values()
            if one.archived_at is None and one != self.definition
        ]
        return [
            *((name, kind_named("text").label) for name in names.columns),
            *((written(name), kind_named(one.kind).label) for name, one in own),
            *self._inside(),
        ]

    @property
    def shapes(self) -> list[str]:
        return SHAPES


def written(name: str) -> str:
    """As a formula names it: with a hyphen, in brackets."""
    return f"[{name}]" if "-" in name or not name[:1].isalpha() else name


def told(error: FormulaError) -> str:
    marks = {"place": error.at + 1, "says": str(error)}
    return _("At letter %(place)s: %(says)s") % marks if error.at else str(error)
