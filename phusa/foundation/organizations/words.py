"""Words of office: by which words an agency, a collective or the rest of a name begins. Never the name of an agency."""

import re
from enum import Enum, auto
from functools import lru_cache

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
LOWER = UPPER.lower()
WORD = re.compile(r"[^\W_]+(?:[&.][^\W_]+)*")


class Sort(Enum):
    """What a piece between two separators does."""

    COLLECTIVE = auto()  # «các bộ», «một số tỉnh»: begins a collective
    GENERIC = auto()  # «bộ», «địa phương liên quan»: begins one, or goes on with one
    NAMED = auto()  # «Bộ Tài chính», «VTV»: begins an agency
    OTHER = auto()  # «Thể thao», «được lựa chọn»: goes on with what stands before


def _terms(text: str) -> frozenset[str]:
    return frozenset(" ".join(term.split()) for term in text.split(","))


# An agency of these kinds does not stand inside another's name, so one that begins behind it is another one.
STANDS_ALONE = _terms("bộ, sở, ủy ban, ubnd")
COUNCILS = _terms("ubnd, hđnd, ủy ban, hội đồng")
TERRITORIES = _terms("tỉnh, thành phố, tp, huyện, quận, thị xã, xã, phường, thị trấn, đặc khu")
# What a ministry or department is for: «bộ tài chính» is named, though nothing is capital.
FIELDS = _terms("""
    khoa học, công nghệ, tài chính, nội vụ, tư pháp, công thương, y tế, xây dựng, giáo dục, nông nghiệp, kế hoạch,
    thông tin, văn hóa, lao động, tài nguyên, giao thông, ngoại vụ, ngoại giao, công an, quốc phòng, du lịch,
    dân tộc
""")

_OPENERS = _terms("các, những, mọi, nhiều")
_OPENERS_OF_TWO = _terms("một số, tất cả, toàn thể, toàn bộ")
_HEADS = _terms("""
    bộ, sở, ban, cục, vụ, phòng, viện, trường, hội, đoàn, báo, đài, quỹ, thuế, bch, bql, vp, ubnd, hđnd, ubmttq,
    mttq, bhxh, nhnn, kbnn, tỉnh, huyện, quận, xã, phường, tp, tx
""")
_HEADS_OF_TWO = _terms("""
    ủy ban, hội đồng, văn phòng, thanh tra, đại học, học viện, tập đoàn, công ty, liên hiệp, liên đoàn, liên minh,
    hiệp hội, mặt trận, công an, tổng cục, tổng công, chi cục, trung tâm, kho bạc, ngân hàng, bảo hiểm, tòa án,
    thành ủy, tỉnh ủy, huyện ủy, đảng ủy, đảng bộ, tỉnh đoàn, thành đoàn, chi nhánh, bưu điện, bệnh viện,
    quốc hội, chính phủ, thủ tướng, chủ tịch, biên phòng, thành phố, thị xã, thị trấn, đặc khu, tiểu ban,
    doanh nghiệp, hợp tác, thông tấn, nhà xuất, bộ đội
""")
_NOUNS = _terms("""
    bộ, ban, sở, ngành, tỉnh, tp, huyện, quận, xã, phường, hội, viện, trường, cấp, phòng, cục, vụ, báo, đài, quỹ,
    ubnd, hđnd
""")
_NOUNS_OF_TWO = _terms("""
    đoàn thể, cơ quan, đơn vị, tổ chức, địa phương, thành phố, thị xã, thị trấn, đặc khu, doanh nghiệp, tập đoàn,
    tổng công, công ty, hiệp hội, đại học, cao đẳng, học viện, trung tâm, cấp ủy, chính quyền, cá nhân, nhà khoa,
    chuyên gia, hợp tác, chủ đầu, nhà đầu, cơ sở, chủ thể, thành viên, bệnh viện, lực lượng, hệ thống, người dân,
    ủy ban, hội đồng, lĩnh vực
""")
# Nouns that speak of many even alone.
NEVER_ONE = _terms("""
    ngành, địa phương, đoàn thể, cá nhân, chuyên gia, nhà khoa, cấp ủy, người dân, doanh nghiệp, hợp tác, chủ thể,
    nhà đầu, lực lượng, hệ thống, chính quyền
""")
_HOLDS_OTHERS = _terms("liên hiệp, liên minh, liên đoàn, hiệp hội, hội, ban, bql, vp, văn phòng")
_SPEAKS_OF_ANY = _terms("liên, có, thuộc, trực, chức, chuyên, của, ở, trên, tại, được, đủ, chủ, cấp, ngang")
_NOT_A_HEAD = _terms("xã hội, ban hành, quan hệ, hội nhập, đoàn kết, báo cáo, trường hợp")

# A comma between these stands inside one name: «Văn hóa, Thể thao và Du lịch».
_COMMA_INSIDE = {
    ("văn hóa", "thể thao"), ("thể thao", "du lịch"), ("khoa học", "công nghệ"), ("công nghệ", "đổi mới"),
    ("sáng tạo", "chuyển đổi"), ("lao động", "thương binh"), ("thương binh", "xã hội"), ("phát thanh", "truyền hình"),
    ("văn hóa", "thông tin"), ("nông nghiệp", "phát triển"), ("gia đình", "trẻ em"), ("kh", "cn"), ("kh", "cn&đmst"),
    ("vh", "tt"), ("vh", "tt&dl"),
}  # fmt: skip
# «và» between these stands inside one field: «Kế hoạch và Đầu tư»; elsewhere in a list it brings the last item.
_AND_INSIDE = {
    ("khoa học", "công nghệ"), ("kế hoạch", "đầu tư"), ("giáo dục", "đào tạo"), ("thông tin", "truyền thông"),
    ("tài nguyên", "môi trường"), ("nông nghiệp", "phát triển"), ("nông nghiệp", "môi trường"),
    ("thương binh", "xã hội"), ("thể thao", "du lịch"), ("văn hóa", "thể thao"), ("công nghệ", "đổi mới"),
    ("sáng tạo", "chuyển đổi"),
}  # fmt: skip

