"""Words of the audit trail for what happens here."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "campaign.created": _("made a campaign"),
    "campaign.edited": _("changed a campaign"),
    "campaign.deleted": _("deleted a campaign"),
    "campaign.launched": _("launched a campaign"),
    "campaign.withdrawn": _("took a launch back"),
    "campaign.paused": _("paused a campaign"),
    "campaign.resumed": _("resumed a campaign"),
    "campaign.cancelled": _("cancelled a campaign"),
    "campaign.retried": _("prepared a campaign again"),
    "campaign.archived": _("archived a campaign"),
    "campaign.learned": _("wrote down what a campaign taught"),
    "campaign.cost_added": _("added a cost"),
    "campaign.cost_removed": _("removed a cost"),
    "campaign.unknown_settled": _("settled a campaign's unknown messages"),
    "campaign.policy_changed": _("changed the campaign settings"),
}
