"""Personal data in customers' and agents' words: found by form, by the words around it, and by the classifier.

Names have no form of their own: titles, introductions and the classifier's entities give them away, and a name that
was found once is found again in the whole conversation.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storefront.model import Product
from storefront.policy import Contact
from understanding.runtime.model import Entity
from understanding.runtime.patterns import EMAIL, ORDER_NUMBER, PHONE, TRACKING_NUMBER, find_entities

BY_FORM = {EMAIL: "email", PHONE: "phone", ORDER_NUMBER: "order", TRACKING_NUMBER: "order"}

_HAN = "\u4e00-\u9fff"
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦马苗方俞任袁柳"
    "史唐费廉薛雷贺倪汤滕殷罗毕郝安常乐于傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄米贝戴宋庞熊纪舒屈项祝董梁杜阮蓝闵"
    "季贾江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍万柯管卢莫房裘缪解应宗丁邓单洪包左石崔吉龚程邢裴陆翁段焦侯全"
    "宁仇甘厉武刘景龙叶司黎白蒲卓池乔闻党谭劳申冉桂牛边燕尚温庄晏瞿阎习容古易廖耿匡国文关曾沙丰游盖桓肖覃粟欧"
)
_SURNAMES += (
    "趙錢孫陳衛蔣沈韓楊許呂張孔嚴華魏謝鄒蘇葉韋馬鳳費賀倪湯羅畢鄭鄧單龔顧孟黃蕭鍾駱樊萬盧莫繆應宗賈陸翁龐熊紀項劉閻溫莊"
)
_COMPOUND = "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|司徒|令狐|慕容|皇甫|尉迟|宇文|公孙|端木|东方|東方"
_FULL_ZH = rf"(?:{_COMPOUND}|[{_SURNAMES}])[{_HAN}]{{1,2}}"
_TITLE_ZH = "先生|女士|小姐|太太|阿姨|师傅|老师|师姐|姐|哥|总"
_STOPS_ZH = frozenset(
    "您好|您的|你好|你的|先生|女士|小姐|这边|那边|客服|不是|就是|可以|没有|一下|这个|那个|什么|方便|常见|安全|高的|应该"
    "|温度|经常|全部|成功|文件|时候|连接|于是|万一|单买|石头|金属|金色|白色|黄色|蓝色|蓝牙|温水|温的|和您|全额|祝您|关于".split(
        "|"
    )
)
_NAMES_ZH = (
    re.compile(rf"((?:{_COMPOUND}|[{_SURNAMES}])[{_HAN}]{{0,2}}?\s?(?:{_TITLE_ZH}))(?![{_HAN}]{{0,2}}(?:包装|送货|上门))"),
    re.compile(rf"(?:[我他她]叫|名字(?:是|叫)|姓名(?:是|写|填)?|本人|(?:收|寄|付|联系|聯絡|提货|签收)[件货款系]?人(?:是|叫|改成|换成|寫|写)?)[:： ]*({_FULL_ZH})"),
    re.compile(rf"(?:我是|署名|写的是|转给|寄给)[:： ]*({_FULL_ZH})(?=[，。,.!！？?\s]|$)"),
    re.compile(rf"(?:^|[，。,.!！\s\d])({_FULL_ZH})(?=[，,\s]*(?:收(?![到货])|新号|\+?\d[\d* -]{{7,}}))"),
    re.compile(rf"(?<![{_HAN}])({_FULL_ZH})(?=您好|你好)"),
    re.compile(rf"(?:[我他她]|本人|免贵|好像)(姓(?:{_COMPOUND}|(?![名氏什啥在的是和不])[{_HAN}]))"),
    re.compile(rf"(?<![同贵百老])(姓(?:{_COMPOUND}|[{_SURNAMES}]))(?![{_HAN}]?名)"),
    re.compile(rf"(?:^|[^{_HAN}]|好的|收到|谢谢|感谢|亲爱的)((?![我他她你您这那位是前])[{_HAN}]{{1,2}}(?:女士|先生|小姐(?!姐)|同学|老师))(?![{_HAN}]{{0,2}}(?:包装|装|款))"),
    re.compile(rf"(?:叫|姓名|名字|[件系]人|[我就]是|本人|寄给|交给)[:： 是]*([{_HAN}]{{2,5}}?[·・][{_HAN}]{{2,6}})"),
    re.compile(rf"([{_HAN}]{{2,5}}[·・][{_HAN}]{{2,6}}?)(?=女士|先生|小姐|[，, ]*(?:\+?\d[\d -]{{7,}}|收(?:$|[，,。])))"),
    re.compile(r"(?:我是|我叫|叫我|收件人|联系人)[:： ]*([A-Z][a-z]+(?: [A-Z][a-z]+){0,2}(?: ?[\u4e00-\u9fff]{1,2}(?=[，。,\s]|$))?)"),
    re.compile(rf"([{_HAN}（）()]{{4,20}}?(?:有限(?:责任)?公司|工作室|事务所|商行|贸易行))"),
)  # fmt: skip
_CAPITAL = r"[A-Z][a-zA-Z\u00c0-\u024f]+(?:[-’'][A-Z][a-zA-Z]+)?"
_SEVERAL = rf"{_CAPITAL}(?: {_CAPITAL}){{1,3}}"
_NOT_NAMES = frozenset(
    "The This That It We You They What When Where Why How Yes No Not Ok Okay Hi Hello Hey Dear Sorry Thanks Thank Please"
    " There All Both Team Everyone Again Sir Madam Customer Support Service So And But If Is Are Was Looking Sure On In At"
    " Order Orders Settings Privacy Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April"
    " May June July August September October November December Christmas Spring Festival".split()
)
_NAMES_EN = (
    re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.? ({_CAPITAL}(?: {_CAPITAL})?)"),
    re.compile(rf"\b(?i:my name(?:'s| is)|name(?:'s| is)?(?: on (?:the|my) order)?:?|this is|i am|i'm|it's for|goes to|send (?:it )?to|, to|c/o|attn:?|(?:giver|receiver|buyer|owner) is) ({_SEVERAL})"),
    re.compile(rf"\b(?i:my name(?:'s| is)|call me|under the name|in the name of|receiver(?:'s name)? is|recipient:?|its|it's|i'm) ({_CAPITAL})(?= again|[.!]?$)"),
    re.compile(rf"\b(?i:my name(?:'s| is)|roommate|husband|wife|daughter|son|brother|sister|friend|neighbou?r) ({_CAPITAL})\b"),
    re.compile(rf"(?:^|[.!?]\s)(?:Dear|Hi|Hello|Hey|Thanks|Thank you|Ok|Okay|Sorry|Sure|Right|Morning|Good morning|Good afternoon|Good evening),? ({_CAPITAL}(?: {_CAPITAL})?)(?=[,.!\s😊]|$)"),
    re.compile(rf"(?m)(?:^|[.!?]\s+)(?:[-–—]|regards,?|best,?|cheers,?|love,?)\s*({_CAPITAL}(?: {_CAPITAL})?)\.?$"),
    re.compile(rf"(?m)(?:^|[.!?] )({_CAPITAL} {_CAPITAL}(?: {_CAPITAL})?)(?=[.]?$|, (?:phone|order|#|\+?\d))"),
    re.compile(rf"\b({_SEVERAL})(?=,? (?:\+\d|\d{{3,}}|\d{{1,5}} {_CAPITAL}))"),
    re.compile(rf"\b((?:{_CAPITAL} ){{1,5}}(?:\([A-Z]\w+\) )?(?:Co\.?,? )?(?:Ltd|Limited|GmbH|Inc|LLC|Studio|Trading)\b\.?)"),
    re.compile(rf"(?i:title|company)(?i: must be| is|:)? [\"“]?({_SEVERAL})"),
)  # fmt: skip

_STREET_EN = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Close|Way|Place|Pl|Square|Sq|Terrace|Crescent|Boulevard|Blvd"
    "|Gardens?|Quay|Row|Hill|Walk|Parade|Mews|Grove"
)
_ROOM_EN = r"(?:(?:Flat|Apt\.?|Apartment|Unit|Suite|Room|Building|Tower|Block|Blk|Floor|No\.?) ?#?\w{1,5}|\d{1,2}/?F\b|\d{1,4}[A-Z]?(?=,))"
_ADDRESSES = (
    re.compile(
        rf"(?>(?:[{_HAN}]{{2,7}}?(?:省|自治区|市|新区|区|區|县|镇|乡|街道)\s?){{0,4}})"
        rf"[{_HAN}A-Za-z]{{1,10}}?(?:大道|道|路|街|巷|弄|胡同|村|小区|新村|花园|公寓|大厦|广场|苑|园|里|府|城)[东西南北中段]{{0,2}}\s?"
        rf"(?:[\dA-Za-z一二三四五六七八九十〇-]{{1,6}}\s?(?:号楼|号院|号|號|弄|栋|幢|座|单元|室|楼|樓|层|期|门)[，, ]?)+"
        rf"(?:[{_HAN}]{{2,8}}(?:广场|大厦|公寓|中心|小区|花园)?[A-Za-z]?[座塔栋]\d{{2,4}})?(?:\d{{2,4}}(?:室|房)?(?!\d))?"
    ),
    re.compile(rf"(?:[{_HAN}]{{2,4}}省)?[{_HAN}]{{2,4}}市[{_HAN}]{{2,5}}[区县][{_HAN}\dA-Za-z]{{2,24}}"),
    re.compile(
        rf"\b(?>(?:{_ROOM_EN},? ){{0,4}})(?:No\.? ?)?\d{{1,5}}[A-Za-z]?,? (?:Lane \d+,? )?"
        rf"(?:[A-Z][\w'’.-]+ ){{1,4}}(?:{_STREET_EN})\b\.?(?: Sec\. ?\d| \d{{1,2}})?"
        rf"(?:,? ?(?:Flat|Apt\.?|Apartment|Unit|Suite|Room|#) ?[\w-]{{1,7}})?"
        r"(?:,? [A-Z][a-zA-Z'’-]+(?: [A-Z][a-zA-Z'’-]+)?){0,3}(?:,? (?:[A-Z]{2} )?\d{4,6}(?:-\d{4})?)?"
        r"(?:,? [A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2})?"
    ),
    re.compile(
        rf"\b(?>(?:{_ROOM_EN}, ){{1,4}})(?:(?:Lane \d+|No\.? ?\d+(?: Lane \d+)?|[A-Z][\w'’-]+(?: [A-Z][\w'’.-]+){{0,3}}), ?){{1,4}}[A-Z][a-z]+"
    ),
    re.compile(r"\b(?:[A-Z][a-z]+ (?:Province|District|City)|[A-Z][a-z]+)(?:, (?:[A-Z][a-z]+ ?){1,3}){1,3}(?:District|City), \d{1,5} [A-Z][a-z]+ (?:Road|Rd|Street|St)\b"),
    re.compile(r"\b[A-Z][\w\u00c0-\u024f]+(?:stra(?:ß|ss)e|strasse|straat|weg|gasse|platz|gatan|vej) \d{1,4}[a-z]?(?:,? \d{4,5}(?: [A-Z]\w+)?)?"),
    re.compile(r"\b(?i:p\.? ?o\.? ?box) \d{1,6}(?:, [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?){0,2}(?:,? [A-Z]{2}\b)?(?: \d{5}(?:-\d{4})?)?"),
    re.compile(r"\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b"),
)  # fmt: skip
_DIGITS_ONLY = re.compile(r"\D")
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("id", re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])|(?<![A-Za-z\d])[0-9A-HJ-NP-Y]{2}\d{6}[0-9A-HJ-NP-Y]{10}(?![A-Za-z\d])|(?<![A-Za-z\d])[A-Z][12]\d{8}(?!\d)")),
    ("id", re.compile(r"(?:身份证(?:号)?(?:后[四4六6]位)?|证件号)[:：是 ]*(\d{4,6}[Xx]?)(?!\d)")),
    ("id", re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]19\d\d|19\d\d[./年-]\d{1,2}[./月-]\d{1,2}日?)(?!\d)")),
    ("id", re.compile(r"(?i:\bborn(?: on)?|\bbirth(?:day|date| date)?|\bd\.?o\.?b\.?|生日|出生(?:日期)?)[:： 是]*(?:is |on )?(\d{1,4}[./年-]\d{1,2}[./月-]\d{1,4}日?)")),
    ("id", re.compile(r"(?i:plate|\breg(?:istration)?|车牌)(?:号|(?i: (?:number|no\.?|is)))*[:： ]*([A-Z]{2}\d{2} ?[A-Z]{3})\b")),
    ("id", re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·• ]?[A-Z\d]{5,6}(?![A-Z\d])")),
    ("card", re.compile(r"(?<![\d*])(?:[\d*]{4}[ -]){3}[\d*]{1,7}(?!\d)|(?<!\d)[3-6]\d{15,18}(?!\d)")),
    ("card", re.compile(r"(?:尾号|末四位|后四位|卡号后4位|end(?:s|ing)(?: in| with)?|last (?:four|4)(?: digits)?(?: of (?:my|the) card)?,?(?: are| is|:)?)[:：是 ]*(\d{4})(?!\d)", re.I)),
    ("card", re.compile(r"(?:账号|帳號|account(?: number| no\.?)?)[:：是 ]*(\d{8,22})", re.I)),
    ("order", re.compile(r"#?(?<![A-Za-z\d])[A-Z]{1,3}-?\d{6,16}(?!\d)")),
    ("order", re.compile(r"(?<![\d.+-])\d{4}(?: \d{4}){3}(?!\d)|(?<![\d.+-])\d{12,20}(?!\d)")),
    ("order", re.compile(r"(?:订单(?:号|编号)?|单号|order(?: number| no\.?)?|(?<!#)#)[:：是 #]*+([A-Z]{0,3}\d{4,20})(?!\d)", re.I)),
    ("phone", re.compile(r"(?:(?:\+|00)86[ -]?)?(?<![\d])1[3-9]\d[ -]?(?:\d{4}|\*{2,6})[ -]?\d{2,4}(?!\d)|(?<!\d)0\d{2,3}-\d{3,4} ?\d{4}(?!\d)(?: ?(?:转|轉|分机|ext\.?) ?\d{1,6})?")),
    ("phone", re.compile(r"(?<![\d#])(?:\+|00)\d{1,3}[ -]?\(?\d{1,4}\)?(?:[ -]?\d{2,4}){2,4}(?!\d)|(?<![\d#])0\d{3,4} \d{3} ?\d{3,4}(?!\d)")),
    ("phone", re.compile(r"(?<!\d)\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)(?:,? ?(?:ext|x)\.? ?\d{1,5})?", re.I)),
    ("phone", re.compile(r"(?:手机(?:号)?后[四4]位|手机尾号)[:：是 ]*(\d{4})(?!\d)")),
    ("handle", re.compile(r"(?:微信号?|\bwechat(?: id)?|\bwx|v信|\bvx|\bwhatsapp|\btelegram|\binstagram|\big|\bins)(?:号)?(?: is|是|:|：|\s)+([A-Za-z][\w.-]{4,19})(?![\w@])", re.I)),
    ("handle", re.compile(r"(?:(?:小红书|抖音|快手|微博|b站|qq) ?(?:id|号|账号|昵称)?(?:[:：是叫] ?|(?<=id) |(?<=号) ?)([\w.]{4,24})|qq ?(\d{6,11}))(?![\w@])", re.I | re.ASCII)),
    ("handle", re.compile(r"(?<![\w.])(?:vx|wx)_\w{4,20}|(?<![\w.])@[A-Za-z_][\w.]{2,29}\b")),
)  # fmt: skip


_READ = {
    "person": re.compile(r".."),
    "phone": re.compile(r"(?:\D*\d){7}"),
    "address": re.compile(r"(?=.*\d).{6}", re.DOTALL),
    "order_number": re.compile(r"(?:\D*\d){5}"),
}
"""What an entity of the classifier's types must hold to be believed: a city alone is no address."""

