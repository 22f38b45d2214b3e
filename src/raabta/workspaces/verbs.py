"""The words for what the audit trail tells; other contexts add theirs with `name_verbs`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "user.logged_in": _("logged in"),
    "workspace.changed": _("changed the workspace"),
    "workspace.exported": _("exported everything"),
    "workspace.downloaded": _("downloaded an export of everything"),
    "workspace.imported": _("brought in a whole workspace"),
    "member.role_changed": _("changed a role"),
    "member.removed": _("removed a member"),
    "invitation.sent": _("invited"),
    "invitation.resent": _("invited again"),
    "invitation.revoked": _("revoked an invitation"),
    "invitation.accepted": _("accepted an invitation"),
    "key.created": _("created an API key"),
    "key.revoked": _("revoked an API key"),
    "change_set.reverted": _("undid a change"),
    "retention.changed": _("changed how long something is kept"),
    "retention.applied": _("removed what is too old"),
    "duty.paused": _("paused a scheduled duty"),
    "duty.resumed": _("resumed a scheduled duty"),
    "duty.started": _("started a scheduled duty"),
    "event.retried": _("retried a failed event"),
}


def name_verbs(names: Mapping[str, Promise]) -> None:
    """Call it when the context's app gets ready."""
    VERBS.update(names)


def words_for(verb: str) -> str:
    named = VERBS.get(verb)
    return str(named) if named else verb.replace(".", ": ").replace("_", " ")
