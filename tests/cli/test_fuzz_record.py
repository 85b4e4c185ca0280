"""Whatever bytes a record file holds, reading it gives facts or one sentence, never another exception."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.store.made_up import OF_EVERY_KIND, contents
from turnout.knowledge import load_knowledge
from turnout.record import Fact, fact_json, read_lines, write_record
from turnout.report.as_json import facts_in, is_export
from turnout.terms import RecordError
from turnout.track import admit

LINES = [json.dumps({"kind": kind, "at": "2026-01-05", **fields}) for kind, fields in OF_EVERY_KIND.items()]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def read(data: bytes) -> list[Fact] | None:
    """The facts, or None where the reader says in one sentence why there are none."""
    try:
        facts = read_lines(data, name="record.jsonl")
        for fact in facts:
            admit(fact, load_knowledge())
    except RecordError as error:
        assert str(error).strip()
        return None
    return facts


@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"\x00")
@example(b"[" * 100_000)
@example(b'{"kind":' * 50_000)
@example(b'{"kind":"pain","at":"2026-01-05","now":1e999}')
@example(b'{"kind":"pain","at":"2026-01-05","now":' + b"9" * 5000 + b"}")
@example(b'{"kind":"pain","at":"2026-01-05","now":1,"note":"\\ud800"}')
@example(b'{"kind":"pain","at":"2026-01-05","now":1,"x":' + b"[" * 5000 + b"]" * 5000 + b"}")
@example(b'{"kind":"pain","at":"2026-01-05","now":1,"x":' + b"1" * 400 + b"}")
@example(b'{"kind":"pain","at":"0001-01-01T00:00:00+23:59","now":1}')
@example(b'{"kind":"pain","at":"9999-12-31T23:59:59-23:59","now":1}')
@example(b'{"kind":"pain","at":"2026-W02-1","now":1}')
@example(b'{"kind":["pain"],"at":"2026-01-05","now":1}')
@example(b"null\n{}\n[]\n1")
def test_any_bytes_are_facts_or_one_sentence(data: bytes) -> None:
    read(data)


@given(st.data())
@settings(max_examples=300)
def test_a_damaged_line_is_a_fact_or_one_sentence(data: st.DataObject) -> None:
    line = bytearray(data.draw(st.sampled_from(LINES)).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(line) - 1)))
        line[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    read(bytes(line))


@given(st.data())
@settings(max_examples=300)
def test_a_wrong_value_in_any_field_is_a_fact_or_one_sentence(data: st.DataObject) -> None:
    content: dict[str, Any] = json.loads(data.draw(st.sampled_from(LINES)))
    for field in data.draw(st.lists(st.sampled_from([*content, "id", "person", "note", "by", "x"]), min_size=1)):
        content[field] = data.draw(anything)
    read(json.dumps(content).encode())


@given(st.lists(contents("me"), max_size=5, unique_by=lambda content: content["id"]))
@settings(max_examples=60)
def test_what_was_read_is_written_and_read_again_the_same(made: list[dict[str, Any]]) -> None:
    facts = read_lines("\n".join(json.dumps(content) for content in made).encode())
    assert [fact_json(fact) for fact in read_lines(write_record(facts).encode())] == [fact_json(f) for f in facts]


@given(st.binary(max_size=200), st.booleans())
@example(b"[" * 100_000, True)
@example(b'"version":1,"facts":[1]}', True)
def test_any_bytes_as_an_export_are_facts_or_one_sentence(data: bytes, headed: bool) -> None:
    if headed:
        data = b'{"format":"turnout-record",' + data
    if is_export(data):
        try:
            assert isinstance(facts_in(data), list)
        except RecordError as error:
            assert str(error).strip()
