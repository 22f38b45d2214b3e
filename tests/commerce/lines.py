"""What the tests of invoice lines share: a file brought in, and what its report says."""

from raabta.customers.models import Import, RejectedRow
from raabta.workspaces.models import Workspace
from tests.customers.importing import imported

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
SALE = "1001,A1,LANTERN,2,2010-12-01 08:26:00,2.55,17850,Pakistan\n"


def brought(workspace: Workspace, lines: str, head: str = HEAD, **options: object) -> Import:
    given = {"currency": "GBP", "zone": "UTC", **options}
    return imported(workspace, head + lines, target="order_lines", name="orders.csv", **given)


def noted(row: Import) -> dict[str, int]:
    return {key: n for key, n in row.notes.items() if n and not key.startswith("sum_")}


def reasons() -> list[tuple[int, str]]:
    return list(RejectedRow.objects.order_by("line").values_list("line", "reason"))
