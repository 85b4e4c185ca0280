"""For every history, a phone without a network offers no more than the server would: the real `walk.ts` is driven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties.offline import LIVES, STYLES, Away, away
from tests.properties.offline_plants import BUGS, Bug
from tests.properties.profile import tried
from tests.support.walker import Walker, walker

WAITS = (0, 0, 1, 1, 2, 5, 15)
"""Days between the last fact and the pack."""
MOST = 150


@pytest.fixture(scope="module")
def node() -> Iterator[Walker]:
    with walker() as running:
        yield running


def test_a_phone_offers_no_more_than_the_server_would(node: Walker, capsys: pytest.CaptureFixture[str]) -> None:
    seen: Counter[str] = Counter()

    @tried(320)
    @given(
        st.integers(0, LIVES - 1), st.floats(0.05, 1), st.sampled_from(WAITS),
        st.sampled_from(sorted(STYLES)), st.integers(0, 2**20),
    )  # fmt: skip
    def lived(number: int, share: float, wait: int, style: str, seed: int) -> None:
        person = away(node, number, share, wait, style, seed)
        assert not person.wrong, "\n".join(person.wrong)
        seen.update(person.seen)

    lived()
    with capsys.disabled():
        print(f"\n{dict(seen)}")
    assert seen["due"] > 1000
    assert seen["items"] > 5000
    assert seen["the same"] > seen["items"] / 3
    assert min(seen[kind] for kind in ("stop", "ask", "rest", "going", "done", "raise", "new", "expired")) > 20


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_caught(bug: Bug) -> None:
    with walker(*bug.texts) as node:
        assert any(some_days(node, bug, number).wrong for number in range(MOST)), "nobody saw it"


def some_days(node: Walker, bug: Bug, number: int) -> Away:
    """Days away of all kinds, the same every time."""
    rng = Random(number)
    life, share, wait = rng.randrange(LIVES), rng.uniform(0.05, 1), rng.choice(WAITS)
    style = bug.style or rng.choice(sorted(STYLES))
    return away(
        node, life, share, wait if bug.wait is None else bug.wait, style, rng.randrange(1 << 20), patch=bug.pack
    )


@pytest.mark.parametrize("style", sorted(STYLES))
def test_without_a_bug_the_same_days_are_clean(style: str, node: Walker) -> None:
    for number in range(8):
        assert some_days(node, Bug("none", style=style), number).wrong == []
