"""The loader: a knowledge folder -> typed entries, cross-checked.

In: `Document`s. Out: `Knowledge`. Every problem is found before anything is refused; each names file and line.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from turnout.knowledge.files import Document, read_folder, version_of
from turnout.knowledge.loads import FILE, LoadTable, read_loads
from turnout.knowledge.schema import (
    BandColour,
    ConditionEntry,
    Criterion,
    Demand,
    Exercise,
    Level,
    Measure,
    Motion,
    Muscle,
    Need,
    Programme,
    RedFlag,
    SafetyRule,
    Source,
    Words,
)
from turnout.terms import Confidence, KnowledgeError

HOME = Path(__file__).parent
Entry = TypeVar("Entry", bound=BaseModel)


@dataclass(frozen=True)
class Problem:
    """Something wrong in a knowledge file."""

    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.where}: {self.says}"


@dataclass(frozen=True)
class Row:
    """One row of the source texts' inventory: which text, and what it was called there."""

    id: str
    text: str
    name: str
    kind: str


@dataclass
class Knowledge:
    """All entries, by id. Built once and never changed."""

    version: str
    documents: dict[str, Document]
    sources: dict[str, Source] = field(default_factory=dict[str, Source])
    exercises: dict[str, Exercise] = field(default_factory=dict[str, Exercise])
    words: dict[str, Words] = field(default_factory=dict[str, Words])
    measures: dict[str, Measure] = field(default_factory=dict[str, Measure])
    motions: dict[str, Motion] = field(default_factory=dict[str, Motion])
    programmes: dict[str, Programme] = field(default_factory=dict[str, Programme])
    criteria: dict[str, Criterion] = field(default_factory=dict[str, Criterion])
    red_flags: dict[str, RedFlag] = field(default_factory=dict[str, RedFlag])
    conditions: dict[str, ConditionEntry] = field(default_factory=dict[str, ConditionEntry])
    demands: dict[str, Demand] = field(default_factory=dict[str, Demand])
    rules: dict[str, SafetyRule] = field(default_factory=dict[str, SafetyRule])
    muscles: dict[str, Muscle] = field(default_factory=dict[str, Muscle])
    needs: dict[str, Need] = field(default_factory=dict[str, Need])
    bands: dict[str, BandColour] = field(default_factory=dict[str, BandColour])
    rows: dict[str, Row] = field(default_factory=dict[str, Row])
    load_table: LoadTable = field(default_factory=LoadTable)
    places: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    memo: dict[Any, Any] = field(default_factory=dict[Any, Any])

    @cached_property
    def ladders(self) -> dict[str, tuple[Level, ...]]:
        """Each exercise's rungs, easiest first, with runs of bands written out."""
        return {id: tuple(rungs(exercise, self.bands)) for id, exercise in self.exercises.items()}

    @cached_property
    def rung_of(self) -> dict[tuple[str, str], int]:
        """(exercise, level) -> its place on the ladder, 0 the easiest."""
        return {(id, level.id): n for id, ladder in self.ladders.items() for n, level in enumerate(ladder)}

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Former ids -> today's."""
        entries = (
            *self.exercises.values(),
            *self.measures.values(),
            *self.programmes.values(),
            *self.red_flags.values(),
        )
        return {old: entry.id for entry in entries for old in entry.formerly}

    @cached_property
    def rule(self) -> dict[str, float]:
        """Thresholds by id; see ``safety/rules.yaml``."""
        return {id: rule.value for id, rule in self.rules.items()}

    @property
    def loads(self) -> dict[str, dict[str, float]]:
        """Computed muscle loads of the working limb: exercise -> muscle -> its peak at the hardest level, 0..1."""
        return self.load_table.hardest

    def sure(self, source: str, said: Confidence | None) -> Confidence:
        """How sure we are of a number: what the block says, else what its source stands for."""
        return said or self.sources[source].sure


def rungs(exercise: Exercise, bands: dict[str, BandColour]) -> list[Level]:
    """An exercise's ladder with each run of bands written out, colour by colour."""
    out: list[Level] = []
    colours = list(bands)
    for step in exercise.ladder:
        if isinstance(step, Level):
            out.append(step)
            continue
        if not set(step.bands) <= set(colours):
            continue  # told by the cross-check
        first, last = (colours.index(colour) for colour in step.bands)
        out.extend(
            Level(
                id=f"{step.prefix}{colour}",
                name=f"{bands[colour].name}, {step.site}" if step.site else bands[colour].name,
                says=step.says,
                equipment=(step.equipment, *step.also_needs),
                demands=step.demands,
                motion=step.motion,
                load={"band": colour.removeprefix("band-")},
                source=step.source,
                sure=step.sure,
            )
            for colour in colours[first : last + 1]
        )
    return out


