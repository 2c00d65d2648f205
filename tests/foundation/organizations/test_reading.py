"""A cell of agencies is read the way a careful clerk reads it, and every doubt is said."""

import csv
import time
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phusa.foundation.organizations.directory import KnownGroup, KnownName, Names
from phusa.foundation.organizations.reading import DOUBTS, composition, read_parties

DAY = date(2021, 6, 23)
NAMES = [
    "Sở Khoa học và Công nghệ",
    "Sở Kế hoạch và Đầu tư",
    "Sở Tài chính",
    "Sở Nội vụ",
    "Sở Công Thương",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Xây dựng",
    "Sở Lao động - Thương binh và Xã hội",
    "Văn phòng Ủy ban nhân dân tỉnh",
    "Ủy ban nhân dân tỉnh",
    "Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh",
    "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh",
    "Công an tỉnh",
    "Bộ Khoa học và Công nghệ",
    "Bộ Công an",
    "Ủy ban nhân dân huyện Đông Hưng",
    "Báo Thái Bình",
]
IDS = {name: number for number, name in enumerate(NAMES, 1)}
SCIENCE, PLANNING, FINANCE, HOME, TRADE, FARMING, CULTURE, BUILDING, LABOUR = NAMES[:9]


@pytest.fixture(scope="module")
def directory() -> Names:
    return Names(DAY, [KnownName(number, name, name) for name, number in IDS.items()])


@pytest.fixture(scope="module")
def nothing_known() -> Names:
    return Names(DAY)


