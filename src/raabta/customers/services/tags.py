"""Tags: one vocabulary for people; give and take them, rename, merge and delete them."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.customers import normalise
from raabta.customers.domain_events import BATCH
from raabta.customers.models import Customer, CustomerTag, Tag
from raabta.customers.services.history import record_changes, tell_changed
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

LONGEST = 60


class TagExists(Exception):
    """Another tag has this name."""


class InvalidTag(Exception):
    """The name is empty or too long."""


@transaction.atomic
def create_tag(*, workspace: Workspace, name: str, tone: str = "neutral") -> Tag:
    """Raises TagExists or InvalidTag."""
    name = cleaned(name)
    if Tag.objects.filter(name__iexact=name).exists():
        raise TagExists(_("There is a tag “%(name)s” already.") % {"name": name})
    return Tag.objects.create(workspace=workspace, name=name, tone=tone)


@transaction.atomic
def edit_tag(*, workspace: Workspace, tag_id: int, name: str, tone: str) -> Tag:
    """Raises Tag.DoesNotExist, TagExists or InvalidTag."""
    tag = Tag.objects.select_for_update().get(pk=tag_id)
    name = cleaned(name)
    if Tag.objects.filter(name__iexact=name).exclude(pk=tag.pk).exists():
        raise TagExists(
            _("There is a tag “%(name)s” already. Merge the two instead.") % {"name": name}
        )
    tag.name, tag.tone = name, tone
    tag.save()
    _tell(workspace, _holders(tag))
    return tag


@transaction.atomic
def merge_tags(*, workspace: Workspace, source_id: int, target_id: int) -> int:
    """Everybody with the first tag gets the second; the first is gone. Returns how many had it."""
    source, target = Tag.objects.get(pk=source_id), Tag.objects.get(pk=target_id)
    holders = _holders(source)
    if source != target:
        _link(workspace, holders, [target])
        source.delete()
        _tell(workspace, holders)
    return len(holders)


@transaction.atomic
def delete_tag(*, workspace: Workspace, tag_id: int) -> int:
    """Returns how many people had it. Raises Tag.DoesNotExist."""
    tag = Tag.objects.get(pk=tag_id)
    holders = _holders(tag)
    tag.delete()
    _tell(workspace, holders)
    return len(holders)


@transaction.atomic
def add_tags(
    *, workspace: Workspace, actor: Actor, customer_ids: Collection[int], names: Iterable[str]
) -> dict[int, list[str]]:
    """Give tags, making new ones as needed. Returns who got which. Raises InvalidTag."""
    given = tag_people(workspace, customer_ids, names)
    _keep(workspace, actor, {pk: {"tags": (None, tags)} for pk, tags in given.items()})
    return given


@transaction.atomic
def remove_tags(
    *, workspace: Workspace, actor: Actor, customer_ids: Collection[int], names: Iterable[str]
) -> dict[int, list[str]]:
    """Take tags away. Returns who lost which."""
    lines = [normalise.line(name) for name in names]
    links = CustomerTag.objects.filter(customer__in=list(customer_ids), tag__name__in=lines)
    taken: dict[int, list[str]] = {}
    for customer_id, name in links.order_by("tag__name").values_list("customer_id", "tag__name"):
        taken.setdefault(customer_id, []).append(name)
    links.delete()
    _keep(workspace, actor, {pk: {"tags": (tags, None)} for pk, tags in taken.items()})
    return taken


def tag_people(
    workspace: Workspace, customer_ids: Collection[int], names: Iterable[str]
) -> dict[int, list[str]]:
    """Part of another change: link tags to people. Returns the new links. Raises InvalidTag."""
    tags = tags_named(workspace, names)
    return _link(workspace, customer_ids, tags) if tags else {}


def tags_named(workspace: Workspace, names: Iterable[str]) -> list[Tag]:
    """The tags of these names, whatever their case; missing ones are made. Raises InvalidTag."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(cleaned(name).casefold(), cleaned(name))
    if not wanted:
        return []
    held = {tag.name.casefold(): tag for tag in Tag.objects.all()}
    for folded in wanted.keys() - held.keys():
        held[folded], _made = Tag.objects.get_or_create(workspace=workspace, name=wanted[folded])
    return [held[folded] for folded in wanted]


def cleaned(name: str) -> str:
    """One line without control characters. Raises InvalidTag."""
    name = normalise.line(name)
    if not name or len(name) > LONGEST:
        raise InvalidTag(_("A tag has between 1 and %(most)s letters.") % {"most": LONGEST})
    return name


def _link(
    workspace: Workspace, customer_ids: Collection[int], tags: list[Tag]
) -> dict[int, list[str]]:
    ids = list(customer_ids)
    held = set(
        CustomerTag.objects.filter(customer__in=ids, tag__in=tags).values_list(
            "customer_id", "tag_id"
        )
    )
    new = [(pk, tag) for pk in ids for tag in tags if (pk, tag.pk) not in held]
    CustomerTag.objects.bulk_create(
        [CustomerTag(workspace=workspace, customer_id=pk, tag=tag) for pk, tag in new],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    given: dict[int, list[str]] = {}
    for pk, tag in new:
        given.setdefault(pk, []).append(tag.name)
    return given


def _holders(tag: Tag) -> list[int]:
    return list(CustomerTag.objects.filter(tag=tag).values_list("customer_id", flat=True))


def _tell(workspace: Workspace, ids: list[int]) -> None:
    tell_changed(workspace=workspace, ids=ids, fields=["tags"])


def _keep(
    workspace: Workspace,
    actor: Actor,
    differences: dict[int, dict[str, tuple[list[str] | None, list[str] | None]]],
) -> None:
    now = clock.now()
    record_changes(workspace=workspace, actor=actor, at=now, by_customer=differences)
    Customer.objects.filter(pk__in=list(differences)).update(updated_at=now)
    _tell(workspace, list(differences))