HEADINGS = {"Steps": "steps", "Cues": "cues", "Avoid": "avoid", "Stop": "stop"}
_ITEM = re.compile(r"^(?:[-*]|\d+\.)\s+(.*)$")


def words_of(body: str) -> dict[str, Any]:
    """The Markdown body by headings: a summary, then lists under Steps, Cues, Avoid and Stop, then Notes."""
    out: dict[str, Any] = {"summary": "", "notes": "", **{key: [] for key in HEADINGS.values()}}
    part = "summary"
    for line in body.split("\n"):
        if line.startswith("## "):
            heading = line[3:].strip()
            part = HEADINGS.get(heading, "notes")
            if heading not in HEADINGS and heading != "Notes":
                out["notes"] += f"**{heading}.** "
            continue
        if part in ("summary", "notes"):
            out[part] += line + "\n"
            continue
        item = _ITEM.match(line.strip())
        if item:
            out[part].append(item.group(1).strip())
        elif line.strip() and out[part]:
            out[part][-1] += " " + line.strip()
    out["summary"] = out["summary"].strip()
    out["notes"] = out["notes"].strip()
    return out


class Loader:
    """Collects entries and problems from documents."""

    def __init__(self, documents: list[Document]) -> None:
        self.problems: list[Problem] = []
        self.knowledge = Knowledge(version_of(documents), {d.path: d for d in documents})
        for document in documents:
            self._read(document)

    def _read(self, document: Document) -> None:
        k = self.knowledge
        folder, _, name = document.path.rpartition("/")
        if folder == "exercises":
            exercise = self._one(document, Exercise, k.exercises)
            if exercise is not None:
                self._words(document, exercise)
        elif folder == "measures":
            self._one(document, Measure, k.measures)
        elif folder == "programmes":
            self._one(document, Programme, k.programmes)
        elif folder == "criteria":
            self._one(document, Criterion, k.criteria)
        elif folder in ("", "safety"):
            self._table(document, name)
        elif folder == "motions":
            self._one(document, Motion, k.motions)
        else:
            self.problems.append(Problem(document.path, f"the folder {folder!r} is not a part of the knowledge"))

    def _table(self, document: Document, name: str) -> None:
        k = self.knowledge
        tables: dict[str, tuple[type[BaseModel], dict[str, Any]]] = {
            "red-flags.yaml": (RedFlag, k.red_flags),
            "conditions.yaml": (ConditionEntry, k.conditions),
            "demands.yaml": (Demand, k.demands),
            "rules.yaml": (SafetyRule, k.rules),
            "muscles.yaml": (Muscle, k.muscles),
            "needs.yaml": (Need, k.needs),
            "bands.yaml": (BandColour, k.bands),
        }
        if name == "sources.yaml":
            self._mapping(document, Source, k.sources)
        elif name == "rows.yaml":
            self._rows(document)
        elif name in tables:
            model, into = tables[name]
            self._many(document, model, into)
        else:
            self.problems.append(Problem(document.path, "no part of the knowledge has this name"))

    def _one(self, document: Document, model: type[Entry], into: dict[str, Entry]) -> Entry | None:
        entry = self._validated(document, model, document.data, ())
        if entry is None:
            return None
        stem = Path(document.path).stem
        id = cast("Any", entry).id
        if id != stem:
            self.problems.append(Problem(document.where("id"), f"the id {id!r} must be the file's name, {stem!r}"))
        self._place(document, entry, into, ())
        return entry

    def _many(self, document: Document, model: type[BaseModel], into: dict[str, Any]) -> None:
        data: Any = document.data
        if not isinstance(data, list):
            self.problems.append(Problem(f"{document.path}:1", "the file must be a list"))
            return
        for n, raw in enumerate(cast("list[Any]", data)):
            entry = self._validated(document, model, raw, (n,))
            if entry is not None:
                self._place(document, entry, into, (n,))

    def _mapping(self, document: Document, model: type[Entry], into: dict[str, Entry]) -> None:
        for key, raw in self._keyed(document, document.data or {}, ()):
            entry = self._validated(document, model, raw, (key,))
            if entry is not None:
                into[key] = entry
                self.knowledge.places[(model.__name__, key)] = document.path

    def _rows(self, document: Document) -> None:
        for text, rows in self._keyed(document, document.data or {}, ()):
            for id, row in self._keyed(document, rows, (text,)):
                cells = cast("list[Any]", row) if isinstance(row, list) else []
                if len(cells) == 2 and all(isinstance(cell, str) for cell in cells):
                    self.knowledge.rows[id] = Row(id, text, cells[0], cells[1])
                else:
                    self.problems.append(Problem(document.where(text, id), "a row is [its name in the text, its kind]"))

    def _keyed(self, document: Document, data: Any, loc: tuple[str | int, ...]) -> list[tuple[str, Any]]:
        """The items of a mapping from ids; a problem where it is none."""
        if not isinstance(data, dict):
            self.problems.append(Problem(document.where(*loc), "here must be a mapping from ids to entries"))
            return []
        items = list(cast("dict[Any, Any]", data).items())
        wrong = [key for key, _ in items if not isinstance(key, str)]
        self.problems.extend(Problem(document.where(*loc), f"{key!r} is not an id") for key in wrong)
        return [(key, child) for key, child in items if isinstance(key, str)]

    def _place(self, document: Document, entry: BaseModel, into: dict[str, Any], loc: tuple[str | int, ...]) -> None:
        id = cast("Any", entry).id
        if id in into:
            self.problems.append(Problem(document.where(*loc, "id"), f"the id {id!r} stands twice"))
        into[id] = entry
        self.knowledge.places[(type(entry).__name__, id)] = document.path

    def _validated(self, document: Document, model: type[Entry], raw: Any, loc: tuple[str | int, ...]) -> Entry | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            for detail in error.errors():
                path = [p for p in detail["loc"] if p not in ("Level", "Bands")]
                says = detail["msg"].removeprefix("Value error, ")
                if detail["type"] == "extra_forbidden":
                    says = f"the field {path[-1]!r} is not known here"
                elif detail["type"] == "missing":
                    says = f"the field {path[-1]!r} is missing"
                dotted = ".".join(str(p) for p in path)
                self.problems.append(Problem(document.where(*loc, *path), f"{dotted}: {says}"))
            return None

    def _words(self, document: Document, exercise: Exercise) -> None:
        words = words_of(document.body)
        for heading, key in HEADINGS.items():
            if not words[key]:
                self.problems.append(Problem(document.path, f"the heading '## {heading}' with a list is missing"))
        self.knowledge.words[exercise.id] = Words.model_validate(words)


