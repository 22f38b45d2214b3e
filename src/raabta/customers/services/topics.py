"""Make, change and put away what people may choose to hear about."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from raabta.customers import normalise
from raabta.customers.models import Topic
from raabta.customers.purposes import CHANNELS, PURPOSES
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

LONGEST_KEY, LONGEST_NAME, LONGEST_TEXT = 24, 80, 300
MOST = 100


class InvalidTopic(ValueError):
    """Its words, channels, purpose or kind cannot be used."""


@dataclass(frozen=True)
class TopicFields:
    """What can be changed. `names` and `descriptions` go by language ("en")."""

    names: Mapping[str, str]
    channels: Sequence[str]
    kind: str
    descriptions: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def create_topic(
    *, workspace: Workspace, actor: Actor, purpose: str, fields: TopicFields, key: str = ""
) -> Topic:
    """Without a key it is made from the name. Raises InvalidTopic."""
    kept = _checked(fields)
    if purpose not in PURPOSES:
        raise InvalidTopic(_("There is no such purpose."))
    if Topic.objects.filter(workspace=workspace).count() >= MOST:
        raise InvalidTopic(_("There are too many topics; nobody would read the list."))
    made = Topic.objects.create(
        workspace=workspace, key=_free_key(workspace, key, kept), purpose=purpose,
        created_at=clock.now(), **asdict(kept),
    )  # fmt: skip
    record_audit(workspace=workspace, actor=actor, verb="topic.created", target=made)
    return made


@transaction.atomic
def edit_topic(*, workspace: Workspace, actor: Actor, topic: Topic, fields: TopicFields) -> None:
    """Key and purpose stay, for people answered about these. Raises InvalidTopic."""
    kept = asdict(_checked(fields))
    changed = sorted(name for name, value in kept.items() if getattr(topic, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(topic, name, kept[name])
    topic.save(update_fields=changed)
    record_audit(
        workspace=workspace, actor=actor, verb="topic.changed", target=topic,
        detail={"fields": changed},
    )  # fmt: skip


@transaction.atomic
def archive_topic(*, workspace: Workspace, actor: Actor, topic: Topic) -> None:
    """Nobody is asked about it any more; the answers stay and still hold."""
    _put(workspace, actor, topic, is_away=True)


@transaction.atomic
def restore_topic(*, workspace: Workspace, actor: Actor, topic: Topic) -> None:
    _put(workspace, actor, topic, is_away=False)


def _put(workspace: Workspace, actor: Actor, topic: Topic, *, is_away: bool) -> None:
    rows = Topic.objects.filter(pk=topic.pk, archived_at__isnull=is_away)
    topic.archived_at = clock.now() if is_away else None
    if rows.update(archived_at=topic.archived_at):
        verb = "topic.archived" if is_away else "topic.restored"
        record_audit(workspace=workspace, actor=actor, verb=verb, target=topic)


def _checked(fields: TopicFields) -> TopicFields:
    names = _words(fields.names, LONGEST_NAME)
    if not names:
        raise InvalidTopic(_("A topic needs a name."))
    channels = [channel for channel in CHANNELS if channel in fields.channels]
    if not channels or set(fields.channels) - CHANNELS.keys():
        raise InvalidTopic(_("Choose at least one channel."))
    if fields.kind not in Topic.Kind.values:
        raise InvalidTopic(_("Say whether people must say yes first."))
    return TopicFields(names, channels, fields.kind, _words(fields.descriptions, LONGEST_TEXT))


def _words(given: Mapping[str, str], longest: int) -> dict[str, str]:
    """One line a language; empty ones are left out."""
    if set(given) - {code for code, _name in settings.LANGUAGES}:
        raise InvalidTopic(_("We do not speak this language."))
    lines = {language: normalise.line(text) for language, text in given.items()}
    if any(len(line) > longest for line in lines.values()):
        raise InvalidTopic(_("At most %(most)s letters.") % {"most": longest})
    return {language: line for language, line in lines.items() if line}


def _free_key(workspace: Workspace, key: str, fields: TopicFields) -> str:
    taken = set(Topic.objects.filter(workspace=workspace).values_list("key", flat=True))
    if key:
        if key in taken or key != slugify(key) or len(key) > LONGEST_KEY:
            raise InvalidTopic(_("This key is taken, or has other signs than a-z, 0-9 and -."))
        return key
    stem = slugify(fields.names.get("en", ""))[: LONGEST_KEY - 4].strip("-") or "topic"
    tries = (stem, *(f"{stem}-{number}" for number in range(2, MOST + 2)))
    return next(one for one in tries if one not in taken)
