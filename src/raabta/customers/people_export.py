"""What exports of people have in common, whatever system wrote them."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _

from raabta.customers.known_export import KnownExport


class PeopleExport(KnownExport):
    """`system` stands in the evidence of every consent and, as a prefix, before ids."""

    system: ClassVar[str]
    id_prefix: ClassVar[str] = ""

    @classmethod
    def settings(cls, filename: str) -> dict[str, Any]:
        marks = {"system": cls.system, "file": filename}
        return {
            "invalid": "leave_out",
            "consent_source": _("%(system)s, by import") % marks,
            "consent_evidence": _("As the export of %(system)s says, file %(file)s") % marks,
            "id_prefix": cls.id_prefix,
            **super().settings(filename),
        }
