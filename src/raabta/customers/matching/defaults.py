"""What to believe of the levels before the data has spoken, for people of any business.

`M` is how often a level is seen when two rows are one person, `U` when they are not. They carry
the weight of BELIEF pairs, so that small data stays near them and large data has its own say.
"""

from raabta.customers.matching.comparing import levels_of

BELIEF_M = 30.0
BELIEF_U = 1_000.0

M: dict[str, dict[str, float]] = {
    "first_name": {
        "exact": 0.76, "short_form": 0.03, "near": 0.07, "sound": 0.02, "initial": 0.03,
        "similar": 0.02, "swapped": 0.02, "different": 0.05,
    },
    "last_name": {
        "exact": 0.80, "near": 0.09, "sound": 0.02, "similar": 0.03, "different": 0.06,
    },
    "birth_date": {
        "exact": 0.86, "turned": 0.02, "near": 0.07, "parts": 0.02, "different": 0.03,
    },
    "email": {"exact": 0.35, "mailbox": 0.2, "near": 0.15, "different": 0.3},
    "phone": {"exact": 0.4, "near": 0.1, "different": 0.5},
    "id_number": {"exact": 0.85, "near": 0.1, "similar": 0.02, "different": 0.03},
    "street": {"exact": 0.6, "near": 0.17, "words": 0.06, "similar": 0.05, "different": 0.12},
    "city": {"exact": 0.78, "near": 0.12, "different": 0.1},
    "postcode": {"exact": 0.8, "near": 0.1, "different": 0.1},
    "region": {"exact": 0.9, "different": 0.1},
}  # fmt: skip
U: dict[str, dict[str, float]] = {
    "first_name": {
        "exact": 0.005, "short_form": 0.0005, "near": 0.004, "sound": 0.003, "initial": 0.002,
        "similar": 0.01, "swapped": 0.0002,
    },
    "last_name": {"exact": 0.004, "near": 0.003, "sound": 0.003, "similar": 0.01},
    "birth_date": {"exact": 5e-5, "turned": 5e-5, "near": 6e-4, "parts": 0.03},
    "email": {"exact": 1e-6, "mailbox": 2e-5, "near": 2e-6},
    "phone": {"exact": 1e-6, "near": 2e-5},
    "id_number": {"exact": 1e-6, "near": 2e-5, "similar": 3e-4},
    "street": {"exact": 2e-5, "near": 2e-4, "words": 1e-3, "similar": 0.01},
    "city": {"exact": 0.05, "near": 0.004},
    "postcode": {"exact": 0.004, "near": 0.01},
    "region": {"exact": 0.2},
}  # fmt: skip


def default_m(field: str) -> list[float]:
    return [M[field][level] for level in levels_of(field)]


def default_u(field: str) -> list[float]:
    given = U[field]
    rest = 1 - sum(given.values())
    return [given.get(level, rest) for level in levels_of(field)]
