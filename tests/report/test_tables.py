"""The pages made from the knowledge: every row of the texts, every decision, every source; links lead somewhere."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.cli.conftest import ROOT
from turnout.knowledge import load_knowledge
from turnout.knowledge.check import confidence
from turnout.report import tables

K = load_knowledge()
PAGES = tables.documents(K)


def test_every_row_of_the_texts_is_in_the_table_with_its_entry() -> None:
    lines = PAGES["texts.md"].splitlines()
    for row in K.rows:
        found = [line for line in lines if line.startswith(f"| `{row}` |")]
        assert found and "| none |" not in found[0], row


def test_every_discrepancy_is_decided_somewhere() -> None:
    assert tables.undecided(K) == []
    assert all(f"## {id}\n" in PAGES["decisions.md"] for id in tables.wanted_decisions())


def test_a_missing_decision_is_listed() -> None:
    bare = {id: entry.model_copy(update={"decisions": ()}) for id, entry in K.exercises.items()}
    assert "D-17" in tables.undecided(replace(K, exercises=bare))
    assert "D-17" in tables.decisions_page(replace(K, exercises=bare)).split("##")[0]


def test_every_decision_is_told_in_its_own_words_with_its_reason() -> None:
    said = " ".join(PAGES["decisions.md"].split())
    for entries in (K.exercises, K.measures, K.programmes, K.muscles):
        for entry in entries.values():
            for decision in entry.decisions:
                assert " ".join(decision.says.split()).replace("|", "\\|") in said, decision.id


def test_a_row_names_the_decisions_of_its_entry_and_the_reason_stands_below() -> None:
    page = PAGES["texts.md"]
    strap = next(line for line in page.splitlines() if line.startswith("| `a1_strap_supine` |"))
    assert "[D-22](decisions.md#d-22)" in strap
    assert re.search(r"- \*\*D-22\*\* \(.*\): ", page)


def test_every_source_is_listed_with_how_many_numbers_rest_on_it() -> None:
    rows = [line.split(" | ") for line in PAGES["sources.md"].splitlines() if line.startswith("| `")]
    assert {row[0].strip("| `") for row in rows} == set(K.sources)
    for n, sure in enumerate(tables.SURE, 1):
        assert sum(int(row[n] or 0) for row in rows) == confidence(K)[sure]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_link_leads_to_a_file(name: str) -> None:
    for target in set(re.findall(r"\]\(([^)#]+)", PAGES[name])):
        assert (ROOT / "docs" / target).exists(), target


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_line_of_a_table_has_as_many_cells_as_its_head(name: str) -> None:
    for block in PAGES[name].split("\n\n"):
        if block.startswith("| "):
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.strip().splitlines()}) == 1
