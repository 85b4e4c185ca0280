"""How much the properties are tried: quick and always the same by default; ``TURNOUT_HYPOTHESIS=thorough`` for more."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

THOROUGH = os.environ.get("TURNOUT_HYPOTHESIS") == "thorough"


def tried(examples: int) -> settings:
    """Settings for a property: so many examples, twenty times as many and random ones when thorough."""
    return settings(
        max_examples=examples * 20 if THOROUGH else examples,
        derandomize=not THOROUGH,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )
