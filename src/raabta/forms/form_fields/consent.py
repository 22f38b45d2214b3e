from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.attribute_kinds.boolean import TRUE
from raabta.forms.form_field import FormField, Value
from raabta.workspaces.models import Workspace


class Consent(FormField):
    """A box that is never ticked beforehand; its label is the text that is agreed to.

    Left empty it says nothing: only who ticks it changes what is recorded.
    """

    key: ClassVar = "consent"
    label: ClassVar[Promise | str] = _("Consent")
    icon: ClassVar = "badge-check"
    widget: ClassVar = "checkbox"
    settings: ClassVar = ("purpose", "channel", "by_mail")

    purpose: str = "marketing"
    channel: str = "email"
    by_mail: bool = True  # for e-mail: it counts once the owner of the mailbox confirms

    @property
    def needs_mail(self) -> bool:
        return self.by_mail and self.channel == "email"

    def parse(self, text: str, workspace: Workspace) -> Value:
        return True if text.casefold() in TRUE else None
