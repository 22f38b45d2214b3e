"""From a reply's codes and words to a verdict: hard or soft, and about what."""

import re
from dataclasses import dataclass

HARD, SOFT = "hard", "soft"
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")


@dataclass(frozen=True)
class Verdict:
    reason: str
    kind: str  # hard, soft
    is_about_recipient: bool  # else about the message, the sender or the way


def judge(*, code: int = 0, text: str = "", status: str = "") -> Verdict:
    return Verdict("undefined", SOFT, is_about_recipient=True)
