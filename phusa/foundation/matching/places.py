"""Names of provinces, old and new, as they are found in a text.

Source: the 63 provinces and cities up to 30 June 2025; the 34 since Resolution 202/2025/QH15 all bear a name of these.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from phusa.foundation.matching.normalising import Numbers, pairs_of, read

PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bắc Giang", "Bắc Kạn", "Bạc Liêu", "Bắc Ninh", "Bến Tre", "Bình Định",
    "Bình Dương", "Bình Phước", "Bình Thuận", "Cà Mau", "Cần Thơ", "Cao Bằng", "Đà Nẵng", "Đắk Lắk", "Đắk Nông",
    "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương",
    "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hồ Chí Minh", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum",
    "Lai Châu", "Lâm Đồng", "Lạng Sơn", "Lào Cai", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận",
    "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng",
    "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh",
    "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
_ALSO = {
    "Bà Rịa - Vũng Tàu": ("Vũng Tàu",),
    "Đắk Lắk": ("Đắc Lắc", "Đăk Lăk"),
    "Thừa Thiên Huế": ("thành phố Huế", "tỉnh Huế"),
}

_BY_THEIR_END = {"Hồ Chí Minh", "thành phố Huế"}

Ints = npt.NDArray[np.int64]


@cache
def _table() -> tuple[Numbers, Ints]:
    """A pair of syllables by which each province is known, sorted, and which province it is."""
    known: dict[int, int] = {}
    for number, name in enumerate(PROVINCES):
        for spelled in (name, *_ALSO.get(name, ())):
            pairs = pairs_of(read(spelled).codes).tolist()
            known[pairs[-1] if spelled in _BY_THEIR_END else pairs[0]] = number
    pairs = np.array(sorted(known), np.uint32)
    return pairs, np.array([known[pair] for pair in pairs.tolist()])


def provinces_in(pairs: Numbers) -> tuple[Ints, Ints]:
    """Where provinces are named, and which."""
    known, numbers = _table()
    place = np.searchsorted(known, pairs)
    place[place == len(known)] = 0
    at = np.flatnonzero(known[place] == pairs)
    return at, numbers[place[at]]
