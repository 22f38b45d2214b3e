"""What a bulk action does to every chosen person, as it is stored with its job."""

from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import BaseModel

from raabta.customers.attributes import value_as_text
from raabta.customers.fields import fields_of
from raabta.customers.models import Company
from raabta.customers.purposes import CHANNELS, STATES, label_of
from raabta.customers.queries.topics import purpose_names
from raabta.workspaces.models import Workspace


class SetField(BaseModel):
    """`value` is already parsed; None takes an attribute away. Addresses are not set in bulk."""

    kind: Literal["set_field"] = "set_field"
    field: str
    value: Any = None

    def sentence(self, workspace: Workspace) -> str:
        known = fields_of(workspace).get(self.field)
        label = known.label if known else self.field
        if self.value in (None, "", []):
            return _("emptied %(field)s") % {"field": label}
        shown = self.value
        if known and known.definition:
            shown = value_as_text(known.definition, self.value)
        if self.field == "company_id":
            shown = Company.objects.get(workspace=workspace, pk=self.value).name
        return _("set %(field)s to %(value)s") % {"field": label, "value": shown}


class AddTags(BaseModel):
    kind: Literal["add_tags"] = "add_tags"
    tags: list[str]

    def sentence(self, workspace: Workspace) -> str:
        words = ngettext("added the tag %(tags)s", "added the tags %(tags)s", len(self.tags))
        return words % {"tags": ", ".join(self.tags)}


class RemoveTags(BaseModel):
    kind: Literal["remove_tags"] = "remove_tags"
    tags: list[str]

    def sentence(self, workspace: Workspace) -> str:
        words = ngettext("removed the tag %(tags)s", "removed the tags %(tags)s", len(self.tags))
        return words % {"tags": ", ".join(self.tags)}


class RecordConsent(BaseModel):
    kind: Literal["record_consent"] = "record_consent"
    purpose: str
    channel: str
    state: Literal["granted", "withdrawn"]
    evidence: str = ""

    def sentence(self, workspace: Workspace) -> str:
        words = _("recorded “%(state)s” for %(purpose)s by %(channel)s")
        return words % {
            "state": label_of(STATES, self.state),
            "purpose": label_of(purpose_names(workspace), self.purpose),
            "channel": label_of(CHANNELS, self.channel),
        }


class Delete(BaseModel):
    kind: Literal["delete"] = "delete"

    def sentence(self, workspace: Workspace) -> str:
        return _("deleted")


Deed = SetField | AddTags | RemoveTags | RecordConsent | Delete


class Stored(BaseModel):
    """A deed read back from a job's payload."""

    deed: Deed
