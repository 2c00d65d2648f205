"""Both kinds of store, and a small collection in which every sort of overlap can be found."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from phusa.foundation.matching.records import Record
from phusa.foundation.matching.sqlite import SqliteStore
from phusa.foundation.matching.store import Store

ROOT = Path(__file__).resolve().parents[3]
Open = Callable[[], Store]

# Invented studies in the manner of provincial ones.
_CROPS = (
    "cây na dai",
    "cây hồng không hạt",
    "lúa nếp cái hoa vàng",
    "gà đồi",
    "cá lăng nha",
    "nấm rơm",
    "trà hoa vàng",
    "khoai sọ",
)
PLACES = ("Thái Bình", "Sơn La", "Nghệ An", "Hà Giang", "Lâm Đồng", "Trà Vinh", "Quảng Ninh", "Phú Thọ")
_MEANS = ("giá thể xơ dừa", "phân hữu cơ vi sinh", "tưới nhỏ giọt", "bẫy pheromon", "nhà màng", "đệm lót sinh học")
_TRAITS = ("độ ngọt", "tỷ lệ sống", "khối lượng quả", "sức chống bệnh", "thời gian bảo quản", "năng suất")


def study(
    number: int, *, crop: str = "", place: str = "", collection: str = "past", visibility: str = "everyone"
) -> Record:
    """The same number, the same study, but for the crop and the place that are given."""
    chance = random.Random(number)
    usual = chance.choice(_CROPS), chance.choice(PLACES)
    crop, place = crop or usual[0], place or usual[1]
    means, traits = chance.sample(_MEANS, 2), chance.sample(_TRAITS, 3)
    words = [
        chance.choice(
            [
                "ba",
                "be",
                "bi",
                "bo",
                "bu",
                "ca",
                "ce",
                "da",
                "de",
                "do",
                "ga",
                "ge",
                "ha",
                "he",
                "ho",
                "ka",
                "ke",
                "la",
                "le",
                "lo",
                "ma",
                "me",
                "na",
                "ne",
            ]
        )
        for _ in range(40)
    ]
    own = [" ".join(words[n : n + 10]) for n in range(0, 40, 10)]
    return Record(
        key=f"p{number}",
        title=f"Nghiên cứu sử dụng {means[0]} để nâng cao {traits[0]} của {crop} tại {place}",
        objectives=f"Xác định được ảnh hưởng của {means[0]} đến {traits[0]} của {crop} khi {own[0]} ở {place}.",
        contents=f"Khảo sát {own[1]} của các hộ trồng {crop}. Bố trí thí nghiệm {means[1]} với {crop} theo {own[2]}. "
        f"Đánh giá {traits[1]} và {traits[2]} của {crop} sau {own[3]} tại {place}.",
        products=f"Quy trình kỹ thuật cho {crop} ở {place}. Báo cáo tổng kết đề tài.",
        place=place,
        collection=collection,
        visibility=visibility,
    )


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Open]:
    """Opens the same store in a SQLite file again and again, as several workers do."""
    opened: list[Store] = []

    def open_again() -> Store:
        opened.append(SqliteStore(tmp_path / "overlap.sqlite3"))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def open_postgres(request: pytest.FixtureRequest) -> Iterator[Open]:
    """The same inside PostgreSQL."""
    if connection.vendor != "postgresql":
        pytest.skip("this run has no PostgreSQL")
    request.getfixturevalue("transactional_db")
    from phusa.foundation.matching.opening import open_store

    opened: list[Store] = []

    def open_again() -> Store:
        opened.append(open_store(connection.settings_dict, Path()))
        return opened[-1]

    yield open_again
    store = open_again()
    for (table,) in store.execute("select tablename from pg_tables where tablename like 'overlap!_%' escape '!'"):
        store.execute(f"drop table {table}")
    for store in opened:
        store.close()