def shown(text: str, names: Names) -> list[str]:
    """Each party as the name it was matched with, in brackets when it is a collective, with «?» when unknown."""
    return [
        f"[{party.name}]" if party.collective else party.organization or f"{party.name}?"
        for party in read_parties(text, names)
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        # separators
        ("Sở Tài chính, Sở Nội vụ", [FINANCE, HOME]),
        ("Sở Tài chính; Sở Nội vụ", [FINANCE, HOME]),
        ("Sở Tài chính/Sở Nội vụ", [FINANCE, HOME]),
        ("Sở Tài chính và Sở Nội vụ", [FINANCE, HOME]),
        ("Sở Tài chính,Sở Nội vụ,", [FINANCE, HOME]),
        ("- Sở Tài chính\n- Sở Nội vụ", [FINANCE, HOME]),
        ("1. Sở Tài chính\n2. Sở Nội vụ.", [FINANCE, HOME]),
        ("Sở Tài chính - Sở Nội vụ", [FINANCE, HOME]),
        ("Sở Khoa học và\nCông nghệ\nSở Tài chính", [SCIENCE, FINANCE]),
        ("Sở Tài chính; Sở Nội vụ; Sở Tài chính", [FINANCE, HOME]),
        ("Sở Tài chính, v.v.", [FINANCE]),
        # names that hold commas, hyphens and «và»
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Tài chính", [CULTURE, FINANCE]),
        ("Sở Nông nghiệp và Phát triển nông thôn", [FARMING]),
        ("Sở Lao động - Thương binh và Xã hội và Sở Nội vụ", [LABOUR, HOME]),
        ("Sở Khoa học, Công nghệ, Sở Tài chính", [SCIENCE, FINANCE]),
        ("Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh, Công an tỉnh", [NAMES[11], NAMES[13]]),
        ("Liên hiệp các Hội KH&KT tỉnh", [NAMES[12]]),
        ("Văn phòng UBND tỉnh, Báo Thái Bình", [NAMES[9], NAMES[17]]),
        # abbreviations and spelling
        ("Sở KH&CN", [SCIENCE]),
        ("Sở KHCN, Sở KH-ĐT; Sở NN&PTNT", [SCIENCE, PLANNING, FARMING]),
        ("Sở VH,TT&DL; Sở VHTTDL", [CULTURE]),
        ("Sở LĐ-TB&XH; Sở LĐTBXH", [LABOUR]),
        ("sở tài chính", [FINANCE]),
        ("SỞ TÀI CHÍNH", [FINANCE]),
        ("Uỷ ban nhân dân tỉnh", ["Ủy ban nhân dân tỉnh"]),
        ("Sở Tài chính1, Sở Nội vụ (2)", [FINANCE, HOME]),
        ("Bộ KH&CN (Cục Sở hữu trí tuệ)", ["Bộ Khoa học và Công nghệ"]),
        ("Sở Tài chính theo chức năng, nhiệm vụ", [FINANCE]),
        # a head said once
        ("Các sở: Tài chính, Kế hoạch và Đầu tư, Nội vụ", [FINANCE, PLANNING, HOME]),
        ("Các Sở Khoa học và Công nghệ, Tài chính và Nội vụ", [SCIENCE, FINANCE, HOME]),
        ("Các Sở: KH&CN, NN&PTNT, VH,TT&DL", [SCIENCE, FARMING, CULTURE]),
        ("UBND các huyện: Đông Hưng, Thái Thụy", ["Ủy ban nhân dân huyện Đông Hưng", "UBND huyện Thái Thụy?"]),
        ("Sở Công Thương, Xây dựng", [TRADE, BUILDING]),
        ("Các Bộ: Công an, Quốc phòng", ["Bộ Công an", "Bộ Quốc phòng?"]),
        # collectives
        ("Các sở, ban, ngành; UBND các huyện, thành phố", ["[Các sở, ban, ngành]", "[UBND các huyện, thành phố]"]),
        ("Các sở, ban, ngành, UBND các huyện, thành phố", ["[Các sở, ban, ngành]", "[UBND các huyện, thành phố]"]),
        ("các sở, ngành", ["[Các sở, ngành]"]),
        ("Sở, ngành liên quan", ["[Sở, ngành liên quan]"]),
        ("Sở KH&CN và các đơn vị liên quan", [SCIENCE, "[Các đơn vị liên quan]"]),
        ("UBND cấp xã", ["[UBND cấp xã]"]),
        ("UBND xã, phường", ["[UBND xã, phường]"]),
        ("UBND các xã, phường, thị trấn", ["[UBND các xã, phường, thị trấn]"]),
        ("Các tổ chức, cá nhân có liên quan", ["[Các tổ chức, cá nhân có liên quan]"]),
        ("Thủ trưởng các sở, ban, ngành", ["[Thủ trưởng các sở, ban, ngành]"]),
        ("Các trường đại học, viện nghiên cứu", ["[Các trường đại học, viện nghiên cứu]"]),
        ("Sở KH&CN các tỉnh", ["[Sở KH&CN các tỉnh]"]),
        ("Cấp ủy, chính quyền các cấp", ["[Cấp ủy, chính quyền các cấp]"]),
        ("Bộ Công an, bộ, ngành liên quan", ["Bộ Công an", "[Bộ, ngành liên quan]"]),
        # unknown ones stay whole
        ("Trường Đại học Thái Bình, Sở Tài chính", ["Trường Đại học Thái Bình?", FINANCE]),
        ("VTV, VOV, TTXVN, các địa phương", ["VTV?", "VOV?", "TTXVN?", "[Các địa phương]"]),
        ("Thanh tra Bộ Tài chính", ["Thanh tra Bộ Tài chính?"]),
        ("Bộ Tư lệnh Bộ đội Biên phòng", ["Bộ Tư lệnh Bộ đội Biên phòng?"]),
        # nothing
        ("", []),
        (" - ", []),
        ("Không", []),
    ],
)
def test_the_parties_of_a_cell(cell, expected, directory):
    assert shown(cell, directory) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Bộ Văn hóa, Thể thao và Du lịch, các bộ, ngành", ["Bộ Văn hóa, Thể thao và Du lịch?", "[Các bộ, ngành]"]),
        (
            "Bộ Lao động - Thương binh và Xã hội,Thanh tra Chính phủ",
            ["Bộ Lao động - Thương binh và Xã hội?", "Thanh tra Chính phủ?"],
        ),
        ("Bộ Khoa học, Công nghệ, Bộ Công an", ["Bộ Khoa học, Công nghệ?", "Bộ Công an?"]),
        ("Bộ Tài nguyên và môi trường, Bộ Xây dựng", ["Bộ Tài nguyên và môi trường?", "Bộ Xây dựng?"]),
        ("Hội Nông dân tỉnh, Tỉnh Đoàn", ["Hội Nông dân tỉnh?", "Tỉnh Đoàn?"]),
        ("Tập đoàn, doanh nghiệp công nghệ số", ["[Tập đoàn, doanh nghiệp công nghệ số]"]),
        ("Địa phương được lựa chọn", ["[Địa phương được lựa chọn]"]),
        (
            "Các bộ, ngành, địa phương là chủ quản CSDLQG, CSDL chuyên ngành",
            ["[Các bộ, ngành, địa phương là chủ quản CSDLQG, CSDL chuyên ngành]"],
        ),
        (
            "Bộ Công an và các địa phương Bắc Ninh, Bình Dương",
            ["Bộ Công an?", "[Các địa phương Bắc Ninh, Bình Dương]"],
        ),
    ],
)
def test_agencies_are_told_by_how_they_are_written_where_none_is_known(cell, expected, nothing_known):
    assert shown(cell, nothing_known) == expected


