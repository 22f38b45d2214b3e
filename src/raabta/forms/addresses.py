"""E-mail addresses and numbers that a visitor typed."""

from raabta.customers import normalise
from raabta.customers.identity_kind import identity_kinds
from raabta.forms.form_field import InvalidAnswer
from raabta.workspaces.models import Workspace


def read_address(workspace: Workspace, kind: str, text: str) -> str:
    """The form that matching compares. Raises InvalidAnswer."""
    member = identity_kinds[kind]
    try:
        value = member.normalise(text, workspace.country)
    except normalise.Invalid:
        value = ""
    if not value:
        raise InvalidAnswer(str(member.problem) % {"text": text[:100]})
    return value
