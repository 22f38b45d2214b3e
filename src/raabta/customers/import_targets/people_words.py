"""Labels, headers in many languages and explanations of the customers' import."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.import_target import Explained, TargetField

KNOWN: dict[str, Promise] = {
    "update": gettext_lazy("Take the file's values; blank cells change nothing"),
    "fill": gettext_lazy("Fill in only what is still blank"),
    "skip": gettext_lazy("Leave them as they are"),
}
UNKNOWN: dict[str, Promise] = {
    "create": gettext_lazy("Add them"),
    "skip": gettext_lazy("Leave them out"),
}
INVALID: dict[str, Promise] = {
    "reject": gettext_lazy("Reject the row, to be mended and imported again"),
    "leave_out": gettext_lazy("Import the row without the wrong value"),
}
DECIMAL: dict[str, Promise] = {
    ".": gettext_lazy("Point: 1,234.50"),
    ",": gettext_lazy("Comma: 1.234,50"),
}
NEW_KINDS: dict[str, Promise] = {
    "text": gettext_lazy("New attribute: text"),
    "number": gettext_lazy("New attribute: number"),
    "date": gettext_lazy("New attribute: date"),
    "boolean": gettext_lazy("New attribute: yes or no"),
    "list": gettext_lazy("New attribute: list"),
}
# what the columns are called in files, in many languages
ALIASES: dict[str, tuple[str, ...]] = {
    "email": (
        "email address", "e-mail address", "mail", "email id", "emails", "_email", "courriel",
        "adresse e-mail", "correo", "correo electrónico", "email-adresse", "البريد",
        "البريد الإلكتروني", "ای میل", "ইমেইল", "ই-মেইল", "ईमेल",
    ),
    "phone": (
        "phone number", "mobile", "mobile no", "mobile number", "mobile phone", "cell", "telephone",
        "tel", "contact number", "whatsapp", "whatsapp number", "telefon", "téléphone", "teléfono",
        "telefone", "الهاتف", "فون", "موبائل", "ফোন", "মোবাইল", "फ़ोन", "phone_number",
    ),
    "external_id": (
        "customer id", "customerid", "id", "external id", "user id", "userid", "record id",
        "contact id", "lead id", "client id", "customer number", "kundennummer", "kundennr",
        "leid",
    ),
    "first_name": (
        "firstname", "given name", "forename", "fname", "prénom", "vorname", "nombre", "nome",
        "پہلا نام", "প্রথম নাম", "الاسم الأول",
    ),
    "last_name": (
        "lastname", "surname", "family name", "lname", "nom de famille", "nachname", "apellido",
        "apellidos", "cognome", "sobrenome", "آخری نام", "শেষ নাম", "اسم العائلة",
    ),
    "name": (
        "fullname", "full name", "name", "contact", "customer name", "contact name", "nom",
        "display name", "lead name", "الاسم", "نام", "নাম", "नाम", "full_name",
    ),
    "language": ("lang", "locale", "langue", "sprache", "idioma", "زبان", "ভাষা"),
    "country": (
        "country code", "country_id", "countrycode", "land", "pays", "país", "paese", "ملک", "দেশ",
        "الدولة", "cc",
    ),
    "city": ("town", "ville", "stadt", "ciudad", "città", "شہر", "শহর"),
    "time_zone": ("timezone", "tz", "zeitzone"),
    "company": (
        "company name", "organisation", "organization", "account name", "firma", "société",
        "entreprise", "empresa", "azienda", "کمپنی", "প্রতিষ্ঠান", "الشركة", "employer",
    ),
    "created_at": ("created at", "create date", "customer since", "date created", "signup date"),
    "tags": ("tag", "labels", "label", "ٹیگ", "ট্যাগ"),
}  # fmt: skip


def fields() -> list[TargetField]:
    return [
        TargetField("email", _("E-mail"), ALIASES["email"], looks_like="email"),
        TargetField("phone", _("Phone"), ALIASES["phone"], looks_like="phone"),
        TargetField(
            "external_id", _("Customer id (of your shop or other system)"), ALIASES["external_id"]
        ),
        TargetField("first_name", _("First name"), ALIASES["first_name"]),
        TargetField("last_name", _("Last name"), ALIASES["last_name"]),
        TargetField("name", _("Full name"), ALIASES["name"]),
        TargetField("language", _("Language"), ALIASES["language"]),
        TargetField("country", _("Country"), ALIASES["country"], looks_like="country"),
        TargetField("city", _("City"), ALIASES["city"]),
        TargetField("time_zone", _("Time zone"), ALIASES["time_zone"]),
        TargetField("company", _("Company"), ALIASES["company"]),
        TargetField("tags", _("Tags"), ALIASES["tags"], many=True),
        TargetField("created_at", _("Customer since"), ALIASES["created_at"]),
        TargetField("more_emails", _("Further e-mails"), ("other emails",), many=True),
        TargetField("more_phones", _("Further phones"), ("other phones",), many=True),
        TargetField("extras", _("Attributes as JSON"), ("custom fields",), many=True),
        TargetField("identities", _("Addresses as JSON")),
    ]


def explain(note: str) -> Explained | None:
    if note.startswith("left_out_"):
        return Explained(
            _("Wrong values left out"),
            _("These rows were imported without the value that could not be used."),
            "warning",
        )
    found = {
        "role_address": Explained(
            _("Addresses of a function"),
            _("Addresses such as info@ or sales@ rarely belong to one person."),
        ),
        "brought_value_left_out": Explained(
            _("Values of another kind left out"),
            _("The attribute holds another kind of value, such as numbers instead of text."),
            "warning",
        ),
        "consent_stays_withdrawn": Explained(
            _("Consent not renewed"),
            _("The file says yes, but these people said no before. They stay unsubscribed."),
            "warning",
        ),
    }
    return found.get(note)
