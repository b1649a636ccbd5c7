"""The guess at topic and department, and the facts a text does not state."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.errors import NotFound
from storage.domain.organisation import Organisation, Topic, Unit
from storage.domain.routing import Guess, Guesser, missing_facts
from tests.bench.bench_routing import concerns
from tests.domain.ward import demo_ward

GUESSER = Guesser(demo_ward())


def small(**keywords: tuple[str, ...]) -> Organisation:
    """An organisation with one unit per topic, each named after the topic."""
    units = tuple(Unit(code.upper(), f"Phòng số {number}", code) for number, code in enumerate((*keywords, "khac")))
    topics = tuple(
        Topic(code, code, code, lead=code.upper(), keywords=words) for code, words in {**keywords, "khac": ()}.items()
    )
    return replace(demo_ward(), office="KHAC", units=units, topics=topics)


@pytest.mark.parametrize(
    ("text", "topic", "department"),
    [
        ("Máy tính phòng em hỏng từ tháng trước", "co_so_vat_chat", "VP"),
        ("may tinh phong em hong tu thang truoc", "co_so_vat_chat", "VP"),
        ("MÁY TÍNH HỎNG!!!", "co_so_vat_chat", "VP"),
        ("Máy tinh hư", "co_so_vat_chat", "VP"),
        ("Đề nghị sớm hướng dẫn xây dựng dự toán năm 2026", "kinh_phi_du_toan", "KT"),
        ("trường em thiếu giáo viên tiếng Anh", "gd_nhan_su", "VHXH"),
        ("truong thieu gv tieng anh", "gd_nhan_su", "VHXH"),
        ("ng hoat dong ko chuyen trach co dc lam tiep k a", "khong_chuyen_trach", "VHXH"),
        ("đóng bhxh từ tháng mấy", "bao_hiem", "VHXH"),
        ("hồ sơ một cửa bị trễ hẹn", "tthc", "PVHCC"),
        ("chuyển sinh hoạt đảng", "cong_tac_dang", "BXDD"),
        ("xe bị mất trộm", "an_ninh", "CA"),
        ("lịch khám tuyển nghĩa vụ quân sự", "quan_su", "CHQS"),
        ("thu đoàn phí", "doan_the", "MTTQ"),
        ("nhận hối lộ", "tieu_cuc_ky_luat", "UBKT"),
    ],
)
def test_a_concern_goes_to_the_unit_that_leads_its_topic(text: str, topic: str, department: str) -> None:
    """Words of the list, with or without diacritics, lead to topic and department."""
    guess = GUESSER.guess(text)
    assert (guess.topic, guess.department) == (topic, department)


@pytest.mark.parametrize("text", ["", "Xin chào", "???", "cho em hỏi chút được không", "😀", "ý kiến"])
def test_nothing_known_goes_to_the_office(text: str) -> None:
    """Without a word of any list the office gets it, unsure and without a reason."""
    assert GUESSER.guess(text) == Guess("khac", "VP", (), (), sure=False)


@pytest.mark.parametrize(
    ("keyword", "text", "matches"),
    [
        ("cá", "cần gấp", False),  # never inside a word
        ("máy tính", "máy tính", True),
        ("máy tính", "may tinh", True),
        ("máy tính", "máy tinh", True),
        ("máy tính", "cái may tinh này", True),  # the words of a phrase may lack their marks in a marked text
        ("máy tính", "máy tình", False),
        ("máy tính", "mây tính", False),
        ("chợ", "cho em hoi", True),
        ("chợ", "cho em hỏi", False),  # a bare syllable in a marked text is the word it says
        ("chợ", "chờ lâu", False),
        ("đất", "dat", True),
        ("đất", "dất", False),
        ("văn hóa", "văn hoá", True),  # both places of the tone
        ("kỹ thuật", "kĩ thuật", True),
        ("kĩ thuật", "ky thuat", True),
        ("wifi", "WiFi chậm", True),
        ("giáo viên", "thiếu gv", True),
        ("gv", "thiếu giáo viên", False),  # the abbreviation listed alone has no marks to agree with
        ("được đóng", "chưa đc đóng", True),
        ("phối hợp", "phối-hợp", True),
        ("phối hợp", "phối\u200b hợp", True),
        ("phối hợp", unicodedata.normalize("NFD", "phối hợp"), True),
        ("máy tính", "máy q\u0303q tính, may tinh", True),  # stray combining characters leave only plain words
    ],
)
def test_diacritics_decide_where_they_are_written(keyword: str, text: str, matches: bool) -> None:
    """A word matches with its diacritics, or without any where the writer left them out."""
    assert bool(Guesser(small(one=(keyword,))).guess(text).because) is matches


def test_the_longer_phrase_wins() -> None:
    """Three words in a row say more than two, and hide the shorter phrase within."""
    guesser = Guesser(small(short=("máy tính",), long=("phòng máy tính",)))
    guess = guesser.guess("Phòng máy tính bị khóa")
    assert guess.topic == "long"
    assert guess.because == ("phòng máy tính",)


def test_the_rarer_word_wins() -> None:
    """A word of one topic says more than one that several share."""
    guesser = Guesser(small(one=("hồ sơ",), two=("hồ sơ", "tách thửa"), three=("hồ sơ",)))
    assert guesser.guess("hồ sơ tách thửa").topic == "two"
    assert guesser.guess("hồ sơ tách thửa").because == ("tách thửa", "hồ sơ")


def test_a_word_said_twice_counts_once() -> None:
    """Repeating oneself does not outweigh two different words."""
    guesser = Guesser(small(one=("máy in",), two=("nhà xe", "bãi xe")))
    assert guesser.guess("máy in, máy in, máy in, nhà xe, bãi xe").topic == "two"


def test_a_keyword_listed_twice_counts_once() -> None:
    """Two spellings of one keyword in a topic do not weigh double."""
    guesser = Guesser(small(one=("văn hóa", "văn hoá"), two=("văn nghệ",)))
    assert not guesser.guess("văn hóa văn nghệ").sure
    assert guesser.guess("văn hóa").because == ("văn hóa",)


def test_a_tie_goes_to_the_topic_few_may_read() -> None:
    """Between equals the restricted topic is chosen."""
    ward = small(open=("hồ sơ đất",), closed=("đòi phong bì",))
    topics = tuple(replace(topic, restricted=topic.code == "closed") for topic in ward.topics)
    assert Guesser(replace(ward, topics=topics)).guess("hồ sơ đất phải đòi phong bì").topic == "closed"


def test_the_name_of_a_unit_is_no_sign_of_a_topic() -> None:
    """ "Phòng Văn hóa - Xã hội" asks for computers, not for culture."""
    guess = GUESSER.guess("Phòng Văn hóa - Xã hội xin cấp máy tính")
    assert (guess.topic, guess.because) == ("co_so_vat_chat", ("máy tính",))


def test_at_most_three_reasons_the_weightiest_first() -> None:
    """The reasons are the list's own words, in order of weight."""
    guess = GUESSER.guess("may lanh hu, may in hu, tru so cu dot, tu ho so thieu, xuong cap, may photocopy ket giay")
    assert len(guess.because) == 3
    assert guess.because[0] in {"trụ sở cũ", "tủ hồ sơ"}


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Máy tính hỏng", True),
        ("lương", False),
        ("máy in và bãi rác", False),  # two departments, one as likely as the other
        ("máy tính và phòng học", True),  # a topic with nothing but words of the best one is no rival
        ("phụ cấp và bảo hiểm xã hội", True),  # two topics of one department
    ],
)
def test_sure_means_enough_words_for_one_department(text: str, sure: bool) -> None:
    """A guess is sure only when its words weigh enough and no other department comes near."""
    assert GUESSER.guess(text).sure is sure


