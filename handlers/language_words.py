"""Words that tell Vietnamese typed without diacritics from English, and those that tell nothing."""

import re
from typing import Final

# Both typed lists are plain: what a phone without a Vietnamese keyboard, or a hurried thumb, produces.
VIETNAMESE: Final = frozenset(
    """
    khong toi cua duoc cho nguoi nhung mot cac trong ngoai ngay roi chua vay nhe nha anh chi em ong ba chu co bac minh
    la va voi de khi nao sao ai gi xin hoi thi cung con phai viec giup gui biet muon den di ra vao len xuong lai moi
    nhieu qua rat hay hoac nhu theo tu tai ve bi cam da dang se xong duoi tren sau truoc thang tuan hom gio phong phuong
    dau neu vi nen ma thoi nua lam kia ay duong truong nuoc dien vang khac lau luong sua hong
    ko hok hong hem hum kg dc vs mk mik bn ntn nt zay zui wa bit bik thik thui nhiu rui uh uhm uk ak ah ne lun iu bjo
    hnay hqua trc cx mng mn ae cty cq ubnd tgian ns fai wen gium dum dzay oi troi e
    """.split()
)

ENGLISH: Final = frozenset(
    """
    i we you she they his its our your their us my him her this these those which who whose what when where why how
    is are was were been being has have had having does did doing done will would could should shall might must cannot
    of for and or but not with without from at by as if because about after again against before between during into
    over under until while through above below off out up down here there now still already just only also too very
    all any both each every few more most much many other others same some such none nobody nothing somebody someone
    something everybody everyone anyone anything yet ever never always often soon today tomorrow yesterday week month
    year monday tuesday wednesday thursday friday saturday sunday morning afternoon evening night hour hours
    one two three four five six seven eight nine first second last next new old good bad great better best wrong right
    big small late early quick slow hard easy free full open close closed broken dirty clean
    get got give given go goes going gone went come came take took taken make made put let see saw seen say said says
    tell told ask asked know knew known think thought want wanted need needs needed like help helped work works working
    worked use used using find found keep keeps kept leave left call called try tried send sent show wait waiting
    thank please sorry dear welcome hope wish agree answer answered question problem issue fix fixed change changed
    add remove delete cancel start started stop stopped happen happened believe feel write wrote written read
    people person staff manager leader office department room desk floor building water light door car money pay paid
    salary leave holiday shift training form letter request reply code number name phone computer printer password
    meet account document report reports complaint concern suggestion language english vietnamese
    dont doesnt didnt isnt cant wont im ive youre whats thats lets
    """.split()
)

# Plain Vietnamese syllables that are everyday English words too: "can", "the", "may in", "to do".
EITHER: Final = frozenset(
    """
    a an am be can cap cat cut do hang he ho hot in it lap long lot man map may me men met no on
    ran run sang sat so song tan tap tin ten than that the them then tip to top u van bat ban bin bay chat day
    hen hit hop lay lung mat nap tram tong via thin chin chip dip lip tam thu son ton
    """.split()
)

# Words a Vietnamese office types in either language.
LOANED: Final = frozenset(
    """
    ok oke oki okie okay okey hi hello hey bye yes yeah thanks tks thx haha hehe hihi wifi camera email gmail mail file
    zalo facebook telegram internet web website app admin bot online offline laptop scan scanner photo photocopy copy
    pdf excel video link group team check confirm feedback deadline meeting update sms usb pc tivi server reset test
    demo logo hr mr mrs ms vip format font log login logout covid karaoke fax ping
    """.split()
)

# What may follow an onset once the marks are gone. Spelling decides which onsets stand before which vowels; that shuts
# out English look-alikes such as "get" and "king".
_BACK: Final = (
    "a(?:ch|nh|ng|[cimnoptuy])?|o(?:ng|[cimnpt])?|oa(?:ch|nh|ng|[cimnty])?|oe[not]?|u(?:ng|[acimnptu])?|ua(?:ng|[nty])"
    "|ue(?:ch|nh)?|uo(?:ng|[cimnptu])?|uy(?:ch|en|et|nh|[antu])?"
)
_FRONT: Final = "e(?:ch|nh|ng|[cmnoptu])?|i(?:ch|nh|[acmnptu])?|ie(?:ng|[cmnptu])|y|ye(?:ng|[mntu])"
SYLLABLE: Final = re.compile(
    f"(?:b|ch|d|h|kh|l|m|nh?|ph|r|s|th?|tr|v|x)?(?:{_BACK}|{_FRONT})"
    f"|(?:c|g|ng)(?:{_BACK})|(?:k|gh|ngh)(?:{_FRONT})|gi(?:{_BACK}|e(?:ng|[mnopt])?)?"
    "|qu(?:a(?:ch|nh|ng|[cintuy])?|e(?:nh|[not])?|i(?:nh|t)?|oc?|y(?:en|et|nh|t)?)"
)

# Teencode drops the vowels: "ntn", "kq", "bt".
VOWELLESS: Final = re.compile("[bcdghjklmnpqrstvxz]{1,4}")
