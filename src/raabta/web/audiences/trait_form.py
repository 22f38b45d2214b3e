"""The editor of a computed attribute: plain fields, checked by the trait itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from raabta.audiences.property_filter import OPERATORS
from raabta.audiences.rules import told
from raabta.audiences.spans import SPANS
from raabta.audiences.trait import Trait, trait_from, traits
from raabta.customers.models import AttributeDefinition
from raabta.tracking.models import CatalogueEvent

FILTERS = range(3)
PARTS = ("name", "operator", "value")
PROPERTY = {"dir": "auto", "list": "property-names"}
WINDOWS = [(key, SPANS[key]) for key in ("ever", "last")]


class TraitForm(forms.Form):
    label = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    way = forms.ChoiceField(label=gettext_lazy("What to compute"))
    name = forms.CharField(
        label=gettext_lazy("Event"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "list": "event-names"}),
    )
    property_name = forms.CharField(
        label=gettext_lazy("Property"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=PROPERTY),
        help_text=gettext_lazy(
            "Such as value or category, where something of a property is asked."
        ),
    )
    span = forms.ChoiceField(label=gettext_lazy("When"), choices=WINDOWS, initial="ever")
    days = forms.IntegerField(
        label=gettext_lazy("Days"), min_value=1, max_value=36_500, required=False, initial=30
    )

    def __init__(self, data: Any = None, *, definition: AttributeDefinition | None = None) -> None:
        super().__init__(data)
        self.trait: Trait | None = None
        self.offered = [one for one in traits.members() if _fits(one, definition)]
        self.fields["way"] = forms.ChoiceField(
            label=_("What to compute"), choices=_grouped(self.offered)
        )
        for at in FILTERS:
            self._add_filter(at)
        if definition:
            self.initial = {"label": definition.label, **_initial(definition)}

    def _add_filter(self, at: int) -> None:
        self.fields[f"filter.{at}.name"] = forms.CharField(
            label=_("Property"), max_length=80, required=False, widget=forms.TextInput(PROPERTY)
        )
        self.fields[f"filter.{at}.operator"] = forms.ChoiceField(
            label=_("Comparison"), choices=list(OPERATORS.items()), required=False
        )
        self.fields[f"filter.{at}.value"] = forms.CharField(
            label=_("Value"),
            max_length=300,
            required=False,
            widget=forms.TextInput({"dir": "auto"}),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.trait = traits.build(cleaned["way"], _params(cleaned))
            except ValidationError as error:
                for one in error.errors():
                    self._refuse(one)
        return cleaned

    def _refuse(self, problem: Any) -> None:
        place = [str(part) for part in problem["loc"]]
        name = place[0] if place else ""
        if name == "filters" and len(place) > 1:
            name = f"filter.{place[1]}.{place[2] if len(place) > 2 else 'value'}"
        name = {"property": "property_name"}.get(name, name)
        self.add_error(name if name in self.fields else None, told(problem))

    @property
    def window(self) -> list[Any]:
        return [self["span"], self["days"]]

    @property
    def chosen(self) -> str:
        held = self.data.get("way") if self.is_bound else self.initial.get("way")
        return str(held or (self.offered[0].key if self.offered else ""))

    @property
    def about_events(self) -> list[str]:
        """The ways that ask for an event."""
        return [one.key for one in self.offered if "name" in one.model_fields]

    @property
    def about_properties(self) -> list[str]:
        return [one.key for one in self.offered if "property" in one.model_fields]

    @property
    def filters(self) -> list[list[Any]]:
        return [[self[f"filter.{at}.{part}"] for part in PARTS] for at in FILTERS]

    @property
    def event_names(self) -> list[str]:
        """Names of events that came, the latest first."""
        known = CatalogueEvent.objects.exclude(name="").order_by("-last_seen_at")
        return list(known.values_list("name", flat=True)[:100])

    @property
    def property_names(self) -> list[str]:
        """Names of properties that were seen in the event."""
        name = str((self.data if self.is_bound else self.initial).get("name", ""))
        known = CatalogueEvent.objects.filter(name=name).exclude(name="")
        return sorted({key for one in known for key in one.properties})[:200]


def _grouped(offered: list[type[Trait]]) -> list[tuple[str, list[tuple[str, Any]]]]:
    """The ways by what they look at, those of events first."""
    groups: dict[str, list[tuple[str, Any]]] = {}
    for one in sorted(offered, key=lambda member: member.source):
        groups.setdefault(str(one.group), []).append((one.key, one.label))
    return list(groups.items())


def _fits(member: type[Trait], definition: AttributeDefinition | None) -> bool:
    """Values of one kind exist once the attribute is made, so it keeps its kind."""
    return definition is None or member.kind == definition.kind


def _params(cleaned: dict[str, Any]) -> dict[str, Any]:
    fields = traits[cleaned["way"]].model_fields
    found: dict[str, Any] = {"span": cleaned["span"]}
    if "name" in fields:
        found |= {"name": cleaned["name"], "filters": _filters(cleaned)}
    if cleaned["span"] == "last":
        found["days"] = cleaned["days"]
    if "property" in fields:
        found["property"] = cleaned["property_name"]
    return found


def _filters(cleaned: dict[str, Any]) -> list[dict[str, Any]]:
    given = [{part: cleaned[f"filter.{at}.{part}"] for part in PARTS} for at in FILTERS]
    return [{**one, "operator": one["operator"] or "is"} for one in given if one["name"]]


def _initial(definition: AttributeDefinition) -> dict[str, Any]:
    trait = trait_from(definition.computed or {})
    held = trait.model_dump(mode="json")
    own = {
        f"filter.{at}.{part}": one[part]
        for at, one in enumerate(held.pop("filters", []))
        for part in PARTS
    }
    return {**held, **own, "way": trait.key, "property_name": held.get("property", "")}
