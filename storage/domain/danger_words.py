"""How people say that somebody is in danger, and what only sounds like it."""

from enum import StrEnum
from typing import Final


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


# A line is a way to say it: "a/b" is either word, "~" up to two words in between, "*a/b" up to six of these. A word is
# also read without its marks where the text has none; with "!" it counts only as it is spelled, because it means
# something else without.
SAID: Final = {
    Danger.SUICIDE: """
        có người tự tử/sát/thiêu
        tự thiêu trước/ngay
        không muốn tồn tại
        muốn biến mất khỏi
        muốn kết thúc tất/cuộc/đời/mọi
        kết thúc cuộc đời/sống
        thư tuyệt mệnh
        sống không bằng chết
        không còn lối thoát
        không còn thiết gì
        chết đi cho xong/rồi/nhẹ
        chết quách cho
        đòi/định/sắp/dọa/doạ nhảy xuống/từ
        nhảy xuống ~ sông/cầu/lầu/giếng/hồ
        lan can ~ nhảy
        uống thuốc chuột/cỏ
        uống ~ thuốc sâu/chuột/cỏ
        tự làm hại
        !tự hại
        tự hại bản/mình/thân
        cắt tay tự
        !tự !tử
        muốn/định/đòi/dọa/doạ/toan/đi/nghĩ/bị/hay/vì tự tử
        tự tử bằng/mất/chết/cho
        !tự sát/vẫn/thiêu
        định/đòi/dọa/doạ tự sát/vẫn/thiêu
        tự kết liễu
        kết liễu đời/cuộc
        !quyên sinh
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
        bị !đâm
        đâm ~~ nhát
        !đánh cán bộ
        !đánh người/nhân/bảo
        bị danh ngay/giua/hoai/suot/hom
        chồng ~ danh em/con/vo/toi/me/chau
        đập phá
        ép quan hệ
        ép ~ quan hệ
        cưỡng ép
        sờ soạng
        sờ mó
        tấn công ~ người/cán/tôi/em/dân
        đánh suốt
        đánh tới tấp
        đánh dã man
        !đánh tôi/em/cháu/vợ/con/mẹ/bà/ông/chị/anh
        !tát tôi/em/cháu/vợ/con/vào/mạnh
        bị ~ !tát
        bị ~ đánh/đâm/chém/đạp/hành hung
        !đấm vào/tôi/em
        giết hết/sạch/chết
        xách/vác/cầm/mang/lấy/thủ/vung ~ gậy/kim/kiếm/súng/rựa/búa/hung/dao
        mã tấu
        có súng
        khống chế ~ con/người/cán
        con tin
        ngáo đá
        đánh ghen
        trả thù ~ cán/gia/tôi/em/người
        mang/tưới/đem/xách/tạt xăng
        đổ xăng đốt/lên
        dọa/doạ/đòi/định/sẽ đốt
        đốt nhà/trụ/cơ/xe/phòng
        cho !nổ
        cho no tung/bom/tru/nha
        đánh bom
        bom mìn/thư/xăng
        quả bom
        lựu đạn
        thuốc nổ
        vật liệu nổ
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
        bị danh đập/dap/nhau
        bị danh vao dau/mat/lung/nguoi
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
        người/cụ/cháu/bé/vệ/nhân/thợ ~ chết trong/tại/do/vì/dưới/giữa
        xin cứu
        chó dại ~ cắn
        bị chó cắn
        không/chưa ra được nhà/ngoài/khỏi
        ngập ~~ không/chưa ra được
        chưa tìm thấy
        hấp hối
        máu chảy
        chảy nhiều máu
        chảy máu đầu/nhiều/không/ròng
        ngã từ tầng/lầu/trên/thang/giàn/mái/cây
        rơi từ tầng/lầu/trên/giàn/mái
        té lầu
        té từ trên
        té giàn
        ngã giàn
        bị thương nặng/nhiều
        bị ~ thương nặng
        gãy chân/tay/cổ/xương
        !ngất trong/tại/giữa/ngay/đi
        ngất lịm/trong
        có người ngất/xỉu/ngã
        bị !ngất
        bị xỉu
        ngã gục
        xe cứu thương
        cứu hộ gấp/ngay/khẩn
        cần cứu hộ
        cần ~ cứu hộ/người
        đột tử
        !tím tái
        khó thở
        không thở được
        gây/xảy tai nạn
        vừa/mới tai nạn
        bị tai nạn
        đâm chết
        tông chết/người/phải
        cán chết
        chết ~ tại chỗ
        mất tích
        chưa thấy về/lên/đâu
        không thấy về/lên
        lạc đường ~ rừng
        đang nguy hiểm
        gặp nguy hiểm
        nguy hiểm đến/tới tính
        nguy hiểm chết
        cứu với
        cứu gấp
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
        !cháy máy biến
        nha/kho chay roi/lon/to
        dang chay khet
        o cam ~ chay
        tu dien chay
        chay lan sang/ra/qua
        no binh ga/gas/oxy
        no may bien
        lửa bén sang/vào
        tia lửa
        biến áp ~ !nổ/cháy
        phụt/bén/bắt/châm/tóe/toé !lửa
        ngọn lửa
        lửa bùng/lan/bốc/to/lớn/cháy
        mùi khét
        !khói đen
        khói đen bốc/mù/nghi/khét
        khói ~ bốc/mù/nghi
        khói bốc
        khói lớn
        gas ~ xì/rò/hở
        gas ~~ xì/rò/hở
        gas rò/xì/bị
        !nổ trạm/máy/tung/bình
        tiếng nổ
        phát nổ
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
        tiêu chảy sau/vì
        đau bụng sau
        nôn ói
        nôn mửa
        ói mửa
        tiêu chảy hàng/nhiều/cả
        nhập viện hàng/vì/cấp
        hóa/hoá chất ~~ khó/ngất/bỏng/rò/đổ/tràn
        khí độc
        hít phải
        uống nhầm
        ăn phải
        bỏng nặng/axit/hóa
        bị !bỏng
        ngạt thở
        ngộ độc
        trúng độc
        nhiễm độc
        !ngạt khí
        bị ngạt khí
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
        ngập tới/đến/lên/ngang/quá đầu/ngực/cổ/gối/mái/bụng/hông
        nước tràn vào nhà/phòng/trường
        nước dâng
        nước ~ dâng cao/nhanh
        nước lên nhanh
        đê/đập/kè/cầu ~ sắp/sẽ/bị vỡ/sập/gãy/sạt
        đê/đập/kè ~ vỡ
        đất/đá đá/đất đổ/sạt/lăn/vùi/tràn
        đất đá ~ xuống
        bị ~ vùi lấp
        vùi lấp
        cuốn trôi
        nước ~ cuốn
        trôi nhà/xe/người/mất
        rơi/ngã/té/lọt/rớt xuống hồ/sông/ao/giếng/cống/mương/suối/hố
        !lọt xuống
        chơi ~ hồ/sông/suối chưa
        sơ tán
        di dời khẩn/gấp
        lốc xoáy
        tốc mái
        sét đánh
        đang chìm
        chìm thuyền/ghe/đò/tàu
        lật thuyền/ghe/đò/xuồng
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
        bị de duoi
        tran/mai/tuong sap xuong/roi/het
        tường ~~ đổ ~ vào/trúng/đè/xuống
        mảng vữa/trần/tường/bê
        gạch/ngói ~~ rơi/rớt/rụng xuống/trúng/vào
        !vữa/kính/mảng/trần/bê/đá ~~ rơi/rớt/rụng xuống/trúng/vào
        gạch/ngói ~ rơi/rớt
        !vữa/kính/mảng ~ rơi/rớt
        vua/kinh/mang/tran ~ roi trung
        đổ sụp
        !sụp xuống/đổ/hầm/mái/trần/nhà
        nghiêng ~ đổ/sập
        ban công/lan ~~ gãy/rơi/nứt/đổ/sập
        tường ~ nứt ~ đổ
        tường/cây/cột/cổng/trụ/hàng ~ đổ ~ trúng/vào/đè/xuống
        sắp/muốn/suýt đổ/gãy/sập xuống/vào
        thang máy ~ rơi/đứt
        kẹt ~ thang máy
        mắc ~ thang máy
        hàm ếch
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
        dây ~ điện ~ đứt/rơi/rớt
        dây điện ~~ sa/sà/chạm/rơi/đứt/rớt/võng/xuống
        dây điện hở
        điện ~ giật
        chạm điện
        chạm vào điện
        nhiễm điện
        chập ~ điện
        điện ~ tóe/toé
        nổ ~ điện
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

# What makes it certain, whatever of it only sounds like a danger: a chair's leg breaks, but not where somebody fell.
CERTAIN: Final = {
    Danger.LIFE: """
        ngã/té/vấp/trượt/rơi/rớt/đè/đổ/sập/tông/đụng/đạp/trèo/leo/ngồi/bước ~~ gãy chân/tay/cổ/xương
        """,
    Danger.FIRE: """
        !cháy lan/sang/to/lớn/dữ/nhà/rèm/trần/kho/phòng
        !cháy máy biến
        !cháy ~~ !khói/lửa
        !khói/lửa ~~ !cháy
        """,
}

_OF_A_THING: Final = (
    "*bị/đã/lại/cũng/hay/sắp/mới/cũ/này/kia/xoay/đá/gỗ/nhựa/sắt/inox/nhôm/tựa/dài/đôi/con/xếp/lưới/gấp/họp/phòng/hội/"
    "trường/tiếp/dân/chờ/khách/công/viên/văn/học/sinh/ăn/trực/hồ/sơ/sách/máy/tính/phím/in/trong/ở/tại/ngoài/sân/tầng/"
    "hai/ba/bốn/cơ/quan/trụ/sở/cây/treo/tường/hành/lang/nước/chung/vệ/đường/tuýp/led/cầu/thang/hết"
)
_MINE: Final = "của/phòng/chỗ em/tôi/anh/chị/mình"

# What only sounds like it as it is spelled: without its marks "bàn" may be "bạn", and "đèn" is "đến".
HARMLESS_AS_SPELLED: Final = f"""
    ghế/kệ/giường/quạt/camera/kính/vòi {_OF_A_THING} gãy chân/tay/cổ
    ghế/kệ/giường/quạt/camera/kính/vòi {_OF_A_THING} {_MINE} *bị/đã/lại gãy chân/tay/cổ
    !bàn/tủ/giá {_OF_A_THING} gãy chân/tay/cổ
    !bàn/tủ/giá {_OF_A_THING} {_MINE} *bị/đã/lại gãy chân/tay/cổ
    !bàn làm việc {_OF_A_THING} gãy chân
    !bàn làm việc {_MINE} *bị/đã/lại gãy chân
    máy/bình/chiếu {_OF_A_THING} gãy chân/cổ !đế/vòi
    cửa {_OF_A_THING} gãy tay !nắm/cầm
    xe {_OF_A_THING} gãy chân !chống
    xe {_OF_A_THING} gãy tay lái/phanh/ga
    !đèn/bóng {_OF_A_THING} cháy
    !đèn/bóng {_OF_A_THING} {_MINE} *bị/đã/lại cháy
    bị chém !giá
    lãnh/chỉ đạo
    bổ sung
    thủ tục
    thu nhập
    thù lao
    sáp nhập
    sắp xếp
    tin nhắn
    bật tính năng thông/mới/này/phân/tự/nhắc
    tích hợp dữ/hệ/vào
    tích lũy/luỹ
    dự án/toán
    tờ trình
    ngập ngừng
    lối thoát nước
    chạm điện thoại
    cháy ic/block/board
    bộ nguồn *bị/đã/lại cháy
    cầu chì *bị/đã/lại cháy
    lửa nghề ~
    ngọn lửa nhiệt/yêu/đam
    khó/đề nổ máy
    nổ máy hoài/mãi/suốt/chờ
    lâu/bận/đông/khát/hôi/ngán muốn chết
    nóng/nắng chết người
    tự sát hạch/hợp/nhập
    tự sát với thực
    treo cờ ngày lễ/tết/quốc/nghỉ
    treo cờ tổ quốc
    treo cờ phướn/rủ/động
    máy tính/in/chủ *bị/hay/cứ/lại/đang/cũng treo
    nhảy cầu dao/lông
    uống thuốc ngủ theo đơn/toa
    rạch tay áo
    ngạt thở vì họp/chỉ/việc/áp/công
    ngập tới/đến/lên ~ trong công/việc/báo/giấy
    ngập tới/đến/lên ~ trong hồ sơ
    chết đuối trong công/việc/báo/giấy/đống
    chết đuối trong hồ sơ
    lũ công văn/việc
    lũ học/chuột
    cuốn trôi thời gian
    giá cả/heo/lợn/lúa/vàng sập
    thị trường ~ sập
    bị đè việc
    bị đè nặng bởi
    trúng độc đắc
    bị ngạt mũi
    đầu độc không khí
    đầu độc tư tưởng
    thuốc độc hại
    con tin tưởng/rằng/cậy
    hồ sơ *bị/đã/lại/cũng/gốc/này mất tích
    công văn *bị/đã/lại/cũng/gốc/này mất tích
    giấy tờ *bị/đã/lại/cũng/gốc/này mất tích
    đe dọa/doạ cắt hợp/thi/lương/thưởng
    đe dọa/doạ kỷ luật
    bạo lực ngôn
    đập phá xây
    bom thư rác
    cưỡng ép đóng góp
    bị chém đẹp
    bị đâm đơn
    mất mạng internet/wifi/lan
    giết chết sáng kiến
    giết chết doanh nghiệp
    giết chết tinh thần
    hồ sơ đi từ từ
    """

# What only sounds like it, looked for without regard to marks; "~~" is up to four words.
HARMLESS: Final = """
    xin cứu xét
    chưa tìm thấy hồ/giấy/văn/mã/chỗ/nút/mục/tên/công
    muốn xỉu
    xỉu ngang
    giữ/truyền/thắp/tiếp/bật lửa
    lửa nghề/trại/thiêng
    lốp xe
    sắp chữ
    trực lũ
    đánh trận/cờ/cầu/bài/vần/răng/tiếng
    bùng nổ
    rơi vào tình/khó/bế
    bom tấn
    cháy ~ nhiệt
    tuyệt vời
    tủ thuốc
    thuốc diệt cỏ
    gãy ghế/bàn/khóa/chìa/đổ
    trượt/rơi/mất điểm ~
    tai nạn nghề
    nhờn thuốc
    vết nứt nhỏ
    sợ ~ xỉu
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
