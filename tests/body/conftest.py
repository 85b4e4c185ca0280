"""One compiled model for all tests of the body."""

from __future__ import annotations

import pytest

from turnout.body import Body, Person, load_body


@pytest.fixture(scope="session")
def body() -> Body:
    """Of 75 kg and 170 cm."""
    return load_body(Person())
