"""Where somebody lives or works: a sure part of an address and what goes on around it.

In English text a part with a form of its own (a street with its number, a postcode, a flat) is an anchor, and the
pieces between commas on both sides belong to it as long as they look like parts of an address. Chinese text has no
blanks, so the longest run that ends in a numbered building or room is taken, from the last verb before it on.
"""

import re
from collections.abc import Iterator

from knowledge_base.mining.names_en import LETTER, UPPER
from knowledge_base.mining.words import is_only_a_word, is_plain

Span = tuple[int, int]

_WORD = rf"[{LETTER}][{LETTER}'’.-]*"
_CAPITAL_WORD = rf"(?:(?:St|Co|Mt|Ste|Dr|Av)\.|[{UPPER}][{LETTER}'’-]*)"
_STREET_FULL = (
    "street|road|avenue|lane|drive|court|close|way|place|square|terrace|terr|crescent|cres|boulevard|gardens?|quay|row|hill|walk"
    "|parade|mews|grove|rise|view|park|vale|green|gate|yard|wharf|circle|loop|trail|parkway|highway|esplanade|strand|heights"
    "|path|alley|bend|broadway|promenade|broad|circus|embankment|bridge|villas|estate|croft|fields?|meadows?|ridge|point"
)
_STREET_SHORT = "st|rd|ave?|ln|dr|ct|cl|pl|sq|tce|blvd|pde|pkwy|hwy|cir|trl|gdns"
_SMALL_STREET = "street|road|avenue|lane|court|square|terrace|crescent|boulevard|gardens|mews|grove|parade|rd|ave|ln|st|blvd|house|walk|close"
_UNIT = r"(?:flat|apt|apartment|unit|suite|ste|room|rm|villa|block|blk|bldg|building|tower|house|floor|fl|level|lvl|no|lot|shop|int|bât|étage|door|dorm|stair|staircase|entrance|apto|piso|puerta|whg|wohnung|stg|lgh)"
_NUMBER = r"(?:\d{1,5}[A-Za-z]?|[A-Za-z]\d{0,4})"
_POST = (
    r"(?:[A-Z]{1,2}\d[\dA-Z]? ?\d(?!(?:GB|MB|TB|MM|CM|KG|ML|KW|HZ|FT|IN|OZ|LB|PC|HR|AM|PM|ST|ND|RD|TH|KM|MG))[A-Z]{2}|[A-Z]{2},? \d{5}(?:-\d{4})?"
    r"|(?:QLD|NSW|VIC|TAS|SA|WA|NT|ACT) \d{4}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]\d[\dW] (?=[A-Z\d]*\d)(?=[A-Z\d]*[A-Z])[A-Z\d]{4}|S ?\(?\d{6}\)?)"
)
_POST_SMALL = (
    r"[a-z]{1,2}\d[\da-z]? \d(?!(?:gb|mb|tb|mm|cm|kg|ml|kw|hz|ft|in|oz|lb|pc|hr|am|pm|st|nd|rd|th|km|mg)\b)[a-z]{2}"
)
_ANCHORS = (
    # 16 Yulin Street, 86 st olaves walk, 1140 W Larkspur Ave
    re.compile(rf"(?<![A-Za-z\d.,$£€¥#/-])(?:No\.? ?)?\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,4}})?,? (?:Lane \d+,? )?(?:{_CAPITAL_WORD} ){{1,4}}(?i:{_STREET_FULL}|{_STREET_SHORT})\b\.?"),
    re.compile(rf"(?<![A-Za-z\d.,$£€¥#/-])\d{{1,5}}[a-z]? (?:{_WORD} ){{1,3}}(?:{_SMALL_STREET})\b", re.I),
    re.compile(rf"(?<![{LETTER}\d])(?i:street|road|block|blk|lane) \d{{1,4}}[A-Za-z]?,", re.I),
    re.compile(rf"(?<![{LETTER}\d])(?:{_CAPITAL_WORD} )(?:{_STREET_FULL})\b,? ?\d{{1,4}}\b(?! ?[%a-z])", re.I),
    re.compile(rf"(?<![{LETTER}\d])[{LETTER}]+ (?:road|street|avenue|lane|rd|st) (?:no\.?|number) ?\d{{1,4}}(?!\d)|(?<=\bat )(?:number|no\.?) \d{{1,4}}(?!\d)", re.I),
    re.compile(rf"(?<=, ){_CAPITAL_WORD}(?: {_CAPITAL_WORD})? \d{{6}}(?!\d)|(?<![{LETTER}\d])[{UPPER}][{LETTER}]+-(?:dong|gu|ku|gil|cho|machi)(?![{LETTER}])(?: \d{{1,4}})?"),
    # a compass point, a number of Japanese blocks, a floor of Singapore
    re.compile(rf"(?<=[a-z,] )\d{{2,5}} [NSEW]\.? {_CAPITAL_WORD}(?! \d)"),
    re.compile(rf"(?<![A-Za-z\d-])\d{{1,3}}(?:-\d{{1,4}}){{2,3}},? {_CAPITAL_WORD}|\b{_CAPITAL_WORD} \d{{1,3}}(?:-\d{{1,4}}){{2,3}}(?![\d-])"),
    re.compile(r"#\d{2}-\d{2,4}\b"),
    # streets of the continent
    re.compile(rf"(?<![{LETTER}\d])(?:\d{{1,4}}(?: ?(?:bis|ter|[a-z]))?,? )?(?i:rue|avenue|quai|place|boulevard|allée|chemin|impasse|via|viale|piazza|corso|calle|avenida|av\.|rua|ulica|ul\.|pl\.|c/) (?:(?:de|du|des|la|le|les|dei|del|della|delle|di|do|da|dos|l'|d')[ ]?)*{_CAPITAL_WORD}(?: {_CAPITAL_WORD})*(?:,? \d{{1,4}}(?!\d)(?:/\d{{1,4}})?(?: ?[a-z]\b)?)?"),
    re.compile(rf"(?<![{LETTER}\d])[{UPPER}][{LETTER}-]*(?:stra(?:ß|ss)e|str\.|straat|weg|gasse|platz|gatan|vej|gata|veien|(?i:allee)|gracht|kade|laan|plein|damm|ring|ufer)(?: \d{{1,4}}(?:[ -]?[a-z]{{1,2}})?\b(?:, \d{{4,5}} {_CAPITAL_WORD})?|, \d{{4,5}} {_CAPITAL_WORD})"),
    re.compile(r"(?<![A-Za-z])(?i:p\.? ?o\.? ?box|postfach|postboks|apartado|casella postale|locked bag) \d{1,6}"),
    re.compile(rf"(?<![{LETTER}\d])(?:{_CAPITAL_WORD} (?:Province|District|City)|{_CAPITAL_WORD})(?:, (?:{_CAPITAL_WORD} ?){{1,3}}){{1,3}}(?:District|City), \d{{1,5}} {_CAPITAL_WORD} (?:Road|Rd|Street|St)\b"),
    # postcodes
    re.compile(rf"(?<![A-Za-z\d.,#-]){_POST}(?![A-Za-z\d-])"),
    re.compile(rf"(?<![A-Za-z\d.,#-]){_POST_SMALL}(?![A-Za-z\d])"),
    # a flat and a building
    re.compile(rf"(?<![{LETTER}\d]){_UNIT}\.? ?#?{_NUMBER},? (?:{_UNIT}\.? ?#?{_NUMBER}|{_CAPITAL_WORD} (?:{_CAPITAL_WORD} )*(?:{_STREET_FULL}|{_STREET_SHORT}|house|farm|hall|trading)\b)", re.I),
    re.compile(rf"(?<![{LETTER}\d])(?:{_UNIT}\.? ?#?{_NUMBER}, ){{1,4}}(?-i:(?:{_CAPITAL_WORD} ?){{1,4}}, ?){{1,4}}(?-i:{_CAPITAL_WORD})", re.I),
    re.compile(rf"(?<![{LETTER}\d])(?:{_CAPITAL_WORD} )+(?:House|Farm|Cottage|Hall|Forge|Mill|Lodge|Barn|Rectory|Vicarage|Manor),(?= {_CAPITAL_WORD})"),
)  # fmt: skip
_LEFT_PIECE = re.compile(
    rf"(?:^|(?<=[,:;\n(\s\u4e00-\u9fff]))"
    rf"((?:\d{{1,2}}(?:st|nd|rd|th) [{LETTER}]+|#\d{{1,4}}|{_UNIT}\.? ?#?{_NUMBER}(?: (?:[a-z]+) (?:house|court|hall|building))?|\d{{1,2}}/?F|(?-i:{_CAPITAL_WORD})(?: (?-i:{_CAPITAL_WORD}|of|the|le|la|de)){{0,4}}|\d{{1,5}}[a-z]?|#?\d{{2}}-\d{{2,4}}"
    rf"|{_UNIT}\.? ?#?{_NUMBER} (?-i:{_CAPITAL_WORD})(?: (?-i:{_CAPITAL_WORD}))*|\d{{1,2}}/?F|(?-i:[A-Z]\d{{0,4}}))(?:,? |,|\n))$",
    re.I,
)
_SMALL_LEFT = re.compile(rf"(?:^|(?<=[,:;\n]))\s*((?:{_UNIT} ?#?{_NUMBER}(?: [a-z]+ (?:house|court|hall|building))?|(?:st )?[a-z']+(?: [a-z']+){{0,2}}), ?)$", re.I)  # fmt: skip
_RIGHT_PIECE = re.compile(
    rf"(?:,? ?|\n|, ?)(?:(?:{_UNIT}\.? ?(?:no\.? ?)?#?{_NUMBER}\b|#\d{{2}}-\d{{2,4}}|# ?\d{{1,5}}[A-Za-z]?|\d{{1,2}}(?:st|nd|rd|th|e|er|\.)? ?(?:floor|fl|étage|og|eg|/f|f)\b|\d{{1,2}}/?f\b"
    rf"|(?:left|right|links|rechts|mitte|rear|hinterhaus|vorderhaus|upstairs|downstairs|ground floor|top floor)\b|bât\.? ?\w\b|int\.? ?\d+|étage \d+"
    rf"|(?-i:{_POST})(?![A-Za-z\d])|(?-i:{_POST_SMALL})(?![A-Za-z\d])|\(?\d{{5,6}}\)?(?![\d-])|\d{{4}}(?! ?\d| [a-z])|\d{{3}}-\d{{4}}(?!\d)|\d{{3}} \d\d(?= [{UPPER}])|\d\d-\d{{3}}(?= [{UPPER}])|\d{{5}}-\d{{3}}(?!\d)|\d{{4}} ?(?-i:[A-Z]{{2}})\b|\d{{1,2}}[ºª°]\w?|\d{{1,4}}(?:-\d{{1,4}})?(?=,)|\d{{4,5}}(?= (?-i:[{UPPER}]))|(?:sec|lane|no)\.? \d+"
    rf"|(?-i:(?!I\b)(?:{_CAPITAL_WORD})(?:(?: |-)(?-i:{_CAPITAL_WORD}|-?ku|-?shi)){{0,3}}(?:-ku|-shi|-dong|-gu)?)(?![{LETTER}])))",
    re.I,
)
_SMALL_RIGHT = re.compile(rf",? ?({_WORD}(?: {_WORD}){{0,2}}(?: \d{{1,3}})?)(?=[,.!?\n]|$)|, ?({_WORD})")
_CUE = re.compile(r"\b(?:address(?: is|:| now)?|live[sd]? at|lives in|deliver(?:ed|y)? to|ship(?:ped|s)? to|send(?: it| them)? to|sent to|goes to|going to|moved to|collect from|left (?:it )?at|house at|gate at|addr(?: is|:)?|neighbou?rs at)[: ]+", re.I)  # fmt: skip
_CUED = re.compile(rf"(?:{_UNIT}\.? ?)?#?\d{{1,5}}[A-Za-z]?(?=[,.;!?\s]|$)(?! ?(?:%|days?|weeks?|hours?|x|pcs|pieces?|people|items?|am|pm|o'clock|of|or|-)\b)(?: {_CAPITAL_WORD}){{0,3}}", re.I)  # fmt: skip
_OWN = re.compile(r"\b(?:our|your) (?:\w+ )?(?:showroom|shop|stores?|warehouse|office|branch|flagship)\b[^.!?\n]*$|\b(?:the|which) (?:\w+ )?(?:shop|stores?|showroom)\b[^.!?\n]{0,20}$", re.I)  # fmt: skip
_DAYS_AND_MORE = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:day|sday|nesday|rsday|urday)?s?\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\b(?:Tel|Phone|Mob(?:ile)?|Fax|Email|E-mail|Thanks|Thank|Please|Paid|Number|Order|Usually|Then|My|Her|His|Addr|Yes|No|And|The bell|Code|Colissimo|DHL|UPS|FedEx|USPS)\b")  # fmt: skip

