"""Run by itself, with the client's own libraries: `segment_python.py URL KEY`."""

import sys

from segment import analytics

analytics.host, analytics.write_key = sys.argv[1:]
analytics.gzip = True
analytics.on_error = lambda error, _items: sys.exit(str(error))
analytics.track(anonymous_id="a1", event="Product Viewed")
analytics.identify("u1", {"email": "ada@example.com"}, anonymous_id="a1")
analytics.track("u1", "Order Completed", {"value": 27.5})
analytics.page("u1", name="Home")
analytics.screen("u1", name="Cart")
analytics.group("u1", "g1", {"name": "Initech"})
analytics.alias("old", "u1")
analytics.shutdown()
