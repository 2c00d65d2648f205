"""One key for every way in which an agency is written, and the level that its name speaks of."""

import pytest

from phusa.foundation.organizations.naming import guess_level, name_key
from phusa.foundation.organizations.vocabulary import Level


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bộ KH&CN", "Bộ Khoa học và Công nghệ"),
        ("Bộ KHCN", "Bộ Khoa học và Công nghệ"),
        ("Bộ KH-CN", "Bộ Khoa học và Công nghệ"),
        ("Bộ Khoa học, Công nghệ", "Bộ Khoa học và Công nghệ"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở TN&MT", "Sở Tài nguyên và Môi trường"),
        ("Sở NN và PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("Sở NN&PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("Sở NN&MT", "Sở Nông nghiệp và Môi trường"),
        ("Sở LĐTBXH", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở LĐ-TB&XH", "Sở Lao động – Thương binh và Xã hội"),
        ("Sở VH,TT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở VHTTDL", "Sở Văn hoá, Thể thao và Du lịch"),
        ("Sở KH&ĐT", "Sở Kế hoạch và Đầu tư"),
        ("Bộ TT&TT", "Bộ Thông tin và Truyền thông"),
        ("Bộ TTTT", "Bộ Thông tin và Truyền thông"),
        ("Sở GTVT", "Sở Giao thông vận tải"),
        ("Sở TP", "Sở Tư pháp"),
        ("UBND TP Thái Bình", "Ủy ban nhân dân thành phố Thái Bình"),
        ("Uỷ ban nhân dân tỉnh", "UBND tỉnh"),
        ("HĐND tỉnh", "Hội đồng nhân dân tỉnh"),
        ("VP UBND tỉnh", "Văn phòng Ủy ban nhân dân tỉnh"),
        ("UB MTTQ Việt Nam tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("BQL các KCN", "Ban Quản lý các Khu công nghiệp"),
        ("Bộ KH,CN&ĐMST", "Bộ Khoa học, Công nghệ và Đổi mới sáng tạo"),
        ("Bộ Công An", "Bộ Công an"),
        ("Toà án nhân dân tỉnh", "Tòa án nhân dân tỉnh"),
        ("Bộ Công an", "Bộ Công an"),  # composed and decomposed letters
    ],
)
def test_two_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Tài chính", "Bộ Tài chính"),
        ("UBND TP Thái Bình", "UBND tỉnh Thái Bình"),
        ("Sở TP", "Sở TC"),
        ("Sở KH&CN", "Sở KH&ĐT"),
        ("Sở Khoa học và Công nghệ", "Sở Khoa học và Công nghệ tỉnh Thái Bình"),
    ],
)
def test_names_of_different_agencies_have_different_keys(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Bộ Khoa học và Công nghệ", Level.MINISTRY),
        ("Văn phòng Chính phủ", Level.MINISTRY),
        ("Ngân hàng Nhà nước Việt Nam", Level.MINISTRY),
        ("Quốc hội", Level.CENTRAL),
        ("Tòa án nhân dân tối cao", Level.CENTRAL),
        ("Ủy ban nhân dân tỉnh Thái Bình", Level.PROVINCE),
        ("UBND thành phố Hà Nội", Level.PROVINCE),
        ("Sở Tài chính", Level.DEPARTMENT),
        ("Công an tỉnh", Level.DEPARTMENT),
        ("Bộ Chỉ huy quân sự tỉnh", Level.DEPARTMENT),
        ("Văn phòng UBND tỉnh", Level.DEPARTMENT),
        ("UBND huyện Đông Hưng", Level.DISTRICT),
        ("UBND xã An Bình", Level.COMMUNE),
        ("UBND phường Trần Lãm", Level.COMMUNE),
        ("Tỉnh ủy Thái Bình", Level.PARTY),
        ("Ban Tuyên giáo Tỉnh ủy", Level.PARTY),
        ("Hội đồng nhân dân tỉnh", Level.COUNCIL),
        ("Tập đoàn Viettel", Level.ENTERPRISE),
        ("Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh", Level.ASSOCIATION),
        ("Hội Nông dân tỉnh", Level.ASSOCIATION),
        ("Trường Đại học Thái Bình", Level.INSTITUTE),
        ("Viện Hàn lâm Khoa học và Công nghệ Việt Nam", Level.INSTITUTE),
        ("VTV", Level.OTHER),
    ],
)
def test_the_level_is_guessed_from_the_name(name, level):
    assert guess_level(name) == level
