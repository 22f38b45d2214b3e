from raabta.tracking.services.events import (
    BadEvents,
    Problem,
    accept_events,
    forget_batches,
)

__all__ = ["BadEvents", "Problem", "accept_events", "forget_batches"]