def doubts(cell: str, names: Names) -> list[str]:
    return [doubt.code for party in read_parties(cell, names) for doubt in party.doubts]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Sở Tài chính, Sở Nội vụ", []),
        ("các sở, ngành", []),
        ("Sở Tài chính Sở Nội vụ", ["run-together"]),
        ("Bộ Khoa học và Công nghệ Các bộ, ngành", ["run-together"]),
        ("Sở Tài chính các sở ngành", ["run-together"]),
        ("Sở Công Thương, Xây dựng", ["head-supplied"]),
        ("Sở Y tế", ["unknown-organization"]),
        ("Sở Tài chính, Bộ", ["cut-off", "unknown-organization"]),
        ("nghiệp và phát triển nông thôn", ["unknown-organization"]),
    ],
)
def test_what_is_doubtful_is_said(cell, expected, directory):
    assert doubts(cell, directory) == expected


def test_a_doubt_is_a_sentence_with_the_words_of_the_cell(directory):
    [doubt] = read_parties("Sở Tài chính Sở Nội vụ", directory)[1].doubts
    assert "«Sở Nội vụ»" in str(doubt)
    assert "«Sở Tài chính»" in str(doubt)
    assert doubt.code in DOUBTS


def test_an_unknown_agency_brings_the_nearest_known_ones(directory):
    [party] = read_parties("Sở Kho học và Công nghệ", directory)
    assert party.organization_id is None
    assert party.near[0].name == SCIENCE
    assert party.near[0].score > 90
    assert len(party.near) <= 3


def test_a_shorter_or_longer_form_of_a_name_is_near(directory):
    [party] = read_parties("Sở Khoa học và Công nghệ tỉnh Thái Bình", directory)
    assert SCIENCE in [candidate.name for candidate in party.near]


def test_a_name_not_in_use_that_day_is_read_as_who_stands_in_its_place():
    after = Names(
        date(2025, 3, 3),
        [
            KnownName(1, "Bộ Khoa học và Công nghệ", "Bộ Khoa học và Công nghệ"),
            KnownName(2, "Bộ Thông tin và Truyền thông", "Bộ Thông tin và Truyền thông", holds=False, instead=(1,)),
        ],
    )
    [party] = read_parties("Bộ TT&TT", after)
    assert (party.organization_id, party.organization) == (1, "Bộ Khoa học và Công nghệ")
    assert party.text == "Bộ TT&TT"
    assert [doubt.code for doubt in party.doubts] == ["not-valid-then"]
    assert "03/03/2025" in str(party.doubts[0])


