"""Products as orders tell them, what each sold, and what each person spent."""

from raabta.commerce.models import Product
from raabta.commerce.queries import find_products, product_facts, summaries_for
from raabta.kernel.money import Money
from raabta.workspaces.models import Workspace
from tests.commerce.shop import NOON, line, person, placed, refunded


def catalogue() -> list[tuple[object, ...]]:
    rows = Product.objects.order_by("sku")
    return list(rows.values_list("sku", "name", "price_minor", "currency", "category"))


def test_the_latest_name_price_and_category_are_kept(workspace: Workspace) -> None:
    placed(workspace, "1", line("A1", name="Lamp", category="Lamps"))
    placed(workspace, "2", line("A1", unit=1_200, name="Big lamp"))
    assert catalogue() == [("A1", "Big lamp", 1_200, "PKR", "Lamps")]


def test_free_and_returned_pieces_tell_no_price(workspace: Workspace) -> None:
    placed(workspace, "1", line("A1", name="Lamp"))
    placed(workspace, "2", line("A1", unit=0, name=""), currency="USD")
    placed(workspace, "3", line("A1", -1, 900, name=""), line("B2"), currency="USD")
    placed(workspace, "4", line("C3", unit=0, name=""))
    assert catalogue() == [
        ("A1", "Lamp", 1_000, "PKR", ""),
        ("B2", "B2", 1_000, "USD", ""),
        ("C3", "C3", None, "PKR", ""),
    ]


def test_lines_that_are_no_articles_make_no_products(workspace: Workspace) -> None:
    placed(workspace, "1", line("POST", kind="shipping"), line("", name="By hand"))
    assert catalogue() == []


def test_what_a_product_sold_leaves_cancelled_orders_out(workspace: Workspace) -> None:
    placed(workspace, "1", line("A1", 2), line("A1", 1))
    placed(workspace, "2", line("A1", 3), currency="USD", days=2)
    placed(workspace, "3", line("A1", 9), state="cancelled", days=5)
    facts = product_facts(workspace, Product.objects.get().pk)
    assert (facts.orders, facts.pieces) == (2, 6)
    assert set(facts.revenue) == {Money(3_000, "PKR"), Money(3_000, "USD")}
    assert facts.last_at is not None
    assert (facts.last_at - NOON).days == 2


def test_products_are_found_by_sku_and_name(workspace: Workspace) -> None:
    placed(workspace, "1", line("AB1", name="Brass lamp", category="Lamps"), line("X9", name="Cup"))
    found = {
        text: list(find_products(workspace, text).values_list("sku", flat=True))
        for text in ("ab", "b1", "LAMP", "cup", "none")
    }
    assert found == {"ab": ["AB1"], "b1": [], "LAMP": ["AB1"], "cup": ["X9"], "none": []}
    assert find_products(workspace, category="Lamps").get().sku == "AB1"


def test_what_a_person_spent_is_after_refunds_and_by_currency(workspace: Workspace) -> None:
    ada, bob = person(workspace), person(workspace, "Bob")
    made = placed(workspace, "1", line("A1", 4), customer_id=ada.pk)
    placed(workspace, "2", line("A1", 1), customer_id=ada.pk, days=2)
    placed(workspace, "3", line("A1", 2), customer_id=ada.pk, currency="USD", days=4)
    placed(workspace, "4", line("A1", 9), customer_id=ada.pk, state="cancelled", days=6)
    refunded(workspace, made, 500)
    found = summaries_for(workspace, [ada.pk, bob.pk])
    assert set(found) == {ada.pk}
    summary = found[ada.pk]
    assert (summary.orders, summary.main) == (3, Money(4_500, "PKR"))
    assert set(summary.net) == {Money(4_500, "PKR"), Money(2_000, "USD")}
    assert summary.average == Money(2_250, "PKR")  # of the two orders in rupees
    assert [(at - NOON).days for at in (summary.first_at, summary.last_at)] == [0, 4]
