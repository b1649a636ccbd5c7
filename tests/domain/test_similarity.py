"""Likeness: the words both have, the rare ones first, typed with or without diacritics; and what may be said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.errors import IncompleteDraft
from storage.domain.similarity import MOST_WORDS, SHOWN_FROM, Frequencies, Likeness, at_least, compare, rarest, read
from storage.domain.summary import check_summary, names, without_name

PRINTER = "Máy in ở bộ phận Một cửa hỏng, chờ thay"
NO_OTHERS = Frequencies(0, {})
TEXTS = st.text(alphabet=st.sampled_from("aàáâăbcdđeêghiklmnoôơpqrstuưvxy 1,.\n"), max_size=120)


def alike(concern: str, summary: str = PRINTER, *, frequencies: Frequencies = NO_OTHERS) -> Likeness:
    return compare(read(concern), read(summary), frequencies, same_topic=True)


@pytest.mark.parametrize(
    "concern",
    [
        "Máy in ở bộ phận một cửa hỏng rồi",
        "may in o bo phan mot cua hong roi",
        "MÁY IN Ở BỘ PHẬN MỘT CỬA HƯ",
        "may in bo phan 1 cua hu hoai, xin thay",
        "Máy in một cửa hỏng cả tuần, dân chờ lâu",
    ],
)
def test_the_same_matter_is_seen_however_it_is_typed(concern: str) -> None:
    """With and without diacritics, in capitals, with a digit for a word, with another word for broken."""
    assert alike(concern).score >= SHOWN_FROM


@pytest.mark.parametrize(
    "concern",
    ["", "Xin anh chị giúp em với ạ", "Phụ cấp tháng này chưa có", "Máy lạnh phòng họp tầng 2 nóng", "!?", "👍"],
)
def test_another_matter_is_not(concern: str) -> None:
    """Courtesy and a word in common are no likeness."""
    assert alike(concern).score < SHOWN_FROM


def test_words_that_only_fold_alike_are_not_the_same() -> None:
    """Typed with diacritics, "bàn" is not "bán"; typed without, it can be either."""
    assert alike("bán ghế", "bàn ghế").score < alike("ban ghe", "bàn ghế").score == alike("bàn ghế", "bàn ghế").score
    assert alike("hoá đơn kỹ thuật", "hóa đơn kĩ thuật").score == pytest.approx(1)


def test_the_reason_is_what_both_speak_of() -> None:
    """In the summary's spelling, neighbouring words together, without empty ones at the ends."""
    assert alike("may in cua mot cua").because == ("máy in", "một cửa")
    assert alike("Phụ cấp").because == ()


def test_rare_words_count_more() -> None:
    """What every other summary holds says little; what only this one holds says much."""
    common = Frequencies(100, {"may in": 90, "may": 90, "in": 90, "mot cua": 1, "mot": 1})
    by_common, by_rare = (alike(text, "Máy in Một cửa", frequencies=common) for text in ("máy in", "một cửa"))
    assert by_rare.score > 1.5 * by_common.score


def test_the_same_topic_makes_it_likelier() -> None:
    """The guess at the topic has a say, and no veto."""
    here, elsewhere = (compare(read(PRINTER), read(PRINTER), NO_OTHERS, same_topic=same) for same in (True, False))
    assert here.score > elsewhere.score > SHOWN_FROM


@given(TEXTS, TEXTS)
def test_a_score_is_a_share_and_has_its_reason(one: str, other: str) -> None:
    """Never below 0 or above 1, and above 0 only with words that stand in the summary."""
    found = alike(one, other)
    assert 0 <= found.score <= 1 + 1e-9
    assert bool(found.because) <= (found.score > 0)
    assert len(found.because) <= 3


@given(TEXTS)
def test_a_text_is_like_itself(text: str) -> None:
    """Whatever has a telling word is wholly like itself."""
    assert alike(text, text).score == (pytest.approx(1) if read(text).terms else 0)


def test_of_a_long_concern_the_beginning_is_read() -> None:
    """What a look-up costs has a bound, however much is written."""
    assert len(read("máy in " * 5_000).words) == MOST_WORDS