def test_where_several_took_over_none_is_chosen():
    split = Names(
        date(2025, 7, 1),
        [
            KnownName(1, "Sở Nội vụ", "Sở Nội vụ"),
            KnownName(2, "Sở Y tế", "Sở Y tế"),
            KnownName(3, "Sở Lao động", "Sở Lao động", holds=False, instead=(1, 2)),
        ],
    )
    [party] = read_parties("Sở Lao động", split)
    assert party.organization_id is None
    assert [candidate.organization_id for candidate in party.near] == [1, 2]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Các bộ, ngành, địa phương liên quan", [("Các bộ, ngành, địa phương liên quan", None)]),
        ("các bộ, ngành và địa phương có liên quan", [("các bộ, ngành và địa phương có liên quan", None)]),
        ("Các bộ, ngành", [("Các bộ, ngành", 8)]),
        ("Các bộ, ngành; địa phương liên quan", [("Các bộ, ngành", 8), ("địa phương liên quan", None)]),
        ("Các bộ, ngành, UBND các tỉnh", [("Các bộ, ngành", 8), ("UBND các tỉnh", None)]),
    ],
)
def test_a_collective_that_is_wider_than_a_known_group_stays_one(cell, expected):
    directory = Names(DAY, [], [KnownGroup(8, "Các bộ, ngành", "Các bộ, ngành")])
    assert [(party.text, party.group_id) for party in read_parties(cell, directory)] == expected


def test_a_known_group_is_named_whatever_its_spelling(directory):
    names = Names(
        DAY, [], [KnownGroup(7, "Các sở, ban, ngành", text) for text in ("Các sở, ban, ngành", "các sở, ngành")]
    )
    parties = read_parties("Các sở, ngành; các sở, ban, ngành và UBND cấp xã", names)
    assert [(party.group_id, party.collective) for party in parties] == [(7, True), (None, True)]


def roles(cell: str, names: Names) -> list[tuple[str, str]]:
    return [(party.organization or party.name, party.role) for party in read_parties(cell, names)]


@pytest.mark.parametrize(
    "cell",
    [
        "Sở Tài chính chủ trì, phối hợp với Sở Nội vụ, các sở, ngành",
        "Sở Tài chính chủ trì phối hợp với Sở Nội vụ, các sở, ngành",
        "Chủ trì: Sở Tài chính; Phối hợp: Sở Nội vụ, các sở, ngành",
        "Chủ trì: Sở Tài chính\nPhối hợp: Sở Nội vụ, các sở, ngành",
    ],
)
def test_a_cell_that_says_who_leads_and_who_coordinates_is_believed(cell, directory):
    assert roles(cell, directory) == [
        (FINANCE, "lead"),
        (HOME, "coordinating"),
        ("Các sở, ngành", "coordinating"),
    ]


def test_marks_in_brackets_say_who_leads_and_who_is_the_focal_point(directory):
    finance, home = read_parties("Sở Tài chính (đầu mối), Sở Nội vụ (phối hợp)", directory)
    assert (finance.focal, home.focal) == (True, False)
    assert (finance.role, home.role) == ("", "coordinating")
    assert finance.text == "Sở Tài chính"


def test_the_text_is_kept_as_written_with_its_brackets(directory):
    parties = read_parties("Bộ Công an (Cục A05), Sở Tài chính, Bộ KH&CN (Vụ Công nghệ, Cục Thông tin)", directory)
    assert [party.text for party in parties] == [
        "Bộ Công an (Cục A05)",
        "Sở Tài chính",
        "Bộ KH&CN (Vụ Công nghệ, Cục Thông tin)",
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", "none"),
        ("Sở Tài chính", "one"),
        ("Sở Tài chính, Sở Y tế", "several"),
        ("Các sở, ngành", "collective"),
        ("Sở Tài chính và các sở, ngành", "collective"),
    ],
)
def test_a_lead_is_one_several_collective_or_nobody(cell, expected, directory):
    assert composition(read_parties(cell, directory)) == expected


