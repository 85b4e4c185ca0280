"""Typography at the moment of rendering, so that nobody has to type it: apostrophes, quotes, ranges, whole doses.

In: plain text, or a finished page in which the template engine escaped all text. Out: the same words with ’ “ ” and –,
and ``3 × 15`` and ``30 s`` with no-break spaces. In a page only what stands between tags is touched: what a person
typed into a field comes back as it was, and so does what stands in an element marked ``data-as-written``.
"""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
_BETWEEN_TAGS = re.compile(r"(?<! data-as-written)>[^<]*['&0-9-][^<]*")
_QUOTED = re.compile(r"&#3[49];|['\"]")
_APOSTROPHE = re.compile(r"(?<=\w)(?:'|&#39;)(?=\w|\s|[.,;:!?)]|$)")
_OPENS = re.compile(r"(?<![\w.,;:!?)\]’”])(?:\"|&#34;)(?=[\w“(])")
_CLOSES = re.compile(r"\"|&#34;")
_RANGE = re.compile(r"(?<![\w.–-])(\d{1,3})-(\d{1,3})(?![\w–-]|\.\d)")
_TIMES = re.compile(r"(?<=\d) [x×] (?=[\d–])")
_UNIT = re.compile(r"(?<=\d) (?=(?:s|kg|cm|mm)\b)")


def typeset(text: str) -> str:
    """Plain text, set."""
    if _QUOTED.search(text):
        text = _CLOSES.sub("”", _OPENS.sub("“", _APOSTROPHE.sub("’", text)))
    if "×" in text or " x " in text:
        text = _TIMES.sub(f"{NO_BREAK}×{NO_BREAK}", text)
    if "-" in text:
        text = _RANGE.sub(r"\1–\2", text)
    return _UNIT.sub(NO_BREAK, text)


def typeset_page(html: str) -> str:
    """A finished page, set."""
    return _BETWEEN_TAGS.sub(lambda found: typeset(found[0]), html)
