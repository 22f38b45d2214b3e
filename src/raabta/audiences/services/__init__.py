from raabta.audiences.services.snapshots import take_snapshot

__all__ = ["take_snapshot"]
