"""A form's fields as the page draws them, in the visitor's language."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from raabta.forms.answers import Posted
from raabta.forms.form_field import FormField
from raabta.forms.models import Form


@dataclass(frozen=True)
class Drawn:
    item: FormField
    label: str
    help: str
    placeholder: str
    values: Sequence[str]
    error: str
    options: Sequence[tuple[str, str]] = ()  # what can be chosen, and what it is called

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def when(self) -> str:
        """What the answer to another field must be, for the script that shows and hides."""
        return self.item.shown_when.model_dump_json() if self.item.shown_when else ""

    @property
    def box_id(self) -> str:
        return f"field-{self.item.id}"


def drawn(
    form: Form,
    languages: Sequence[str],
    posted: Posted | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    skipped: Collection[str] = (),
) -> list[Drawn]:
    """All fields but those that are skipped."""
    return [
        Drawn(
            item=item,
            label=item.say("label", languages),
            help=item.say("help", languages),
            placeholder=item.say("placeholder", languages),
            values=(posted or {}).get(item.id, ()),
            error=(errors or {}).get(item.id, ""),
            options=item.options(languages),
        )
        for item in form.items
        if item.id not in skipped
    ]
