"""A case on its way: each verb once, as its handlers call it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from storage.domain.case import Case
from tests.builders import make_case, person_id

DAY = date(2026, 11, 4)
LATER = date(2026, 11, 20)
LAN, MINH = person_id("lan"), person_id("minh")
CONCERN = "Phụ cấp của tổ dân phố tháng này chưa có, xin hỏi khi nào chi trả?"
MORE = "Cả tổ 5 cũng chưa có."
Step = Callable[[Case], None]
# Each verb once, as its handlers call it.
STEPS: dict[str, Step] = {
    "edit": lambda case: case.edit("Phụ cấp tháng 9 và 10 chưa có.", on=DAY),
    "add": lambda case: case.add(MORE, on=DAY),
    "withdraw": lambda case: case.withdraw(on=DAY),
    "confirm": lambda case: case.confirm(on=DAY),
    "ask_again": lambda case: case.ask_again(on=DAY, due_on=LATER),
    "push_back": lambda case: case.push_back(on=DAY, due_on=LATER),
    "route": lambda case: case.route("KT", by="VP", on=DAY),
    "decline": lambda case: case.decline("Việc này do Toà án giải quyết.", by="VP", on=DAY),
    "merge": lambda case: case.merge_into(make_case(ref="DT-7K3Q-9XMD"), by="VP", on=DAY),
    "support": lambda case: case.add_support("TYT", by="VP", on=DAY),
    "accept": lambda case: case.accept(LAN, by="KT", on=DAY),
    "transfer": lambda case: case.bounce("Việc của Văn hóa.", to="VHXH", office="VP", by="KT", on=DAY),
    "return": lambda case: case.bounce("Chưa rõ của ai.", to=None, office="VP", by="KT", on=DAY),
    "ask": lambda case: case.ask("Anh/Chị thuộc tổ mấy?", LAN, by="KT", on=DAY),
    "draft": lambda case: case.submit_draft("Sẽ chi trước 30/11.", LAN, by="KT", on=DAY),
    "part": lambda case: case.add_part("Danh sách đã chuyển KT.", by="TYT", on=DAY),
    "extend": lambda case: case.extend(LATER, "Chờ quyết toán.", by="KT", on=DAY),
    "send_back": lambda case: case.send_back("Nêu rõ ngày chi.", by="UBND", on=DAY),
    "publish": lambda case: case.publish("Chi trả ngày 25/11.", by="UBND", on=DAY),
    "assign": lambda case: case.assign("VHXH", LATER, by="UBND", on=DAY),
    "lapse": lambda case: case.lapse(office="VP", on=DAY),
    "run_on": lambda case: case.run_on(LATER, office="VP", on=DAY),
    "escalate": lambda case: case.escalate("head", due_on=LATER, office="VP", on=DAY),
}


def walked(path: str, **changes: Any) -> Case:
    """A case that has gone these steps."""
    case = make_case(**changes)
    for step in path.split():
        STEPS[step](case)
    return case