_TITLES = frozenset("mr mrs ms miss mx dr prof sir madam".split())
_LONG_NUMBER = re.compile(
    r"(?<![A-Za-z\d.,@/-])#?(?:[A-Z]{1,4}[A-Z\d]{0,4}[-#]){0,3}[A-Z]{0,3}\d[A-Z\d]*+"
    r"(?:-[A-Z]{0,2}\d[A-Z\d]*+| \d{3,4}(?=[ ,.，。]|$))*+(?![A-Za-z\d-]*\d)"
)
_SPELT_NUMBER = re.compile(r"[零〇一二三四五六七八九幺]{3,11}(?:[ -]?[零〇一二三四五六七八九幺]{3,8}){1,3}")
_DAY = re.compile(r"(?:19|20)\d\d[- ]\d{1,2}[- ]\d{1,2}|\d{1,2}[- ]\d{1,2}[- ](?:19|20)\d\d")
_UNIT = re.compile(
    r" ?(?:(?:[kKmM]?W|[km]?V|mAh|[kMG]?Hz|[kmµ]?g|m?[lL]|[cmk]?m|[KMG]B|points?|pts|RMB|CNY|USD|hours?|h)(?![A-Za-z])"
    r"|[元块分次人件个点瓦伏克斤升米积毫厘千公])"
)
LEAST_DIGITS = 7
"""A number of so many digits that is no day and has no unit belongs to a person or an order, whatever its form."""