LEADS = [  # the traps of the real annex, in rows of our own
    ("Các bộ, ngành, địa phương", "collective"),
    ("Bộ, ngành, địa phương", "collective"),
    ("Các tỉnh, thành phố trực thuộc TW", "collective"),
    ("VTV, các địa phương", "collective"),
    ("Bộ Khoa học, Công nghệ, Bộ Công an và các địa phương", "collective"),
    ("Bộ Thông tin và Truyền thông Bộ Khoa học và Công nghệ", "several"),
    ("Văn phòng Chính phủ; Bộ Công an", "several"),
    ("Bộ Công An", "one"),
    ("Bộ Văn hóa, Thể thao và Du lịch", "one"),
]


@pytest.mark.parametrize("known", [True, False])
def test_leads_with_the_traps_of_a_real_annex(known, directory, nothing_known):
    names = directory if known else nothing_known
    assert [(cell, composition(read_parties(cell, names))) for cell, _expected in LEADS] == LEADS


@pytest.fixture(scope="module")
def annex(cases) -> list[dict[str, str]]:
    with (cases / "annex_tasks_nq03_2025.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("known", [False, True])
def test_the_annex_of_resolution_03_has_31_collective_leads_and_17_with_several(known, annex):
    names = Names(date(2025, 1, 9))
    if known:
        cells = [row["co_quan_chu_tri"] for row in annex] + [row["co_quan_phoi_hop"] for row in annex]
        found = {party.name for cell in cells for party in read_parties(cell, names) if not party.collective}
        names = Names(date(2025, 1, 9), [KnownName(number, name, name) for number, name in enumerate(sorted(found), 1)])
    counted = Counter(composition(read_parties(row["co_quan_chu_tri"], names)) for row in annex if row["tt"])
    assert counted == {"one": 92, "collective": 31, "several": 17}


def test_with_its_agencies_known_the_annex_leaves_nothing_unknown(annex):
    empty = Names(date(2025, 1, 9))
    cells = {row[column] for row in annex for column in ("co_quan_chu_tri", "co_quan_phoi_hop")}
    found = {party.name for cell in cells for party in read_parties(cell, empty) if not party.collective}
    full = Names(date(2025, 1, 9), [KnownName(number, name, name) for number, name in enumerate(sorted(found), 1)])
    unknown = [
        party
        for cell in cells
        for party in read_parties(cell, full)
        if not party.collective and not party.organization_id
    ]
    # «Bộ Công An» and «Bộ Công an» are two spellings of one: known twice, they would be two organisations
    assert {party.name.lower() for party in unknown} <= {party.lower() for party in found}
    assert all(party.near for party in unknown)


@given(
    st.text(
        alphabet=st.sampled_from("Bộ Sở các và UBND,;/-():\nđầu mối chủ trì phối hợp Tài chính1.\ue000\ue003&"),
        max_size=80,
    )
)
def test_any_text_is_read_without_failing(text):
    for party in read_parties(text, Names(DAY)):
        assert party.text
        assert party.name


def test_ten_thousand_rows_with_repeated_cells_take_little_time(directory):
    cells = [f"{one}, {other}, các sở, ngành liên quan" for one in NAMES for other in NAMES]
    names = Names(DAY, [KnownName(number, name, name) for name, number in IDS.items()])
    start = time.process_time()
    for number in range(20_000):
        read_parties(cells[number % len(cells)], names)
    assert time.process_time() - start < 1.5


@pytest.mark.parametrize("name", ["Vụ Kế hoạch, Bộ Khoa học (minh họa)", "Trung tâm Ứng dụng (cơ sở 2)"])
def test_a_name_typed_letter_by_letter_is_known_whatever_commas_and_brackets_it_has(name):
    [party] = read_parties(name, Names(DAY, [KnownName(7, name, name)]))
    assert (party.organization_id, party.text) == (7, name)
