"""What exports of orders have in common, whatever shop wrote them."""

# the lines that are made of an order's sums; see whole_orders
CODES = """SHIPPING = shipping
TAX = fee
FEE = fee
DISCOUNT = discount"""