_HAN = "\u4e00-\u9fff"
_NUM = r"[\dA-Za-z一二三四五六七八九十〇甲乙丙丁]{1,5}(?:-[\dA-Za-z]{1,4}){0,3}"
_PLACE = "街道|大道|开发区|工业园|家属院|村委会|居委会|小区|社区|新村|花园|公寓|大厦|大廈|广场|廣場|中心|宿舍|学校|小学|中学|大学|医院|校区|新区|胡同|省|市|州|盟|区|區|县|縣|镇|鎮|乡|鄉|旗|村|屯|庄|道|路|街|巷|弄|坊|里|苑|园|園|城|府|湾|灣|郡|邸|庭|院|寓|居|轩|阁|邨|组团"
_STREET_ZH = "街道|大道|胡同|(?<![知味渠通频报街])道|路|街|巷|弄|(?<![这那哪家公城心海邻])里|村|段|坊|庄|屯|镇|乡|邨"
_UNIT_ZH = "号楼|号院|號樓|号|號|栋|棟|幢|座|单元|單元|室|楼|樓|层|層|期|组|組|门|房|户|排|村|F|区"
_STRONG = (
    re.compile(rf"(?:{_STREET_ZH})[东西南北中]{{0,2}}段?\s?(?:第)?\d{{1,5}}(?:[-之]\d{{1,4}})*\s?(?:号|號|弄)(?![前后左右起截发到之~～-])"),
    re.compile(r"(?<![\d.])(?:[\dA-Za-z一二三四五六七八九十]{1,4})(?:号楼|号院|號樓|栋|棟|幢|单元|單元)(?!价)"),
    re.compile(rf"(?<![A-Za-z])[A-Za-z]\d{{0,2}}[座塔栋楼]\d{{0,4}}|(?<=[{_HAN}])\d{{1,3}}座(?=[\d，,。\s]|$)"),
    re.compile(r"(?<![\d.])\d{1,2}(?:楼|樓|层|層|/?F)\s?[A-Za-z\d]{1,5}(?:室|房|号|號)?|(?<![\d.])[A-Za-z]?\d{3,4}(?:室|房)(?![内外温友间子型])"),
    re.compile(r"(?<=[区區里苑园園城院村庄府湾灣郡寓楼号栋路街巷弄居轩庭期])\s?\d{1,4}(?:-\d{1,4}){1,3}(?![\d%年月日号]|\s?(?:天|个|小时|元|点|工作日|月))"),
    re.compile(rf"(?:[{_HAN}\d]{{1,8}}?(?:{_PLACE})\d{{0,4}}){{3,8}}"),
    re.compile(rf"(?:[{_HAN}]{{2,4}}省)?[{_HAN}]{{2,4}}市[{_HAN}]{{2,5}}[区县][{_HAN}\dA-Za-z]{{2,24}}"),
    re.compile(rf"(?<=地址)[是:： ]?(?:[{_HAN}\d]{{1,8}}?(?:{_PLACE})\d{{0,4}}){{2,8}}"),
    re.compile(rf"(?<=[放送寄存到在])[{_HAN}\d]{{0,6}}?(?:门卫室?|保安室|保安亭|收发室|传达室)"),
    re.compile(rf"(?:[{_HAN}]{{2,8}})(?:菜鸟驿站|快递柜|丰巢柜|家属院|宿舍楼?)"),
)  # fmt: skip
_LEFT_ZH = re.compile(
    rf"(?:[{_HAN}\dA-Za-z#()（）·-]|(?<=[路街巷弄里苑园城府村镇区县市省栋幢号楼排期组院A-Za-z\d]) ){{1,40}}$"
)
_VERBS_ZH = re.compile(
    r"地址(?:还?是|写|改成|换成|为)?|[寄送发改换运到搬住去回投][到去往成为至给]|改寄|[寄送]回|就[是放]|还是|改去|係送去|不是|应该是|现在是|收货是|住在?|放在?|到(?!家)|位于|在(?!线)|帮您|给我|是|已加上|已改(?:成|为)?|收[货件]|小区是|单位是|公司是|放(?=[\u4e00-\u9fff]{4})|写(?=[\u4e00-\u9fff]{4})|从"
)
_RIGHT_ZH = re.compile(
    rf"(?:[{_HAN}]{{1,5}}?\d{{1,4}}\s?(?:号楼|号院|号|號|组|栋|幢|单元|室)|[{_HAN}]{{1,10}}?\d{{1,4}}(?:-\d{{1,4}}){{1,3}}(?!\d)|[ ，,]?(?:{_NUM}\s?(?:{_UNIT_ZH})(?![价米钱])|[一二三四五六七八九十\dA-Z]{{1,3}}[座栋](?=\d))|[{_HAN}]{{2,10}}?(?:广场|大厦|大廈|公寓|花园|小区|学校|医院|宿舍|家属院)|[{_HAN}]{{2,12}}?(?:{_PLACE}|国际|大樓|大楼|教务处|驿站|物业|保安室|前台)(?=[\d，,。A-Za-z一二三四五六七八九十\s]|$)|(?<=[元楼栋座幢层际号])\s?-?\d{{2,4}}(?![\d年月天元件个点])(?:室|房)?| \d{{1,4}}(?:-\d{{1,4}}){{1,3}}(?!\d)|-\d{{1,4}}(?![\d]))"
)
_OWN_ZH = re.compile(r"(?:我们|本店|咱们|门店|店铺|旗舰店|快闪|退回)[^。！!？?\n]{0,12}$")


