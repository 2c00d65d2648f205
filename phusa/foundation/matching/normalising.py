"""Text as the engine reads it: folded syllables as numbers, each with its place in the original text.

Letters lose their marks and their case, đ is d, what nobody sees is dropped, look-alikes of other scripts become Latin,
digits that stand inside a word are read as the letters that a scanner took for them, official abbreviations are
written out. `VERSION` changes with anything here: an index made by another version has to be built again.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

VERSION = 1

Numbers = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int32]

_SPACE, _NOTHING = 32, 0
_BASIC_PLANE = 0x10000
_WIDTH = 48  # letters of a syllable that count; what is longer is no syllable

# Cyrillic and Greek letters that a reader takes for Latin ones.
_LOOKALIKES = dict(
    zip("аеорсухіјѕԁӏкмтвнгαοεικνρτυχ", "aeopcyxijsdlkmtbhraoeiknptux", strict=True)
)  # fmt: skip
_D = "đĐðÐɖƉ"

# As official papers shorten them (Decree 30/2020 and the papers of ministries and provinces).
ABBREVIATIONS = {
    "atgt": "an toàn giao thông",
    "attp": "an toàn thực phẩm",
    "atvstp": "an toàn vệ sinh thực phẩm",
    "bđkh": "biến đổi khí hậu",
    "bhyt": "bảo hiểm y tế",
    "bvmt": "bảo vệ môi trường",
    "bvtv": "bảo vệ thực vật",
    "cbcnv": "cán bộ công nhân viên",
    "cđs": "chuyển đổi số",
    "cnh": "công nghiệp hóa",
    "cnsh": "công nghệ sinh học",
    "cntt": "công nghệ thông tin",
    "csdl": "cơ sở dữ liệu",
    "đbscl": "đồng bằng sông Cửu Long",
    "đbsh": "đồng bằng sông Hồng",
    "đh": "đại học",
    "đmst": "đổi mới sáng tạo",
    "đtm": "đánh giá tác động môi trường",
    "dtts": "dân tộc thiểu số",
    "gd & đt": "giáo dục và đào tạo",
    "gdđt": "giáo dục đào tạo",
    "hđh": "hiện đại hóa",
    "hđnd": "hội đồng nhân dân",
    "htx": "hợp tác xã",
    "kh & cn": "khoa học và công nghệ",
    "khcn": "khoa học công nghệ",
    "khkt": "khoa học kỹ thuật",
    "khxh": "khoa học xã hội",
    "kt - xh": "kinh tế - xã hội",
    "ktxh": "kinh tế xã hội",
    "mttq": "mặt trận tổ quốc",
    "nc": "nghiên cứu",
    "nckh": "nghiên cứu khoa học",
    "nn & ptnt": "nông nghiệp và phát triển nông thôn",
    "nn & mt": "nông nghiệp và môi trường",
    "ntm": "nông thôn mới",
    "ntts": "nuôi trồng thủy sản",
    "ptnt": "phát triển nông thôn",
    "shtt": "sở hữu trí tuệ",
    "sx": "sản xuất",
    "sxkd": "sản xuất kinh doanh",
    "tbkt": "tiến bộ kỹ thuật",
    "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông",
    "tn & mt": "tài nguyên và môi trường",
    "tp": "thành phố",
    "tphcm": "thành phố Hồ Chí Minh",
    "tw": "trung ương",
    "ubnd": "ủy ban nhân dân",
    "ưd": "ứng dụng",
    "vsattp": "vệ sinh an toàn thực phẩm",
    "xd": "xây dựng",
    "yhct": "y học cổ truyền",
}


@dataclass(frozen=True)
class Syllables:
    """The syllables of one text: `codes[i]` stands at `text[starts[i]:ends[i]]`."""

    codes: Numbers
    starts: Places
    ends: Places

    def __len__(self) -> int:
        return len(self.codes)


def read(text: str) -> Syllables:
    """The syllables of one text."""
    codes, starts, ends, _ = _read(text, np.empty(0, np.int64))
    return Syllables(codes, starts, ends)


def read_many(texts: Sequence[str]) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """The syllables of many texts, one after the other, and where each text begins (one number more than texts)."""
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    codes, _, _, bounds = _read("\n".join(texts), np.concatenate([[0], np.cumsum(lengths)]))
    return codes, bounds


def pairs_of(codes: Numbers) -> Numbers:
    """One number for each two neighbouring syllables."""
    wide = codes.astype(np.uint64)
    mixed = wide[:-1] * np.uint64(0x9E3779B97F4A7C15) ^ (wide[1:] + np.uint64(0x7F4A7C15)) * np.uint64(
        0xC2B2AE3D27D4EB4F
    )
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return (mixed >> np.uint64(32)).astype(np.uint32)


def number_of(codes: Numbers) -> int:
    """One number for a row of syllables, the same for texts that read alike."""
    total = 0
    for code in codes.tolist():
        total = (total * 0x100000001B3 ^ code) & 0x7FFFFFFFFFFFFFFF
    return total


@lru_cache(maxsize=4_096)
def code_of(syllable: str) -> int:
    """The number of one syllable."""
    codes = _plain(syllable)[0]
    return int(codes[0]) if len(codes) else 0


@cache
def _folding() -> npt.NDArray[np.uint16]:
    """For every character of the basic plane: what stands for it, a space, or nothing."""
    table = np.full(_BASIC_PLANE, _SPACE, np.uint16)
    for number in range(_BASIC_PLANE):
        table[number] = _folded(chr(number))
    return table


def _folded(character: str) -> int:
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf", "Cs"} or (category == "Cc" and not character.isspace()):
        return _NOTHING
    if character in _D:
        return ord("d")
    plain = unicodedata.normalize("NFKD", character).lower()[:1]
    plain = _LOOKALIKES.get(plain, plain)
    return ord(plain) if plain.isalnum() and ord(plain) < _BASIC_PLANE else _SPACE


@cache
def _multipliers() -> npt.NDArray[np.uint64]:
    """A large odd number for each place in a syllable."""
    return np.random.default_rng(20_261_122).integers(1 << 61, 1 << 63, _WIDTH, np.uint64) | np.uint64(1)


def _read(text: str, bounds: npt.NDArray[np.int64]) -> tuple[Numbers, Places, Places, npt.NDArray[np.int64]]:
    codes, starts, ends = _plain(text)
    first = np.searchsorted(starts, bounds) if len(bounds) else bounds
    return _written_out(codes, starts, ends, first)


def _plain(text: str) -> tuple[Numbers, Places, Places]:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    if len(points) and points.max() >= _BASIC_PLANE:
        points = np.array([ord(c) if ord(c) < _BASIC_PLANE else _folded(c) for c in text], np.uint32)
    folded = _folding()[points]
    seen = np.flatnonzero(folded)
    letters = folded[seen]
    inside = letters != _SPACE
    edges = np.diff(inside.astype(np.int8), prepend=0, append=0)
    first, last = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    if not len(first):
        nothing = np.empty(0, np.int32)
        return np.empty(0, np.uint32), nothing, nothing
    wide = letters[inside].astype(np.uint64)
    lengths = last - first
    begin = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    place = np.arange(len(wide)) - np.repeat(begin, lengths)
    products = _as_scanned(wide, begin, lengths) * _multipliers()[np.minimum(place, _WIDTH - 1)]
    sums = np.add.reduceat(products, begin)
    sums ^= sums >> np.uint64(31)
    codes = (sums * np.uint64(0xD6E8FEB86659FD93) >> np.uint64(32)).astype(np.uint32)
    return codes, seen[first].astype(np.int32), (seen[last - 1] + 1).astype(np.int32)


def _as_scanned(
    letters: npt.NDArray[np.uint64], begin: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint64]:
    """0 and 1 inside a word are o and l; a number stays a number."""
    digit = letters <= ord("9")
    confused = digit & (letters <= ord("1"))
    if not confused.any():
        return letters
    with_letter = np.maximum.reduceat(letters, begin) > ord("9")
    confused &= np.repeat(with_letter, lengths)
    return np.where(confused, np.where(letters == ord("0"), ord("o"), ord("l")), letters).astype(np.uint64)


@cache
def _long_forms() -> tuple[Numbers, dict[int, list[tuple[tuple[int, ...], Numbers]]]]:
    """The first syllables of the abbreviations, sorted; for each, the rest of the short form and the long form."""
    found: dict[int, list[tuple[tuple[int, ...], Numbers]]] = {}
    for short, long in ABBREVIATIONS.items():
        first, *rest = _plain(short)[0].tolist()
        found.setdefault(first, []).append((tuple(rest), _plain(long)[0]))
    for forms in found.values():
        forms.sort(key=lambda form: -len(form[0]))
    return np.sort(np.array(list(found), np.uint32)), found


def _written_out(
    codes: Numbers, starts: Places, ends: Places, bounds: npt.NDArray[np.int64]
) -> tuple[Numbers, Places, Places, npt.NDArray[np.int64]]:
    first, forms = _long_forms()
    place = np.searchsorted(first, codes)
    place[place == len(first)] = 0
    hits = np.flatnonzero(first[place] == codes)
    if not len(hits):
        return codes, starts, ends, bounds
    times = np.ones(len(codes), np.int64)
    changed: list[tuple[int, int, Numbers]] = []
    for hit in hits.tolist():
        for rest, long in forms[int(codes[hit])]:
            after = hit + 1 + len(rest)
            if tuple(codes[hit + 1 : after].tolist()) == rest:
                times[hit] = len(long)
                times[hit + 1 : after] = 0
                changed.append((hit, after, long))
                break
    moved = np.concatenate([[0], np.cumsum(times)])
    written = np.repeat(codes, times)
    new_starts, new_ends = np.repeat(starts, times), np.repeat(ends, times)
    for hit, after, long in changed:
        written[moved[hit] : moved[hit] + len(long)] = long
        new_ends[moved[hit] : moved[hit] + len(long)] = ends[after - 1]
    return written, new_starts, new_ends, moved[bounds]
