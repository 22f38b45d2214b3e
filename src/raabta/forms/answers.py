"""What a visitor sent, read field by field; a field that is not shown is neither asked nor kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from raabta.customers.attributes import InvalidValue
from raabta.customers.fields import fields_of, parse_field
from raabta.forms.form_field import FormField, InvalidAnswer, Value
from raabta.forms.models import Form
from raabta.workspaces.models import Workspace

Posted = Mapping[str, Sequence[str]]


@dataclass
class Answers:
    values: dict[str, Value] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)  # by the field's id


def read_answers(workspace: Workspace, form: Form, posted: Posted) -> Answers:
    """The errors are in the active language."""
    known = fields_of(workspace)
    found = Answers()
    for item in form.items:
        if not item.asks or (item.shown_when and not item.shown_when.holds(found.values)):
            continue
        try:
            value = _read(item, posted, workspace)
            if value is not None and item.writes in known and not item.fixed_target:
                parse_field(workspace, known[item.writes], value)
        except (InvalidAnswer, InvalidValue) as error:
            found.errors[item.id] = str(error)
        else:
            if value is not None:
                found.values[item.id] = value
    return found


def _read(item: FormField, posted: Posted, workspace: Workspace) -> Value:
    raw = [text.replace("\x00", "") for text in posted.get(item.id, ())]
    value = item.read(raw, workspace)
    if value is None and item.is_required:
        raise InvalidAnswer(_("Please fill this in."))
    return value
