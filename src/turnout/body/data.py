"""The numbers of the muscle model as data: names, paths, architecture, masses, sources.

In: the YAML files of ``body/data`` (or of another folder of the same form). Out: `Anatomy`, cross-checked: every muscle
of the model has a name and parameters, every source exists. Every problem names file and line.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from pydantic import BaseModel, Field, ValidationError

from turnout.body.errors import BodyError
from turnout.knowledge.files import Document, read_folder, version_of
from turnout.knowledge.schema.base import MuscleId, Slug, Source, Strict
from turnout.terms import TurnoutError

HOME = Path(__file__).parent / "data"
FILES = ("architecture", "masses", "names", "paths", "sources")
Point = tuple[float, float, float]
Model = TypeVar("Model", bound=BaseModel)


class Name(Strict):
    """What a muscle of myo-sim is called here.

    Attributes:
        knowledge: its entry in ``muscles.yaml``, where that is called otherwise.
        outside: it has no entry there.
    """

    id: MuscleId
    knowledge: MuscleId | None = None
    outside: bool = False

    @property
    def entry(self) -> str | None:
        """Its entry in ``muscles.yaml``; None where it has none."""
        return None if self.outside else self.knowledge or self.id


class PathPoint(Strict):
    """A point of a path, from the centre of the hip in the frame of its bone [cm]."""

    bone: Literal["pelvis", "femur"]
    cm: Point
    what: str = ""
    source: Slug | None = None


class AddedPath(Strict):
    points: tuple[PathPoint, ...] = Field(min_length=2)
    source: Slug


class LeftOut(Strict):
    """Points of a shipped path that are not used, counted from 1."""

    points: tuple[int, ...]
    source: Slug


class Wrap(Strict):
    """A surface that muscles pass behind; ``muscles`` says after which point of each path (counted from 1)."""

    shape: Literal["cylinder"]
    bone: Literal["pelvis"]
    centre_cm: Point
    radius_mm: float = Field(gt=0)
    behind_cm: Point
    muscles: dict[MuscleId, int]
    source: Slug


class Paths(Strict):
    hip_centre_m: Point
    hip_rotation_range_deg: tuple[float, float]
    range_source: Slug
    added: dict[MuscleId, AddedPath]
    moved: dict[MuscleId, PathPoint]
    left_out: dict[MuscleId, LeftOut]
    wraps: dict[Slug, Wrap]


class Fibre(Strict):
    """The fibres of a muscle or of one of its parts; what is missing is said by the muscle as a whole."""

    fibre_cm: float | None = Field(default=None, gt=0)
    pennation_deg: float | None = Field(default=None, ge=0, lt=45)
    sarcomere_um: float | None = Field(default=None, gt=1, lt=5)
    at_rest: float | None = Field(default=None, gt=0.3, lt=1.8)


class Architecture(Fibre):
    volume: tuple[float, float]
    source: Slug
    parts: dict[MuscleId, float] = Field(default_factory=dict[str, float])
    parts_source: Slug | None = None
    each: dict[MuscleId, Fibre] = Field(default_factory=dict[str, Fibre])


class ArchitectureFile(Strict):
    volume_source: Slug
    specific_tension_n_cm2: float = Field(gt=0)
    optimal_sarcomere_um: float = Field(gt=0)
    muscles: dict[MuscleId, Architecture]


class Segment(Strict):
    share: float = Field(gt=0, lt=1)
    bodies: tuple[str, ...] = Field(min_length=1)


class Masses(Strict):
    source: Slug
    segments: dict[str, Segment]


@dataclass(frozen=True)
class Fibres:
    """One line of the model: its share of the volume, and its fibres.

    Attributes:
        volume: b1 [-] and b2 [cm3] of the volume's regression, this line's share of them.
        at_rest: fibre length over best length; in the cadavers' posture where ``measured``, else in the anatomical one.
    """

    volume: tuple[float, float]
    fibre_cm: float
    pennation_deg: float
    at_rest: float
    measured: bool


@dataclass(frozen=True)
class Anatomy:
    """Everything the data files say.

    Attributes:
        names: our name of each shipped muscle, by its name in myo-sim.
        knowledge: the entry of ``muscles.yaml`` of each of our names, None where there is none.
        fibres: by our name.
        version: a short name for exactly this content.
    """

    names: dict[str, str]
    knowledge: dict[str, str | None]
    paths: Paths
    fibres: dict[str, Fibres]
    specific_tension_n_cm2: float
    masses: Masses
    sources: dict[str, Source]
    version: str


@lru_cache(maxsize=4)
def load_anatomy(folder: Path = HOME) -> Anatomy:
    """Reads and cross-checks the data.

    Raises:
        BodyError: with file and line.
    """
    try:
        documents = {Path(document.path).stem: document for document in read_folder(folder)}
    except TurnoutError as error:
        raise BodyError(error.message, error.where) from None
    for name in FILES:
        if name not in documents:
            raise BodyError(f"the file {name}.yaml is missing", str(folder))
    return _anatomy(documents)


def _anatomy(documents: dict[str, Document]) -> Anatomy:
    names = _entries(documents["names"], Name)
    paths = _one(documents["paths"], Paths)
    architecture = _one(documents["architecture"], ArchitectureFile)
    sources = _entries(documents["sources"], Source)
    masses = _one(documents["masses"], Masses)
    _check_sources(documents, {*sources, "parvaresh-2019", "design"})
    _check_masses(documents["masses"], masses)
    wanted = [*(name.id for name in names.values()), *paths.added]
    fibres = _fibres(documents["architecture"], architecture, wanted)
    knowledge = {name.id: name.entry for name in names.values()}
    return Anatomy(
        names={ours: name.id for ours, name in names.items()},
        knowledge={**knowledge, **{name: name for name in paths.added}},
        paths=paths,
        fibres=fibres,
        specific_tension_n_cm2=architecture.specific_tension_n_cm2,
        masses=masses,
        sources=sources,
        version=version_of(list(documents.values())),
    )


def _one(document: Document, kind: type[Model]) -> Model:
    return _valid(document, document.data, kind, ())


def _entries(document: Document, kind: type[Model]) -> dict[str, Model]:
    data = document.data
    if not isinstance(data, dict):
        raise BodyError("must be a table of entries", document.where())
    entries = cast("dict[str, Any]", data)
    return {name: _valid(document, entry, kind, (name,)) for name, entry in entries.items()}


def _valid(document: Document, data: Any, kind: type[Model], loc: tuple[str, ...]) -> Model:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = (*loc, *first["loc"])
        field = ".".join(str(part) for part in place)
        raise BodyError(f"{field}: {first['msg']}", document.where(*place)) from None


def _fibres(document: Document, file: ArchitectureFile, wanted: list[str]) -> dict[str, Fibres]:
    found: dict[str, Fibres] = {}
    for whole, entry in file.muscles.items():
        shares = entry.parts or {whole: 1.0}
        for part, share in shares.items():
            place = ("muscles", whole)
            found[part] = _line(document, place, part, entry, share / sum(shares.values()), file.optimal_sarcomere_um)
    for name in wanted:
        if name not in found:
            raise BodyError(f"the muscle {name} has no parameters", document.where("muscles"))
    unknown = sorted(found.keys() - set(wanted))
    if unknown:
        raise BodyError(f"the model has no muscle {unknown[0]}", document.where("muscles"))
    return found


def _line(
    document: Document, place: tuple[str, ...], part: str, entry: Architecture, share: float, sarcomere_um: float
) -> Fibres:
    own = entry.each.get(part, Fibre())
    values = {key: getattr(own, key) if getattr(own, key) is not None else getattr(entry, key) for key in FIELDS}
    numbers = [*entry.volume, share, *(value for value in values.values() if value is not None)]
    if not all(math.isfinite(number) for number in numbers):
        raise BodyError(f"{part}: a number is missing (NaN) or infinite", document.where(*place))
    measured = values["sarcomere_um"] is not None
    at_rest = values["sarcomere_um"] / sarcomere_um if measured else values["at_rest"]
    for field, value in (("fibre_cm", values["fibre_cm"]), ("sarcomere_um or at_rest", at_rest)):
        if value is None:
            raise BodyError(f"the muscle {part} has no {field}", document.where(*place))
    volume = (entry.volume[0] * share, entry.volume[1] * share)
    return Fibres(volume, values["fibre_cm"], values["pennation_deg"] or 0.0, at_rest, measured)


FIELDS = ("fibre_cm", "pennation_deg", "sarcomere_um", "at_rest")


def _check_sources(documents: dict[str, Document], known: set[str]) -> None:
    def walk(document: Document, data: Any, loc: tuple[str | int, ...]) -> None:
        if isinstance(data, dict):
            for key, value in cast("dict[str, Any]", data).items():
                if key.endswith("source") and isinstance(value, str) and value not in known:
                    raise BodyError(f"there is no source {value!r} in sources.yaml", document.where(*loc, key))
                walk(document, value, (*loc, key))

    for name in FILES:
        walk(documents[name], documents[name].data, ())


def _check_masses(document: Document, masses: Masses) -> None:
    total = sum(segment.share for segment in masses.segments.values())
    if abs(total - 1) > 1e-6:
        raise BodyError(f"the shares of the segments add up to {total:g}, not to 1", document.where("segments"))
