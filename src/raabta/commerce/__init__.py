"""What is sold: products, orders, lines and refunds, in minor units with their currency.

Plugs its conditions, import target, timeline entries and warehouse tables into the engines below.
"""
