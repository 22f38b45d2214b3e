"""Made-up people with known duplicates: common names, households, typing mistakes, gaps."""

import random
from collections.abc import Iterator
from typing import Any

Fields = dict[str, list[str]]
CONSONANTS, VOWELS = "bcdfghjklmnprstvz", "aeiou"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIRSTS, LASTS, CITIES, STREETS = 4_000, 20_000, 800, 5_000
TWICE, RELATIVES = 0.1, 0.15
POOL = 50_000
KINDS = ("Street", "Road", "Lane", "Avenue", "Place")


def words(count: int, syllables: tuple[int, int], chance: random.Random) -> list[str]:
    """Distinct words that can be spoken."""
    found: dict[str, None] = {}
    while len(found) < count:
        parts = chance.randint(*syllables)
        word = "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(parts))
        found[word + chance.choice(("", "n", "r", "sh", "d"))] = None
    return [word.capitalize() for word in found]


class World:
    """Draws people; the first names of each list are common, the last ones rare (Zipf)."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.firsts = words(FIRSTS, (2, 3), chance)
        self.lasts = words(LASTS, (2, 4), chance)
        self.cities = words(CITIES, (2, 3), chance)
        self.streets = words(STREETS, (2, 3), chance)
        self.postcodes = [f"{chance.randrange(10_000, 99_999)}" for _ in range(20_000)]

    def common(self, values: list[str]) -> str:
        return values[int(len(values) ** self.chance.random()) - 1]

    def person(self, number: int) -> Fields:
        chance = self.chance
        first, last = self.common(self.firsts), self.common(self.lasts)
        street = f"{chance.randrange(1, 300)} {chance.choice(self.streets)} {chance.choice(KINDS)}"
        postcode = chance.choice(self.postcodes)
        return {
            "first_name": [first],
            "last_name": [last],
            "birth_date": [self.birth_date()] if chance.random() < 0.6 else [],
            "email": [f"{first}.{last}{number}@mail{number % 97}.example".lower()],
            "phone": [f"+9230{chance.randrange(10**8):08d}"] if chance.random() < 0.7 else [],
            "street": [street] if chance.random() < 0.8 else [],
            "postcode": [postcode] if chance.random() < 0.8 else [],
            "city": [self.cities[int(postcode) % CITIES]],
        }

    def birth_date(self) -> str:
        chance = self.chance
        year, month, day = (
            chance.randrange(1940, 2008),
            chance.randrange(1, 13),
            chance.randrange(1, 29),
        )
        return f"{year}-{month:02d}-{day:02d}"

    def relative(self, of: Fields, number: int) -> Fields:
        """Somebody else of the same household, with another first name."""
        fresh = self.person(number)
        while fresh["first_name"] == of["first_name"]:
            fresh = self.person(number)
        shared = {key: of[key] for key in ("last_name", "street", "postcode", "city")}
        return fresh | shared

    def again(self, of: Fields, number: int) -> Fields:
        """The same person, entered a second time with mistakes and gaps."""
        chance, copy = self.chance, {key: list(values) for key, values in of.items()}
        copy["email"] = self.other_email(of["email"][0], number)
        copy["phone"] = copy["phone"] if chance.random() < 0.5 else []
        for field in ("first_name", "last_name", "street", "city"):
            if copy[field] and chance.random() < 0.2:
                copy[field] = [self.mistyped(copy[field][0])]
        if chance.random() < 0.03:
            copy["first_name"], copy["last_name"] = copy["last_name"], copy["first_name"]
        if copy["birth_date"] and chance.random() < 0.1:
            year, month, day = copy["birth_date"][0].split("-")
            copy["birth_date"] = [f"{year}-{day}-{month}"]
        for field in ("birth_date", "street", "postcode"):
            if chance.random() < 0.15:
                copy[field] = []
        return copy

    def other_email(self, email: str, number: int) -> list[str]:
        local, _, domain = email.partition("@")
        drawn = self.chance.random()
        if drawn < 0.3:
            return []
        if drawn < 0.6:
            return [f"{local}@other{number % 31}.example"]
        return [f"{self.mistyped(local)}@{domain}"] if drawn < 0.8 else [f"n{number}@{domain}"]

    def mistyped(self, text: str) -> str:
        at, letter = self.chance.randrange(len(text)), self.chance.choice(LETTERS)
        drawn = self.chance.random()
        if drawn < 0.4:
            return text[:at] + letter + text[at + 1 :]
        if drawn < 0.6:
            return text[:at] + letter + text[at:]
        if drawn < 0.8 or at + 1 == len(text):
            return text[:at] + text[at + 1 :] or text
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


class Pool:
    """Originals that were not repeated yet, each with at most two relatives."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.held: list[tuple[int, Fields]] = []
        self.heads: list[Fields] = []

    def add(self, number: int, fields: Fields, *, is_head: bool) -> None:
        if len(self.held) < POOL:
            self.held.append((number, fields))
        if is_head and len(self.heads) < POOL:
            self.heads += [fields, fields]

    def take(self) -> tuple[int, Fields]:
        return _taken(self.held, self.chance)

    def head(self) -> Fields:
        return _taken(self.heads, self.chance)


def _taken(values: list[Any], chance: random.Random) -> Any:
    at = chance.randrange(len(values))
    values[at], values[-1] = values[-1], values[at]
    return values.pop()


def people_made(count: int, chance: random.Random) -> Iterator[tuple[int, int | None, Fields]]:
    """(number, the number of the same person before, fields); a tenth are duplicates."""
    world, pool = World(chance), Pool(chance)
    for number in range(count):
        drawn = chance.random()
        if drawn < TWICE and pool.held:
            original, of = pool.take()
            yield number, original, world.again(of, number)
            continue
        is_relative = drawn < TWICE + RELATIVES and pool.heads
        fields = world.relative(pool.head(), number) if is_relative else world.person(number)
        pool.add(number, fields, is_head=not is_relative)
        yield number, None, fields
