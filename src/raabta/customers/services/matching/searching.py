"""The search itself: read everybody, learn, compare, keep. Loads NumPy, so only the job imports it."""

from collections.abc import Iterable, Iterator
from itertools import islice

from raabta.customers.matching.finding import Search
from raabta.customers.matching.people import gather
from raabta.customers.matching.scoring import Match
from raabta.customers.models import MatchingRun
from raabta.customers.queries.matching import Values, matching_rows, matching_settings
from raabta.customers.queries.people import people
from raabta.customers.services.matching.keeping import BATCH, forget_unseen, keep_matches
from raabta.customers.services.matching.starting import end_run
from raabta.kernel import jobs
from raabta.workspaces.models import Workspace

MOST_FOUND = 100_000  # pairs that somebody could look through, and that fit in memory
BEAT = 5_000  # people


def run_search(run: jobs.Run, workspace: Workspace) -> None:
    """The job. May be run again from the start: a pair is kept once."""
    row = MatchingRun.objects.get(pk=run.payload["run_id"])
    if row.state != MatchingRun.State.RUNNING:
        return
    try:
        _search(run, row)
    except jobs.Cancelled:
        end_run(row, MatchingRun.State.CANCELLED)
        raise
    except jobs.Interrupted:
        raise
    except Exception:
        if run.is_last_attempt:
            end_run(row, MatchingRun.State.FAILED)
        raise
    end_run(row, MatchingRun.State.DONE)


def _search(run: jobs.Run, row: MatchingRun) -> None:
    settings = matching_settings(row.workspace)
    count = people(row.workspace).count()
    run.progress(0, 2 * count)  # one half is to read, the other to compare

    def tick() -> None:
        run.progress(run.job.done)

    rows = _told(matching_rows(row.workspace, settings), run)
    search = Search(gather(rows, tick), tick)
    expected = max(search.report.expected, 1)

    def compared(pairs: int) -> None:
        run.progress(count + min(count, count * pairs // expected))

    found = search.matches(settings.review_at / 100, compared)
    kept = _keep(row, islice(found, MOST_FOUND))
    _tell(row, search, kept)
    if kept < MOST_FOUND:
        forget_unseen(run=row)
    run.progress(2 * count, found=kept)


def _told(rows: Iterable[tuple[int, Values]], run: jobs.Run) -> Iterator[tuple[int, Values]]:
    for place, row in enumerate(rows):
        if place % BEAT == 0:
            run.progress(place)
        yield row


def _keep(row: MatchingRun, matches: Iterator[Match]) -> int:
    kept = 0
    while some := list(islice(matches, BATCH)):
        keep_matches(run=row, matches=some)
        kept += len(some)
    return kept


def _tell(row: MatchingRun, search: Search, kept: int) -> None:
    report, weights = search.report, search.weights
    learnt = {
        "priors": {"match": report.priors.match, "household": report.priors.household},
        "m": {field: shares.round(6).tolist() for field, shares in weights.m.items()},
        "u": {field: shares.round(9).tolist() for field, shares in weights.u.items()},
        "large": report.large,
    }
    MatchingRun.objects.filter(pk=row.pk).update(
        people=report.people,
        compared=report.compared,
        found=kept,
        is_cut_short=kept >= MOST_FOUND,
        learnt=learnt,
    )
