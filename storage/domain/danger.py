"""Words that tell of a danger to somebody: read with or without diacritics and as phones shorten them.

A person looks at once at what is found. So rather once too often; but what offices write of every day (fire drills,
"cháy hàng", "chết cười") must not ring, or nobody runs any more.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from storage.domain.folding import clean
from storage.domain.words import respelled, words_of


class Danger(StrEnum):
    """What may be happening, the most pressing first."""

    SUICIDE = "suicide"
    VIOLENCE = "violence"
    LIFE = "life"
    FIRE = "fire"
    POISON = "poison"
    FLOOD = "flood"
    COLLAPSE = "collapse"
    ELECTRICITY = "electricity"


# A line is a way to say it: "a/b" is either word, "~" up to two words in between. A word is also read without its
# marks where the text has none; with "!" it counts only as it is spelled, because it means something else without.
_SAID: Final = {
    Danger.SUICIDE: """
        !tự !tử
        muốn/định/đòi/dọa/doạ/toan/đi/nghĩ/bị/hay/vì tự tử
        tự tử bằng/mất/chết/cho
        tự sát
        tự vẫn
        tự thiêu
        tự kết liễu
        kết liễu đời/cuộc
        quyên sinh
        muốn chết ~ cho xong/rồi/quá/thôi
        chỉ muốn chết
        muốn chết
        không muốn sống
        không thiết sống
        không còn muốn/thiết sống
        chán sống
        sống làm gì nữa
        sống không nổi nữa
        nhảy lầu
        nhảy cầu
        nhảy sông
        uống thuốc ngủ
        uống thuốc trừ sâu
        uống thuốc !sâu
        uống thuốc diệt
        rạch tay
        cắt cổ tay
        treo cổ
        suicide
        suicidal
        kill myself
        want to die
        end my life
        """,
    Danger.VIOLENCE: """
        hành hung
        bạo hành
        bạo lực
        hiếp dâm
        cưỡng hiếp
        xâm hại
        !dâm ô
        sàm sỡ
        quấy rối tình dục
        dọa/doạ/đe/hăm giết
        dọa/doạ/đe/hăm đánh
        dọa/doạ/đe/hăm chém
        dọa/doạ/đe/hăm đốt
        dọa/doạ/đe/hăm tạt
        đe dọa/doạ
        hăm dọa/doạ
        đòi giết/chém
        giết người/tôi/em/chết/cả/vợ/con/mẹ
        sẽ giết
        bị giết
        bị !đánh
        bị ~ !đánh
        bị danh đập/dap/nhau/vào
        đánh đập
        đánh nhau
        đánh ~ gãy/chết/ngất/bầm
        đánh ~ chảy máu
        đánh ~ nhập viện
        đâm/chém ~ trọng thương/người/tôi
        chém người/nhau/tôi
        bị chém
        bị đâm !dao
        cầm/vác/rút/xách/lấy !dao
        cầm ~ hung khí
        mang ~ hung khí
        tạt axit
        tạt a xít
        bắt cóc
        giam giữ trái
        !nhốt ~ trong
        bị nhốt
        siết cổ
        bóp cổ
        domestic violence
        kill me/him/her/us/you
        threatened to
        assaulted
        beating
        rape
        raped
        """,
    Danger.LIFE: """
        nguy hiểm ~ tính mạng
        nguy hiểm đến tính
        đe dọa/doạ tính mạng
        suýt/xém/tí mất mạng
        chết người
        có người chết
        sắp chết
        nguy kịch
        cấp cứu gấp/ngay/khẩn
        đi cấp cứu
        gọi cấp cứu
        đang cấp cứu
        phải cấp cứu
        cứu tôi/em/với/người/con/mẹ/chúng
        ngất xỉu
        bất tỉnh
        ngừng thở
        khó thở ~ tím
        co giật
        đột quỵ
        tai nạn ~ nghiêm trọng
        tai nạn ~ thương vong
        trẻ ~ mất tích
        trẻ ~ bị lạc
        bị bỏ đói
        life in danger
        unconscious
        ambulance
        """,
    Danger.FIRE: """
        !cháy
        bốc/đám/vụ chay
        dang chay lon/nha/rung/to/du/khet
        bi chay nha/kho/phong/rung/cho/xe/lon
        chay nha/rung
        lua chay
        cháy nổ
        hỏa/hoả hoạn
        phát hỏa/hoả
        bốc cháy
        bốc khói
        khói mù mịt
        khói nghi ngút
        phóng hỏa/hoả
        rò gas/ga/khí
        rò rỉ gas/ga/khí
        xì gas/ga
        mùi gas
        !nổ bình
        nổ gas
        nổ lớn
        sắp !nổ
        chập điện
        on fire
        caught fire
        fire in
        gas leak
        explosion
        """,
    Danger.POISON: """
        ngộ độc
        trúng độc
        nhiễm độc
        ngạt khí
        ngạt khói
        bị !ngạt
        đầu độc
        rò/tràn/rò rỉ hóa/hoá chất
        rò rỉ hóa/hoá chất
        tràn hóa/hoá chất
        ăn ~ nôn ~ hàng loạt
        đau bụng hàng loạt
        nôn hàng loạt
        thuốc !độc
        !bả chó
        food poisoning
        poisoned
        """,
    Danger.FLOOD: """
        lũ quét
        lũ lụt
        nước lũ
        lũ ~ về/lên/cuốn
        ngập lụt
        ngập sâu
        ngập ~ mét
        ngập ~ mái/đầu/ngực
        nước dâng/lên ~ nhanh/mái/ngực
        !vỡ đê/đập/kè
        vỡ dap
        sạt lở
        !lở đất
        đuối nước
        chết đuối
        bị cuốn trôi
        nước cuốn
        mắc kẹt
        bị cô lập
        flooded
        landslide
        drowning
        trapped
        """,
    Danger.COLLAPSE: """
        !sập
        bi sap
        sap nha/tuong/tran/cau/mai/gian/ham
        đổ sập
        nguy cơ !sập
        nguy cơ !đổ
        tường/trần/mái/cột ~ sắp đổ/sập/rơi
        nứt toác
        đổ tường/cột/cây ~ vào/trúng/đè
        cây đổ đè/trúng/vào
        !rơi trúng đầu/người
        rơi !trúng
        đè !trúng
        bị !đè
        sụt lún nghiêm
        hố tử thần
        collapsed
        about to collapse
        """,
    Danger.ELECTRICITY: """
        điện giật
        giật điện
        !hở điện
        ho dien
        rò điện
        rò rỉ điện
        dây điện ~ đứt/rơi/hở/rớt/tuột
        đứt dây điện
        cột điện ~ !đổ
        cột điện ~ nghiêng/gãy
        phóng điện ~ nổ/cháy
        tóe/toé lửa
        electric shock
        live wire
        """,
}
# What only sounds like it, looked for first and without regard to marks; "~~" is up to four words.
_HARMLESS: Final = """
    phòng cháy chữa cháy
    phòng cháy và chữa cháy
    phòng cháy nổ
    cháy nổ bắt buộc
    bảo hiểm cháy
    chống cháy ~
    chữa cháy
    báo cháy
    cháy hàng/vé/túi/giáo/phố/hết/nắng/bỏng/tiến/deadline/máy/bóng/đèn/quạt/cầu/chip/nguồn/main
    phòng chống ~~
    phòng ngừa ~~
    phòng tránh ~~
    tập huấn ~~
    tuyên truyền ~~
    diễn tập ~~
    kỹ năng ~~
    luật phòng ~~
    chuyên đề ~~
    đánh giá/máy/số/dấu/bóng/thuế/rớt/trượt/đồng/mất/cắp/rơi/tráo/bại
    cười chết
    chết cười
    nóng/đói/ồn/nắng/lạnh/rét/cười muốn chết
    chết máy
    muốn chết máy
    giết mổ
    giết thời/gia
    sập mạng/nguồn/web/app/hệ/trang/phần/máy/bẫy/giá/sàn/sệ/tiệm
    mạng/web/app/máy/wifi/server ~~ sập
    hệ thống ~ sập
    phần mềm ~ sập
    cổng thông/dịch ~~ sập
    trang ~ sập
    ngập việc/đầu/hồ/trong
    ngập sâu trong công/việc/hồ
    hồ sơ ~~ mắc kẹt
    mắc kẹt ~ hồ/quy/thủ/giấy/khâu/giữa
    giấy ~ mắc kẹt
    máy in ~ mắc kẹt
    trợ cấp cứu
    trực cấp cứu
    xe cấp cứu
    phòng cấp cứu
    cấp cứu ngoại viện
    cứu trợ
    cứu tế
    bắt cóc bỏ đĩa
    cô lập thông tin
    tiền điện ~~
    áp lực muốn
    """
_SHORT: Final = {
    "mun": "muon", "mún": "muốn", "chit": "chet", "chít": "chết", "kíu": "cứu", "kiu": "cuu", "hok": "khong",
    "hem": "khong", "khog": "khong", "hong": "khong", "kô": "không", "zao": "dao", "oánh": "đánh", "uýnh": "đánh",
    "wýnh": "đánh", "jết": "giết", "jet": "giet", "zết": "giết", "zet": "giet", "bik": "biet", "hum": "hom",
}  # fmt: skip
_GAPS: Final = {"~": r"(?: \S+){0,2}", "~~": r"(?: \S+){0,4}"}


def find_danger(text: str) -> Danger | None:
    """The most pressing danger the text tells of, None if it tells of none."""
    plain, typed = words_of(" ".join(_SHORT.get(word, word) for word in clean(text).casefold().split()))
    read = [respelled(word) for word in typed]
    for first, last in _places(_NO_ALARM, plain):
        read[first:last] = ["-"] * (last - first)
    words = f" {' '.join(read)} "
    return next((danger for danger, said in _ALARMS.items() if said.search(words)), None)


def _places(pattern: "re.Pattern[str]", words: list[str]) -> Iterator[tuple[int, int]]:
    """From which to which word the pattern holds."""
    line = f" {' '.join(words)} "
    for match in pattern.finditer(line):
        first = line.count(" ", 0, match.start())
        yield first, first + len(match[0].split())


def _compiled(lines: str, *, marked: bool) -> "re.Pattern[str]":
    """All ways to say it as one pattern over words with a blank around each."""
    ways = (_way(line.split(), marked=marked) for line in lines.strip().splitlines())
    return re.compile(rf"(?:{'|'.join(ways)})(?= )")


def _way(tokens: list[str], *, marked: bool) -> str:
    return "".join(_GAPS[token] if token in _GAPS else f" (?:{_words(token, marked=marked)})" for token in tokens)


def _words(token: str, *, marked: bool) -> str:
    found: list[str] = []
    for word in token.removeprefix("!").split("/"):
        (plain,), (typed,) = words_of(word)
        found += [respelled(typed)] if marked else []
        found += [] if token.startswith("!") else [plain]
    return "|".join(dict.fromkeys(found))


_ALARMS: Final = {danger: _compiled(lines, marked=True) for danger, lines in _SAID.items()}
_NO_ALARM: Final = _compiled(_HARMLESS, marked=False)
