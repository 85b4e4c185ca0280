"""Reading knowledge files: YAML by libyaml, Markdown with front matter, and the line a thing stands on.

In: a knowledge folder. Out: raw documents (`Document`), which `turnout.knowledge.load` makes into typed entries.
Parsed documents are cached by content, outside the folder, so that a second start need not parse again.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import yaml

from turnout.machine import kept
from turnout.terms import KnowledgeError

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # pragma: no cover - only where PyYAML was built without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]

CACHE_FORMAT = 1


@dataclass(frozen=True)
class Document:
    """One file as parsed.

    Attributes:
        path: relative to the knowledge folder, with forward slashes.
        data: the YAML content (for Markdown, the front matter).
        body: the Markdown below the front matter, or "".
    """

    path: str
    text: str
    data: Any
    body: str = ""

    @cached_property
    def first_line(self) -> int:
        """Lines before the YAML: 1 for front matter, else 0."""
        return 1 if self.path.endswith(".md") else 0

    def line_of(self, loc: tuple[str | int, ...]) -> int:
        """The line of the deepest part of ``loc`` that exists."""
        source = front_matter(self.text, self.path)[0] if self.path.endswith(".md") else self.text
        node = yaml.compose(source, Loader=SafeLoader)
        line = 1
        for part in loc:
            found = _child(node, part)
            if found is None:
                break
            key, node = found
            line = key.start_mark.line + 1
        return line + self.first_line

    def where(self, *loc: str | int) -> str:
        return f"{self.path}:{self.line_of(tuple(loc))}"


def _child(node: Any, part: str | int) -> tuple[Any, Any] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in cast("list[tuple[Any, Any]]", node.value):
            if key.value == str(part):
                return key, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item = node.value[part]
        return item, item
    return None


_FRONT = re.compile(r"\A---\n(.*?\n)---\n?(.*)\Z", re.DOTALL)


def front_matter(text: str, path: str) -> tuple[str, str]:
    """Splits Markdown into its YAML front matter and its body.

    Raises:
        KnowledgeError: there is no front matter.
    """
    match = _FRONT.match(text)
    if match is None:
        raise KnowledgeError("the file must start with front matter between two lines of ---", f"{path}:1")
    return match.group(1), match.group(2)


def read_folder(folder: Path) -> list[Document]:
    """Reads every ``.md`` and ``.yaml`` file of a knowledge folder, in order of path.

    Raises:
        KnowledgeError: with file and line.
    """
    if not folder.is_dir():
        raise KnowledgeError("there is no such knowledge folder", str(folder))
    texts: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".md", ".yaml") and path.is_file():
            name = path.relative_to(folder).as_posix()
            try:
                texts[name] = path.read_text("utf-8").replace("\r\n", "\n")
            except (OSError, UnicodeDecodeError) as error:
                raise KnowledgeError(f"the file cannot be read as UTF-8 text: {error}", name) from None
    cache = _cache_path(texts)
    parsed = _from_cache(cache)
    if parsed is None or parsed.keys() != texts.keys():
        parsed = {name: _parse(name, text) for name, text in texts.items()}
        _to_cache(cache, parsed)
    return [Document(name, texts[name], data, body) for name, (data, body) in parsed.items()]


def version_of(documents: list[Document]) -> str:
    """A short name for exactly this content."""
    digest = hashlib.sha256()
    for document in documents:
        digest.update(f"{document.path}\0{document.text}\0".encode())
    return digest.hexdigest()[:12]


def _parse(name: str, text: str) -> tuple[Any, str]:
    source, body = front_matter(text, name) if name.endswith(".md") else (text, "")
    try:
        return yaml.load(source, Loader=_Loader), body  # noqa: S506 - a subclass of the safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line + 1 if mark else 1) + (1 if name.endswith(".md") else 0)
        problem = getattr(error, "problem", None) or str(error).split("\n")[0]
        raise KnowledgeError(f"the YAML cannot be read: {problem}", f"{name}:{line}") from None
    except (ValueError, TypeError, RecursionError) as error:  # a list as a key, an entry within itself, endless nesting
        raise KnowledgeError(f"the YAML cannot be read: {error}", f"{name}:1") from None


class _Loader(SafeLoader):  # type: ignore[misc,valid-type]
    """Refuses a key that stands twice, and reads dates as text."""


def _mapping(loader: Any, node: Any) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key, _ in node.value:
        if key.value in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key.value!r} stands twice", key.start_mark)
        seen.add(key.value)
    return SafeLoader.construct_mapping(loader, node, deep=True)


def _text(loader: Any, node: Any) -> str:
    return str(loader.construct_scalar(node))


yaml.add_constructor("tag:yaml.org,2002:map", _mapping, Loader=_Loader)
yaml.add_constructor("tag:yaml.org,2002:timestamp", _text, Loader=_Loader)


def _cache_path(texts: dict[str, str]) -> Path:
    digest = hashlib.sha256(f"{CACHE_FORMAT}".encode())
    for name, text in texts.items():
        digest.update(f"{name}\0{text}\0".encode())
    return kept.folder() / f"knowledge-{digest.hexdigest()[:16]}.json"


def _from_cache(path: Path) -> dict[str, tuple[Any, str]] | None:
    try:
        content = json.loads(path.read_bytes())
        return {name: (data, body) for name, (data, body) in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _to_cache(path: Path, parsed: dict[str, tuple[Any, str]]) -> None:
    try:
        kept.put(path, json.dumps(parsed).encode())
    except (OSError, TypeError, ValueError):
        return  # a cache that cannot be written only costs time
