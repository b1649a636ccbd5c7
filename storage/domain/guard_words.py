"""Words by which a name is known: family and given names, what stands before them, and what only looks like one."""

from typing import Final

from storage.domain.folding import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


FAMILY: Final = _words(
    "nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh trương đinh lâm phùng"
    " mai tô hà tạ chu châu quách thái lương đàm tăng kiều lưu cao tống thạch giang từ nghiêm hứa la diệp đậu bạch mạc"
    " ninh văn khuất triệu tôn cù lục quan thân khổng lại doãn âu viên phí ông nông hoắc sầm vi ma lò giàng vàng"
)
FAMILY_FOLDED: Final = _folded(FAMILY)
# Family names that nothing else is written like, even without diacritics, where a middle name follows.
PLAIN_FAMILY: Final = _words("nguyen tran le pham huynh hoang phan bui trinh truong dinh vuong phung")
# And with their diacritics: the others are also ordinary words, or the beginning of a place.
CLEAR_FAMILY: Final = _words(
    "nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi ngô trịnh trương đinh phùng vương đỗ dương tạ tống"
)
MIDDLE: Final = _words(
    "thị văn hữu đức ngọc minh thanh quốc xuân thu kim hồng công đình quang bá duy trọng mỹ tấn thành"
)
MIDDLE_FOLDED: Final = _words("thi van huu duc ngoc minh thanh quoc xuan kim hong dinh quang duy trong my tan")

GIVEN: Final = _words(
    "an anh ánh ân bảo bằng bích bình cẩm châu chi chiến chinh chung cúc cường diễm diệp diệu dũng dung duy duyên"
    " dương đào đạt điệp định đoan đông đức giang giao hà hải hạnh hảo hân hằng hào hậu hiên hiền hiển hiệp hiếu"
    " hoa hòa hoàn hoàng hoài hoan hồng hợp huân huệ hùng huy huyền hưng hương hường hữu khải khang khánh khiêm"
    " khoa khôi kiên kiệt kim kỳ lam lan lành lâm lê liên liễu linh loan long lộc lợi luân lụa luyến lương lượng"
    " ly lý mai mạnh mận mẫn miên minh mơ my mỹ na nam nga ngà ngân nghĩa nghi ngọc nguyên nguyệt nhã nhàn nhân"
    " nhật nhi nhung như oanh phát phi phong phú phúc phước phụng phượng phương quân quang quế quốc quy quý quyên"
    " quyền quyết quỳnh sang sen sinh sơn sương tài tâm tân tấn thạch thái thanh thành thảo thắm thắng thiện thiêm"
    " thịnh thoa thoại thơ thơm thu thuận thục thùy thủy thúy thư thương tiên tiến tình tín toàn toản trà trang"
    " trâm trân trí triết triều trinh trọng trúc trung trường tú tuấn tuệ tùng tuyên tuyền tuyết tươi tường uyên"
    " vân vi viên việt vinh vĩnh vũ vui vương vy xuân xuyến yên yến nở đậm bảy út tèo"
)
GIVEN_FOLDED: Final = _folded(GIVEN)

# What a person is called by; after these one given name is enough.
TITLES: Final = _words("anh chị ông bà cô chú bác thầy dì cậu sếp bạn em thằng lão mụ đ/c")
# Without diacritics the others are too common as other words.
PLAIN_TITLES: Final = _words("anh chi ong sep")
OTHER_TITLES: Final = _words("co ba thay chu bac em di c a")
# Posts: after these a family name, or a given name, must follow.
POSTS: Final = (
    "trưởng phòng", "phó phòng", "phó trưởng phòng", "chủ tịch", "phó chủ tịch", "bí thư", "phó bí thư", "giám đốc",
    "phó giám đốc", "hiệu trưởng", "hiệu phó", "kế toán", "thủ quỹ", "văn thư", "chuyên viên", "tổ trưởng", "đồng chí",
    "trạm trưởng", "chỉ huy trưởng", "cô giáo", "thầy giáo", "bác sĩ", "nhân viên", "chánh văn phòng", "kế toán trưởng",
    "phó ban", "trưởng ban", "trưởng trạm", "đội trưởng", "cán bộ", "công chức", "trưởng bộ phận", "tổ phó",
)  # fmt: skip

