"""Telling the language of a message, and keeping to the language of a conversation."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langdetect.utils.lang_profile import LangProfile

from handlers.language import Language, detect, reply_language
from handlers.language_profiles.generate import PROFILE, SENTENCES, profile
from storage.domain.folding import fold
from tests.bench.bench_language import LABELS, answers, labelled_sentences, share_right

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates too
LOOK_ALIKES = st.text("aehinotugcdđêơáàñßøkw WX7-'\u2019@#/.:_好の\u0301", max_size=80)


@pytest.mark.parametrize(
    "text", ["Khi nào mới sửa mái hiên ạ?", "Được", "KHÔNG CÓ NƯỚC", "Nguye\u0302\u0303n", "ở đâu"]
)
def test_marks_make_a_message_vietnamese(text: str) -> None:
    """Vietnamese letters and tones are recognised, in capitals and in decomposed form too."""
    assert detect(text) is Language.VI


@pytest.mark.parametrize(
    "text", ["may tinh cua em bi treo", "cam on", "KHONG CO NUOC", "xin nghi phep", "nhaaaa roiiii"]
)
def test_vietnamese_is_known_without_marks(text: str) -> None:
    """Typed on a phone without marks, in capitals or drawn out, it is still Vietnamese."""
    assert detect(text) is Language.VI


@pytest.mark.parametrize("text", ["e ko bik lun", "ntn r mn", "k dc dau a", "vụ này s r", "dag ban xiu"])
def test_teencode_is_vietnamese(text: str) -> None:
    """The clipped spelling of young people is Vietnamese."""
    assert detect(text) is Language.VI


@pytest.mark.parametrize("text", ["Who repairs the gate?", "help", "I can't log in", "the men in the hall", "no heat"])
def test_english_is_known(text: str) -> None:
    """English is recognised, also where most words look like Vietnamese syllables."""
    assert detect(text) is Language.EN


@pytest.mark.parametrize("text", ["门锁坏了", "門鎖壞了", "好", "wifi 连不上", "请看 https://example.org/a/b/c"])
def test_chinese_is_known(text: str) -> None:
    """Simplified and traditional characters are Chinese, a foreign word among them or not."""
    assert detect(text) is Language.ZH


@pytest.mark.parametrize("text", ["file này gửi team chưa anh", "deadline gấp quá", "laptop em bi blue screen"])
def test_vietnamese_with_english_words_stays_vietnamese(text: str) -> None:
    """Borrowed office words do not make a message English."""
    assert detect(text) is Language.VI


@pytest.mark.parametrize("text", ["Please give this to Mr Đỗ in the front office", "Lê asked me for the café receipts"])
def test_a_vietnamese_name_leaves_english_english(text: str) -> None:
    """A name with its marks, or a French loan, does not make an English sentence Vietnamese."""
    assert detect(text) is Language.EN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "2",
        "12/3 8:30",
        "👍🏽👍",
        "...",
        "ok",
        "can",
        "the",
        "wifi",
        "hi",
        "to do",
        "can he do it",
        "@admin #gap",
        "an@example.org",
    ],
)
def test_what_says_nothing_is_unknown(text: str) -> None:
    """Digits, emoji, addresses, and words of both languages tell no language."""
    assert detect(text) is None


@pytest.mark.parametrize("code", ["DT-7K3Q-9XMD", "DT-KXQB-RMWD", "dt-kxqb-rmwd", "KQRM-WXYZ-ABCD-EFGH", "TB-UBND"])
def test_a_code_is_unknown(code: str) -> None:
    """Case numbers, reply codes and document numbers tell no language, even without a digit."""
    assert detect(code) is None


@pytest.mark.parametrize("text", ["会議室の予約をお願いします", "Привет, как дела", "สวัสดีครับ", "안녕하세요"])
def test_other_languages_are_unknown(text: str) -> None:
    """Scripts the office does not write are not forced into one of ours."""
    assert detect(text) is None


def test_only_the_beginning_is_read() -> None:
    """What follows the first 600 characters changes nothing."""
    beginning = "the guard left before closing time and nobody locked the gate. " * 10
    assert detect(beginning + "không ai khóa cổng " * 500) is Language.EN


@given(st.one_of(ANY_TEXT, LOOK_ALIKES), st.sampled_from([None, "vi", "en", "zh", "?"]))
def test_any_text_gets_an_answer(text: str, current: str | None) -> None:
    """No string raises; replies are in Vietnamese or English, and the same string gets the same answer."""
    assert detect(text) is detect(text)
    assert reply_language(current, text) in ("vi", "en")


@pytest.mark.parametrize("current", ["vi", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "ok ok ok",
        "2",
        "DT-7K3Q-9XMD",
        "👍",
        "thank you",
        "cảm ơn",
        "Vâng ạ",
        "请问谁负责这件事",
        "/start now please",
    ],
)
def test_a_short_or_unclear_message_keeps_the_language(current: str, text: str) -> None:
    """Codes, numbers, thanks, Chinese: none of them changes the language of the replies."""
    assert reply_language(current, text) == current


def test_a_clear_message_changes_the_language() -> None:
    """Three words that are clearly in the other language change the language of the replies."""
    assert reply_language("vi", "Who repairs this?") == "en"
    assert reply_language("en", "Ai sửa vậy") == "vi"
    assert reply_language("en", "khi nao moi sua cong") == "vi"


@pytest.mark.parametrize("current", [None, "zh", "fr"])
def test_a_conversation_starts_in_vietnamese_unless_english_is_clear(current: str | None) -> None:
    """Without a language that replies exist in, Vietnamese is assumed until someone writes English."""
    assert reply_language(current, "hello") == "vi"
    assert reply_language(current, "门锁坏了") == "vi"
    assert reply_language(current, "The gate is locked") == "en"


def test_the_bench_sentences_are_recognised() -> None:
    """Of each kind of sentence in the bench at least 95 of 100 are named right."""
    counts = answers(detect)
    assert {label: share_right(counts, label) >= 0.95 for label in LABELS} == dict.fromkeys(LABELS, True)


def test_no_bench_sentence_trained_the_profile() -> None:
    """The bench measures on sentences the profile has not seen."""
    training = {fold(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()}
    assert not training & {fold(text) for _, text in labelled_sentences()}


def test_the_stored_profile_is_the_generated_one() -> None:
    """The profile in the package comes from the sentences beside it."""
    assert PROFILE.read_text(encoding="utf-8") == profile(SENTENCES.read_text(encoding="utf-8"))


def test_the_profile_counts_as_langdetect_does() -> None:
    """Our n-gram counter agrees with the library's own."""
    text = "Ừ, ghi giúp tôi: phòng A / tầng 2\nk sao đâu"
    theirs = LangProfile("vi-x")
    theirs.update(fold(text) + " ")
    ours = json.loads(profile(text))
    assert ours == {"freq": dict(theirs.freq), "n_words": theirs.n_words, "name": theirs.name}


def test_langdetect_waits_until_it_is_needed() -> None:
    """Neither the import nor a message the word rules can decide loads langdetect."""
    code = "import sys; from handlers.language import detect; detect('dung roi'); sys.exit('langdetect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
