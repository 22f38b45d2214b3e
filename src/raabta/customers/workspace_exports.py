"""People, companies, what they allowed and what was written about them."""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.queries.consent_files import ENDINGS
from raabta.customers.services.consent_sealing import seal_all
from raabta.workspaces.workspace_export import Row, Table, WorkspaceExport

if TYPE_CHECKING:
    from raabta.workspaces.leaving.archive import Reader
    from raabta.workspaces.leaving.new_ids import NewIds
    from raabta.workspaces.models import Workspace

PERSON = "customers.Customer"
UPLOAD = "the file itself stays; what it brought is in the other files"
GUESS = "searched for again"
LOOKED = "looked for again every night"


class Changes(Table):
    """The history of a person's company names companies by id."""

    def incoming(self, row: Row, ids: "NewIds") -> None:
        if row["field"] == "company_id":
            for side in ("old", "new"):
                row[side] = ids.of("customers.Company", row[side])


class ConsentFiles(Table):
    def incoming(self, row: Row, ids: "NewIds") -> None:
        if row["kind"] not in ENDINGS:
            raise ValueError(row["kind"])


class People(WorkspaceExport):
    key: ClassVar = "customers"
    label: ClassVar = _("Customers with addresses, tags, consents, notes and history; companies")
    order: ClassVar = 20
    tables: ClassVar = (
        Table("attribute_definitions", "customers.AttributeDefinition"),
        Table("tags", "customers.Tag"),
        Table("companies", "customers.Company"),
        Table("company_domains", "customers.CompanyDomain"),
        Table("company_linking", "customers.LinkingSettings"),
        Table("customers", PERSON, kept_if_free=("public_id",)),
        Table("identities", "customers.Identity", left_here=("merge_id",)),
        Table("customer_tags", "customers.CustomerTag"),
        Table("topics", "customers.Topic"),
        Table("consent_ledger", "customers.ConsentRecord"),
        ConsentFiles("consent_files", "customers.ConsentFile"),
        Table("consents", "customers.Consent"),
        Table("notes", "customers.Note", left_here=("author_id",)),
        Changes("customer_changes", "customers.CustomerChange", left_here=("change_set_id",)),
        Table("event_owners", "customers.EventOwner", references={"origin_id": PERSON}),
        Table("source_rules", "customers.SourceRule"),
        Table("matching_settings", "customers.MatchingSettings"),
        Table("rights_policies", "customers.RightsPolicy"),
        Table("legal_holds", "customers.LegalHold"),
        Table("erasure_requests", "customers.ErasureRequest"),
    )
    left_out: ClassVar = {
        "customers.ConsentHead": "hangs on this server's keys; made of the ledger again",
        "customers.ConsentAnchor": "hangs on this server's keys and a file beside it",
        "customers.Import": UPLOAD,
        "customers.RejectedRow": UPLOAD,
        "customers.AttributePath": LOOKED,
        "customers.MatchingRun": GUESS,
        "customers.CandidatePair": GUESS,
        "customers.CompanyMerge": "a merge can be undone only where it was made",
        "customers.Merge": "a merge can be undone only where it was made; who was merged leaves",
    }

    def read_files(self, workspace: "Workspace", reader: "Reader", ids: "NewIds") -> None:
        seal_all(workspace)