# What follows a name but is none of it.
END: Final = _words(
    "phong ben o to bo ban doi tram truong khoa la lam hien dang cong can chuyen vien ke van dia tu mot va thuoc xin"
    " sinh so sdt dt day ma thi da se co khong hay noi thu tiep giai nhan tra hua cua voi cho de den ve vi do roi nay"
    " nhe nha a ah ak nhung neu khi luc duoc bi chiu bao hoi pho chu giao lop nam nguoi cung ra vao truc tai chac cu"
    " trong tren duoi ngoai sau truoc tung lien moi het bo sai quat mang doi het nop xac gui chi ky theo rat luon"
)
# What shows that the word before it was a name: the person's unit or work, or what the person did.
WORKS: Final = frozenset(
    {
        "ke toan", "van thu", "dia chinh", "tu phap", "mot cua", "hieu truong", "hieu pho", "lao cong", "bao ve",
        "thu quy", "to truong", "to pho", "cong an", "y te", "y si", "bi thu", "truong phong", "pho phong",
        "phong kinh",
        "phong tu", "phong van", "phong noi", "phong tai", "phong giao", "phong lao", "phong to", "bo phan", "o phong",
        "o bo", "o tram", "o mot", "o to", "can bo", "cong chuc", "chuyen vien", "chu nhiem", "tong phu", "giao vien",
        "hop dong", "tap vu", "lai xe", "tho dien", "trat tu", "doi truong", "tram truong", "quan su", "phuong doi",
        "noi vu", "thong ke", "van hoa", "xay dung", "moi truong", "cap duong", "nau an",
    }
)  # fmt: skip
COUNTED: Final = _words("hai ba tu nam sau bay tam chin muoi ut ca")  # people of the South are called by their number
NEVER: Final = {
    ("anh", "huong"), ("co", "lan"), ("ba", "lan"), ("co", "ba"), ("co", "hai"), ("co", "bo"), ("ba", "hai"),
}  # fmt: skip
DID: Final = _words(
    "noi bao hay quat mang doi yeu hua tra giai tiep hach la khong cu bat da dang ma thi gay keu nop ky sai hen"
    " nhan di cung lam giu dua goi moi luon rat co vua ghi"
)
NOT_AFTER: Final = {  # what with its title makes another word: (title, word), folded
    ("anh", "huong"), ("anh", "hung"), ("anh", "dung"), ("anh", "chi"), ("anh", "em"), ("chi", "em"), ("anh", "linh"),
    ("chi", "tiet"), ("chi", "phi"), ("chi", "tra"), ("chi", "thi"), ("chi", "dao"), ("chi", "bo"), ("chi", "hoi"),
    ("chi", "tieu"), ("chi", "luong"), ("chi", "thu"), ("chi", "cho"), ("chi", "co"), ("chi", "nhan"), ("chi", "an"),
    ("chi", "dinh"), ("chi", "doan"), ("chi", "nhanh"), ("chi", "ra"), ("chi", "dung"), ("chi", "quyet"),
    ("chi", "toan"), ("chi", "so"), ("chi", "phong"), ("chi", "trung"), ("chi", "uy"), ("chi", "thuong"),
    ("chi", "loi"), ("chi", "ly"), ("chi", "hop"), ("chi", "lam"), ("chi", "tam"), ("chi", "danh"), ("chi", "duyet"),
    ("ong", "ba"), ("ba", "con"), ("co", "lan"), ("ba", "lan"), ("co", "anh"), ("co", "y"), ("co", "tinh"),
    ("co", "hoi"), ("co", "dinh"), ("co", "so"), ("co", "hieu"), ("co", "loi"), ("co", "quy"), ("co", "trang"),
    ("co", "chi"), ("co", "quyen"), ("co", "tam"), ("co", "truong"), ("co", "hai"), ("co", "le"), ("co", "ban"),
    ("co", "mai"), ("co", "uy"), ("co", "hung"), ("co", "kha"), ("co", "bao"), ("co", "hop"), ("co", "thu"),
    ("co", "huong"), ("co", "ve"), ("co", "nam"), ("co", "san"), ("co", "long"), ("co", "nhan"), ("co", "dung"),
    ("ba", "nam"), ("ba", "hai"), ("ba", "muoi"), ("ba", "vi"), ("thay", "minh"), ("thay", "the"), ("chu", "y"),
    ("chu", "tich"), ("chu", "dong"), ("chu", "tri"), ("chu", "quan"), ("chu", "truong"), ("chu", "ky"),
    ("bac", "si"), ("bac", "ho"), ("bac", "lieu"), ("bac", "giang"), ("bac", "ninh"), ("ban", "hanh"), ("em", "gai"),
    ("em", "trai"), ("em", "minh"), ("em", "o"), ("em", "lam"), ("em", "xin"), ("em", "be"), ("em", "thu"),
    ("em", "hoi"), ("em", "duoc"), ("em", "hien"), ("em", "dang"), ("em", "an"), ("em", "thay"), ("em", "vui"),
    ("em", "yen"), ("em", "nhan"), ("em", "dung"), ("em", "quy"), ("em", "hop"), ("em", "van"), ("em", "moi"),
    ("em", "luon"), ("em", "chi"), ("em", "anh"), ("em", "nam"), ("em", "na"), ("em", "hoan"), ("em", "tai"),
    ("em", "long"), ("em", "trinh"), ("em", "phuc"), ("em", "chung"), ("em", "ngan"), ("em", "thuong"),
    ("di", "an"), ("di", "chung"), ("di", "lam"), ("di", "hoi"), ("di", "sang"), ("di", "ra"), ("di", "tinh"),
    ("di", "nam"), ("di", "ban"), ("c", "so"), ("a", "so"), ("thay", "thanh"), ("thay", "tinh"), ("thay", "hop"),
    ("thay", "an"), ("thay", "chi"), ("thay", "minh"), ("thay", "vui"), ("thay", "hay"), ("thay", "nam"),
    ("thay", "ban"), ("thay", "hai"), ("chu", "trong"), ("chu", "nhat"), ("chu", "thuong"), ("ong", "noi"),
}  # fmt: skip

