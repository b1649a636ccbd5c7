"""Denunciations and complaints, told from questions about them."""

import pytest

from storage.domain.lawful import Lawful, lawful_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tôi xin tố cáo ông A nhận tiền của dân.", Lawful.DENUNCIATION),
        ("toi lam don to cao truong phong lam sai", Lawful.DENUNCIATION),
        ("Đơn tố cáo hành vi gian lận trong mua sắm.", Lawful.DENUNCIATION),
        ("Em muốn tố giác việc lập khống chứng từ.", Lawful.DENUNCIATION),
        ("Anh Trần Văn Thử nhận hối lộ 20 triệu đồng.", Lawful.DENUNCIATION),
        ("Tôi khiếu nại quyết định kỷ luật số 12/QĐ-UBND.", Lawful.COMPLAINT),
        ("em lam don khieu nai ve viec xep loai cuoi nam", Lawful.COMPLAINT),
        ("Thời hạn giải quyết khiếu nại là bao lâu?", Lawful.MENTION),
        ("quy trinh tiep nhan don to cao the nao a", Lawful.MENTION),
        ("Công tác giải quyết khiếu nại, tố cáo của phường rất tốt.", Lawful.MENTION),
        ("Xin tập huấn Luật Tố cáo cho cán bộ mới.", Lawful.MENTION),
        ("Cáo phó dán ở cổng, tổ 5 cáo bệnh.", None),
        ("Có người nhận tiền hỗ trợ chưa?", None),
        ("Máy in hỏng từ tháng 9.", None),
    ],
)
def test_what_the_words_make_of_it(text: str, kind: Lawful | None) -> None:
    """A denunciation or complaint is one only where somebody makes it; to ask about one is an ordinary question."""
    assert lawful_kind(text) is kind