def find_addresses(text: str) -> Iterator[Span]:
    """Spans of addresses in a text of either language; they may overlap."""
    yield from _english(text)
    yield from _chinese(text)


def _english(text: str) -> Iterator[Span]:
    for pattern in _ANCHORS:
        for match in pattern.finditer(text):
            if not is_shops_own(text, match.start()) and _is_street(match[0]):
                yield _widened(text, *match.span())
    for cue in _CUE.finditer(text):
        number = _CUED.match(text, cue.end())
        if number and not is_shops_own(text, number.start()):
            yield _widened(text, *number.span())


def is_shops_own(text: str, start: int) -> bool:
    """Whether the shop tells where it is itself."""
    return bool(_OWN.search(text[max(0, start - 80) : start]))


def _is_street(anchor: str) -> bool:
    """Whether the words between the number and the kind of street may be its name, as those of `2 for one street` not."""
    if not anchor[0].isdigit() or anchor != anchor.lower():
        return True
    return not any(is_only_a_word(word) for word in re.findall(rf"[{LETTER}'’]{{2,}}", anchor)[:-1])


def _widened(text: str, start: int, end: int) -> Span:
    """An anchor with the pieces of the address on both sides."""
    small = text[start:end].casefold() == text[start:end]
    for _ in range(8):
        before = text[max(0, start - 60) : start]
        match = _LEFT_PIECE.search(before) or (_SMALL_LEFT.search(before) if small else None)
        if not match or not _belongs(match[1]):
            break
        start -= len(before) - match.start(1)
    for _ in range(10):
        match = _RIGHT_PIECE.match(text, end)
        if match and _belongs(match[0]) and not re.match(r"[ ,]*\d{7,}", match[0]):
            end = match.end()
            continue
        match = _SMALL_RIGHT.match(text, end) if small else None
        if not match or not _belongs(match[0]) or any(map(is_plain, match[0].strip(", ").split())):
            break
        end = match.end()
    return start, end


