"""Who is held out: decided by a hash, so the answer is the same whenever it is asked."""

from hashlib import blake2b

PARTS = 10_000


def is_held_out(campaign_id: int, customer_id: int, percent: int) -> bool:
    """Whether this person is in the campaign's control group of `percent` per cent."""
    if not percent:
        return False
    digest = blake2b(f"{campaign_id}:{customer_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % PARTS < percent * PARTS // 100
