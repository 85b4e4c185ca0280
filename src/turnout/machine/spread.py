"""The same task many times: in this process, on several cores, or on a Dask cluster by one option.

In: a function and its calls. Out: what it returns, in the order of the calls, each as soon as it is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, cast

from turnout.terms import TurnoutError

T = TypeVar("T")

WORKERS = 2
"""Of a cluster that is started on this machine."""
PATIENCE_S = 10


def spread(
    task: Callable[..., T], calls: Sequence[tuple[Any, ...]], *, jobs: int = 1, cluster: str | None = None
) -> Iterator[T]:
    """Runs a task for each call.

    Args:
        task: a function other processes can import.
        calls: its arguments.
        jobs: processes; -1 for all cores. One call is made in this process.
        cluster: a Dask scheduler's address, or ``local`` for two workers on this machine, instead.

    Raises:
        TurnoutError: Dask is not installed, or the scheduler cannot be reached.
    """
    if cluster is not None:
        yield from _on_cluster(task, calls, cluster)
    elif jobs == 1 or len(calls) <= 1:
        for call in calls:
            yield task(*call)
    else:
        from joblib import Parallel, delayed  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

        parallel: Any = Parallel(n_jobs=jobs, return_as="generator")
        yield from parallel(cast("Any", delayed)(task)(*call) for call in calls)


def _on_cluster(task: Callable[..., T], calls: Sequence[tuple[Any, ...]], address: str) -> list[T]:
    try:
        from dask import distributed  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        raise TurnoutError("a cluster needs the extra [cluster]: pip install 'turnout[cluster]'") from None
    dask: Any = distributed
    options: dict[str, Any] = {"n_workers": WORKERS, "threads_per_worker": 1, "dashboard_address": None}
    try:
        with dask.Client(**options) if address == "local" else dask.Client(address, timeout=PATIENCE_S) as client:
            return list(client.gather([client.submit(task, *call, pure=False) for call in calls]))
    except OSError as error:
        raise TurnoutError(f"the scheduler at {address} cannot be reached: {error}") from None
