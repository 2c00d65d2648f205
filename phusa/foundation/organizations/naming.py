"""How agencies are written: one key for «Bộ KH&CN», «Bộ Khoa học và Công nghệ» and «Bộ Khoa học, Công nghệ».

The table knows words of office, never agencies: a new agency needs no line here.
"""

import re
from functools import lru_cache
from unicodedata import is_normalized

from phusa.foundation.organizations.vocabulary import Level
from phusa.kernel.text import fold, normal

# Letters of an abbreviation, folded, however they are joined («KH&CN», «KHCN», «KH-CN», «KH và CN») → the words.
_ABBREVIATIONS = {
    "kh cn dmst": "khoa hoc cong nghe doi moi sang tao",
    "kh cn": "khoa hoc cong nghe",
    "kh kt": "khoa hoc ky thuat",
    "kh dt": "ke hoach dau tu",
    "gd dt": "giao duc dao tao",
    "tn mt": "tai nguyen moi truong",
    "nn mt": "nong nghiep moi truong",
    "nn ptnt": "nong nghiep phat trien nong thon",
    "ptnt": "phat trien nong thon",
    "ld tb xh": "lao dong thuong binh xa hoi",
    "vh tt dl": "van hoa the thao du lich",
    "vh tt": "van hoa the thao",
    "tt tt": "thong tin truyen thong",
    "gt vt": "giao thong van tai",
    "pt th": "phat thanh truyen hinh",
    "dmst": "doi moi sang tao",
    "cds": "chuyen doi so",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "ub mttq": "uy ban mat tran to quoc",
    "mttq": "mat tran to quoc",
    "bhxh": "bao hiem xa hoi",
    "nhnn": "ngan hang nha nuoc",
    "kbnn": "kho bac nha nuoc",
    "tand": "toa an nhan dan",
    "vksnd": "vien kiem sat nhan dan",
    "bch": "ban chi huy",
    "bql": "ban quan ly",
    "kkt": "khu kinh te",
    "kcn": "khu cong nghiep",
    "vp": "van phong",
    "dh": "dai hoc",
    "tp": "thanh pho",
    "tx": "thi xa",
    "tw": "trung uong",
    "vn": "viet nam",
}
# Letters that mean this only behind «bộ», «sở», «phòng».
_BEHIND_A_HEAD = {
    "tp": "tu phap",
    "tc": "tai chinh",
    "nv": "noi vu",
    "xd": "xay dung",
    "ct": "cong thuong",
    "yt": "y te",
    "ngv": "ngoai vu",
}
_HEAD_AND_LETTERS = re.compile(rf"\b(bo|so|phong) ({'|'.join(_BEHIND_A_HEAD)})\b")
_LETTERS = re.compile(r"\b(?:" + "|".join(f"({letters.replace(' ', ' ?')})" for letters in _ABBREVIATIONS) + r")\b")
_WORDS_OF_LETTERS = list(_ABBREVIATIONS.values())
_TOKEN = re.compile(r"[^\W_]+")


_folded = lru_cache(maxsize=50_000)(fold)


@lru_cache(maxsize=50_000)
def name_key(text: str) -> str:
    """The key under which a name is looked up: folded, abbreviations written out, without «và», commas and hyphens."""
    if not is_normalized("NFC", text):
        text = normal(text)
    key = " ".join(word for word in map(_folded, _TOKEN.findall(text)) if word != "va")
    key = _HEAD_AND_LETTERS.sub(lambda found: f"{found[1]} {_BEHIND_A_HEAD[found[2]]}", key)
    return _LETTERS.sub(lambda found: _WORDS_OF_LETTERS[(found.lastindex or 1) - 1], key)


# First match wins; patterns are tried at the start of the key.
_LEVELS = [
    (level, re.compile(pattern))
    for level, pattern in (
        (Level.COUNCIL, r"(thuong truc )?hoi dong nhan dan\b"),
        (Level.PARTY, r"(van phong |ban \w+ \w+ )?(trung uong dang|tinh uy|thanh uy|huyen uy|dang uy)\b"),
        (Level.PARTY, r"ban (tuyen giao|to chuc|noi chinh|dan van|kinh te|tuyen giao dan van|chien luoc)\b"),
        (Level.PARTY, r"uy ban kiem tra\b"),
        (Level.ASSOCIATION, r"(uy ban )?mat tran to quoc\b"),
        (
            Level.ASSOCIATION,
            r"(hoi(?! dong)|hiep hoi|lien (hiep|doan|minh)|tinh doan|trung uong doan|doan thanh nien)\b",
        ),
        (Level.COMMUNE, r"(uy ban nhan dan )?(xa|phuong|thi tran|dac khu)\b"),
        (Level.DISTRICT, r"(uy ban nhan dan )?(huyen|quan|thi xa)\b"),
        (Level.PROVINCE, r"(uy ban nhan dan )?(tinh|thanh pho)\b"),
        (Level.MINISTRY, r"bo (?!chi huy|tu lenh bo doi|doi)"),
        (Level.MINISTRY, r"(thanh tra|van phong) chinh phu\b|ngan hang nha nuoc viet nam|uy ban dan toc\b"),
        (
            Level.CENTRAL,
            r"(quoc hoi|chinh phu|thu tuong|chu tich nuoc|toa an nhan dan toi cao|vien kiem sat nhan dan toi)\b",
        ),
        (Level.DEPARTMENT, r"so \w|cong an (tinh|thanh pho)|bo chi huy|bo tu lenh|thanh tra (tinh|thanh pho)"),
        (Level.DEPARTMENT, r"van phong (uy ban nhan dan|doan dai bieu)|ban (dan toc|quan ly khu)|kho bac|cuc \w"),
        (Level.ENTERPRISE, r"(tap doan|tong cong ty|cong ty|doanh nghiep|ngan hang|hop tac xa)\b"),
        (Level.INSTITUTE, r"(vien|truong|dai hoc|hoc vien|trung tam|benh vien|bao|dai|quy|thong tan xa)\b"),
    )
]


def guess_level(name: str) -> Level:
    """The level that a name speaks of: «Sở …» is a department. A suggestion for a form, OTHER when it says nothing."""
    key = name_key(name)
    return next((level for level, pattern in _LEVELS if pattern.match(key)), Level.OTHER)
