"""What a visitor sent, read field by field; a field that is not shown is neither asked nor kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from raabta.customers.attributes import InvalidValue
from raabta.customers.fields import fields_of, parse_field
from raabta.forms.form_field import FormField, InvalidAnswer, Value
from raabta.forms.form_fields.file import File
from raabta.forms.models import Form
from raabta.forms.uploads import Upload
from raabta.workspaces.models import Workspace

Posted = Mapping[str, Sequence[str]]
Uploads = Mapping[str, Upload]  # by the field's id


@dataclass(frozen=True)
class Sent:
    posted: Posted
    uploads: Uploads


@dataclass
class Answers:
    values: dict[str, Value] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)  # by the field's id
    files: dict[str, tuple[Upload, str]] = field(default_factory=dict)  # with the content type


def read_answers(
    workspace: Workspace,
    form: Form,
    posted: Posted,
    *,
    uploads: Uploads,
    skipped: Collection[str] = (),
) -> Answers:
    """`skipped` are ids of fields that were not asked. The errors are in the active language."""
    known = fields_of(workspace)
    found, sent = Answers(), Sent(posted, uploads)
    for item in form.items:
        is_shown = item.shown_when is None or item.shown_when.holds(found.values)
        if not item.asks or not is_shown or item.id in skipped:
            continue
        try:
            value = _read(item, sent, found, workspace)
            if value is not None and item.writes in known and not item.fixed_target:
                parse_field(workspace, known[item.writes], value)
        except (InvalidAnswer, InvalidValue) as error:
            found.errors[item.id] = str(error)
        else:
            if value is not None:
                found.values[item.id] = value
    return found


def _read(item: FormField, sent: Sent, found: Answers, workspace: Workspace) -> Value:
    value: Value = None
    upload = sent.uploads.get(item.id)
    if isinstance(item, File):
        if upload is not None and upload.data:
            found.files[item.id] = (upload, item.check(upload))
            value = upload.name
    else:
        raw = [text.replace("\x00", "") for text in sent.posted.get(item.id, ())]
        value = item.read(raw, workspace)
    if value is None and item.is_required:
        raise InvalidAnswer(_("Please fill this in."))
    return value
