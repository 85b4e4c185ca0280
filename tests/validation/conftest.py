"""One compiled model, and one comparison, for all tests of the validation."""

from __future__ import annotations

import pytest

from turnout.body import Body, Person, load_body
from validation.compare import compare
from validation.findings import Findings


@pytest.fixture(scope="session")
def body() -> Body:
    """Of 75 kg and 170 cm."""
    return load_body(Person())


@pytest.fixture(scope="session")
def found() -> Findings:
    """Everything compared once."""
    return compare()
