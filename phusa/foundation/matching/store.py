"""The index and its records: the same tables in a SQLite file and in PostgreSQL, so kept that a crash loses nothing.

A *shelf* holds the records of one visibility; a search reads the shelves that the asker may see and no other. What is
added or removed one by one stands in `overlap_pending`; what a large load has read stands in `overlap_run`; both are
merged into a *segment*: for each pair of syllables, the documents that have it. A segment counts once its row stands in
`overlap_segment`; postings of any other are the rubble of an interrupted merge, and are swept away by the next.
"""

import zlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from phusa.foundation.matching import normalising
from phusa.foundation.matching.normalising import Numbers
from phusa.foundation.matching.records import Record

VERSION = 2
SKETCH = 1 << 22  # counters of how many documents have a pair; two pairs may share one
PENDING_AT_MOST = 2_000  # documents that a reader keeps in memory before they are merged into a segment
SEGMENTS_AT_MOST = 4  # of one shelf
RUN = 20_000  # documents of a load that are sorted in memory at once
BATCH = 100  # texts that are read at once
RANGES = 64  # parts of the number line of pairs, merged one after the other

Keys = npt.NDArray[np.uint64]
Documents = npt.NDArray[np.int32]
Progress = Callable[[str, int, int], None]

TABLES = (
    "create table if not exists overlap_setting (name text primary key, value text not null)",
    "create table if not exists overlap_shelf (id integer primary key, name text not null unique)",
    "create table if not exists overlap_collection (name text primary key, changed text not null)",
    """create table if not exists overlap_count (
        shelf integer not null, collection text not null, documents bigint not null,
        primary key (shelf, collection))""",
    """create table if not exists overlap_document (
        id bigint primary key, shelf integer not null, collection text not null, key text not null,
        digest {bytes} not null, title bigint not null, title_length integer not null, codes {bytes} not null,
        record {bytes} not null)""",
    "create unique index if not exists overlap_document_key on overlap_document (collection, key)",
    "create index if not exists overlap_document_titled on overlap_document (title, shelf, id)",
    """create table if not exists overlap_pending (
        id {serial}, shelf integer not null, document bigint not null, added integer not null,
        pairs {bytes} not null)""",
    """create table if not exists overlap_run (
        id {serial}, shelf integer not null, part integer not null, documents integer not null,
        body {bytes} not null)""",
    """create table if not exists overlap_segment (
        id integer primary key, shelf integer not null, documents bigint not null, sketch {bytes} not null)""",
    "create table if not exists overlap_posting (id bigint primary key, documents {bytes} not null)",
)


class Built(NamedTuple):
    """By what an index was made; an index of other versions has to be built again."""

    tables: int = VERSION
    normaliser: int = normalising.VERSION


class Segment(NamedTuple):
    id: int
    shelf: int
    documents: int


class Pending(NamedTuple):
    """A document added or removed since the last merge."""

    id: int
    shelf: int
    document: int
    added: bool
    pairs: Numbers


class Found(NamedTuple):
    """A document as ranking needs it."""

    id: int
    collection: str
    key: str
    title: int
    title_length: int
    codes: Numbers


class Stale(Exception):
    """The index was made by another version of the program: `phusa overlap index` builds it again."""


