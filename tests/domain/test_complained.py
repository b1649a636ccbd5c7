"""Whom a concern seems to be about."""

import pytest

from storage.domain.complained import complained_of, complains_of_a_head
from storage.domain.permissions import Post, Role
from tests.domain.ward import demo_ward

PEOPLE = [
    ("Lý Trần Giả Định", Post(Role.HEAD, "VHXH")),
    ("Đoạn Vĩ Thử", Post(Role.STAFF, "KT")),
]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Bộ phận một cửa gây khó cho dân.", ("PVHCC",)),
        ("bo phan mot cua gay kho de cho dan", ("PVHCC",)),
        ("Trưởng phòng Kinh tế hách dịch, thiên vị.", ("KT",)),
        ("truong phong kinh te hay quat mang nhan vien", ("KT",)),
        ("Chủ tịch phường bao che cho cấp dưới.", ("UBND",)),
        ("Phó Chủ tịch và Văn phòng Đảng ủy ép em ký.", ("VPDU", "UBND")),
        ("Ông Lý Trần Giả Định vòi tiền dân.", ("VHXH",)),
        ("Văn phòng Đảng ủy đùn đẩy.", ("VPDU",)),
    ],
)
def test_conduct_leads_to_the_unit(text: str, units: tuple[str, ...]) -> None:
    """A unit, its head or an enrolled person, spoken of as behaving badly."""
    assert complained_of(text, demo_ward(), PEOPLE) == units


@pytest.mark.parametrize(
    "text",
    [
        "Phòng Kinh tế trả lời chậm.",
        "Máy in của Văn phòng hỏng.",
        "Đề nghị Công an xử lý quán nhậu lấn chiếm. Hàng xóm hay chửi nhau.",
        "Ông Đoạn Vĩ Thử bị khách la mắng.",
        "Xin hỏi phụ cấp ở phòng Kinh tế.",
        "",
    ],
)
def test_what_is_slow_or_broken_does_not(text: str) -> None:
    """Nor does a unit in another sentence, nor a person without a post."""
    assert complained_of(text, demo_ward(), PEOPLE) == ()


def test_a_head_of_nobody_knows_what() -> None:
    """ "Trưởng phòng em" judged without the unit: worth a question; praised or only mentioned, not."""
    assert complains_of_a_head("Trưởng phòng em hay quát mắng nhân viên.")
    assert complains_of_a_head("sep em thien vi")
    assert not complains_of_a_head("Trưởng phòng em rất tận tâm. Hàng xóm hay chửi nhau.")
