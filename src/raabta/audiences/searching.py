"""The searched words of a list of people, as a condition of the warehouse."""

import re
from typing import Any

from raabta.audiences.question import Question
from raabta.search.folding import fold
from raabta.search.queries import spellings, typed_words

MOST = 12  # other spellings of a word that are looked for


def searched(found: Any, text: str, asked: Question) -> Any:
    """The people who have every word of the text, or another spelling of it."""
    for word in typed_words(text) or fold(text).split():
        others = list(spellings(asked.workspace, word))[:MOST]
        if others:
            either = "|".join(re.escape(one) for one in (word, *others))
            found = found.filter(found.search.re_search(either))
        else:
            found = found.filter(found.search.contains(word))
    return found
