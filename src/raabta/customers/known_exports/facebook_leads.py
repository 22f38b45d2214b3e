"""Facebook and Instagram lead ads: the leads of a form."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class FacebookLeads(PeopleExport):
    """Columns from a sample. The answers to the form's own questions are further columns."""

    key: ClassVar = "facebook_leads"
    system: ClassVar = "Facebook"
    id_prefix: ClassVar = "facebook:"
    label: ClassVar = _("Facebook (lead ads)")
    takes: ClassVar = _(
        "Names, e-mail, phone, place and when the lead came in; ad, campaign, form and the answers "
        "to your own questions become attributes. Filling in a form is no consent."
    )
    signatures: ClassVar = (
        ("id", "created_time", "form_name", "is_organic", "platform"),
        ("id", "created_time", "ad_name", "form_name"),
        ("id", "created_time", "form_id", "platform"),
    )
    columns: ClassVar = {
        "id": "external_id",
        "created_time": "created_at",
        "full_name": "name",
        "first_name": "first_name",
        "last_name": "last_name",
        "email": "email",
        "phone_number": "phone",
        "city": "city",
        "country": "country",
        "company_name": "company",
    }
    left_out: ClassVar = ("ad_id", "adset_id", "campaign_id", "form_id", "is_organic")
