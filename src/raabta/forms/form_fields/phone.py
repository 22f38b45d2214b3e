from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.identity_kind import PHONE
from raabta.forms.addresses import read_address
from raabta.forms.form_field import FormField, Value
from raabta.workspaces.models import Workspace


class Phone(FormField):
    key: ClassVar = "phone"
    label: ClassVar[Promise | str] = _("Phone")
    icon: ClassVar = "phone"
    input_type: ClassVar = "tel"
    fixed_target: ClassVar = PHONE

    def parse(self, text: str, workspace: Workspace) -> Value:
        return read_address(workspace, PHONE, text)
