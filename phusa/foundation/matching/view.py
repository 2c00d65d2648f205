"""What a search sees: the shelves that the asker may see, as one. Numbers come from these shelves and from no other.

A view keeps in memory the counters of how common a pair is (a fixed size) and what is not merged yet (bounded); all
else it reads from the store when it is asked.
"""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from phusa.foundation.matching.normalising import Numbers, number_of
from phusa.foundation.matching.store import SKETCH, Documents, Found, Pending, Store

_COMMON = 0.02  # the share of records above which a pair of syllables is plain wording
_BACKGROUND = (
    2_000  # records that are taken to exist besides, so that a small collection does not call all wording common
)
_LEAST = 0.02  # plain wording still says a little, or a text of nothing else would share nothing
_TABLE = 4_096  # counts whose weights are kept ready
_FRESH = 64  # documents that are kept unsorted before they are sorted in with the others

Weights = npt.NDArray[np.float32]


class View:
    """The shelves of certain visibilities (all of them if not given). It follows every change of the store."""

    def __init__(self, store: Store, visible: Collection[str] | None = None) -> None:
        self.store = store
        self.visible = None if visible is None else frozenset(visible)
        self._seen: object = None
        self._revision = (-1, "")
        self._oldest = 0
        self._last = 0
        self.shelves: list[int] = []
        self._segments: list[int] = []
        self._merged = 0
        self.documents = 0
        self.counts = np.zeros(SKETCH, np.uint32)
        self._table: Weights = np.zeros(_TABLE, np.float32)
        self._forget_pending()

    def over(self, store: Store) -> None:
        """Go on with another connection to the same store."""
        self.store, self._seen = store, None

    def refresh(self) -> None:
        """Take in what was written since, here or by another process. Called inside `Store.reading`."""
        seen = self.store.changes()
        if seen is not None and seen == self._seen:
            return
        revision = self.store.revision()
        if revision != self._revision:
            self.store.check()
            if revision[1] != self._revision[1] or revision < self._revision:
                self._segments, self._oldest = [-1], -1  # another index, or an earlier state of it: nothing known holds
            self._take_in()
            self._revision = revision
        self._seen = seen

    def weights(self, pairs: Numbers) -> Weights:
        """How much it says that two texts share a pair: nothing for plain wording, much for what few records have."""
        counts = self.counts[pairs & np.uint32(SKETCH - 1)]
        weights = self._table[np.minimum(counts, _TABLE - 1)]
        beyond = np.flatnonzero(counts >= _TABLE)
        weights[beyond] = self._weights_of(counts[beyond])
        return weights

    def surprise(self, pairs: Numbers) -> npt.NDArray[np.float64]:
        """How little a pair is to be expected: the logarithm of one over the share of documents that have it."""
        rarity: npt.NDArray[np.float64] = (self.documents + _BACKGROUND) / (self.numbers(pairs) + 1.0)
        return np.log(np.maximum(rarity, 1.0))

    def _weights_of(self, counts: Numbers) -> Weights:
        rarity = (self.documents + _BACKGROUND) / (counts + 1.0)
        return np.maximum(_LEAST * np.log1p(rarity), np.log(_COMMON * rarity)).astype(np.float32)

    def weight_of(self, documents: int) -> float:
        """The weight of a pair that so many documents have."""
        return float(np.log(_COMMON * (self.documents + _BACKGROUND) / (documents + 1.0)))

    def numbers(self, pairs: Numbers) -> npt.NDArray[np.int64]:
        """About how many documents have each pair; never too few."""
        return self.counts[pairs & np.uint32(SKETCH - 1)].astype(np.int64)

    def postings(self, pairs: Numbers) -> list[Documents]:
        """For each pair its documents."""
        merged = self.store.postings(self._segments, pairs) if self._segments else {}
        found = [merged.get(pair, []) for pair in pairs.tolist()]
        for sorted_pairs, of in self._pending_postings():
            begins = np.searchsorted(sorted_pairs, pairs, "left").tolist()
            ends = np.searchsorted(sorted_pairs, pairs, "right").tolist()
            for parts, begin, end in zip(found, begins, ends, strict=True):
                if begin < end:
                    parts.append(of[begin:end])
        return [parts[0] if len(parts) == 1 else np.concatenate([_NONE, *parts]) for parts in found]

    def last_document(self) -> int:
        """No document has a greater number."""
        return self._last_document

    def gone(self) -> Documents:
        """Documents that were removed since the last merge."""
        return self._gone

    def found(self, ids: Sequence[int]) -> dict[int, Found]:
        """Documents by their numbers."""
        return self.store.documents(ids)

    def titled(self, codes: Numbers, at_most: int) -> list[int]:
        """Some of the documents that have this title."""
        return self.store.titled(number_of(codes), self.shelves, at_most)

    def _take_in(self) -> None:
        shelves = [id for name, id in self.store.shelves().items() if self.visible is None or name in self.visible]
        segments = [segment for segment in self.store.segments() if segment.shelf in shelves]
        oldest = self.store.oldest_pending()
        if [s.id for s in segments] != self._segments or shelves != self.shelves or oldest != self._oldest:
            self.shelves, self._segments, self._oldest = shelves, [s.id for s in segments], oldest
            self.counts = np.zeros(SKETCH, np.uint32)
            for segment in segments:
                self.counts += self.store.sketch(segment.id)
            self.documents = sum(segment.documents for segment in segments)
            self._forget_pending()
        for row in self.store.pending(self._last):
            self._last = row.id
            if row.shelf in shelves:
                self._add(row)
        self._last_document = self.store.last_document()
        self._table = self._weights_of(np.arange(_TABLE, dtype=np.uint32))
        self._sort_in()

    def _forget_pending(self) -> None:
        self._last = 0
        self._last_document = 0
        self._gone: Documents = _NONE
        self._fresh: list[tuple[int, Numbers]] = []
        self._sorted = _sorted([])
        self._sorted_fresh = _sorted([])

    def _add(self, row: Pending) -> None:
        bucket = row.pairs & np.uint32(SKETCH - 1)
        if row.added:
            np.add.at(self.counts, bucket, np.uint32(1))
            self.documents += 1
            self._fresh.append((row.document, row.pairs))
        else:
            np.subtract.at(self.counts, bucket, np.uint32(1))
            self.documents -= 1
            self._gone = np.append(self._gone, np.int32(row.document))

    def _sort_in(self) -> None:
        """Sorting the few newest again and again is quick; all that are pending, only once in a while."""
        self._sorted_fresh = _sorted(self._fresh)
        if len(self._fresh) >= _FRESH:
            pairs = np.concatenate([self._sorted[0], self._sorted_fresh[0]])
            of = np.concatenate([self._sorted[1], self._sorted_fresh[1]])
            order = np.argsort(pairs, kind="stable")
            self._sorted, self._fresh, self._sorted_fresh = (pairs[order], of[order]), [], _sorted([])

    def _pending_postings(self) -> list[tuple[Numbers, Documents]]:
        return [row for row in (self._sorted, self._sorted_fresh) if len(row[0])]


_NONE = np.empty(0, np.int32)


def _sorted(documents: list[tuple[int, Numbers]]) -> tuple[Numbers, Documents]:
    if not documents:
        return np.empty(0, np.uint32), _NONE
    pairs = np.concatenate([pairs for _, pairs in documents])
    of = np.repeat(np.array([id for id, _ in documents], np.int32), [len(pairs) for _, pairs in documents])
    order = np.argsort(pairs, kind="stable")
    return pairs[order], of[order]
