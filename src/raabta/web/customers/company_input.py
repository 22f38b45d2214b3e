"""A company as people type it: its name, or "#" and its number where several have that name."""

import re

from django.utils.translation import gettext as _

from raabta.customers.models import Company
from raabta.workspaces.models import Workspace

NUMBER = re.compile(r"#([0-9]{1,18})$")


class UnknownCompany(ValueError):
    """No company, or more than one, is meant; the message says which."""


def company_at(workspace: Workspace, text: str) -> int | None:
    """The company that was typed; None for nothing. Raises UnknownCompany."""
    text = text.strip()
    if not text:
        return None
    known = Company.objects.filter(workspace=workspace, deleted_at=None)
    found = list(known.filter(name__iexact=text).values_list("pk", flat=True)[:2])
    if not found and (number := NUMBER.search(text)):
        found = list(known.filter(pk=int(number[1])).values_list("pk", flat=True))
    if not found:
        raise UnknownCompany(_("There is no company “%(name)s”.") % {"name": text})
    if len(found) > 1:
        words = _("Several companies are called “%(name)s”: write # and the number of one.")
        raise UnknownCompany(words % {"name": text})
    return found[0]


def company_address(workspace: Workspace, company: Company | None) -> str:
    """What `company_at` reads as this company."""
    if company is None:
        return ""
    known = Company.objects.filter(workspace=workspace, deleted_at=None)
    is_only = known.filter(name__iexact=company.name).count() == 1
    return company.name if is_only else f"{company.name} #{company.pk}"