@dataclass(frozen=True)
class Found:
    """A span of personal data; offsets in code points."""

    kind: str
    start: int
    end: int


def of_the_shop(contact: Contact, products: Iterable[Product]) -> tuple[str, ...]:
    """The texts that are the shop's own and nobody's personal data: how it is reached, brands, products' names."""
    goods = (name for product in products for name in (product.brand, product.name))
    return tuple(text for text in (contact.name, contact.name_zh, contact.phone, contact.email, *goods) if text)


def names_in(texts: Iterable[str], read: Iterable[Entity] = ()) -> frozenset[str]:
    """The names that texts of one conversation and the entities read in them give away, and the parts of long ones."""
    names = {name for text in texts for name in _introduced(text)}
    names |= {name for one in read if one.type == "person" and (name := _without_title(one.text))}
    parts = {part for name in names if name.isascii() for part in name.split()}
    return frozenset(names | {part for part in parts if len(part) > 2 and part not in _NOT_NAMES})


def find_personal(
    text: str, names: Iterable[str] = (), keep: Iterable[str] = (), read: Iterable[Entity] = ()
) -> tuple[Found, ...]:
    """Personal data in a text, in reading order, without overlaps.

    ``names`` are those known from the rest of the conversation; ``keep`` are texts that are not personal, such as the
    shop's own phone and the agents' names; ``read`` are the entities that the classifier sees in the text.
    """
    kept = frozenset(one.casefold().strip() for one in keep if one.strip())
    taken: list[Found] = []
    for found in _candidates(text, names, read):
        if _is_kept(found.kind, text[found.start : found.end], kept):
            continue
        met = [other for other in taken if found.start < other.end and other.start < found.end]
        both = (*met, found)  # two ways to see one thing: all of it goes, as what it was seen as first
        place = taken.index(met[0]) if met else len(taken)
        taken = [other for other in taken if other not in met]
        taken.insert(place, Found(both[0].kind, min(one.start for one in both), max(one.end for one in both)))
    return tuple(sorted(taken, key=lambda found: found.start))