def _take_loads(loader: Loader, path: Path) -> None:
    """Reads the computed loads, where there are any; they are a part of the knowledge's version."""
    if not path.is_file():
        return
    try:
        text = path.read_text("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        loader.problems.append(Problem(path.name, f"the file cannot be read as UTF-8 text: {error}"))
        return
    k = loader.knowledge
    k.load_table, wrong = read_loads(text)
    k.version = hashlib.sha256(f"{k.version}\0{text}".encode()).hexdigest()[:12]
    loader.problems.extend(Problem(f"{path.name}:{number}", says) for number, says in wrong)


def load_folder(folder: Path) -> tuple[Knowledge, list[Problem]]:
    """Loads a knowledge folder and cross-checks it.

    Returns:
        The knowledge, and every problem found (none when it is sound).
    """
    from turnout.knowledge.check import cross_check

    loader = Loader(read_folder(folder))
    _take_loads(loader, folder / FILE)
    problems = loader.problems or cross_check(loader.knowledge)
    return loader.knowledge, problems


@lru_cache(maxsize=4)
def load_knowledge(folder: Path = HOME) -> Knowledge:
    """The knowledge, loaded once per folder.

    Raises:
        KnowledgeError: naming the first problem, its file and line, and how many more there are.
    """
    knowledge, problems = load_folder(folder)
    if problems:
        more = f" (and {len(problems) - 1} more: run turnout check)" if len(problems) > 1 else ""
        raise KnowledgeError(problems[0].says + more, problems[0].where)
    return knowledge