_ANOTHER_HEAD = re.compile(
    rf"(?<=\s)(?:(?:Bộ|Sở|Văn phòng|Ủy ban|Uỷ ban|UBND|Thanh tra|Ngân hàng|Viện|Ban|Công an)(?=\s+[{UPPER}])"
    rf"|(?:Các|Một số)(?=\s+[{LOWER}])|các(?=\s+(?:bộ|sở|ban|ngành|cơ quan|đơn vị)\b))"
)
_OLD_TONE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])$")
_NEW_TONE = str.maketrans("àáảãạèéẻẽẹỳýỷỹỵ", "aaaaaeeeeeyyyyy")
_TONED = {"o": dict(zip("àáảãạèéẻẽẹ", "òóỏõọòóỏõọ", strict=True)), "u": dict(zip("ỳýỷỹỵ", "ùúủũụ", strict=True))}


@lru_cache(maxsize=20_000)
def spelled(word: str) -> str:
    """Small letters, the tone where the tables have it (Uỷ → ủy); diacritics stay: «xã» is not «xa»."""
    word = word.lower()
    if not _OLD_TONE.search(word):
        return word
    first, second = word[-2], word[-1]
    return word[:-2] + _TONED[first][second] + second.translate(_NEW_TONE)


def heads_inside(text: str, start: int, end: int) -> list[int]:
    """Where another agency or collective begins though nothing separates it from what stands before."""
    places = []
    for found in _ANOTHER_HEAD.finditer(text, start, end):
        before = WORD.findall(text[start : found.start()])
        if not before or spelled(before[-1]) in _OPENERS | {"số"}:
            continue
        if found[0] == "các" and spelled(before[0]) not in STANDS_ALONE:
            continue
        places.append(found.start())
        start = found.start()
    return places


@lru_cache(maxsize=20_000)
def sort_of(text: str, words: tuple[str, ...]) -> tuple[str, Sort]:
    """The head of a piece («bộ», «ủy ban», «») and its sort, as far as the piece alone says."""
    first, two = words[0], " ".join(words[:2])
    if two in _NOT_A_HEAD:
        return "", Sort.OTHER
    if first in _OPENERS or two in _OPENERS_OF_TWO:
        return "", Sort.COLLECTIVE
    head = two if two in _HEADS_OF_TWO else first if first in _HEADS else ""
    noun = two if two in _NOUNS_OF_TWO else first if first in _NOUNS and two not in _HEADS_OF_TWO else ""
    if noun in NEVER_ONE and _is_generic(text, words, noun):
        return noun, Sort.GENERIC
    if head not in _HOLDS_OTHERS and _names_many(words[1:]) and (head or noun or text[0].isupper()):
        return head, Sort.COLLECTIVE  # «UBND các huyện», «Thủ trưởng các sở, ban, ngành»
    if noun and _is_generic(text, words, noun):
        return noun, Sort.GENERIC
    if head and (len(words) > 1 or head not in _NOUNS):
        return head, Sort.NAMED
    if _is_acronym(text):
        return "", Sort.NAMED
    return head or noun, Sort.OTHER


def _names_many(words: tuple[str, ...]) -> bool:
    """Whether «các tỉnh», «các cấp» or «cấp xã» stands in the name."""
    pairs = list(zip(words, (*words[1:], ""), (*words[2:], "", ""), strict=False))
    return any(
        (one in _OPENERS and (two in _NOUNS or f"{two} {three}" in _NOUNS_OF_TWO))
        or (one == "cấp" and two in {"xã", "huyện", "tỉnh", "cơ"})
        for one, two, three in pairs
    )


def _is_generic(text: str, words: tuple[str, ...], noun: str) -> bool:
    size = noun.count(" ") + 1
    rest = words[size:]
    if not rest:
        return True
    if noun in COUNCILS:  # «UBND xã» is generic when more follow, «UBND tỉnh» and «UBND xã An Bình» are somebody
        start = 2 if rest[:2] == ("nhân", "dân") else 0
        return " ".join(rest[start:]) in TERRITORIES and rest[start:] != ("tỉnh",)
    following = WORD.findall(text)[size]
    if following[0].isupper() or following[0].isdigit():
        return noun not in _HEADS and noun not in _HEADS_OF_TWO
    if noun in _HEADS and " ".join(rest[:2]) in FIELDS:
        return False
    return noun not in _HEADS or text.islower() or rest[0] in _SPEAKS_OF_ANY


def _is_acronym(text: str) -> bool:
    word, _space, rest = text.partition(" ")
    return len(word) > 1 and word.isupper() and all(other[0].isupper() for other in rest.split())


def comma_is_inside(before: tuple[str, ...], following: tuple[str, ...]) -> bool:
    """Whether a comma between these words belongs to one name."""
    ends, begins = (" ".join(before[-2:]), before[-1]), (" ".join(following[:2]), following[0])
    return any((end, begin) in _COMMA_INSIDE for end in ends for begin in begins)


def and_is_inside(before: tuple[str, ...], following: tuple[str, ...]) -> bool:
    """Whether «và» between these words belongs to one field."""
    return (" ".join(before[-2:]), " ".join(following[:2])) in _AND_INSIDE
