"""Products, orders with their lines, refunds."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.workspaces.workspace_export import Table, WorkspaceExport


class Commerce(WorkspaceExport):
    key: ClassVar = "commerce"
    label: ClassVar = _("Products, orders with their lines, refunds")
    order: ClassVar = 70
    tables: ClassVar = (
        Table("products", "commerce.Product"),
        Table("orders", "commerce.Order", left_here=("import_run_id",)),
        Table("order_lines", "commerce.OrderLine"),
        Table("refunds", "commerce.Refund", left_here=("import_run_id",)),
        Table("buyer_rules", "commerce.BuyerRules"),
        Table("buyer_runs", "commerce.BuyerRun"),
        Table("buyers", "commerce.Buyer"),
        Table("stage_changes", "commerce.StageChange"),
    )
