from decimal import Decimal
from math import pi
from typing import Annotated, Any, ClassVar, Literal, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field, model_validator

from raabta.audiences.condition import Choice, Condition
from raabta.audiences.controls import Input
from raabta.audiences.groups import PERSON
from raabta.audiences.numbers import number_in_text
from raabta.audiences.profile import choices_for, inside_json, label_of
from raabta.audiences.question import Question
from raabta.audiences.spans import shown_for
from raabta.audiences.wording import inside, number
from raabta.customers.attribute_kinds.place import degrees

DIAMETER_KM = 12_742.0175
OPERATORS = {
    "within": gettext_lazy("is within … kilometres of"),
    "beyond": gettext_lazy("is farther than … kilometres from"),
    "empty": gettext_lazy("is empty"),
    "not_empty": gettext_lazy("is not empty"),
}
PATTERNS = {
    "within": gettext_lazy("their %(field)s is within %(distance)s km of %(place)s"),
    "beyond": gettext_lazy("their %(field)s is farther than %(distance)s km from %(place)s"),
    "empty": gettext_lazy("their %(field)s is empty"),
    "not_empty": gettext_lazy("their %(field)s is not empty"),
}


class PlaceAttribute(Condition):
    """How far a place is, as the crow flies (haversine on a sphere). No place fits neither."""

    key: ClassVar = "attribute_place"
    label: ClassVar = gettext_lazy("Place field")
    group: ClassVar = PERSON
    icon: ClassVar = "map-pin"

    field: Annotated[str, Field(max_length=80, pattern=r"^attributes\."), Input("hidden")]
    operator: Annotated[
        Literal["within", "beyond", "empty", "not_empty"],
        Input("select", gettext_lazy("Comparison"), names=OPERATORS),
    ] = "within"
    distance: Annotated[
        Decimal,
        Field(ge=0, le=25_000, allow_inf_nan=False),
        Input(
            "number",
            gettext_lazy("Distance"),
            unit=pgettext_lazy("kilometres", "km"),
            when=shown_for("operator", "within", "beyond"),
        ),
    ] = Decimal(10)
    place: Annotated[
        str,
        Field(max_length=100),
        Input(
            "text",
            gettext_lazy("Latitude, longitude"),
            when=shown_for("operator", "within", "beyond"),
        ),
    ] = ""

    @model_validator(mode="after")
    def _place_is_given(self) -> Self:
        latitude, longitude = degrees(self.place)
        is_place = latitude is not None and longitude is not None
        if self.operator in {"within", "beyond"} and not (
            is_place and abs(latitude or 0) <= 90 and abs(longitude or 0) <= 180
        ):
            raise ValueError(_("Enter a latitude and a longitude such as 24.86, 67.01."))
        return self

    def where(self, asked: Question) -> Any:
        latitude = number_in_text(inside_json(self.field, "lat", asked.customer))
        longitude = number_in_text(inside_json(self.field, "lon", asked.customer))
        if self.operator in {"empty", "not_empty"}:
            return latitude.isnull() if self.operator == "empty" else latitude.notnull()
        far = _kilometres(latitude, longitude, self.place)
        limit = float(self.distance)
        fits = far <= limit if self.operator == "within" else far > limit
        return latitude.notnull() & longitude.notnull() & fits  # least() takes 1 beside NULL

    def sentence(self, asked: Question) -> str:
        return PATTERNS[self.operator] % {
            "field": inside(label_of(self.field, asked)),
            "distance": number(self.distance),
            "place": f"({self.place})",
        }

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        person = asked.customer.filter(asked.customer.customer_id == customer_id)
        latitude = inside_json(self.field, "lat", person)
        longitude = inside_json(self.field, "lon", person)
        written = (latitude + ", " + longitude).nullif(", ")
        return {label_of(self.field, asked): person.select(value=written.fill_null(""))}

    @classmethod
    def choices(cls, asked: Question) -> list[Choice]:
        return choices_for(asked, {"place"}, {})


def _kilometres(latitude: Any, longitude: Any, place: str) -> Any:
    """Along a great circle, between a person's place and the given one."""
    import ibis

    given_latitude, given_longitude = degrees(place)
    one = latitude * (pi / 180)
    two = float(given_latitude or 0) * pi / 180
    half_up = ((one - two) / 2).sin()
    half_across = ((longitude * (pi / 180) - float(given_longitude or 0) * pi / 180) / 2).sin()
    inner = half_up * half_up + one.cos() * ibis.literal(two).cos() * half_across * half_across
    return ibis.least(inner, ibis.literal(1.0)).sqrt().asin() * DIAMETER_KM
