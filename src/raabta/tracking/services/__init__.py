from raabta.tracking.services.events import (
    BadEvents,
    Problem,
    accept_events,
    forget_batches,
    forget_moves,
)

__all__ = ["BadEvents", "Problem", "accept_events", "forget_batches", "forget_moves"]
