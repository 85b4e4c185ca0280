"""What is compared is written down before it is compared.

    python -m validation.freeze "why"        writes a new entry into frozen.yaml

In: emg.yaml, the motions, the model's code and data. Out: digests. An entry says what stood still from then on; the
comparison names the entry it ran on, and what has changed since.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

import turnout.body
from turnout.body.repertoire import Piece
from turnout.knowledge import load_knowledge
from validation.emg import FILE as EMG
from validation.emg import emg
from validation.moves import piece_of

FILE = Path(__file__).parent / "frozen.yaml"
BODY = Path(str(turnout.body.__file__)).parent
SHOWN = ("figure", "letters", "raster", "sheet", "scene", "skin_")
"""Files of the body that only draw."""
HEAD = (
    "# Written by `python -m validation.freeze`, each entry before the comparison that follows it. Digests (SHA-256,\n"
    "# shortened) of the rules and numbers in emg.yaml, of the model's code and data, and of each motion.\n"
)


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def motion_digest(piece: Piece) -> str:
    """Of a motion with the parameters of its level."""
    said = [piece.motion.model_dump(mode="json"), piece.level, piece.parameters, repr(piece.tempo), piece.banded]
    return digest(json.dumps(said, sort_keys=True).encode())


def code_digest() -> str:
    """Of everything that turns a motion into loads."""
    files = sorted(
        path
        for path in BODY.rglob("*")
        if path.suffix in (".py", ".yaml") and not path.name.startswith(SHOWN) and "__pycache__" not in path.parts
    )
    return digest(b"".join(path.relative_to(BODY).as_posix().encode() + path.read_bytes() for path in files))


def now() -> dict[str, Any]:
    """The digests as things stand."""
    k = load_knowledge()
    motions: dict[str, str] = {}
    for exercise in emg()["motions"]:
        piece = piece_of(exercise, k)
        motions[exercise] = "missing" if piece is None else motion_digest(piece)
    return {"emg": digest(EMG.read_bytes()), "code": code_digest(), "motions": motions}


def entries() -> list[dict[str, Any]]:
    """Every freeze there was, the last one last."""
    return yaml.safe_load(FILE.read_text("utf-8")) if FILE.exists() else []


def changed(frozen: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """What is not as it was frozen, in words."""
    out = [name for key, name in (("emg", "emg.yaml"), ("code", "the model's code")) if frozen[key] != found[key]]
    before = frozen["motions"]
    return out + [f"the motion {exercise}" for exercise, one in found["motions"].items() if before.get(exercise) != one]


def main(words: Sequence[str]) -> int:
    """Adds an entry."""
    if len(words) != 1:
        sys.stderr.write('Say why: python -m validation.freeze "..."\n')
        return 2
    found = now()
    every = [*entries(), {"number": len(entries()) + 1, "why": words[0], **found}]
    FILE.write_text(HEAD + yaml.safe_dump(every, sort_keys=False, width=118), "utf-8")
    sys.stdout.write(f"Froze {len(found['motions'])} motions as entry {len(every)}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
