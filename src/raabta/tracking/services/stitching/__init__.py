"""From deliveries to events of people: who is it, what do we learn of them, where does it go.

One transaction settles some deliveries: people and their ids, counts, catalogue, and the events
for the warehouse in place of the delivery. What dies in between has done nothing.
"""

from raabta.tracking.services.stitching.step import stitch

__all__ = ["stitch"]
