"""What the conversations about similar cases begin with."""

from tests.handlers.steps import ANSWER, press, routed_case
from tests.talk import Talk
from tests.world import World

PRINTER = "Cái máy in chỗ một cửa kẹt giấy suốt từ tháng 9, con mèo xanh nhà em cũng chê."
SUMMARY = "Máy in ở bộ phận Một cửa hỏng, chờ thay"
AGAIN = "may in o bo phan 1 cua hong hoai tu thang 9, xin thay cai moi"
ASKED = "Trước khi gửi, Anh/Chị xem giúp"
UNCLEAR = "Chưa nói đến máy ở phòng của tôi."


async def sum_up(world: World, office: Talk, ref: str, text: str = SUMMARY) -> None:
    await press(world, office, f"a.sum.{ref}")
    await office.say(text)
    office.expect(f"Đã lưu tóm tắt {ref}")


async def summed_up(world: World, author: Talk, office: Talk, *, name: str = "") -> str:
    """A case with a summary, on its way to an answer; its reference."""
    ref = await routed_case(author, office, "VP", PRINTER, name=name)
    await sum_up(world, office, ref)
    return ref


async def answer(world: World, leader: Talk, ref: str, text: str = ANSWER) -> None:
    await press(world, leader, f"a.answer.{ref}")
    await leader.say(text)
    await leader.tap("Gửi trả lời")


async def to_the_end(author: Talk, text: str = AGAIN, *, name: str = "") -> None:
    """All questions answered: what comes next is the similar cases, or the preview."""
    await author.say(text)
    await author.tap("Ghi tên tôi" if name else "Không ghi tên")
    if "họ tên" in author.new[-1]:
        await author.say(name)
    await author.tap("Phản ánh")
    while author.labels == ["Bỏ qua"]:
        await author.tap("Bỏ qua")
