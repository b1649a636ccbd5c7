"""The words by which an answer is judged; all without diacritics, as ``fold`` leaves them."""

import re
from typing import Final


def _any(*alternatives: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(' '.join(line.split()) for line in alternatives)})(?![a-z0-9])")


# Words that promise nothing; what follows them ("xem xét bố trí kinh phí") is not promised either.
VAGUE: Final = _any(
    r"(?:xin |da |rat |tran trong )*ghi nhan",
    r"(?:da |xin |se )*tiep (?:thu|nhan)(?! ho so)",
    r"(?:se |duoc |tiep tuc )*(?:xem xet|nghien cuu|quan tam|luu y|can nhac|tham khao|uu tien)(?: va)?",
    r"(?:se )?(?:co gang|no luc|phan dau|tim cach|tao dieu kien|tang cuong|day manh)",
    r"(?:se )?(?:co (?:huong|phuong an|giai phap|bien phap))",
    r"(?:se )?(?:tham muu|de xuat (?:cap tren|lanh dao|phuong an))",
    r"trong thoi gian (?:toi|som nhat|gan nhat)|thoi gian toi|som nhat(?: co the)?|trong nhung nam toi|khi thuan tien",
    r"theo (?:dung )?(?:quy dinh|tham quyen|lo trinh)(?: (?:hien hanh|cua phap luat|cua cap tren))?"
    r"(?! tai| cua (?:luat|nghi))",
    r"(?:se |va )?(?:tra loi|phan hoi|bao lai|thong tin lai|giai dap|thong bao lai)(?: sau)?",
    r"dung quy dinh|phu hop tinh hinh|tung buoc|kip thoi|khan truong|quyet liet|dut diem",
    r"chi dao|don doc|nhac nho chung|rut kinh nghiem|chan chinh",
    r"(?:se|will) (?:be )?(?:consider(?:ed)?|look into|review(?:ed)?|study|studied|note|try to|do our best|check)",
    r"noted|(?:has been |have been |was )?(?:received|forwarded)|in due course|in the coming time|as soon as possible",
)
# Nobody in particular.
NOBODY: Final = _any(
    r"(?:cac |nhung )?(?:phong ban|don vi|bo phan|co quan|nganh|ban nganh)(?:,? [a-z]+)?"
    r" (?:lien quan|chuc nang|chuyen mon)",
    r"cac (?:don vi|co quan|phong ban|phong|nganh|bo phan|phuong khac)",
    r"don vi (?:thi cong|tu van)",
    r"relevant (?:units?|bodies|departments?)",
)
CONDITIONS: Final = _any(
    r"khi (?:nao )?(?:co|du|can doi|thoi tiet|dieu kien|thuan tien|bo tri duoc|duoc (?:cap|duyet|phan bo))",
    r"(?:tam (?:thoi )?(?:bi )?)?hoan lai|tam hoan|tam dung|postponed",
    r"neu (?:co|du|can doi|dieu kien|bo tri)",
    r"tuy (?:tinh hinh|dieu kien)",
    r"(?:dang |con )?cho (?:phe duyet|y kien|huong dan|chu truong|cap tren|tinh|ket qua)",
    r"when (?:funds|money|conditions)|if funds",
)
_STRONG: Final = (
    r"cap(?! (?:tren|uy|tinh|xa|phuong|co tham quyen|duoi|bach|quan ly|phep))",
    r"lap(?: dat| lai| them| moi| xong| to)?(?! tuc)",
    r"mua(?: sam)?|thue|trang bi|mua bo sung|bo sung|bo tri|tuyen(?: dung)?|dieu(?: dong)? (?:them|them \d+|\d+)",
    r"cu (?:them )?(?:\d+|mot|hai|cong chuc|can bo|nguoi|dong chi)",
    r"ky(?: lai)? (?:hop dong|ban hanh|quyet dinh|truoc|ngay|tu)|hop dong (?:thu gom|them)|gia han",
    r"chi(?: tra| bu| tien| tam ung| du)(?! chi)|tra du|thanh toan|tam ung|chuyen (?:tien|khoan|sang|ve)",
    r"(?:dong y|duyet)? chi \d+",
    r"sua(?: chua| xong| lai| cap| may)?|thay(?: the| moi| bang| nap| lap| nguoi| may)|thay (?=\d)|(?<=duoc )thay",
    r"(?<=da )thay|doi (?:nguoi|lich|may|gio)|nang cap",
    r"noi lai|thong (?:xong|cong)|don(?: dep)?(?= (?:phong|rac|vat lieu|kho|sach))|cat tia|ke (?:lai )?vach",
    r"ve sinh|chinh (?:may|lai|gio)|khoi phuc|hieu chinh|trong (?:thu|cay)",
    r"huong dan truc tiep|huong dan cac|mo(?: them)? (?:lop|quay|khoa|cua)|tap huan|to chuc|kham suc khoe",
    r"thi diem|lam thu|chay thu|cai dat|van hanh",
    r"dang ky lich|bat dau (?:tu|lam|day|chay)|ban giao|ban hanh|cong bo|niem yet|phat hanh|soan(?: lai)?",
    r"xay dung (?:tu|quy che|phan mem)|ra lich|rut (?:tu|con)",
    r"dua (?:de xuat |noi dung |\w+ )?vao (?:du toan|ke hoach|danh sach|chuong trinh)",
    r"dieu chinh|phan cong lai|chia (?:bot|lai)|giam (?:bot|so|con)|mien|ho tro (?:them|anh|chi|\d)|cham cong lai",
    r"gui (?:cong van|van ban|to trinh|so|ubnd|tinh|cac|hoi dong|bao cao|hdnd)|da gui",
    r"trinh (?:ubnd|hdnd|chu tich|so|hoi dong|thuong truc|dang uy)|bao cao so",
    r"kien nghi (?:so|ubnd|tinh|hdnd|bo|cap tren|trung uong)|de nghi (?:so|tinh)",
    r"gap (?:rieng|truc tiep|anh|chi)|phat canh cao|xu phat",
    r"lap bien ban|ap dung|thuc hien ngay|duoc thuc hien|thi cong|khoi cong|khao sat|lay \d+ bao gia|bao gia",
    r"nghiem thu|dong dien|lap to xac minh|ket luan truoc|in va",
    r"install(?:ed|s)?|repair(?:ed|s)?|replace[ds]?|buy|bought|pay|paid|hire[ds]?|sign(?:ed)?|issue[ds]?",
    r"train(?:ed)?|provide[ds]?|open(?:s|ed)?|start(?:s|ed)?|try it|tried|sent|send",
)
STRONG: Final = _any(*_STRONG)
# Steps that say little unless a date stands beside them.
WEAK: Final = _any(
    r"giai quyet|xu ly|khac phuc|trien khai|thuc hien|kiem tra|xac minh|ra soat|tong hop|bao cao",
    r"hoan (?:thanh|tat)|xong",
    r"lam viec voi|hop voi|nhac nho|phoi hop|thong bao|ho tro|don dep",
    r"lam|chuyen|giao|to chuc|check(?:ed)?|fix(?:ed)?|resolve[ds]?",
)
DONE: Final = _any(r"da|vua|xong|hoan tat|hoan thanh|have|has|was|were|paid|checked|replaced|installed|repaired|sent")
NOT: Final = re.compile(r"(?<![a-z])(?:khong|chua|cannot|not|can't)(?: the| co| duoc| phai)?(?: [a-z]+)?$")
OWNER: Final = _any(
    r"(?:van )?phong (?:hdnd|kinh te|van hoa|vhxh|kt|noi vu|tu phap|tai chinh|giao duc|ha tang|ke toan|cong tac|nay|se"
    r"|da|chung toi|toi|lap|mua)",
    r"van phong|van thu|vp|vpdu|ubkt|ubnd|vhxh|mttq|mat tran|uy ban(?: kiem tra| nhan dan)?|dang uy|hdnd|thuong truc",
    r"ban (?:xay dung dang|chi huy quan su|giam hieu|dan van|to chuc|tuyen giao|quan ly|thanh tra)",
    r"trung tam(?: phuc vu| y te| van hoa)?|tram y te|cong an|quan su|cong doan|doan thanh nien",
    r"hoi (?:phu nu|cuu chien binh|nong dan)",
    r"to (?:quan tri|cong nghe|ky thuat|truong|mot cua|van thu|bao ve|giup viec|cong tac)",
    r"bo phan (?:ke toan|van thu|mot cua|ky thuat|tai vu|quan tri|tiep nhan)|ke toan|kho bac|thu quy",
    r"chu tich|pho chu tich|bi thu|pho bi thu|hieu truong|hieu pho|giam doc|truong phong|pho phong",
    r"pho truong phong|truong tram",
    r"chi huy truong|truong cong an|nha truong|truong (?:mam non|tieu hoc|thcs|thpt)",
    r"phuong (?:se|da|mua|thue|bo tri|cung|lap)|xa (?:se|da)",
    r"(?:dong chi|d/c|dc) (?:pho|truong|to|phu|[a-z]+ phu trach)|lanh dao (?:phuong|xa|phong|van phong|ubnd)",
    r"chung toi|don vi (?:toi|chung toi)|hoi dong(?: [a-z]+)?|so (?:noi vu|tai chinh|khoa hoc|giao duc|y te|xay dung)",
    r"(?:the )?office|[a-z]+ division|(?:the )?division|we|our|chair(?:man|woman)?|head of|health station|police|team",
)
PERSON: Final = re.compile(r"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à|[Cc]ô|[Tt]hầy|Mr|Ms|Mrs)\.? +[A-ZĐÀ-Ỹ]\w+")
_DOCUMENT: Final = (
    r"(?:luat|bo luat|phap lenh|nghi dinh|thong tu|nghi quyet|quyet dinh|chi thi|ket luan|cong van|ke hoach|quy dinh"
    r"|huong dan|thong bao|to trinh|bao cao|van ban(?: huong dan)?|quy che|nd|qd|tt|nq|decree|circular|decision"
    r"|law|resolution|plan)"
)
_SIGN: Final = r"\d{1,4}(?:/\d{4})?(?:/|-)[a-z]{2,}(?:[-/][a-z0-9]+)*"
_OF_DAY: Final = r"(?:,? (?:ngay|of|dated) \d{1,2}(?:[/.-]\d{1,2}){1,2}| nam 20\d\d| 20\d\d)?"
_NUMBER: Final = r"\d{1,4}(?:/\d{4})?(?![\d/]|\s*(?:ngay|tuan|thang|nguoi))"
BASIS: Final = re.compile(
    rf"(?<![a-z])(?:{_DOCUMENT}(?: so)?:? (?:{_SIGN}|{_NUMBER}){_OF_DAY}|{_SIGN}{_OF_DAY}"
    r"|(?:khoan \d+,? )?dieu \d+[a-z]?(?: [a-z]+){0,6}"
    r"|bo luat [a-z]+ [a-z]+|luat (?!su\b)[a-z]+(?: [a-z]+){1,6}(?: 20\d\d))"
)
REFUSES: Final = _any(
    r"(?:khong|chua)(?: the)?(?: [a-z]+){0,6} duoc|khong the|chua the",
    r"khong (?:lam|lap|nhan|thuc hien|tiep thu|ap dung|dong y|cho phep|xu phat|mo|bi|kha thi)",
    r"chua (?:tiep thu|ap dung|thuc hien|giam|phu hop|bo tri|phep)|khong con|khong thuoc|vuot (?:tham )?quyen",
    r"khong phu hop",
    r"khong co (?:can cu|nguon|co so)|de nghi khong|cannot|can not|not possible|unable",
)
BECAUSE: Final = _any(
    r"vi|boi|boi vi|ly do|nguyen nhan|nen",
    r"do (?!phong|van phong|ubnd|to |don vi|ke toan|dong chi|cong an|so )[a-z]+|trung voi|vi vay",
    r"because|since|due to|as the",
)
THANKS: Final = _any(r"cam on|cam ta|tri an|biet on|thank|thanks|hoan nghenh")
ASSESSED: Final = _any(
    r"duoc chon|kha thi|tiet kiem|xep loai|duoc ap dung|ap dung (?:tu|o|toan|trong|thu|ngay)|lam thu|chay thu",
    r"thi diem|trung voi",
    r"danh gia (?:y tuong|sang kien)|qua (?:xem xet|tham dinh)|sau khi tham dinh|dua vao ke hoach|nhan loi|try it",
    r"tried",
)
PASSED_ON: Final = _any(
    r"da (?:[a-z]+ ){0,3}(?:chuyen|gui|bao|thong bao|doc|nhan lai|noi lai|ke lai|nhan gui|dan|dang|bieu duong"
    r"|tuyen duong|trinh|lam ho so)",
    r"da dua (?:[a-z]+ ){1,8}vao danh sach",
    r"(?:were|was|have been|has been|have|been) (?:passed on|passed|told|read out)",
    r"(?:duoc|da|va) (?:chuyen|gui|bao|doc|ke|noi) (?:den|toi|cho|truoc|tai)",
)
CHECKED: Final = _any(
    r"(?:qua|da|sau khi|ket qua) (?:[a-z]+ ){0,3}(?:kiem tra|xac minh|lam viec|khao sat)|tai thoi diem kiem tra",
    r"checked|inspected",
)
RESULT: Final = _any(
    r"(?:khong|chua) (?:phat hien|co hien tuong|thay)|phan anh (?:la )?dung|hien (?:nay |tai )?(?:da|khong|chua|dang)",
    r"nguyen nhan (?:la|do)|bi (?:hong|dut|nghet|tinh thieu)|cam ket|hua|khong tai pham|yeu cau|da nhac nho",
    r"da (?:tu )?(?:thu gom|don|thao|di doi)",
    r"found|no sign|not found",
)
# What is polite, or says that something arrived, and answers nothing.
COURTESY: Final = _any(
    r"kinh gui|tran trong|xin cam on|(?:chan thanh |xin )?cam on|thank(?:s| you)|thong cam|chia se voi",
    r"mong (?:anh|dong chi|tiep tuc|duoc)",
    r"(?:cau hoi|y tuong|de xuat|y kien|sang kien) (?:rat )?(?:hay|xac dang|dang quy|tam huyet)|xac dang",
    r"danh gia cao|hoan nghenh",
    r"yen tam(?: cong tac)?|phat huy tinh than|xin (?:thong bao|tra loi) (?:nhu sau|ket qua)|co y kien nhu sau|ok",
    r"(?:da )?doc$|^da doc",
)
_MATTER: Final = r"(?:y kien|phan anh|kien nghi|cau hoi|de xuat|noi dung|thu|don|tam tu|loi khen|hien ke|sang kien)"
FILLER: Final = _any(
    r"se|da|dang|truoc|tu|trong|ngay|va|cho|cua|ve|o|tai|den|duoc|xong|do|voi|cac|nay|nhat|cham|han|bat dau|anh",
    r"chi|dong chi|a|du kien|tuan|thang|the|by|on|will|be|to|of|and|in|for",
)
RECEIPT: Final = _any(
    rf"(?:da )?(?:duoc )?(?:nhan|tiep nhan|ghi nhan)(?: duoc)? {_MATTER}",
    rf"{_MATTER}(?: [a-z]+){{0,4}} (?:da )?duoc (?:nhan|tiep nhan|nam|ghi nhan|tong hop|chuyen)",
    rf"{_MATTER}(?: [a-z]+){{0,4}} da (?:vao|nam trong|ghi)|(?:da )?ghi lai|da biet|da nghe",
    r"(?:phan anh|kien nghi|cau hoi) ngay",
)
EVASIVE: Final = _any(
    r"lien he (?:[a-z-]+ ){1,10}de duoc(?: [a-z]+)*|lien he bo phan|nghien cuu cac van ban",
    r"(?:da )?(?:duoc )?chuyen (?:cho |den |cac )?(?:bo phan|don vi|co quan|lanh dao|phong ban|chuyen mon)",
    r"se (?:som )?(?:tra loi|thong bao|thong tin|phan hoi|giai dap|co van ban|bao lai|trao doi)|tra loi sau",
    r"thong tin lai|lanh dao se",
    r"chua co (?:huong dan|chu truong|quy dinh|thong tin)|(?:xin|can xin|dang xin|cho) y kien",
    r"cho (?:huong dan|chu truong|tinh|cap)",
    r"xem (?:tren|tai|o|trong) (?:trang|cac van ban|mang)|(?:xin de|de|do) lanh dao|hoi lai|kien nhan",
    r"khong nam ro|khong ro|dang (?:xem xet|cho|nghien cuu|tong hop)|khong thuoc (?:pham vi|tham quyen)|se co$",
    r"bao dam theo|duoc bao dam",
    r"huong dan cu the cua cap|nhieu (?:dong chi|nguoi) quan tam|khi co (?:ket qua|huong dan|se|thong tin)",
)
