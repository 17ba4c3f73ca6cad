"""Addresses as they are written in China: province, city, district, street and number, building, room."""

import re

from storefront.model import Address

_PROVINCES = (
    "河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 "
    "甘肃 青海 台湾 "
    "内蒙古 广西 西藏 宁夏 新疆"
).split()
_MUNICIPALITIES = ("北京", "上海", "天津", "重庆")
_CITIES = (
    "杭州 宁波 温州 嘉兴 绍兴 金华 台州 湖州 南京 苏州 无锡 常州 南通 徐州 扬州 广州 深圳 东莞 佛山 珠海 中山 "
    "惠州 成都 绵阳 "
    "武汉 宜昌 长沙 株洲 郑州 洛阳 西安 济南 青岛 烟台 潍坊 沈阳 大连 哈尔滨 大庆 长春 石家庄 保定 唐山 太原 "
    "合肥 芜湖 福州 厦门 "
    "泉州 南昌 赣州 昆明 大理 贵阳 南宁 桂林 海口 三亚 兰州 西宁 银川 呼和浩特 乌鲁木齐 拉萨"
).split()
_PROVINCE = re.compile(rf"(?P<state>(?:{'|'.join(_PROVINCES)})(?:省|壮族自治区|回族自治区|维吾尔自治区|自治区)?)")
_MUNICIPALITY = re.compile(rf"(?P<city>(?:{'|'.join(_MUNICIPALITIES)})市?)")
_CITY = re.compile(
    rf"(?P<city>(?:{'|'.join(_CITIES)})(?![东西南北中]?[一二三]?[路街大])市?|[\u4e00-\u9fff]{{2,6}}?(?:市|自治州|地区|盟)(?!场|民|区))"
)
_STREET = re.compile(
    r"[\u4e00-\u9fff0-9A-Za-z]{1,14}?(?:大道|大街|公路|路|街|巷|弄|胡同|道|村|镇|乡|里|园|小区|花园|公寓|大厦|广场|苑|城|府)"
    r"(?:[东西南北中]?[一二三四五六七八九十]?段)?\s*(?:\d+\s*[号弄巷]?|[\u4e00-\u9fff0-9A-Za-z]{0,12}\d)"
)
_DISTRICT = re.compile(r"[\u4e00-\u9fff]{1,8}?(?<![小园社校厂地])(?:新区|区|县|旗|街道|镇|乡)")
_DISTRICT_LAST = re.compile(rf"\s*[,，]?\s*{_DISTRICT.pattern}\s*(?=$|[，,。.；;!！?？\s]|邮编|\d{{6}})")
_ROOM = re.compile(
    r"(?<=[\u4e00-\u9fff\s-])((?:[A-Za-z]?\d{1,3}\s*(?:幢|栋|座|号楼|楼)|[A-Z]座)?\s*(?:\d{1,2}\s*单元)?\s*(?:\d{1,2}[楼层])?\s*\d{1,5}\s*(?:室|房|号房)?)$"
)
_ROOM_ALONE = re.compile(r"(?<![\d])((?:\d{1,3}(?:幢|栋|座|号楼))?(?:\d{1,2}单元)?\d{2,5}(?:室|房))")
_POSTCODE = re.compile(r"(?:邮编[是为:：]?\s*)?(?<!\d)(\d{6})(?!\d)")
_LEAD = re.compile(
    r"(?:地址[是为改成换到:：]*|寄到|送到|发到|寄往|收货地址是|改成|改到|改为|换成|搬到|搬去|住在|住到|现住|住|我在|新地址|应该是|而是)\s*[:：]?\s*",
)
_TAIL = re.compile(r"(?:吧|谢谢|哦|呢|可以吗|行吗|好吗|就行|收|，?电话.*|，?手机.*|，?联系.*|，?收件.*)+$")
_ENDS = re.compile(
    r"[。；;！!？?\n]|[，,](?!\s*(?:[\u4e00-\u9fff0-9A-Za-z\s-]{0,16}?(?:号|室|楼|栋|幢|单元|区|路|街|道|市|小区|座)|邮编|\d{6}))"
)


def chinese_address(text: str) -> Address | None:
    """The Chinese address in a text, or None; a room alone (502室) is an address of one part."""
    if not re.search(r"[\u4e00-\u9fff]", text):
        return None
    start = _start(text)
    if start is None:
        room = _ROOM_ALONE.search(text)
        return Address(line2=room[1]) if room and not re.search(r"\d\s*号", text) else None
    ended = _ENDS.search(text, start)
    body = text[start : ended.start() if ended else len(text)]
    postcode = _POSTCODE.search(text, start)
    if postcode and _STREET.search(text, start, postcode.start()):
        body = text[start : min(postcode.start(), start + len(body))]
    elif postcode:
        body = body.replace(postcode[0], " ")
    return _of_body(_TAIL.sub("", body.strip(" ,，、")), postcode[1] if postcode else "")


def is_district(line: str) -> bool:
    """Whether a line of an address is no more than a district: 浦东新区."""
    return _DISTRICT.fullmatch(line) is not None


def without_district(line: str) -> str:
    """A line of an address without the district before its street: 张杨路1500弄 of 浦东新区张杨路1500弄."""
    match = _DISTRICT.match(line)
    return line[match.end() :] if match else line


def _start(text: str) -> int | None:
    """Where an address begins: at its province or city, else at a street with a number."""
    for pattern in (_PROVINCE, _MUNICIPALITY, _CITY):
        for match in pattern.finditer(text):
            lead = _lead_end(text, match.end())
            after = text[match.end() :]
            is_place = after.strip(" ,，。.!！") == "" or _DISTRICT_LAST.match(after)
            if is_place or _STREET.search(text, match.end(), match.end() + 40):
                return max(match.start(), lead) if lead < match.end() else match.start()
    street = _STREET.search(text)
    if not street or not re.search(
        r"\d\s*[号弄巷]|[室栋幢座]|\d{3,}", street[0] + text[street.end() : street.end() + 12]
    ):
        return None
    return max(street.start(), _lead_end(text, street.end()))


def _lead_end(text: str, before: int) -> int:
    """Where the words that announce an address end: 改成, 应该是."""
    return max((match.end() for match in _LEAD.finditer(text, 0, before)), default=0)


def _of_body(body: str, postcode: str) -> Address | None:
    """Province, city and the rest of an address; a municipality is a city without a province."""
    state = city = ""
    rest = body
    if province := _PROVINCE.match(rest):
        state, rest = province["state"], rest[province.end() :].lstrip(" ,，")
    if municipality := _MUNICIPALITY.match(rest):
        city, rest = municipality["city"], rest[municipality.end() :].lstrip(" ,，")
        if rest.startswith(city):
            rest = rest[len(city) :]
    elif named := _CITY.match(rest):
        city, rest = named["city"], rest[named.end() :].lstrip(" ,，")
    detail = re.sub(r"[，,]\s*", "", rest).strip()
    if not (detail or city):
        return None
    line1, line2 = _without_room(detail)
    return Address(line1, line2, city, state, "", postcode)


def _without_room(detail: str) -> tuple[str, str]:
    """Street and room: the room is what comes last, behind a building or a house number."""
    room = _ROOM.search(detail)
    if not room or not re.search(r"[号弄巷区园厦苑寓场楼栋幢座]\s*$", detail[: room.start()]):
        return detail, ""
    if not re.search(r"[室房单元幢栋座楼]", room[1]):
        return detail, ""
    return detail[: room.start()].strip(), room[1].strip()
