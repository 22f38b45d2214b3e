"""Keep the pairs that a search finds."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from raabta.customers.matching.scoring import Match
from raabta.customers.models import CandidatePair, Customer, MatchingRun
from raabta.kernel import clock

BATCH = 1_000
DECISIVE = frozenset({"first_name", "birth_date", "id_number"})
MATTERS = 1.0  # bits, for or against
FRESH = ("run", "bits", "probability", "reasons", "is_clear", "state", "found_at")


def is_clear(reasons: Iterable[tuple[str, str, float]]) -> bool:
    """Whether what tells people apart speaks for the pair, and none of it against.

    A family shares a last name, an address and a phone, so these are not enough.
    """
    told = [bits for field, _level, bits in reasons if field in DECISIVE]
    return max(told, default=0.0) >= MATTERS and min(told, default=0.0) > -MATTERS


@transaction.atomic
def keep_matches(*, run: MatchingRun, matches: Sequence[Match]) -> None:
    """Write pairs that are new or were open; a decided pair stays as it was decided."""
    ids = {person for match in matches for person in (match.left, match.right)}
    alive = set(Customer.objects.filter(pk__in=ids, deleted_at=None).values_list("pk", flat=True))
    known = _known(matches)
    created, updated = [], []
    for match in matches:
        if not {match.left, match.right} <= alive:
            continue
        pair = known.get((match.left, match.right))
        if pair is None:
            created.append(_fill(CandidatePair(workspace=run.workspace), run, match))
        elif pair.state in {CandidatePair.State.OPEN, CandidatePair.State.OBSOLETE}:
            updated.append(_fill(pair, run, match))
    CandidatePair.objects.bulk_create(created, batch_size=BATCH, ignore_conflicts=True)
    CandidatePair.objects.bulk_update(updated, FRESH, batch_size=BATCH)


def _known(matches: Sequence[Match]) -> dict[tuple[int, int], CandidatePair]:
    found = CandidatePair.objects.filter(first__in={match.left for match in matches})
    return {(pair.first_id, pair.second_id): pair for pair in found}


def _fill(pair: CandidatePair, run: MatchingRun, match: Match) -> CandidatePair:
    pair.first_id, pair.second_id, pair.run = match.left, match.right, run
    pair.bits, pair.probability = match.bits, match.probability
    pair.reasons = [list(reason) for reason in match.reasons]
    pair.is_clear, pair.state = is_clear(match.reasons), CandidatePair.State.OPEN
    pair.found_at = clock.now()
    return pair


def forget_unseen(*, run: MatchingRun) -> None:
    """Open pairs that a whole search did not find again need no answer any more."""
    unseen = CandidatePair.objects.filter(
        workspace=run.workspace, state=CandidatePair.State.OPEN
    ).exclude(run=run)
    unseen.update(state=CandidatePair.State.OBSOLETE)
