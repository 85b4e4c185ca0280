"""``turnout library``, ``check``, ``schemas`` and ``docs``: what Turnout knows, and whether it is sound."""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from turnout.cli.output import Json, put, put_json, put_lines, write_files
from turnout.terms import KnowledgeError

if TYPE_CHECKING:
    from turnout.knowledge import Knowledge, Problem


def programme_ids(incomplete: str) -> list[str]:
    """For shell completion: the programmes."""
    from turnout.knowledge import load_knowledge

    return [id for id in [*load_knowledge().programmes, "individual"] if id.startswith(incomplete)]


def entry_ids(incomplete: str) -> list[str]:
    """For shell completion: every entry of the library."""
    from turnout.knowledge import load_knowledge
    from turnout.report.library import library

    return [entry["id"] for entry in library(load_knowledge()) if entry["id"].startswith(incomplete)]


EntryId = Annotated[
    str | None, typer.Argument(metavar="[ID]", help="Only this entry, in full.", autocompletion=entry_ids)
]
Folder = Annotated[
    Path | None, typer.Argument(metavar="[FOLDER]", help="A knowledge folder. The shipped one by default.")
]
OutFolder = Annotated[Path, typer.Argument(metavar="OUT_FOLDER", help="Made where it is missing.")]


def library(id: EntryId = None, as_json: Json = False) -> None:
    """Everything Turnout knows: exercises, measures, programmes, red flags and precautions."""
    from turnout.knowledge import load_knowledge
    from turnout.report import library as listing

    k = load_knowledge()
    entries = listing.library(k)
    if id is not None:
        entries = [_entry(entries, k.aliases.get(id, id))]
    if as_json:
        put_json(entries)
        return
    from turnout.cli import library_view

    put(*(library_view.overview(entries) if id is None else library_view.details(entries[0])))


def _entry(entries: list[dict[str, Any]], id: str) -> dict[str, Any]:
    by_id = {entry["id"]: entry for entry in entries}
    if id not in by_id:
        near = get_close_matches(id, by_id, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else "; 'turnout library' lists what there is"
        raise KnowledgeError(f"there is no entry {id!r} in the library{hint}")
    return by_id[id]


def check(folder: Folder = None, as_json: Json = False) -> None:
    """Check a knowledge folder: every file, every reference, every number's source."""
    from turnout.knowledge import HOME, Problem, load_folder

    home = folder or HOME
    k: Knowledge | None = None
    try:
        k, problems = load_folder(home)
        problems = problems or _motion_problems(k)
    except KnowledgeError as error:
        if not home.is_dir():
            raise
        problems = [Problem(error.where, error.message)]
    where = [f"{home / _with_line(problem)}: {problem.says}" for problem in problems]
    counts = _counts(k) if k is not None and not problems else None
    if as_json:
        put_json({"folder": str(home), "problems": where, **(counts or {})})
    elif counts is not None:
        put_lines(_told(counts))
    else:
        put_lines(where)
    if problems:
        many = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise KnowledgeError(f"{many} in the knowledge", str(home))


def _motion_problems(k: Knowledge) -> list[Problem]:
    """What the body finds wrong with the motions; nothing where the extra `body` is not installed."""
    from turnout.body.errors import NEEDS

    if not k.motions or any(find_spec(module) is None for module in NEEDS):
        return []
    from turnout.body.proofs import problems

    return list(problems(k))


def _with_line(problem: Problem) -> str:
    """Where a problem is; a file without a line is meant from its first on."""
    return (
        problem.where if re.search(r":\d+$", problem.where) or not Path(problem.where).suffix else f"{problem.where}:1"
    )


def _counts(k: Knowledge) -> dict[str, Any]:
    from turnout.knowledge.check import confidence
    from turnout.report.tables import undecided

    entries = {
        "exercises": len(k.exercises),
        "measures": len(k.measures),
        "motions": len(k.motions),
        "programmes": len(k.programmes),
        "criteria": len(k.criteria),
        "red flags": len(k.red_flags),
        "conditions": len(k.conditions),
        "safety rules": len(k.rules),
        "muscles": len(k.muscles),
        "needs": len(k.needs),
        "sources": len(k.sources),
        "rows of the texts": len(k.rows),
    }
    sure = confidence(k)
    numbers = {name: sure[name] for name in ("verified", "recalled", "design")}
    total = sum(numbers.values())
    share = round(100 * numbers["design"] / total, 1) if total else 0.0
    return {
        "knowledge": k.version,
        "entries": entries,
        "numbers": numbers,
        "design_percent": share,
        "undecided": undecided(k),
    }


def _told(counts: dict[str, Any]) -> list[str]:
    entries = ", ".join(f"{count} {name}" for name, count in counts["entries"].items())
    numbers = counts["numbers"]
    lines = [
        f"Knowledge {counts['knowledge']} is sound.",
        f"Entries: {entries}.",
        f"Numbers: {numbers['verified']} verified, {numbers['recalled']} recalled, {numbers['design']} design "
        f"(our own): {counts['design_percent']} % of {sum(numbers.values())} are design.",
    ]
    if counts["undecided"]:
        lines.append(f"Not yet decided: {', '.join(counts['undecided'])}.")
    return lines


def schemas(out: OutFolder, as_json: Json = False) -> None:
    """Write the JSON Schemas of all knowledge files, so that an editor checks them while you type."""
    from turnout.report.schemas import schemas as all_schemas

    written = {name: (json.dumps(content, indent=2) + "\n").encode() for name, content in all_schemas().items()}
    _write(out, written, as_json)


def docs(out: OutFolder, as_json: Json = False) -> None:
    """Write the pages of docs/ that are made from the knowledge."""
    from turnout.knowledge import load_knowledge
    from turnout.report.tables import documents

    _write(out, {name: text.encode() for name, text in documents(load_knowledge()).items()}, as_json)


def _write(out: Path, files: dict[str, bytes], as_json: bool) -> None:
    write_files(out, files)
    if as_json:
        put_json({"folder": str(out), "files": sorted(files)})
    else:
        put_lines([f"Wrote {len(files)} files to {out}."])