# Capitals that begin a unit, a post or a document and no name.
NO_NAME: Final = _words(
    "phong ban van uy ubnd hdnd dang chu bi pho truong so trung cong hoi mat thanh-tra trang quan phuong xa tinh huyen"
    " thanh-pho tp nha cac khu chi ke tai kinh tu-phap dia mot nghi thong quyet luat dieu ngay thang nam thu cho khi"
    " va la cua em anh ong ba co chu bac thay cu khong neu nhung tai-chinh zalo facebook email sdt cccd cmnd ubmttq"
    " bhxh bhyt vneid word excel internet covid tet giam hieu giao can nhan bo to doi tram benh chuyen vien toi minh"
)
# Places, streets, schools and the like are named after people.
PLACE_BEFORE: Final = _words(
    "duong pho cho cau kenh rach hem ngo ap thon xa phuong quan huyen tinh tp vien dinh chua tho cung quy giai"
    " trung thcs thpt hoc non tuong doan-duong cong-vien nga vong dai hau kiet so bai song nui dao khu cum tuyen tuyet"
    " mam buu cup quoc-lo tho-to tuong-dai ben bo phu thanh-pho tu-tuong guong thi-xa ao vung tuong khoi truong"
)
PLACES: Final = (
    "ha noi", "ha nam", "ha giang", "ha tinh", "ha tien", "ha dong", "ha long", "cao bang", "cao lanh", "lam dong",
    "thai binh", "thai nguyen", "phan thiet", "phan rang", "lai chau", "chau doc", "chau thanh", "ho chi minh",
    "bac ho", "ba ria", "ba trieu", "ba dinh", "ho tay", "ho guom", "ninh binh", "ninh thuan", "tu son", "van lam",
    "doan thanh nien", "cong doan", "doan vien", "doan phuong", "doan tncs", "luong son", "quan su", "tan binh",
    "ong ich khiem", "an giang", "duong van hoa", "van phong", "van thu", "van ban", "van hoa", "lam viec",
    "cao diem", "cao cap", "chu nhat", "ho so", "ba vi", "co to", "bac lieu", "bac giang", "bac ninh", "tu phap",
    "kim thanh", "giang vo", "hoang sa", "truong sa", "hoang mai", "thanh tri", "le hoi", "mai chau", "lac hong",
    "hung vuong", "van mieu", "duong lam", "vi thanh", "thai hoa", "chu se", "phu quoc", "lao dong", "vo cuc",
)  # fmt: skip
