"""Circles whose areas, and as far as circles can, overlaps are in proportion to people."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import acos, hypot, pi, sqrt

WIDTH, HEIGHT, MARGIN = 440.0, 320.0, 26.0
STEPS = 64  # of the grid on which the places of the numbers are looked for
Inside = tuple[int, ...]


@dataclass(frozen=True)
class Circle:
    x: float
    y: float
    r: float

    def depth(self, x: float, y: float) -> float:
        """How far inside its border a point lies; below zero outside."""
        return self.r - hypot(x - self.x, y - self.y)


def circles(sizes: list[int], shared: Mapping[Inside, int]) -> list[Circle]:
    """Two or three circles that fit the drawing; `shared` tells the people of each pair."""
    radii = [sqrt(max(size, 1) / pi) for size in sizes]
    far = {
        (one, two): distance(radii[one], radii[two], shared.get((one, two), 0))
        for one, two in combinations(range(len(sizes)), 2)
    }
    places = [(0.0, 0.0), (far[0, 1], 0.0)]
    if len(sizes) > 2:
        places.append(_third(far[0, 1], far[0, 2], far[1, 2]))
    return _fitted([Circle(x, y, r) for (x, y), r in zip(places, radii, strict=True)])


def distance(one: float, two: float, area: float) -> float:
    """Between the centres of two circles that share this area."""
    near, far = abs(one - two), one + two
    if area <= 0:
        return far * 1.05
    for _step in range(60):
        middle = (near + far) / 2
        near, far = (middle, far) if lens(one, two, middle) > area else (near, middle)
    return (near + far) / 2


def lens(one: float, two: float, apart: float) -> float:
    """The area that two circles share."""
    if apart >= one + two:
        return 0.0
    if apart <= abs(one - two):
        return pi * min(one, two) ** 2
    first = (apart**2 + one**2 - two**2) / (2 * apart)
    second = apart - first
    return _segment(one, first) + _segment(two, second)


def _segment(radius: float, height: float) -> float:
    bounded = max(-1.0, min(1.0, height / radius))
    return radius**2 * acos(bounded) - height * sqrt(max(0.0, radius**2 - height**2))


def _third(base: float, one: float, two: float) -> tuple[float, float]:
    """Where both distances are kept; when no triangle has them, on the line between."""
    base = max(base, 1e-9)
    x = (base**2 + one**2 - two**2) / (2 * base)
    y = sqrt(max(0.0, one**2 - x**2))
    if y == 0:
        x = max(-one, min(x, base + two))
    return x, y


def _fitted(found: list[Circle]) -> list[Circle]:
    left, right = min(c.x - c.r for c in found), max(c.x + c.r for c in found)
    top, bottom = min(c.y - c.r for c in found), max(c.y + c.r for c in found)
    scale = min((WIDTH - 2 * MARGIN) / (right - left), (HEIGHT - 2 * MARGIN) / (bottom - top))
    x, y = (WIDTH - (right - left) * scale) / 2, (HEIGHT - (bottom - top) * scale) / 2
    return [Circle(x + (c.x - left) * scale, y + (c.y - top) * scale, c.r * scale) for c in found]


def places(found: list[Circle]) -> dict[Inside, tuple[float, float]]:
    """For each region, the point farthest from every border, where its number has most room."""
    best: dict[Inside, tuple[float, float, float]] = {}
    for across in range(STEPS):
        for down in range(STEPS):
            x, y = WIDTH * (across + 0.5) / STEPS, HEIGHT * (down + 0.5) / STEPS
            depths = [one.depth(x, y) for one in found]
            inside = tuple(at for at, depth in enumerate(depths) if depth > 0)
            room = min(map(abs, depths))
            if inside and room > best.get(inside, (0.0, 0, 0))[0]:
                best[inside] = (room, x, y)
    return {inside: (x, y) for inside, (_room, x, y) in best.items()}
