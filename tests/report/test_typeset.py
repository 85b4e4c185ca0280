"""Typography at the moment of rendering: what is set, and what is never touched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnout.report.typeset import typeset, typeset_page

PLAIN = str.maketrans({"’": "'", "“": '"', "”": '"', "–": "-", "\u00a0": " "})
PIECES = st.sampled_from(["3 × 15", "8-12", "don't", '"yes"', "30 s", "(2 kg)", "2026-01-05", "the text's", "4"])


@pytest.mark.parametrize(
    ("typed", "is_set"),
    [
        ("the text's 8-12", "the text’s 8–12"),
        ("hips' edge", "hips’ edge"),
        ("3 × 15", "3\u00a0×\u00a015"),
        ("3 x 15 jumps", "3\u00a0×\u00a015 jumps"),
        ("hold 60-120 s, 5 kg", "hold 60–120\u00a0s, 5\u00a0kg"),
        ('he said "no" and ("yes")', "he said “no” and (“yes”)"),
    ],
)
def test_apostrophes_quotes_ranges_and_doses_are_set(typed: str, is_set: str) -> None:
    assert typeset(typed) == is_set


@pytest.mark.parametrize("told", ["2026-01-05", "D-25", "2-1-3", "0.1.0-2", "--host 0.0.0.0", "AB-12-34"])
def test_a_day_a_name_and_a_version_stay_as_they_are(told: str) -> None:
    assert typeset(told) == told


@given(st.lists(PIECES, max_size=6).map(" ".join))
def test_the_words_stay_the_same_and_setting_twice_is_setting_once(text: str) -> None:
    assert typeset(text).translate(PLAIN) == text
    assert typeset(typeset(text)) == typeset(text)


@given(st.lists(PIECES, max_size=4).map(" ".join))
def test_what_stands_in_a_tag_comes_back_as_it_was_typed(text: str) -> None:
    typed = text.replace("'", "&#39;").replace('"', "&#34;")
    page = f'<p title="{typed}"><input value="{typed}">{typed}</p>'
    done = typeset_page(page)
    assert re.findall("<[^>]*>", done) == re.findall("<[^>]*>", page)
    assert done.count(typeset(text)) >= bool(text)
