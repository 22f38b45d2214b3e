from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.identity_kind import EMAIL
from raabta.forms.addresses import read_address
from raabta.forms.form_field import FormField, Value
from raabta.workspaces.models import Workspace


class Email(FormField):
    key: ClassVar = "email"
    label: ClassVar[Promise | str] = _("E-mail")
    icon: ClassVar = "mail"
    input_type: ClassVar = "email"
    fixed_target: ClassVar = EMAIL

    def parse(self, text: str, workspace: Workspace) -> Value:
        return read_address(workspace, EMAIL, text)