def _belongs(piece: str) -> bool:
    """Whether what stands beside an address may be a part of it: no day, no `Tel`, no plain word."""
    words = piece.strip(" ,\n").split()
    if not words or _DAYS_AND_MORE.search(piece):
        return False
    first = words[0]
    return not (first.isalpha() and is_plain(first) and first.casefold() not in _PLACE_WORDS)


_PLACE_WORDS = frozenset(
    "flat unit room floor house block building tower shop door no left right new old the city level lot north south east west"
    " upper lower great little long high st rear top ground entrance".split()
)


def _chinese(text: str) -> Iterator[Span]:
    for pattern in _STRONG:
        for match in pattern.finditer(text):
            start, end = match.span()
            if _OWN_ZH.search(text[max(0, start - 16) : start]):
                continue
            start = _left_of(text, start, end)
            while more := _RIGHT_ZH.match(text, end):
                end = more.end()
            if re.search(rf"[\d一二三四五六七八九十]|(?:[^{_HAN}]|{_PLACE}|驿站|柜|室|亭|卫)$", text[start:end]):
                yield start, end


def _left_of(text: str, start: int, end: int) -> int:
    """Where the run of characters begins that leads up to a numbered building: after the last verb before it."""
    run = _LEFT_ZH.search(text[max(0, start - 40) : start])
    first = start - len(run[0]) if run else start
    whole = text[first:end]
    last = max(
        (match.end() for match in _VERBS_ZH.finditer(whole, 0, end - first) if match.end() < len(whole) - 2), default=0
    )
    return first + last
