"""The same walk on a Dask cluster, by one option.

In: the calls of `walk_person`. Out: the walks, in the same order.
"""

from __future__ import annotations

from typing import Any

from turnout.simulate.run import Walk, walk_person
from turnout.terms import TurnoutError


def walk_on_cluster(calls: list[tuple[str, int, int, int, bool]], address: str) -> list[Walk]:
    """Walks each person on a cluster.

    Args:
        calls: the arguments of `walk_person`.
        address: a scheduler's address, or ``local`` for two workers on this machine.

    Raises:
        TurnoutError: Dask is not installed, or the scheduler cannot be reached.
    """
    try:
        from dask import distributed  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        raise TurnoutError("a cluster needs the extra [cluster]: pip install 'turnout[cluster]'") from None
    dask: Any = distributed
    options: dict[str, Any] = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    try:
        with dask.Client(**options) if address == "local" else dask.Client(address, timeout=10) as client:
            futures = [client.submit(walk_person, *call, pure=False) for call in calls]
            return list(client.gather(futures))
    except OSError as error:
        raise TurnoutError(f"the scheduler at {address} cannot be reached: {error}") from None
