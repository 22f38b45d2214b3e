"""The workspace's own attributes of a record, as people fill them in."""

from collections.abc import Mapping
from typing import Any

from django import forms

from raabta.customers.attributes import InvalidValue, parse_value
from raabta.customers.fields import attribute_field, definitions_of
from raabta.web.customers.inputs import initial_of, widget_for
from raabta.workspaces.models import Workspace


class ValuesForm(forms.Form):
    """An input for each attribute of this subject; what is cleaned is parsed, None for nothing."""

    def __init__(
        self, data: Any = None, *, workspace: Workspace, subject: str, held: Mapping[str, Any]
    ) -> None:
        super().__init__(data)
        every = definitions_of(workspace, subject)
        self.definitions = {one.key: one for one in every if not one.is_computed}
        for key, definition in self.definitions.items():
            self.fields[key] = forms.Field(
                label=definition.label,
                required=definition.is_required,
                help_text=definition.help,
                widget=widget_for(attribute_field(definition)),
            )
            self.initial[key] = initial_of(attribute_field(definition), held.get(key))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for key, definition in self.definitions.items():
            if key not in self.errors:
                try:
                    cleaned[key] = parse_value(definition, cleaned.get(key))
                except InvalidValue as error:
                    self.add_error(key, str(error))
        return cleaned
