"""File records: read them as they are now, and put what differs into the index.

Filing a record twice changes nothing, so a killed process just repeats.
"""

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction

from raabta.kernel import clock
from raabta.kernel import rows as raw
from raabta.kernel.stopping import stopping
from raabta.search.models import Document, Posting, Shelf, Spelling
from raabta.search.source import SearchSource, indexed
from raabta.search.spellings import forms, is_name
from raabta.search.terms import filed, names_in
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

PAGE = 1_000
WORD = "w"  # the form that every known word has
Progress = Callable[[str, int], None]  # key of the source, records so far
REMOVE = "DELETE FROM search_posting WHERE shelf_id = %s AND term = %s AND object_id = %s"
HELD = "SELECT object_id, terms FROM search_document WHERE shelf_id = %s AND object_id IN %s"
KNOWN = "SELECT form FROM search_spelling WHERE workspace_id = %s AND form IN %s"


class Stopped(Exception):
    """The process is asked to stop; what was filed stays."""


@transaction.atomic
def index(*, workspace: Workspace, source: type[SearchSource], ids: Iterable[int]) -> None:
    """File these records anew; those that may not be found any more are taken out."""
    shelf = _shelf(workspace, source)
    every = sorted(set(ids))
    held: dict[int, str] = dict(raw.select(HELD, [shelf.pk, every]))
    names: set[str] = set()
    now: dict[int, str] = {}
    for pk, texts in source().texts(workspace, every):
        names |= names_in(texts)
        now[pk] = filed(texts)
    changed = {pk: terms for pk, terms in now.items() if held.get(pk) != terms}
    gone = held.keys() - now.keys()
    left = _write(shelf, held, {**changed, **dict.fromkeys(gone, "")})
    _learn(workspace, names)
    _unlearn(workspace, left)


def rebuild(
    *, workspace: Workspace, source: type[SearchSource], progress: Progress | None = None
) -> int:
    """File every record of a source, and take out what is none. Raises Stopped.

    Readers see the index all the while. Returns how many records there are.
    """
    after, done = 0, 0
    with working_in(workspace):
        while True:
            ids = source().ids(workspace, after=after, limit=PAGE)
            last = ids[-1] if ids else 2**63 - 1
            index(workspace=workspace, source=source, ids=[*ids, *_held(source, after, last)])
            after, done = last, done + len(ids)
            if progress:
                progress(source.key, done)
            if not ids:
                break
            if stopping.is_set():
                raise Stopped
        Shelf.objects.filter(source=source.key).update(filled_at=clock.now())
    return done


def _shelf(workspace: Workspace, source: type[SearchSource]) -> Shelf:
    """The source's shelf; all of the workspace's are locked, for they share their words."""
    mine, _is_new = Shelf.objects.get_or_create(workspace=workspace, source=source.key)
    list(Shelf.objects.select_for_update().filter(workspace=workspace).order_by("pk"))
    return mine


def _held(source: type[SearchSource], after: int, last: int) -> list[int]:
    rows = Document.objects.filter(shelf__source=source.key, object_id__gt=after)
    return list(rows.filter(object_id__lte=last).values_list("object_id", flat=True))


def _write(shelf: Shelf, held: dict[int, str], changed: dict[int, str]) -> set[str]:
    """Put the changed terms in the place of the held ones. Returns the words that a record lost."""
    added, removed = [], []
    for pk, terms in changed.items():
        old, new = set(held.get(pk, "").split()), set(terms.split())
        added += [(shelf.workspace_id, shelf.pk, term, pk) for term in new - old]
        removed += [(shelf.pk, term, pk) for term in old - new]
    raw.execute(REMOVE, removed)
    Document.objects.filter(shelf=shelf, object_id__in=changed.keys() & held.keys()).delete()
    documents = [
        (shelf.workspace_id, shelf.pk, pk, terms) for pk, terms in changed.items() if terms
    ]
    raw.insert(Document, ("workspace_id", "shelf_id", "object_id", "terms"), documents)
    # in the order of the index, which is then written page by page
    added.sort(key=lambda row: (row[2], row[3]))
    raw.insert(Posting, ("workspace_id", "shelf_id", "term", "object_id"), added)
    return {term for _shelf, term, _pk in removed if is_name(term)}


def _learn(workspace: Workspace, names: set[str]) -> None:
    asked = [WORD + word for word in names]
    known = {form[1:] for (form,) in raw.select(KNOWN, [workspace.pk, asked])}
    filed = [
        (workspace.pk, form, word)
        for word in sorted(names - known)
        for form in sorted({WORD + word, *forms(word)})
    ]
    raw.insert(Spelling, ("workspace_id", "form", "word"), filed)


def _unlearn(workspace: Workspace, words: set[str]) -> None:
    """Forget the words that no record has any more: a rare name tells of a person, too."""
    shelves: Sequence[int] = list(
        Shelf.objects.filter(workspace=workspace).values_list("pk", flat=True)
    )
    for word in words:
        if not Posting.objects.filter(shelf__in=shelves, term=word).exists():
            filed = [WORD + word, *forms(word)]
            Spelling.objects.filter(workspace=workspace, form__in=filed, word=word).delete()


def rebuild_everywhere(progress: Progress | None = None) -> int:
    """Every index of every workspace. Raises Stopped. Returns how many records there are."""
    return sum(
        rebuild(workspace=workspace, source=source, progress=progress)
        for workspace in Workspace.objects.order_by("pk")
        for source in indexed()
    )