class Store(ABC):
    """The tables, and what is done with them. One object belongs to one thread."""

    serial: str
    bytes_type: str

    # What the two databases do differently

    @abstractmethod
    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement with `?` for values; all rows."""

    @abstractmethod
    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert many rows."""

    @abstractmethod
    def by_number(self, sql: str, numbers: Sequence[int], after: str = "") -> list[tuple[Any, ...]]:
        """Run a statement that goes on with a list of whole numbers: `… where id in`, the list, `after`."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[None]:
        """What is read inside was all there at one moment."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[None]:
        """A transaction that no other writer enters: all of it is kept, on disk, or nothing."""

    @abstractmethod
    def merging(self) -> AbstractContextManager[bool]:
        """Held by the one process that merges; false where another does so now. A process that dies lets go of it."""

    @abstractmethod
    def changes(self) -> object:
        """Differs from the last answer if another connection may have written since."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    # Reading

    def prepare(self) -> None:
        """Create the tables where there are none; an index of another version is left as it is (`check`, `rebuild`)."""
        with self.writing():
            for table in TABLES:
                self.execute(table.format(bytes=self.bytes_type, serial=self.serial))
            if not self.execute("select 1 from overlap_setting where name = 'built'"):
                self._set("built", repr(tuple(Built())))
                self._set("revision", "0")
                self._set("identity", uuid4().hex)

    def check(self) -> None:
        """Raise `Stale` where the index was made by another version."""
        if self._setting("built") != repr(tuple(Built())):
            raise Stale

    def revision(self) -> tuple[int, str]:
        """A number that grows with every change, and which index it is: one made anew begins again at zero."""
        kept = dict(self.execute("select name, value from overlap_setting where name in ('identity', 'revision')"))
        return int(kept["revision"]), kept.get("identity", "")

    def shelves(self) -> dict[str, int]:
        """Visibility → shelf."""
        return dict(self.execute("select name, id from overlap_shelf order by id"))

    def collections(self, shelves: Sequence[int]) -> dict[str, tuple[int, datetime]]:
        """Of each collection: how many records stand on these shelves, and when it was last changed."""
        changed = dict(self.execute("select name, changed from overlap_collection"))
        counted = self.by_number(
            "select collection, cast(sum(documents) as bigint) from overlap_count where documents > 0 and shelf in",
            shelves,
            " group by 1",
        )
        return {name: (number, datetime.fromisoformat(changed[name])) for name, number in sorted(counted)}

    def segments(self) -> list[Segment]:
        """Those that count, oldest first."""
        return [Segment(*row) for row in self.execute("select id, shelf, documents from overlap_segment order by id")]

    def sketch(self, segment: int) -> Numbers:
        """How many documents of a segment have a pair, by the pair's last bits."""
        ((kept,),) = self.execute("select sketch from overlap_segment where id = ?", (segment,))
        return np.frombuffer(zlib.decompress(kept), np.uint32)

    def pending(self, after: int = 0) -> list[Pending]:
        """What was added and removed one by one after a certain number, oldest first."""
        rows = self.execute(
            "select id, shelf, document, added, pairs from overlap_pending where id > ? order by id", (after,)
        )
        return [
            Pending(id, shelf, document, bool(added), np.frombuffer(pairs, np.uint32))
            for id, shelf, document, added, pairs in rows
        ]

    def last_document(self) -> int:
        """No document has a greater number."""
        return int(self._setting("last_document") or 0)

    def oldest_pending(self) -> int:
        """The number of the first that is not merged; 0 where all are."""
        return int(self.execute("select coalesce(min(id), 0) from overlap_pending")[0][0])

    def postings(self, segments: Sequence[int], pairs: Numbers) -> dict[int, list[Documents]]:
        """For each pair that segments know, their documents."""
        keys = [segment << 32 | pair for segment in segments for pair in pairs.tolist()]
        found: dict[int, list[Documents]] = {}
        for key, documents in self.by_number("select id, documents from overlap_posting where id in", keys):
            found.setdefault(key & 0xFFFFFFFF, []).append(np.frombuffer(documents, np.int32))
        return found

    def documents(self, ids: Sequence[int]) -> dict[int, Found]:
        """Documents by their numbers, as far as they still exist."""
        rows = self.by_number(
            "select id, collection, key, title, title_length, codes from overlap_document where id in", ids
        )
        return {row[0]: Found(row[0], row[1], row[2], row[3], row[4], np.frombuffer(row[5], np.uint32)) for row in rows}

    def records(self, ids: Sequence[int]) -> dict[int, Record]:
        """The records of documents."""
        rows = self.by_number("select id, record from overlap_document where id in", ids)
        return {id: Record.unpacked(record) for id, record in rows}

    def record(self, key: str, collection: str | None = None) -> tuple[int, Record] | None:
        """The record of this key, in a collection or in any."""
        rows = self.execute(
            "select id, record from overlap_document where key = ? and (collection = ? or ? = 1)"
            " order by collection limit 1",
            (key, collection or "", int(collection is None)),
        )
        return (rows[0][0], Record.unpacked(rows[0][1])) if rows else None

    def same_title(self, titles: Sequence[int], shelves: Sequence[int]) -> dict[int, int]:
        """How many documents of these shelves have a title."""
        at = ",".join(str(int(shelf)) for shelf in shelves) or "0"
        return dict(
            self.by_number(
                f"select title, count(*) from overlap_document where shelf in ({at}) and title in",  # noqa: S608 (numbers)
                titles,
                " group by title",
            )
        )

    def titled(self, title: int, shelves: Sequence[int], at_most: int) -> list[int]:
        """The numbers of documents of these shelves that have a title, the oldest first."""
        at = ",".join(str(int(shelf)) for shelf in shelves) or "0"
        rows = self.execute(
            f"select id from overlap_document where title = ? and shelf in ({at}) order by id limit ?",  # noqa: S608 (numbers)
            (title, at_most),
        )
        return [id for (id,) in rows]

    def numbered(self, after: int, at_most: int, shelves: Sequence[int], collection: str) -> list[int]:
        """The numbers of the next documents of a collection."""
        at = ",".join(str(int(shelf)) for shelf in shelves) or "0"
        rows = self.execute(
            f"select id from overlap_document where id > ? and shelf in ({at}) and collection = ?"  # noqa: S608 (numbers)
            " order by id limit ?",
            (after, collection, at_most),
        )
        return [id for (id,) in rows]

    # Writing one by one

    def put(self, *given: Record) -> int:
        """Add records, or change those that stand under the same collection and key; how many were new or changed.

        Kept and found by the next search when this returns. All or none.
        """
        with self.writing():
            changed = self._put(given)
        self._merge_when_due()
        return changed

    def remove(self, collection: str, *keys: str) -> int:
        """Take records out; how many there were."""
        with self.writing():
            known = self._known([(collection, key) for key in keys])
            self._remove([id for id, _ in known.values()])
            self._touch({collection})
        self._merge_when_due()
        return len(known)

    # Writing in bulk

    def load(self, given: Iterable[Record], progress: Progress = lambda *_: None, total: int = 0) -> int:
        """Add or change any number of records in bounded memory; how many were new or changed.

        What was read is kept every `RUN` records: after a crash, call it again with the same records, and those that
        are there already are passed over. Ends with a merge.
        """
        changed = read = 0
        records = iter(given)
        while batch := list(islice(records, RUN)):
            changed += self._load(batch)
            read += len(batch)
            progress("read", read, total)
        self.merge(progress)
        return changed

    def rebuild(self, progress: Progress = lambda *_: None) -> None:
        """Build the index again from the records that are kept, as after a change of the normaliser. Resumable."""
        with self.writing():
            if self._setting("rebuilding") is None:
                for table in ("overlap_pending", "overlap_run", "overlap_segment"):
                    self.execute(f"delete from {table}")  # noqa: S608 (names of ours)
                self.execute("delete from overlap_count")
                self.execute(
                    "insert into overlap_count (shelf, collection, documents)"
                    " select shelf, collection, count(*) from overlap_document group by 1, 2"
                )
                self._set("rebuilding", "0")
                self._set("built", repr(tuple(Built())))
                self._touch(set())
        total = int(self.execute("select count(*) from overlap_document")[0][0])
        done = 0
        while True:
            with self.writing():
                after = int(self._setting("rebuilding") or 0)
                rows = self.execute(
                    "select id, shelf, record from overlap_document where id > ? order by id limit ?", (after, RUN)
                )
                if not rows:
                    self.execute("delete from overlap_setting where name = 'rebuilding'")
                    break
                ids = [row[0] for row in rows]
                shelves = [row[1] for row in rows]
                records = [Record.unpacked(row[2]) for row in rows]
                texts = [self._read(records[i : i + BATCH]) for i in range(0, len(records), BATCH)]
                flat = [text for batch in texts for text in batch]
                for id, (title_length, codes) in zip(ids, flat, strict=True):
                    self.execute(
                        "update overlap_document set title = ?, title_length = ?, codes = ? where id = ?",
                        (normalising.number_of(codes[:title_length]), title_length, codes.tobytes(), id),
                    )
                self._run(ids, shelves, [codes for _, codes in flat])
                self._set("rebuilding", str(ids[-1]))
            done += len(rows)
            progress("read", done, total)
        self.merge(progress)

    def unfinished(self) -> bool:
        """Whether a load or a rebuilding was broken off: `merge` or `rebuild` ends it."""
        return self._setting("rebuilding") is not None or bool(self.execute("select 1 from overlap_run limit 1"))

    def finish(self, progress: Progress = lambda *_: None) -> None:
        """End what was broken off, unless another process is at it."""
        if self._setting("rebuilding") is not None:
            self.rebuild(progress)
        elif self.unfinished():
            self.merge(progress)

    def merge(self, progress: Progress = lambda *_: None) -> bool:
        """Make segments of what is pending and of what loads have read; false where another process does so now."""
        with self.merging() as mine:
            if mine:
                self._sweep()
                for shelf in self.shelves().values():
                    self._merge(shelf, progress)
        return mine

    # How it is done

    def _setting(self, name: str) -> Any:
        rows = self.execute("select value from overlap_setting where name = ?", (name,))
        return rows[0][0] if rows else None

    def _set(self, name: str, value: str) -> None:
        self.execute("delete from overlap_setting where name = ?", (name,))
        self.execute("insert into overlap_setting (name, value) values (?, ?)", (name, value))

    def _touch(self, collections: set[str]) -> None:
        """Tell every reader that something changed."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for name in collections:
            self.execute("delete from overlap_collection where name = ?", (name,))
            self.execute("insert into overlap_collection (name, changed) values (?, ?)", (name, now))
        self._set("revision", str(self.revision()[0] + 1))

    def _shelves_of(self, names: Iterable[str]) -> dict[str, int]:
        known = self.shelves()
        for name in sorted(set(names) - set(known)):
            known[name] = len(known) + 1
            self.execute("insert into overlap_shelf (id, name) values (?, ?)", (known[name], name))
        return known

    def _known(self, names: Sequence[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, bytes]]:
        """(collection, key) → number and digest."""
        found: dict[tuple[str, str], tuple[int, bytes]] = {}
        for collection in {name[0] for name in names}:
            keys = [key for of, key in names if of == collection]
            for begin in range(0, len(keys), 500):
                some = keys[begin : begin + 500]
                marks = ",".join("?" * len(some))
                for key, id, digest in self.execute(
                    f"select key, id, digest from overlap_document where collection = ? and key in ({marks})",  # noqa: S608
                    (collection, *some),
                ):
                    found[collection, key] = (id, bytes(digest))
        return found

    def _read(self, records: Sequence[Record]) -> list[tuple[int, Numbers]]:
        """Of each record: the length of its title and its codes."""
        texts = [text for record in records for text in (record.title, record.whole[len(record.title) :])]
        codes, bounds = normalising.read_many(texts)
        edges = bounds.tolist()
        return [(edges[2 * n + 1] - edges[2 * n], codes[edges[2 * n] : edges[2 * n + 2]]) for n in range(len(records))]

    def _changed(self, given: Sequence[Record]) -> tuple[list[tuple[Record, bytes]], list[int]]:
        """The records that differ from what is kept, and the numbers of those that they replace."""
        last = {(record.collection, record.key): record for record in given}
        known = self._known(list(last))
        new = [(record, record.digest()) for record in last.values()]
        new = [(r, digest) for r, digest in new if known.get((r.collection, r.key), (0, b""))[1] != digest]
        return new, [known[r.collection, r.key][0] for r, _ in new if (r.collection, r.key) in known]

    def _put(self, given: Sequence[Record]) -> int:
        new, old = self._changed(given)
        if not new:
            return 0
        self._remove(old)
        ids, shelves, texts = self._keep(new)
        self.insert(
            "overlap_pending",
            ("shelf", "document", "added", "pairs"),
            (
                (shelf, id, 1, np.unique(normalising.pairs_of(codes)).tobytes())
                for id, shelf, codes in zip(ids, shelves, texts, strict=True)
            ),
        )
        self._touch({record.collection for record, _ in new})
        return len(new)

    def _load(self, given: Sequence[Record]) -> int:
        with self.writing():
            new, old = self._changed(given)
            if new:
                self._remove(old)
                self._run(*self._keep(new))
                self._touch({record.collection for record, _ in new})
        return len(new)

    def _keep(self, new: Sequence[tuple[Record, bytes]]) -> tuple[list[int], list[int], list[Numbers]]:
        """Insert the documents; their numbers, shelves and codes."""
        first = self.last_document() + 1
        self._set("last_document", str(first + len(new) - 1))
        shelf_of = self._shelves_of(record.visibility for record, _ in new)
        texts = [
            text
            for begin in range(0, len(new), BATCH)
            for text in self._read([r for r, _ in new[begin : begin + BATCH]])
        ]
        ids = list(range(first, first + len(new)))
        self.insert(
            "overlap_document",
            ("id", "shelf", "collection", "key", "digest", "title", "title_length", "codes", "record"),
            (
                (
                    *(id, shelf_of[record.visibility], record.collection, record.key, digest),
                    *(normalising.number_of(codes[:length]), length, codes.tobytes(), record.packed()),
                )
                for id, (record, digest), (length, codes) in zip(ids, new, texts, strict=True)
            ),
        )
        shelves = [shelf_of[record.visibility] for record, _ in new]
        self._count(zip(shelves, (record.collection for record, _ in new), strict=True), 1)
        return ids, shelves, [codes for _, codes in texts]

    def _count(self, documents: Iterable[tuple[int, str]], times: int) -> None:
        """So many documents (shelf and collection of each) more, or fewer."""
        for (shelf, collection), number in Counter(documents).items():
            self.execute(
                "insert into overlap_count (shelf, collection, documents) values (?, ?, ?)"
                " on conflict (shelf, collection)"
                " do update set documents = overlap_count.documents + excluded.documents",
                (shelf, collection, times * number),
            )

    def _remove(self, ids: Sequence[int]) -> None:
        rows = self.by_number("select shelf, id, codes, collection from overlap_document where id in", ids)
        rows = list({row[1]: row for row in rows}.values())
        self._count(((row[0], row[3]) for row in rows), -1)
        self.insert(
            "overlap_pending",
            ("shelf", "document", "added", "pairs"),
            (
                (shelf, id, 0, np.unique(normalising.pairs_of(np.frombuffer(codes, np.uint32))).tobytes())
                for shelf, id, codes, _ in rows
            ),
        )
        self.by_number("delete from overlap_document where id in", ids)

    def _run(self, ids: Sequence[int], shelves: Sequence[int], texts: Sequence[Numbers]) -> None:
        """Keep the postings of a batch, sorted and cut by ranges of pairs, for the next merge."""
        on = np.array(shelves)
        for shelf in sorted(set(shelves)):
            chosen = np.flatnonzero(on == shelf)
            keys = _postings([ids[n] for n in chosen.tolist()], [texts[n] for n in chosen.tolist()])
            cuts = np.searchsorted(keys, _cuts()).tolist()
            self.insert(
                "overlap_run",
                ("shelf", "part", "documents", "body"),
                (
                    (shelf, part, len(chosen) if part == 0 else 0, keys[cuts[part] : cuts[part + 1]].tobytes())
                    for part in range(RANGES)
                ),
            )

    def _merge_when_due(self) -> None:
        ((number,),) = self.execute("select count(*) from overlap_pending")
        if number > PENDING_AT_MOST:
            self.merge()

    def _sweep(self) -> None:
        """Clear away the postings of segments that do not count."""
        counted = {segment.id for segment in self.segments()}
        last = -1
        while rows := self.execute("select id from overlap_posting where id > ? order by id limit 1", (last,)):
            segment = rows[0][0] >> 32
            last = (segment + 1 << 32) - 1
            if segment not in counted:
                with self.writing():
                    self.execute("delete from overlap_posting where id >= ? and id <= ?", (segment << 32, last))

    def _merge(self, shelf: int, progress: Progress) -> None:
        pending = [row for row in self.pending() if row.shelf == shelf]
        runs = self.execute("select max(id), sum(documents) from overlap_run where shelf = ?", (shelf,))[0]
        if not pending and runs[0] is None:
            return
        last_pending, last_run = (pending[-1].id if pending else 0), (runs[0] or 0)
        there = [segment for segment in self.segments() if segment.shelf == shelf]
        gone = np.array(sorted(row.document for row in pending if not row.added), np.int64)
        added = [row for row in pending if row.added]
        # Folding everything now and then keeps searches quick; folding all at every merge would make loads slow.
        fresh = int(runs[1] or 0) + len(added)
        whole = len(gone) > 0 or len(there) >= SEGMENTS_AT_MOST or sum(s.documents for s in there) < 4 * fresh
        folded = there if whole else []
        target = max((segment.id for segment in self.segments()), default=0) + 1
        new_keys = _sorted_keys([row.document for row in added], [row.pairs for row in added])
        sketch = np.zeros(SKETCH, np.uint32)
        cuts = np.searchsorted(new_keys, _cuts()).tolist()
        at_once = RANGES if fresh + sum(segment.documents for segment in folded) <= RUN else 1
        for part in range(0, RANGES, at_once):
            upto = part + at_once
            bodies = [new_keys[cuts[part] : cuts[upto]]]
            bodies += [
                np.frombuffer(body, np.uint64)
                for (body,) in self.execute(
                    "select body from overlap_run where shelf = ? and part >= ? and part < ? and id <= ?",
                    (shelf, part, upto, last_run),
                )
            ]
            bodies += [self._unfolded(segment.id, part, upto) for segment in folded]
            keys = np.concatenate(bodies)
            if len(gone):
                keys = keys[~np.isin(keys & np.uint64(0xFFFFFFFF), gone.astype(np.uint64))]
            keys.sort()
            pairs = (keys >> np.uint64(32)).astype(np.uint32)
            first = np.flatnonzero(np.diff(pairs, prepend=pairs[:1] ^ np.uint32(1)))
            numbers = np.diff(first, append=len(pairs))
            np.add.at(sketch, pairs[first] & np.uint32(SKETCH - 1), numbers.astype(np.uint32))
            with self.writing():
                self.insert("overlap_posting", ("id", "documents"), _rows(target, keys, pairs, first, numbers))
            progress("merge", upto, RANGES)
        removed = int(np.isin(gone, [row.document for row in added]).sum())
        documents = sum(segment.documents for segment in folded) + fresh - len(gone) + (0 if folded else removed)
        with self.writing():
            self.execute(
                "insert into overlap_segment (id, shelf, documents, sketch) values (?, ?, ?, ?)",
                (target, shelf, documents, zlib.compress(sketch.tobytes(), 1)),
            )
            self.by_number("delete from overlap_segment where id in", [segment.id for segment in folded])
            self.execute("delete from overlap_run where shelf = ? and id <= ?", (shelf, last_run))
            self.execute("delete from overlap_pending where shelf = ? and id <= ?", (shelf, last_pending))
            self._touch(set())
        self._sweep()

    def _unfolded(self, segment: int, part: int, upto: int) -> Keys:
        """The postings of some ranges of a segment, as numbers like those of a run."""
        low, high = int(_cuts()[part]), int(_cuts()[upto])
        rows = self.execute(
            "select id, documents from overlap_posting where id >= ? and id <= ? order by id",
            (segment << 32 | low >> 32, segment << 32 | (high - 1) >> 32),
        )
        bodies = [np.frombuffer(documents, np.int32) for _, documents in rows]
        pairs = np.array([id & 0xFFFFFFFF for id, _ in rows], np.uint64)
        if not bodies:
            return np.empty(0, np.uint64)
        of = np.repeat(pairs, [len(body) for body in bodies])
        return of << np.uint64(32) | np.concatenate(bodies).astype(np.uint64)


def _cuts() -> npt.NDArray[np.uint64]:
    """Where the ranges begin, and the end of the last."""
    edges = [(part * (1 << 32) // RANGES) << 32 for part in range(RANGES)]
    return np.array([*edges, (1 << 64) - 1], np.uint64)


def _sorted_keys(ids: Sequence[int], pairs: Sequence[Numbers]) -> Keys:
    if not ids:
        return np.empty(0, np.uint64)
    documents = np.repeat(np.array(ids, np.uint64), [len(row) for row in pairs])
    keys = np.concatenate(pairs).astype(np.uint64) << np.uint64(32) | documents
    keys.sort()
    return keys


def _postings(ids: Sequence[int], texts: Sequence[Numbers]) -> Keys:
    """Sorted `pair << 32 | document`, each once."""
    lengths = np.array([len(text) for text in texts])
    codes = np.concatenate([*texts, np.empty(0, np.uint32)]).astype(np.uint32)
    if len(codes) < 2:
        return np.empty(0, np.uint64)
    documents = np.repeat(np.array(ids, np.uint64), lengths)
    inside = documents[:-1] == documents[1:]
    keys = normalising.pairs_of(codes)[inside].astype(np.uint64) << np.uint64(32) | documents[:-1][inside]
    keys.sort()
    return keys[np.diff(keys, prepend=keys[:1] ^ np.uint64(1)) != 0] if len(keys) else keys


def _rows(
    segment: int, keys: Keys, pairs: Numbers, first: npt.NDArray[np.int64], numbers: npt.NDArray[np.int64]
) -> Iterator[tuple[int, bytes]]:
    body = (keys & np.uint64(0xFFFFFFFF)).astype(np.int32).tobytes()
    begins = first.tolist()
    ends = (first + numbers).tolist()
    base = segment << 32
    for pair, begin, end in zip(pairs[first].tolist(), begins, ends, strict=True):
        yield base | pair, body[4 * begin : 4 * end]
