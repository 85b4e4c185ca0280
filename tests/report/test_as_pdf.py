"""The report as a PDF: whole, the same for the same report, and never read as markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.made import TODAY, demo, facts_of, report
from turnout.record import read_record
from turnout.report import as_pdf
from turnout.report.as_pdf import MARK, data_of, pages, seen, to_pdf
from turnout.report.summary import LeftOut, Report

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.jsonl"))
MARKUP = ["#import", "*bold*", "$x$", "@ref", "\\", "[x]", "<label>", "`raw`", "= head", "- item", "//", "/*", '"', "~"]
NAMES = st.lists(st.sampled_from(MARKUP) | st.text(max_size=6), max_size=6).map("".join)


def pdf_of(found: Report) -> bytes:
    """The PDF of a report, by some version."""
    return to_pdf(found, "1.2.3")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_ordinary_record_fits_one_page(example: Path) -> None:
    pdf = pdf_of(report(read_record(example)))
    assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")
    assert pages(pdf) == 1


def test_the_demo_fits_one_page_and_says_that_it_is_made_up() -> None:
    found = report(demo(), on=TODAY, made_up=True)
    assert data_of(found, 9, "1.2.3")["mark"] == MARK
    assert pages(pdf_of(found)) == 1


def test_the_pdf_is_tagged_has_a_title_and_says_its_language() -> None:
    pdf = pdf_of(report(demo(), on=TODAY))
    assert b"/Lang(en-GB)" in pdf
    assert b"/Title(Report on a hip in training)" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf, "it calls itself PDF/UA"


def test_the_same_report_is_the_same_file_to_the_byte() -> None:
    assert pdf_of(report(demo(), on=TODAY)) == pdf_of(report(demo(), on=TODAY))


def test_what_does_not_fit_one_page_goes_on_to_a_second() -> None:
    found = report(demo(), on=TODAY)
    more = tuple(LeftOut(f"Exercise {n}", "left", "A reason that takes some room on the page.") for n in range(30))
    long = replace(found, withheld=more)
    assert pages(pdf_of(long)) == 2


@given(NAMES)
@settings(max_examples=40, deadline=None)
def test_no_text_is_ever_read_as_markup(name: str) -> None:
    found = report(facts_of({"kind": "profile", "at": "2026-01-05", "born": 1990}), name=name)
    assert pages(pdf_of(found)) == 1
    assert json.loads(json.dumps(seen(data_of(found, 9, "1.2.3"))))["name"] == seen(" ".join(name.split()))


@pytest.mark.parametrize("name", ["山田 花子", "Анна", "😀", "א", "\u0000\u200b", "e\u0301", "\ue000"])
def test_a_name_in_any_script_makes_a_pdf(name: str) -> None:
    assert pages(pdf_of(report(facts_of({"kind": "profile", "at": "2026-01-05", "born": 1990}), name=name))) == 1


def test_words_in_an_order_are_shown_as_they_are() -> None:
    note = '#panic("x") *no* $1/0$ @me'
    order = {"kind": "prescription", "at": "2026-01-05", "by": "#Dr *X*", "exercise": "clamshell", "note": note}
    data = data_of(report(facts_of(order)), 9, "1.2.3")
    assert note in data["orders"][0]["says"] and "#Dr *X*" in data["orders"][0]["by"]
    assert pages(pdf_of(report(facts_of(order)))) == 1


def test_the_layout_fetches_nothing_and_reads_nothing_but_its_data() -> None:
    layout = (Path(as_pdf.__file__).parent / "report.typ").read_text("utf-8")
    assert not re.search(r"@preview|#?\bimport\b|#include|\bread\(|\bimage\((?!bytes\(pictures)|\beval\(", layout)


def test_an_empty_record_makes_a_pdf() -> None:
    assert pages(pdf_of(report([], on=date(2026, 1, 5)))) == 1
