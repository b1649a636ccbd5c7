"""What an anonymous author can do, one act at a time, through the conversation."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeAlias

from tests.journeys.steps import CONCERN, file_concern, reply_code_in
from tests.talk import Talk
from tests.world import World

WRONG_CODE: Final = "2222-3333-4444-5555"


@dataclass(slots=True)
class Scene:
    """An author and those who answer."""

    world: World
    author: Talk
    office: Talk
    officer: Talk
    leader: Talk
    codes: list[str] = field(default_factory=list)

    @classmethod
    async def enter(cls, world: World) -> "Scene":
        office, officer, leader = await world.office(), await world.officer("VP"), await world.leader()
        return cls(world, await world.staff("KT"), office, officer, leader)

    async def open_case(self) -> None:
        """A case of the author that is not answered yet, its card on the phone."""
        if not self.codes:
            await file_one(self)
        await self.author.say(self.codes[-1])

    async def answered_case(self) -> None:
        """One that has just been answered."""
        await file_one(self)
        self.codes.pop()
        await self.office.tap("Chọn đơn vị khác")
        await self.office.say("VP")
        await self.officer.tap("Soạn trả lời")
        await self.officer.say("Văn phòng cấp máy mới trước 30/11/2026.")
        await self.officer.tap("Trình lãnh đạo")
        await self.leader.tap("Duyệt")


Step: TypeAlias = Callable[[Scene], Awaitable[None]]


async def file_one(scene: Scene) -> None:
    await file_concern(scene.author, f"{CONCERN} Lần {len(scene.codes)}.")
    scene.codes.append(reply_code_in(scene.author.expect("Mã nhận trả lời")))


async def cancel(scene: Scene) -> None:
    await scene.author.say(CONCERN)
    await scene.author.tap("Không ghi tên")
    await scene.author.say("hủy")
    await scene.author.tap("Bỏ ý kiến")


async def look_up(scene: Scene) -> None:
    await scene.author.say(scene.codes[-1] if scene.codes else WRONG_CODE)


async def guess_a_code(scene: Scene) -> None:
    await scene.author.say(WRONG_CODE)


async def add(scene: Scene) -> None:
    await scene.author.tap("Bổ sung")
    await scene.author.say("Thêm một ý nữa.")
    scene.author.expect("DT-")


async def edit(scene: Scene) -> None:
    await scene.author.tap("Sửa")
    await scene.author.say(f"{CONCERN} Đã sửa.")
    scene.author.expect("DT-")


async def withdraw(scene: Scene) -> None:
    await scene.author.tap("Rút")
    await scene.author.tap("Rút ý kiến")
    scene.author.expect("Đã rút")
    scene.codes.pop()


async def agree(scene: Scene) -> None:
    await scene.author.tap("Đã rõ")


async def push_back(scene: Scene) -> None:
    await scene.author.tap("Chưa thỏa đáng")
    await scene.author.say("Chưa rõ ai làm.")


async def nothing(scene: Scene) -> None:
    """No preparation."""


async def open_case(scene: Scene) -> None:
    await scene.open_case()


async def answered_case(scene: Scene) -> None:
    await scene.answered_case()


# Each act with what must have happened before: by others too, and therefore not part of the act.
ACTS: Final[Mapping[str, tuple[Step, Step]]] = MappingProxyType(
    {
        "file": (nothing, file_one),
        "cancel": (nothing, cancel),
        "look up": (nothing, look_up),
        "guess a code": (nothing, guess_a_code),
        "add": (open_case, add),
        "edit": (open_case, edit),
        "withdraw": (open_case, withdraw),
        "agree": (answered_case, agree),
        "push back": (answered_case, push_back),
    }
)
