from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.customers.queries import consent_ledger, consents_of
from raabta.customers.queries.consent_files import ENDINGS, consent_files
from raabta.customers.queries.merges import members_of
from raabta.customers.services.consent_proof import verify_person
from raabta.workspaces.models import Workspace


class Consents(DataExport):
    """The whole ledger with its seals, and where the person stands now."""

    key: ClassVar = "consents"
    label: ClassVar[Promise | str] = _("What you allowed and refused, with the proof")
    covers: ClassVar = (
        "customers.ConsentRecord",
        "customers.Consent",
        "customers.ConsentFile",
        "customers.ConsentHead",  # numbers that prove the ledger
    )

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        headings = {
            "position": _("Line"),
            "given_at": _("Given"),
            "purpose": _("Purpose"),
            "channel": _("Channel"),
            "state": _("Answer"),
            "basis": _("Lawful basis"),
            "source": _("Source"),
            "text_version": _("Text"),
            "evidence": _("Evidence"),
            "ip": _("IP address"),
            "jurisdiction": _("Country whose law counts"),
            "file_digest": _("SHA-256 of the file"),
            "recorded_at": _("Recorded"),
            "seal": _("Seal"),
        }
        lines = consent_ledger(workspace, customer_id).order_by("customer", "position")
        if not lines:
            return
        package.records("consent_ledger", headings, lines.values(*headings))
        for file in consent_files(workspace, customer_id):
            package.file(
                f"consent_files/{file.digest[:12]}{ENDINGS[file.kind]}", bytes(file.content)
            )
        states = consents_of(workspace, customer_id)
        package.document(
            self.key,
            {
                "now": list(states.values("purpose", "channel", "state", "since")),
                "ledger_is_whole": not any(
                    verify_person(workspace, pk) for pk in members_of(workspace, customer_id)
                ),
            },
        )
