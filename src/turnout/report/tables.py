"""The tables in ``docs/`` that are written from the knowledge: what became of each text, our decisions, the sources.

In: the knowledge. Out: Markdown. ``turnout docs`` writes them; a test holds that those in the repository are current.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

from turnout.knowledge import Knowledge
from turnout.knowledge.check import confidence, numbers
from turnout.knowledge.load import Row
from turnout.knowledge.schema import Decision, Exercise, Measure, Muscle, Programme
from turnout.terms import Confidence, listed

LAST_DECISION = 35
"""The discrepancies within and between the eight texts are numbered D-01 to D-35."""
SURE: tuple[Confidence, ...] = ("verified", "recalled", "design")
_WRITTEN = "<!-- Written by `turnout docs docs`. Change the knowledge, not this page. -->"
_HOME = "../src/turnout/knowledge"

Decider = Exercise | Measure | Programme | Muscle


def documents(k: Knowledge) -> dict[str, str]:
    """Every page: its file name and text."""
    return {"texts.md": texts_page(k), "decisions.md": decisions_page(k), "sources.md": sources_page(k)}


def wanted_decisions() -> list[str]:
    """D-01 to the last."""
    return [f"D-{number:02}" for number in range(1, LAST_DECISION + 1)]


def undecided(k: Knowledge) -> list[str]:
    """The discrepancies that no entry decides."""
    decided = _decisions(k)
    return [id for id in wanted_decisions() if id not in decided]


def _deciders(k: Knowledge) -> Iterator[Decider]:
    yield from k.exercises.values()
    yield from k.measures.values()
    yield from k.programmes.values()
    yield from k.muscles.values()


def _decisions(k: Knowledge) -> dict[str, list[tuple[Decider, Decision]]]:
    found: dict[str, list[tuple[Decider, Decision]]] = defaultdict(list)
    for entry in _deciders(k):
        for decision in entry.decisions:
            found[decision.id].append((entry, decision))
    return dict(found)


def _link(k: Knowledge, entry: Decider) -> str:
    place = k.places[(type(entry).__name__, entry.id)]
    return f"[{_cell(entry.name)}]({_HOME}/{place})"


def _cell(text: str) -> str:
    """Text that may stand in a table: one line, no column marks."""
    return " ".join(text.split()).replace("|", "\\|")


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _page(*parts: str) -> str:
    return "\n\n".join([_WRITTEN, *parts]) + "\n"


# -- what became of each text --------------------------------------------------------------------------------------


def texts_page(k: Knowledge) -> str:
    """Every row of the source texts: the entry it became, where it stands, and what was decided about it."""
    by_text: dict[str, list[Row]] = defaultdict(list)
    for row in k.rows.values():
        by_text[row.text].append(row)
    intro = (
        f"{len(by_text)} texts hold {len(k.rows)} tests, stretches, exercises and programmes. Several texts often mean "
        "one and the same move: it is one entry here, with each text's dose side by side. Where the texts are wrong, "
        "unclear or at odds, a numbered decision says what we did and why ([all decisions](decisions.md))."
    )
    parts = [part for text, rows in by_text.items() for part in _text_parts(k, text, rows)]
    return _page("# What became of each text", intro, *parts)


def _text_parts(k: Knowledge, text: str, rows: list[Row]) -> Iterator[str]:
    source = k.sources.get(text)
    yield f"## {text.upper()}: {_cell(source.cite) if source else 'a text without a source'}"
    table: list[list[str]] = []
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        entries = [entry for entry in _deciders(k) if not isinstance(entry, Muscle) and row.id in entry.rows]
        table.extend(_row(k, row, entry) for entry in entries or [None])
        for entry in entries:
            for decision in entry.decisions:
                names = reasons[decision.id, _cell(decision.says)]
                if entry.name not in names:
                    names.append(entry.name)
    yield _table(["Row", "In the text", "Entry", "Kind", "File", "Decisions"], table)
    if reasons:
        yield "Decided about these entries:"
        yield "\n".join(f"- **{id}** ({', '.join(names)}): {says}" for (id, says), names in sorted(reasons.items()))


def _row(k: Knowledge, row: Row, entry: Exercise | Measure | Programme | None) -> list[str]:
    start = [f"`{row.id}`", _cell(row.name)]
    if entry is None:
        return [*start, "none", "", "", ""]
    kind = entry.kind if isinstance(entry, Exercise) else type(entry).__name__.lower()
    place = PurePosixPath(k.places[(type(entry).__name__, entry.id)])
    ids = sorted({decision.id for decision in entry.decisions})
    links = ", ".join(f"[{id}](decisions.md#{id.lower()})" for id in ids)
    return [*start, f"{_cell(entry.name)} (`{entry.id}`)", kind, f"[{place}]({_HOME}/{place})", links]


# -- decisions -----------------------------------------------------------------------------------------------------


def decisions_page(k: Knowledge) -> str:
    """Every numbered decision, in its own words, with the entries that carry it."""
    decided = _decisions(k)
    intro = (
        "The texts contradict each other, and themselves, in the places below. Each decision stands in the file of the "
        "entry it is about, where a clinician can change it; this page gathers them."
    )
    missing = undecided(k)
    state = f"Not yet decided: {listed(missing, 'and')}." if missing else f"All {LAST_DECISION} are decided."
    parts: list[str] = []
    for id in sorted({*wanted_decisions(), *decided}):
        parts.append(f"## {id}")
        parts.append("\n".join(_decision_lines(k, decided.get(id, []))) or "Not yet decided.")
    return _page("# What we decided where the texts are at odds", intro, state, *parts)


def _decision_lines(k: Knowledge, found: list[tuple[Decider, Decision]]) -> Iterator[str]:
    """One line for each wording, with every entry that has it."""
    by_words: dict[str, list[Decider]] = defaultdict(list)
    for entry, decision in found:
        by_words[_cell(decision.says)].append(entry)
    for says, entries in by_words.items():
        yield f"- {says} ({', '.join(_link(k, entry) for entry in entries)})"


# -- sources -------------------------------------------------------------------------------------------------------


def sources_page(k: Knowledge) -> str:
    """Every source, how sure we are of it, and how many numbers rest on it."""
    counts: dict[str, Counter[Confidence]] = defaultdict(Counter)
    for _, _, source, sure in numbers(k):
        if source is not None and sure is not None:
            counts[source][sure] += 1
    total = confidence(k)
    every = sum(total.values())
    share = f"{100 * total['design'] / every:.0f} %" if every else "none"
    intro = (
        "Every number in the knowledge names its source and how sure we are of it: `verified` (read in the source or "
        "in a stored copy of it), `recalled` (known, but not read again) or `design` (our own value, where the sources "
        f"are silent). Of {every} numbers {total['verified']} are verified, {total['recalled']} recalled and "
        f"{total['design']} ours ({share}). A number can be less sure than its source: what a programme adds to a "
        "text's dose counts as ours."
    )
    rows: list[list[str]] = []
    for id in sorted(k.sources, key=lambda id: (-counts[id].total(), id)):
        numbered = [str(counts[id][sure] or "") for sure in SURE]
        rows.append([f"`{id}`", *numbered, k.sources[id].kind, k.sources[id].sure, _cite(k, id)])
    return _page("# Sources", intro, _table(["Source", *SURE, "Kind", "We hold it", "What it is"], rows))


def _cite(k: Knowledge, id: str) -> str:
    source = k.sources[id]
    doi = f" doi:{source.doi}." if source.doi else ""
    about = f" *{source.about}.*" if source.about else ""
    return _cell(f"{source.cite.rstrip('.')}.{doi}{about}")
