"""CSV, TSV and tables pasted as text: finds the encoding and the character between the cells."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import charset_normalizer

from .legacy import legacy_font
from .lines import Grid, Line, Source, cleaned
from .tables import Note, Unreadable

_SAMPLE_ROWS = 50
_SAMPLE_CHARACTERS = 200_000
_DIVIDED = 0.6  # of the records, at least: prose has commas too
_NONE = "\x1f"
_DELIMITERS = "\t;,|"  # the earlier one wins where two fit as well
_BEGINS_A_ROW = re.compile(r"\W*(?:\d+|[IVX]+)\W*\t")
_VIETNAMESE = frozenset("ăâđêôơư") | frozenset(map(chr, range(0x1EA0, 0x1EFA)))
_OF_PARTNERS = ["cp1252", "cp1251", "gb18030", "shift_jis", "euc_kr"]  # whom foreign tables come from
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read(path: Path, source: Source) -> Iterator[Grid]:
    text = decoded(path.read_bytes(), source)
    delimiter = find_delimiter(text)
    quoted, joined = bool(delimiter), 0
    if delimiter == "\t" and not _is_well_quoted(text):
        quoted = False
        text, joined = _whole_rows(text)
    grid = Grid(_lines(text, delimiter, quoted, source))
    if joined:
        grid.notes.append(Note("joined-lines", {"count": joined}))
    yield grid


def decoded(content: bytes, source: Source) -> str:
    """The text, in whichever encoding it is; a guess leaves a note, old fonts and unknown encodings are refused."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding)
    encoding = _wide(content)
    if encoding:
        return _strictly(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if font := legacy_font(content.decode("latin-1")):
        raise Unreadable("legacy-font-encoding", {"encoding": font})
    if _is_nearly_utf_8(content):
        raise Unreadable("damaged")
    encoding = "cp1258" if _is_windows_vietnamese(content) else _guessed(content)
    source.notes.append(Note("encoding-guessed", {"encoding": encoding}))
    return content.decode(encoding)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("damaged") from error


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    sample = content[:4096]
    if sample.count(0) < len(sample) // 5:
        return ""
    return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"


def _is_nearly_utf_8(content: bytes) -> bool:
    """Letters of several bytes that fit all but a few: not another encoding, but a file that lost something."""
    text = content.decode("utf-8", "replace")
    beyond_ascii = sum(not letter.isascii() for letter in text)
    return text.count("\ufffd") <= 0.1 * beyond_ascii


def _is_windows_vietnamese(content: bytes) -> bool:
    """Windows-1258 writes tones as marks after the letter: composed, they give Vietnamese letters in most words."""
    try:
        text = cleaned(content[:_SAMPLE_CHARACTERS].decode("cp1258")).casefold()
    except UnicodeDecodeError:
        return False
    letters = [letter for letter in text if letter.isalpha() and not letter.isascii()]
    return bool(letters) and sum(letter in _VIETNAMESE for letter in letters) >= 0.5 * len(letters)


def _guessed(content: bytes) -> str:
    best = charset_normalizer.from_bytes(content[:_SAMPLE_CHARACTERS], cp_isolation=_OF_PARTNERS).best()
    if best is None:
        raise Unreadable("unknown-encoding")
    try:
        content.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("unknown-encoding") from error
    return best.encoding


def find_delimiter(text: str) -> str:
    """The character that divides most of the first records into equally many cells; nothing where none does."""
    sample = text[:_SAMPLE_CHARACTERS]
    best, best_score = "", _DIVIDED
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        try:
            records = islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _SAMPLE_ROWS)
            widths = Counter(len(record) for record in records if any(record))
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda each: (each[1] * (each[0] > 1), each[0]), default=(1, 0))
        if delimiter == "\t":  # rows may lack their last tabs, but prose has none
            count = widths.total() - widths[1]
        score = count / widths.total() + min(width, 20) / 1000 if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _lines(text: str, delimiter: str, quoted: bool, source: Source) -> Iterator[Line]:
    buffer = io.StringIO(text, newline="")
    reader = csv.reader(buffer, delimiter=delimiter or _NONE, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    try:
        for number, record in enumerate(reader, start=1):
            source.done = buffer.tell() / len(text)
            cells = [cleaned(cell) for cell in record]
            while cells and not cells[-1]:
                cells.pop()
            yield Line(number, cells)
    except csv.Error as error:  # the csv module's own limit, above ours
        raise Unreadable("cell-too-long", {"limit": source.limits.cell}) from error


def _is_well_quoted(text: str) -> bool:
    """Whether quotation marks stand around whole cells, as Excel puts them, and some do."""
    if '"' not in text:
        return False
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True):
            pass
    except csv.Error:
        return False
    return True


def _whole_rows(text: str) -> tuple[str, int]:
    """Lines that Word broke inside a cell joined to it again, and how many they were.

    Word pastes a cell of several paragraphs as several lines, and always all tabs of a row: a line with some tabs but
    too few is a row begun, which the next lines complete. A line without a tab may be a group heading and stays.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    full = max((line.count("\t") for line in lines), default=0)
    whole: list[str] = []
    joined = at = 0
    while at < len(lines):
        end, tabs = at + 1, lines[at].count("\t")
        while 0 < tabs < full and end < len(lines) and not _BEGINS_A_ROW.match(lines[end]):
            tabs += lines[end].count("\t")
            end += 1
        if tabs != full:
            end = at + 1
        whole.append("\v".join(lines[at:end]))  # `cleaned` makes a line feed of it
        joined += end - at - 1
        at = end
    return "\n".join(whole), joined
