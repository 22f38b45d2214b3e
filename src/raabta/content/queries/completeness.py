from raabta.content.directions import TAG_OR_TOKEN
from raabta.content.models import Variant
from raabta.content.tree import walk


def completeness(variant: Variant, default: Variant) -> float:
    """The share of texts that are written: for the default, not empty; for another, not copied."""
    own, original = texts(variant), texts(default)
    if variant.pk == default.pk:
        return sum(1 for text in own if text) / len(own)
    copied = {text for text in original if has_letters(text)}
    wanted = max(len(original), 1)
    done = sum(1 for text in own if text and text not in copied)
    return min(1.0, done / wanted)


def texts(variant: Variant) -> list[str]:
    """Subject, preview line and each text of the body, in order."""
    inside = [node["content"].strip() for _path, node in walk(variant.tree) if "content" in node]
    return [variant.subject.strip(), variant.preheader.strip(), *inside]


def has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in TAG_OR_TOKEN.sub(" ", text))
