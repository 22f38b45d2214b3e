"""Headings of the list that conditions are picked from; a vertical brings its own."""

from django.utils.translation import gettext_lazy as _

PERSON = _("About the person")
COMPANY = _("Their company")
BEHAVIOUR = _("What they did")
MEMBERSHIP = _("Membership")
