"""The fields that are compared, and how many values of each one person may have."""

FIELDS: dict[str, int] = {
    "first_name": 1,
    "last_name": 1,
    "birth_date": 1,
    "email": 3,
    "phone": 3,
    "id_number": 1,
    "street": 1,
    "city": 1,
    "postcode": 1,
    "region": 1,
}
