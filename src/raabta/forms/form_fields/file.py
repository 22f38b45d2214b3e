from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from raabta.forms.form_field import FormField, InvalidAnswer, Value
from raabta.forms.uploads import ENDINGS, TYPES, Upload, kind_of
from raabta.workspaces.models import Workspace

MOST_MB = 20


class File(FormField):
    """One file; its name is the answer, its bytes are kept apart and never shown in a page."""

    key: ClassVar = "file"
    label: ClassVar[Promise | str] = gettext_lazy("File")
    icon: ClassVar = "paperclip"
    widget: ClassVar = "file"
    settings: ClassVar = ("types", "most_mb")

    types: list[str] = ["pdf", "image"]
    most_mb: int = Field(5, ge=1, le=MOST_MB)

    @property
    def accept(self) -> str:
        """What the browser offers first; the content decides."""
        return ",".join(ending for one in self.types for ending in ENDINGS.get(one, ()))

    @property
    def most_bytes(self) -> int:
        return self.most_mb * 2**20

    def parse(self, text: str, workspace: Workspace) -> Value:
        return None  # a text is no file

    def check(self, upload: Upload) -> str:
        """The content type. Raises InvalidAnswer."""
        if len(upload.data) > self.most_bytes:
            raise InvalidAnswer(_("The file is larger than %(most)s MB.") % {"most": self.most_mb})
        found = kind_of(upload.data)
        if found is None or found[0] not in self.types:
            allowed = ", ".join(str(TYPES[one]) for one in self.types if one in TYPES)
            raise InvalidAnswer(
                _("This kind of file is not taken. Allowed: %(kinds)s.") % {"kinds": allowed}
            )
        return found[1]
