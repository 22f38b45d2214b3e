import re
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.attribute_kind import AttributeKind, wrong
from raabta.customers.attribute_kinds.number import ascii_digits, number_in
from raabta.customers.models import AttributeDefinition

PAIR = re.compile(r"\(?\s*([+-]?[0-9.]+)\s*[,;،\s]\s*([+-]?[0-9.]+)\s*\)?")


class Place(AttributeKind):
    """A point on the earth in degrees (WGS 84). Kept as {"lat", "lon"}."""

    key: ClassVar = "place"
    label: ClassVar = gettext_lazy("Place on the map")
    position: ClassVar = 13
    compared_as: ClassVar = "place"
    control: ClassVar = "latin"
    shown_as: ClassVar = "latin"
    sample: ClassVar = {"lat": 24.86, "lon": 67.01}

    def parse(self, about: AttributeDefinition, raw: Any) -> dict[str, float]:
        latitude, longitude = degrees(raw)
        if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
            wanted = _("a latitude and a longitude such as 24.86, 67.01")
            raise wrong(about, raw, wanted)
        return {"lat": round(float(latitude), 6), "lon": round(float(longitude), 6)}

    def text(self, value: Any) -> str:
        return f"{value['lat']}, {value['lon']}" if isinstance(value, dict) else str(value)

    def in_message(self, value: Any) -> str:
        return self.text(value)

    def shown(self, value: Any) -> str:
        return self.text(value)


def degrees(raw: Any) -> tuple[float | None, float | None]:
    """Latitude and longitude; None for what is no number."""
    if isinstance(raw, dict):
        longitude = raw.get("lon", raw.get("lng", raw.get("longitude")))
        return number_in(raw.get("lat", raw.get("latitude"))), number_in(longitude)
    if isinstance(raw, list | tuple):
        return (number_in(raw[0]), number_in(raw[1])) if len(raw) == 2 else (None, None)
    found = PAIR.fullmatch(ascii_digits(str(raw).strip()))
    return (number_in(found[1]), number_in(found[2])) if found else (None, None)
