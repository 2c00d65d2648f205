"""Reading the journal: the history of a record, and whether anything was altered. Source: docs/decisions/0005."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from phusa.foundation.journal import keys
from phusa.foundation.journal.models import REDACTED, Entry, Seal
from phusa.foundation.records.models import Record


def history_of(row: Record) -> QuerySet[Entry]:
    """Deeds on the row and deeds that show in its history, newest first."""
    return Entry.objects.filter(Q(subject_uid=row.uid) | Q(context_uid=row.uid)).select_related("actor", "seal")


@dataclass(frozen=True)
class Problem:
    """The first thing found that is not as it was sealed."""

    code: str  # entry-altered, entry-removed, entry-added, seal-altered, seal-removed, signature, head-removed
    message: str
    entry_uid: str = ""
    seal_number: int = 0


@dataclass(frozen=True)
class Verification:
    """What `verify` found.

    `unsealed` entries are intact so far but no seal protects them yet; the heads of `unexported` seals are not in the
    file outside the database.
    """

    entries: int
    seals: int
    unsealed: int
    unexported: int
    problem: Problem | None


def verify(progress: Callable[[int], None] = lambda entries: None) -> Verification:
    """Recompute every digest, every seal and the chain, a page at a time; stops at the first problem.

    `progress` is called with the number of entries of each page checked.
    """
    checked, seals, previous = 0, 0, ""
    heads = keys.exported_heads()
    problem: Problem | None = None
    for number in Seal.objects.order_by("number").values_list("number", flat=True):
        seal = Seal.objects.get(number=number)
        problem = _problem_of_seal(seal, seals + 1, previous, heads) or _problem_of_page(seal)
        if problem:
            break
        checked, seals, previous = checked + len(seal.digests), seals + 1, seal.digest
        progress(len(seal.digests))
    else:
        problem = _problem_of_heads(heads, seals)
    if not problem:
        for entry in Entry.objects.filter(seal=None).order_by("pk").iterator(chunk_size=2000):
            problem = _problem_of_entry(entry, entry.digest)
            if problem:
                break
            checked += 1
    unsealed = Entry.objects.filter(seal=None).count()
    unexported = sum(number not in heads for number in Seal.objects.values_list("number", flat=True))
    return Verification(checked, seals, unsealed, unexported, problem)


def _problem_of_seal(seal: Seal, expected: int, previous: str, heads: dict[int, str]) -> Problem | None:
    """The seal itself: its place, its digest, its chain to the page before, its head outside, its signature."""
    if seal.number != expected:
        return Problem("seal-removed", f"Seal {expected} is missing.", seal_number=expected)
    if seal.previous != previous or seal.computed_digest() != seal.digest:
        return Problem("seal-altered", f"Seal {seal.number} has been altered.", seal_number=seal.number)
    if heads.get(seal.number, seal.digest) != seal.digest:
        return Problem("seal-altered", f"Seal {seal.number} differs from its exported head.", seal_number=seal.number)
    if not keys.verifies(seal.digest, seal.signature):
        return Problem("signature", f"The signature of seal {seal.number} is not ours.", seal_number=seal.number)
    return None


def _problem_of_page(seal: Seal) -> Problem | None:
    """The entries of a sound seal, in the order in which they were sealed."""
    entries = {str(entry.uid): entry for entry in seal.entries.all()}
    for uid, digest in seal.digests:
        entry = entries.pop(uid, None)
        if entry is None:
            message = f"Entry {uid} of seal {seal.number} is missing."
            return Problem("entry-removed", message, entry_uid=uid, seal_number=seal.number)
        if problem := _problem_of_entry(entry, digest):
            return problem
    for uid in entries:
        message = f"Entry {uid} says that it is under seal {seal.number}, which does not list it."
        return Problem("entry-added", message, entry_uid=uid, seal_number=seal.number)
    return None


def _problem_of_heads(heads: dict[int, str], seals: int) -> Problem | None:
    """Heads are exported in the order of the seals: none may be without its seal, and none before the last may lack."""
    last = max(heads, default=0)
    if last > seals:
        message = f"Seal {seals + 1} is not in the database, and seal {last} was exported."
        return Problem("seal-removed", message, seal_number=seals + 1)
    for number in range(1, last):
        if number not in heads:
            message = f"The head of seal {number} was taken out of {keys.heads_file().name}."
            return Problem("head-removed", message, seal_number=number)
    return None


def _problem_of_entry(entry: Entry, digest: str) -> Problem | None:
    intact = entry.digest == digest == entry.computed_digest()
    if intact and entry.redacted:
        intact = Entry.objects.filter(kind=REDACTED, subject_uid=entry.uid).exists()
    elif intact:
        intact = entry.wording_digest == entry.computed_wording_digest()
    if intact:
        return None
    return Problem(
        "entry-altered",
        f"Entry {entry.uid} ({entry.kind}, {entry.at:%Y-%m-%d %H:%M} UTC) has been altered.",
        entry_uid=str(entry.uid),
        seal_number=entry.seal.number if entry.seal else 0,
    )
