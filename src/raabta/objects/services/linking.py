"""Tie many records to people, companies and records at once."""

from collections.abc import Sequence

from raabta.customers.import_target import ImportContext
from raabta.objects.models import ObjectKind, ObjectLink, ObjectRole
from raabta.objects.queries import roles_of
from raabta.objects.queries.finding import targets_of
from raabta.objects.services.links import (
    ENDS,
    LINKS,
    MOST_LINKS,
    Target,
    keep_link_history,
    link_row,
)
from raabta.objects.services.writing import Doing
from raabta.workspaces.models import Workspace

BATCH = 400
Wanted = dict[str, list[int]]  # role -> ids of the other ends


class Linking:
    """The relations that the rows of a chunk name, looked up together."""

    def __init__(
        self, workspace: Workspace, kind: ObjectKind, rows: Sequence[dict[str, list[str]]]
    ) -> None:
        self.roles = {role.key: role for role in roles_of(kind)}
        texts: dict[str, set[str]] = {}
        for row in rows:
            for role, named in row.items():
                texts.setdefault(role, set()).update(named)
        self.found = {
            key: targets_of(workspace, self.roles[key], some)
            for key, some in texts.items()
            if key in self.roles
        }

    def id_of(self, role: str, text: str) -> int | None:
        return self.found.get(role, {}).get(text)

    def write(self, wanted: dict[int, Wanted], context: ImportContext, doing: Doing) -> set[int]:
        """Link these records; a relation of one changes hands. The records that were touched."""
        asked = {pk: roles for pk, roles in wanted.items() if any(roles.values())}
        held = _held(asked)
        new: list[ObjectLink] = []
        gone: list[ObjectLink] = []
        for pk, roles in asked.items():
            for key, ids in roles.items():
                role = self.roles[key]
                some, old = self._role(context, (pk, role), ids, held.get((pk, role.pk), []))
                new += some
                gone += old
        self._save(doing, new, gone)
        return {one.record_id for one in (*new, *gone)}

    def _role(
        self,
        context: ImportContext,
        place: tuple[int, ObjectRole],
        ids: list[int],
        mine: list[ObjectLink],
    ) -> tuple[list[ObjectLink], list[ObjectLink]]:
        """What is to be linked, and what no longer is, of one record in one role."""
        record_id, role = place
        end = ENDS[Target(role.target)]
        ends = list(dict.fromkeys(ids)) if role.is_many else ids[-1:]
        known = {getattr(link, end) for link in mine}
        made = [
            ObjectLink(
                workspace=context.workspace,
                record_id=record_id,
                role=role,
                created_at=context.now,
                **{end: one},
            )
            for one in ends
            if one not in known
        ]
        room = max(MOST_LINKS - len(mine), 0)
        if len(made) > room:
            context.notes["left_out_too_many_links"] += len(made) - room
        gone = [] if role.is_many else [link for link in mine if getattr(link, end) not in ends]
        return made[:room], gone

    def _save(self, doing: Doing, new: list[ObjectLink], gone: list[ObjectLink]) -> None:
        ObjectLink.objects.filter(pk__in=[one.pk for one in gone]).delete()
        ObjectLink.objects.bulk_create(new, batch_size=BATCH)
        keep_link_history(doing.workspace, doing.actor, gone, is_linked=False)
        keep_link_history(doing.workspace, doing.actor, new, is_linked=True)
        doing.page(LINKS, "deleted", [link_row(one) for one in gone])
        doing.page(LINKS, "created", [link_row(one) for one in new])
        doing.mark(sorted({one.record_id for one in (*new, *gone)}))


def _held(asked: dict[int, Wanted]) -> dict[tuple[int, int], list[ObjectLink]]:
    found: dict[tuple[int, int], list[ObjectLink]] = {}
    ids = list(asked)
    for at in range(0, len(ids), BATCH):
        for link in ObjectLink.objects.filter(record__in=ids[at : at + BATCH]).order_by("pk"):
            found.setdefault((link.record_id, link.role_id), []).append(link)
    return found