def test_the_rarest_words_are_looked_up() -> None:
    """Words of no summary are left out, and common ones once enough is to be read."""
    common = Frequencies(10_000, {"phong": 3_000, "may in": 40, "mot cua": 2, "gone": 0, "hong": 990})
    assert rarest(["phong", "may in", "mot cua", "gone", "never"], common) == ["mot cua", "may in"]
    assert rarest(["phong"], common) == ["phong"]
    assert rarest(["never"], common) == []


@pytest.mark.parametrize(("followers", "said"), [(0, 0), (1, 0), (4, 0), (5, 5), (9, 5), (10, 10), (11, 10)])
def test_few_are_not_spoken_of_and_one_more_does_not_show(followers: int, said: int) -> None:
    """Fewer than five are nobody; above, only every fifth changes what is said."""
    assert at_least(followers) == said


@pytest.mark.parametrize(
    ("text", "signature", "told"),
    [
        ("Trả lời chị Bùi Thị Thử", "Bùi Thị Thử, tổ 4", True),
        ("tra loi BUI THI THU", "Bùi Thị Thử", True),
        ("Trả lời chị Bùi Thị Thử", "bui thi thu", True),
        ("Bụi thì thu gom", "Bùi Thị Thử", False),
        ("Trả lời chị Thử", "Bùi Thị Thử", False),
        ("Trả lời chị Thị Thử", "Bùi Thị Thử", True),
        ("Trả lời chị Thử", "Thử", True),
        ("Tiền thu", "Thử", False),
        ("Phòng Kinh tế trả lời", "Bùi Thị Thử, phòng Kinh tế", False),
        ("Trả lời", "", False),
    ],
)
def test_a_text_that_names_the_author_is_noticed(text: str, signature: str, told: bool) -> None:
    """By two neighbouring words of the name, or by the only one; the unit behind a comma is not the name."""
    assert names(text, signature) is told


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Cảm ơn chị Bùi Thị Thử. Máy thay ngày 30/11.", "Cảm ơn chị …. Máy thay ngày 30/11."),
        ("Chị BÙI THỊ THỬ hỏi,\nchị Thị Thử chờ", "Chị … hỏi,\nchị … chờ"),
        ("Văn phòng thay máy trước ngày 30/11/2026.", "Văn phòng thay máy trước ngày 30/11/2026."),
    ],
)
def test_others_read_an_answer_without_the_name_of_whom_it_was_written_to(text: str, shown: str) -> None:
    """Only the name goes; every other word, line and date stays."""
    assert without_name(text, "Bùi Thị Thử, tổ 4") == shown


WRITTEN = "Cái máy in chỗ một cửa kẹt giấy suốt từ tháng 9, dân chờ lâu"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a" * 201, "error-summary-long"),
        ("Máy in của Bùi Thị Thử hỏng", "error-summary-names"),
        ("Gọi 0912.345.678", "error-summary-names"),
        ("Viết về a.b@vidu.vn", "error-summary-names"),
        ("Máy in chỗ một cửa kẹt giấy", "error-summary-copied"),
        ("May in cho mot cua ket giay", "error-summary-copied"),
        (f"Dân nêu: {WRITTEN}", "error-summary-copied"),
    ],
)
def test_a_summary_gives_nobody_away(text: str, key: str) -> None:
    """Too long, with a name or number in it, or taken from the author's own words: refused, and why."""
    with pytest.raises(IncompleteDraft) as refused:
        check_summary(text, written=["khác", WRITTEN], signature="Bùi Thị Thử")
    assert refused.value.text_key == key


@pytest.mark.parametrize("text", [PRINTER, "Máy in hỏng", "Máy in Một cửa kẹt giấy", "Nghị định 178/2024", "a" * 200])
def test_the_office_s_own_words_are_fine(text: str) -> None:
    """Words in common with the author are needed: it is the same matter."""
    check_summary(text, written=[WRITTEN], signature="Bùi Thị Thử")
