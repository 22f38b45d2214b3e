"""`{% asset "src/app.js" %}`: the tags for one entry that Vite built."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

MANIFEST = Path(__file__).resolve().parents[2] / "static/dist/manifest.json"
URDU_FONT = "noto-nastaliq-urdu-arabic-wght-normal.woff2"

Chunk = dict[str, Any]


@register.simple_tag
def asset(entry: str) -> SafeString:
    """Stylesheets, preloads and the module script of one entry.

    Raises FileNotFoundError when the assets were never built (`python hatch_build.py`).
    """
    if entry.endswith(".css"):
        return stylesheets([manifest()[entry]["file"]])
    first, *imported = chunks(entry)
    styles = dict.fromkeys(name for chunk in (first, *imported) for name in chunk.get("css", ()))
    preloads = format_html_join(
        "\n",
        '<link rel="modulepreload" href="{}">',
        ((static(f"dist/{chunk['file']}"),) for chunk in imported),
    )
    script = format_html('<script type="module" src="{}"></script>', url(first))
    return stylesheets(styles) + preloads + script


@register.simple_tag
def font_preload(language: str) -> SafeString:
    """Nastaliq is 239 kB and every Urdu line waits for it, so the page asks for it at once."""
    if language != "ur":
        return SafeString("")
    found = next((c for name, c in manifest().items() if name.endswith(URDU_FONT)), None)
    if found is None:
        return SafeString("")
    tag = '<link rel="preload" as="font" type="font/woff2" href="{}" crossorigin>'
    return format_html(tag, url(found))


def stylesheets(names: Any) -> SafeString:
    links = ((static(f"dist/{name}"),) for name in names)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)


def url(chunk: Chunk) -> str:
    return static(f"dist/{chunk['file']}")


def chunks(entry: str) -> list[Chunk]:
    """The entry's chunk, then everything it imports at once, each a single time."""
    found: dict[str, Chunk] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = manifest()[name]
            waiting.extend(found[name].get("imports", ()))
    return list(found.values())


def manifest() -> dict[str, Chunk]:
    return read_manifest(MANIFEST.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def read_manifest(changed_at: int) -> dict[str, Chunk]:
    loaded: dict[str, Chunk] = json.loads(MANIFEST.read_text())
    return loaded