def test_the_unit_the_author_named_gets_it() -> None:
    """The named unit is the department and no longer a supporting one; sure only where the text agrees."""
    text = "bổ nhiệm lại"
    assert GUESSER.guess(text).supporting == ("VHXH",)
    asked = GUESSER.guess(text, asked="VHXH")
    assert (asked.topic, asked.department, asked.supporting, asked.sure) == ("quy_hoach_bo_nhiem", "VHXH", (), False)
    assert GUESSER.guess(text, asked="BXDD").sure
    assert GUESSER.guess("xin chào", asked="KT") == Guess("khac", "KT", (), (), sure=False)


def test_an_unknown_unit_is_refused() -> None:
    """A unit the organisation does not have cannot be asked for."""
    with pytest.raises(NotFound):
        GUESSER.guess("máy tính", asked="XYZ")


def test_the_labelled_concerns_fit_the_demo_ward() -> None:
    """Every label of the benchmark names a topic and a unit of the ward, and both halves are there."""
    assert {concern.half for concern in concerns()} == {"dev", "held-out"}
    for concern in concerns():
        assert demo_ward().topic(concern.topic) and demo_ward().unit(concern.department)


@given(st.text(max_size=300))
def test_any_text_gets_a_guess(text: str) -> None:
    """Whatever people type, the guess names a known topic and unit."""
    guess = GUESSER.guess(text)
    assert demo_ward().topic(guess.topic) and demo_ward().unit(guess.department)
    assert set(missing_facts(text)) <= {"where", "since"}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Máy tính hỏng", ("where", "since")),
        ("May tinh hu tu thang 9", ("where",)),
        ("Máy lạnh phòng Kinh tế hư", ("since",)),
        ("may lanh phong kinh te hu tu hom qua", ()),
        ("Trường mầm non thiếu giáo viên từ đầu năm học", ()),
        ("Đèn đường khu phố 5 không sáng", ("since",)),
        ("đèn kp5 tối thui 2 tuần nay", ()),
        ("Lương chậm từ 01/07", ("where",)),
        ("Luong cham tu 7/2025", ("where",)),
        ("Chưa nhận phụ cấp mấy tháng nay", ("where",)),
        ("Trưởng phòng nói chuyện khó nghe", ("where", "since")),
        ("Phong trào thi đua còn hình thức", ("where", "since")),
        ("Phòng cháy chữa cháy chưa đảm bảo", ("where", "since")),
        ("tầng 2 trụ sở bị dột", ("since",)),
        ("Sau sáp nhập việc nhiều quá", ("where",)),
        ("Tuần trước bị mất xe ở nhà xe cơ quan", ()),
        ("", ("where", "since")),
    ],
)
def test_only_unstated_facts_are_asked_for(text: str, missing: tuple[str, ...]) -> None:
    """A text that says where or since when is not asked again, with or without diacritics."""
    assert missing_facts(text) == missing