def redacted(text: str, names: Iterable[str] = (), keep: Iterable[str] = (), read: Iterable[Entity] = ()) -> str:
    """The text with ``[kind]`` in place of everything personal."""
    parts, end = [], 0
    for found in find_personal(text, names, keep, read):
        parts += [text[end : found.start], f"[{found.kind}]"]
        end = found.end
    return "".join(parts) + text[end:]


def _is_kept(kind: str, span: str, kept: frozenset[str]) -> bool:
    """Whether a span is the shop's own: the same text, a number the same digits, a name whole words of the text."""
    folded = span.casefold().strip()
    if kind in ("phone", "order"):
        digits = _DIGITS_ONLY.sub("", folded)
        return bool(digits) and any(digits == _DIGITS_ONLY.sub("", one) for one in kept)
    if kind == "name":
        return any(f" {folded} " in f" {one} " for one in kept)
    return folded in kept


def _candidates(text: str, names: Iterable[str], read: Iterable[Entity]) -> Iterator[Found]:
    """Surer and longer forms first: of those that overlap the first says what they are."""
    entities = find_entities(text)
    yield from (Found("email", one.start, one.end) for one in entities if one.type == EMAIL)
    for pattern in _ADDRESSES:
        yield from (Found("address", *match.span()) for match in pattern.finditer(text))
    for kind, pattern in _FORMS:
        for match in pattern.finditer(text):
            yield Found(kind, *match.span(match.lastindex or 0))
    yield from (Found(BY_FORM[one.type], one.start, one.end) for one in entities if one.type in BY_FORM)
    yield from _read_in(text, read)
    for match in _LONG_NUMBER.finditer(text):
        is_harmless = _DAY.fullmatch(match[0]) or _UNIT.match(text, match.end())
        if len(_DIGITS_ONLY.sub("", match[0])) >= LEAST_DIGITS and not is_harmless:
            yield Found("order", *match.span())
    yield from (Found("phone", *match.span()) for match in _SPELT_NUMBER.finditer(text))
    for name in sorted({*names, *_introduced(text)}, key=len, reverse=True):
        bounded = rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name[0].isascii() else re.escape(name)
        yield from (Found("name", *match.span()) for match in re.finditer(bounded, text))


def _read_in(text: str, read: Iterable[Entity]) -> Iterator[Found]:
    for one in read:
        if one.type not in _READ or not _READ[one.type].match(one.text):
            continue
        if one.type != "person":
            yield Found(BY_FORM.get(one.type, one.type), one.start, one.end)
        elif name := _without_title(one.text):
            start = text.index(name, one.start)
            yield Found("name", start, start + len(name))


def _without_title(name: str) -> str:
    """A name's own words; nothing when a title stands alone or the name is a single letter."""
    words = name.split(" ")
    while words and words[0].strip(".").lower() in _TITLES:
        words = words[1:]
    bare = " ".join(words).strip()
    return bare if len(bare) > 1 and bare not in _NOT_NAMES else ""


def _introduced(text: str) -> Iterator[str]:
    for pattern in _NAMES_ZH:
        for match in pattern.finditer(text):
            if match[1] not in _STOPS_ZH and match[1][:2] not in _STOPS_ZH:
                yield match[1]
    for pattern in _NAMES_EN:
        for match in pattern.finditer(text):
            words = match[1].split()
            while words and words[-1] in _NOT_NAMES:
                words.pop()
            if words and words[0] not in _NOT_NAMES:
                yield " ".join(words)
