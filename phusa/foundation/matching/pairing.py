"""One collection against itself: proposals of the same call, a study split into two.

Every document is asked for once, so that memory stays that of one search; a pair comes out once, from the later of the
two documents, unless only the earlier one finds it.
"""

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from phusa.foundation.matching.searching import search
from phusa.foundation.matching.store import Progress, Store
from phusa.foundation.matching.verdicts import Verdict
from phusa.foundation.matching.view import View

_AT_ONCE = 500
_HERE = "processes"  # Dask's own word for the processors of this machine


class Pair(NamedTuple):
    """Two records of which the first, taken as a proposal, repeats the second."""

    key: str
    other: str
    verdict: str
    points: float


def all_pairs(
    store: Store, collection: str, visible: Collection[str] | None = None, progress: Progress = lambda *_: None,
    *, share: int = 0, shares: int = 1,
) -> Iterator[Pair]:  # fmt: skip
    """Every pair of the collection that repeats, in part or in whole, or is the same study elsewhere.

    Of several shares each finds its own; together they find all.
    """
    view = View(store, visible)
    with store.reading():
        view.refresh()
    last = done = 0
    while ids := store.numbered(last, _AT_ONCE, view.shelves, collection):
        last = ids[-1]
        for id, record in sorted(store.records([id for id in ids if id % shares == share]).items()):
            for line in search(view, record, without=id, fold=False).lines:
                if line.collection != collection or line.verdict in {Verdict.NONE, Verdict.RELATED}:
                    continue
                if line.document < id or not _finds(view, line.document, id):
                    yield Pair(record.key, line.key, str(line.verdict), round(line.points, 4))
            done += 1
        progress("compared", done, 0)


def all_pairs_on_dask(
    opening: Callable[[], Store], collection: str, visible: Collection[str] | None, scheduler: str, shares: int
) -> Iterator[Pair]:
    """The same pairs, found by Dask's workers, each of which opens the store for itself.

    `scheduler` is the address of one, or `processes` for those of this machine. Every worker has to reach the store:
    one in PostgreSQL from anywhere, one in a file where the file is.
    """
    from dask import compute, delayed

    tasks = [delayed(_share, pure=False)(opening, collection, visible, share, shares) for share in range(shares)]
    if scheduler == _HERE:
        found = compute(*tasks, scheduler=_HERE)
    else:
        from distributed import Client

        with Client(scheduler):
            found = compute(*tasks)
    for pairs in found:
        yield from pairs


def _share(
    opening: Callable[[], Store], collection: str, visible: Collection[str] | None, share: int, shares: int
) -> list[Pair]:
    store = opening()
    try:
        return list(all_pairs(store, collection, visible, share=share, shares=shares))
    finally:
        store.close()


def _finds(view: View, document: int, other: int) -> bool:
    """Whether the later document, when its turn comes, will name this pair itself."""
    record = view.store.records([document])[document]
    lines = search(view, record, without=document, fold=False).lines
    return any(line.document == other and line.verdict not in {Verdict.NONE, Verdict.RELATED} for line in lines)
