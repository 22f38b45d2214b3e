"""Topics, and the names of everything that consent is asked for."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import get_language

from raabta.customers.models import Topic
from raabta.customers.models.topics import PREFIX
from raabta.customers.purposes import PURPOSES
from raabta.workspaces.models import Workspace


class UnknownPurpose(ValueError):
    """No purpose and no topic of the workspace, or the topic is not offered on the channel."""


def topics(workspace: Workspace) -> QuerySet[Topic]:
    """All of them; those put away as well."""
    return Topic.objects.filter(workspace=workspace).order_by("archived_at", "pk")


def offered_topics(workspace: Workspace, channel: str = "") -> list[Topic]:
    """What people can choose, on one channel or on any."""
    rows = topics(workspace).filter(archived_at=None)
    return [row for row in rows if not channel or channel in row.channels]


def topic_of(workspace: Workspace, purpose: str) -> Topic | None:
    """The topic that a purpose of the ledger stands for."""
    if not purpose.startswith(PREFIX):
        return None
    return topics(workspace).filter(key=purpose.removeprefix(PREFIX)).first()


def check_purpose(workspace: Workspace, purpose: str, channel: str) -> None:
    """Raises UnknownPurpose unless an answer to it can be recorded."""
    if purpose in PURPOSES:
        return
    topic = topic_of(workspace, purpose)
    if topic is None or topic.archived_at or channel not in topic.channels:
        raise UnknownPurpose(purpose)


def purpose_names(workspace: Workspace) -> Mapping[str, str]:
    """Purposes and topics by what the ledger calls them, in the reader's language."""
    language = get_language() or workspace.language
    own = {row.ledger_purpose: row.name_in(language) for row in topics(workspace)}
    return {key: str(label) for key, label in PURPOSES.items()} | own


def purpose_choices(workspace: Workspace) -> list[tuple[str, str]]:
    """What an answer can be about today, for a form."""
    gone = {row.ledger_purpose for row in topics(workspace) if row.archived_at}
    return [(key, name) for key, name in purpose_names(workspace).items() if key not in gone]
