"""What a recurring duty does, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Promise] = {
    "kernel.forget_old_jobs": _("Forget finished background work"),
    "kernel.refresh_statistics": _("Look at the tables, so that lists stay quick"),
    "workspaces.forget_old_change_sets": _("Forget changes too old to be taken back"),
    "workspaces.apply_retention": _("Remove what is too old, by the retention rules"),
    "customers.forget_old_exports": _("Delete old exports"),
    "customers.forget_old_imports": _("Delete old uploads"),
    "forms.notify_colleagues": _("Tell colleagues of new submissions"),
    "search.fill": _("Look whether the search index is complete"),
    "customers.verify_consents": _("Verify and anchor the consent ledger"),
    "customers.find_duplicates": _("Search for duplicates, where a workspace wants it"),
    "customers.compute_formulas": _("Compute formulas for the new day"),
    "customers.look_at_paths": _("Look inside free-form attributes"),
    "api.forget_old_calls": _("Forget repeated calls of the API"),
    "tracking.forget_old_calls": _("Forget calls that were kept to look at"),
    "audiences.count": _("Count the audiences"),
    "audiences.refresh_members": _("Compare everybody with the audiences"),
    "audiences.compute_traits": _("Compute attributes from events for the new day"),
}


def name_duties(names: dict[str, Promise]) -> None:
    """Other contexts' pages name the duties of theirs."""
    NAMES.update(names)


def duty_words(key: str) -> str:
    named = NAMES.get(key)
    return str(named) if named else key.replace(".", ": ").replace("_", " ")
