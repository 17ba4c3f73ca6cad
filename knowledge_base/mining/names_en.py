"""Names in English words: introductions, titles, relations, greetings, signatures, initials; in capitals or small."""

import re
from collections.abc import Iterator

from knowledge_base.mining.words import COMMON, WORDS_TOO, is_plain

UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100\u0106\u010c\u0110\u0118\u011e\u0130\u0141\u015a\u0160\u017b\u017d"
LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
CAPITAL = rf"(?-i:(?:[DOL]['’])?[{UPPER}][{LETTER}]+(?:[-’'][{LETTER}]*[{LETTER}]+)?)"
_INITIAL = rf"(?-i:[{UPPER}]\.?)"
_PARTICLE = r"(?-i:de|del|della|di|da|dos|van|von|der|den|bin|bint|ibn|al|el|y|la|le)"
SEVERAL = rf"{CAPITAL}(?:(?: (?:{_PARTICLE}|{_INITIAL})){{0,2}} {CAPITAL}){{1,4}}"
_ANY = rf"(?:{_INITIAL} )?{CAPITAL}(?:(?: (?:{_PARTICLE}|{_INITIAL})){{0,2}} {CAPITAL}){{0,4}}"
_SMALL = rf"[{LETTER}][{LETTER}'’-]+"
_FEW = rf"{_SMALL}(?: {_SMALL}){{0,2}}?"
_TITLE = (
    r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|mme|madame|mlle|monsieur|herr|frau|señora?|sra|sr|signora?|coach|pastor)"
)
_KIN = (
    r"(?:wife|husband|hubby|mum|mom|mother|dad|father|sister|brother|cousin|friend|flatmate|roommate|room mate|colleague"
    r"|coworker|co-worker|neighbou?r|boss|assistant|driver|guard|partner|boyfriend|girlfriend|bf|gf|fianc[eé]e?|son"
    r"|daughter|aunt|auntie|uncle|nephew|niece|landlord|landlady|nanny|receptionist|concierge|gardienne|teacher|secretary"
    r"|grandma|grandpa|grandson|granddaughter|baby|in-law|doorman|caretaker|housekeeper|classmate|teammate|manager|courier|rider|postman|postie|delivery (?:guy|man|driver))"
)
_END = r"(?=[.,!?;:)\n]|$| (?:again|here|from|btw|speaking|and|who|will|can|is|has|on|at|in|with|for|to|but|if|pls|please|tel|phone)\b)"

TITLES = frozenset("mr mrs ms miss mx dr prof sir madam mme madame herr frau".split())
NOT_NAMES = frozenset(
    "The This That It We You They What When Where Why How Yes No Not Ok Okay Hi Hello Hey Dear Sorry Thanks Thank"
    " Please There All Both Team Everyone Again Sir Madam Customer Support Service So And But If Is Are Was"
    " Looking Sure On In At PO Day Days Mothers Fathers Amazon DHL UPS DPD FedEx Evri Hermes County French German"
    " Italian Spanish Irish English British American Chinese Japanese Indian Muslim Vegan Yodel Fedex Klarna Order"
    " Orders Settings Privacy Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March"
    " April May June July August September October November December Christmas Spring Festival Done Noted Perfect"
    " Great Got Good Nice Apple Google Samsung Visa Mastercard Paypal PayPal Amex Alipay WeChat WhatsApp Instagram"
    " Black Made Happy White Red Blue Green Grey Brown Free Express Standard Royal Mail Post Street Road Avenue"
    " Lane Oxford Bank Holiday Easter Eid Home Office Room Flat Unit Block Building Tower City District North"
    " South East West New".split()
)  # fmt: skip

_SURE = (
    re.compile(rf"\b(?:said|says|that) ({CAPITAL}) (?:would|will|is|has|can|had|was)\b"),
    re.compile(rf"\bto ({CAPITAL}) (?:next door|upstairs|downstairs|across|at (?:no\b|number))"),
    re.compile(rf"\b(?:recipient|name|label|contact|receiver|addressee)\b[^.!?\n]{{0,20}} to ({_ANY})(?=[.!?,\n]|$)", re.I),
    re.compile(rf"\b(?:short for|nickname for|also known as|maiden name(?: is|,)?|n[ée]e|it['’]?s me,?) ({_ANY})\b", re.I),
    re.compile(rf"(?<!to )(?<!in )(?<!from )(?<!at )\b({CAPITAL})(?: \(|, | is )(?:my|his|her|our|their) {_KIN}\b"),
    re.compile(rf"(?:^|[.!?] )(?i:thanks|thank you|sorry|ok(?:ay)?|sure|no (?:problem|worries)|of course|great|perfect|got it|done|understood|welcome|bye|hi|hello|you['’]re welcome|take care|all set|noted|morning|evening|see you)(?: [a-z'’]+){{0,6}}, ({CAPITAL})(?=[.!?,]|$)"),
    re.compile(rf"\b{_TITLE}\.? ({_ANY})", re.I),
    re.compile(rf"\b((?-i:Aunt(?:ie|y)?|Uncle|Granny|Grandma|Grandpa|Nana|Umm|Abu) {CAPITAL})"),
    re.compile(rf"\b(?:my name(?:['’]?s| is)|name(?:['’]?s| is)?(?: on (?:the|my) (?:order|bell|door|label|parcel))?(?: is)?:?|this is|i am|i['’]?m|it['’]?s for|goes to|send (?:it )?to|, to|c/o|attn:?|(?:giver|receiver|buyer|owner|holder|recipient|contact)(?: is|:)?|behalf of|(?:says|reads)|both to) ({SEVERAL})", re.I),
    re.compile(rf"\b(?:for|(?:send|goes|addressed|delivered|deliver|both|out) to|behalf of|my {_KIN},?|in \w+:|(?:should|must) be|not) ({SEVERAL})(?= ?[?(,]|\.?$| not\b)", re.I),
    re.compile(rf"\b(?:my name(?:['’]?s| is)|name['’]s|call(?:s|ed)? me|(?:under|in) the name(?: of)?|name on the \w+(?: is)?|receiver(?:'s name)? is|with love from|ask for|(?:bell|mailbox|sign|label)(?: now)? (?:says|reads)|surname(?: is)?|known as|goes by|nickname(?: is)?|english name is)[: ] ?[\"“]?({CAPITAL})(?![{LETTER}])", re.I),
    re.compile(rf"\b(?:(?:recipient|name|contact|attn|c/o|owner|holder)[: ]|its|it's|i['’]?m|love from|just|voucher for|instead of|i am|this is|name (?:should|must) be) [\"“]?({CAPITAL})(?= again| btw| here| only| speaking| from| instead| and (?-i:[A-Z])| is fine| is ok|,? it is my|[\"”.!?]|,|$)", re.I),
    re.compile(rf"\b(?:my name(?:'s| is)|{_KIN}),? ({_ANY})\b", re.I),
    re.compile(rf"\b(?:(?:signed|accepted|collected|taken)(?: for)? by|tell|ask(?: for)?|(?:leave|left)(?: it)? with|(?:hand|give|gave)(?: it)? to|sp(?:eak|oke) (?:to|with)|talked (?:to|with)) [\"“]?({_ANY})\b", re.I),
    re.compile(rf"\b(?:label|bell|name|mailbox|put|write|writes?)\b[^\"“”\n]{{0,24}}[\"“]({CAPITAL}(?:,? {CAPITAL}){{0,3}})[\"”]|[\"“]({CAPITAL}(?:,? {CAPITAL}){{0,3}})[\"”] on (?:the|my) (?:label|bell|parcel)", re.I),
    re.compile(rf"\b({CAPITAL}) (?:says|said|told|wants|wanted|asked|lives|paid|pays|picked|picks|signed|from (?:accounts|reception|sales|support|work|school|customer))\b"),
    re.compile(rf"\b({CAPITAL}) as (?:the |a |your |my )?(?:first |second |main |other )?(?:contact|recipient|receiver|name)\b"),
    re.compile(rf"name from ({_ANY}) to ({_ANY})", re.I),
    re.compile(rf"\b(?:thx|thanks|cheers|regards|best),? ({CAPITAL})[.!]?$", re.I),
    re.compile(rf"(?:^|[.!?✅]\s+)(?:Dear|Hi|Hello|Hey|Thanks|Thank you|Ok|Okay|Sorry|Sure|Right|Morning|Noted|Perfect|Great|Bonjour|Hola|Hallo|Good (?:morning|afternoon|evening|day)),? ({CAPITAL}(?: {CAPITAL})?)(?=[,.!\s😊]|-san|$)"),
    re.compile(rf"(?m)(?:^|[.!?]\s+)(?:[-–—]|(?:(?:kind|best|warm) )?regards,?|best(?: wishes)?,?|cheers,?|love,?|sincerely,?|thank you,|thanks,|yours,?)\s*({_ANY})\.?$", re.I),
    re.compile(rf"(?m)^({SEVERAL})[.]?$"),
    re.compile(rf"(?m)(?:^|[.!?] )({SEVERAL})(?=, (?:phone|order|tel|#|\+?\d|[\w.+-]+@|everyone|everybody))"),
    re.compile(rf"\b({SEVERAL})(?=,? (?:\+\d|\d{{3,}}|\d{{1,5}} {CAPITAL}))"),
    re.compile(rf"(?<=[,:] )({SEVERAL})$"),
    re.compile(rf"(?<![{LETTER}\d.])(?<!\d )(?<!size )(?<! and )((?:[{UPPER}]\.[ ]?){{1,2}}(?=[^ ][a-z]){CAPITAL})"),
    re.compile(rf"^({CAPITAL}) here\b"),
    re.compile(rf", ({CAPITAL}) here\b"),
    re.compile(rf"(?:bell|mailbox|sign) says {CAPITAL}/({CAPITAL})", re.I),
    re.compile(rf"\bfor ({CAPITAL}) and ({CAPITAL})(?=[\"”.!]|$)"),
    re.compile(rf"\bfrom {CAPITAL} and ({CAPITAL})(?=[\"”.!]|$)"),
    re.compile(rf"\b((?:{CAPITAL} (?:& )?){{1,5}}(?:\([A-Z]\w+\) )?(?:Co\.?,? )?(?:Ltd|Limited|GmbH|Inc|LLC|LLP|PLC|AS|AG|BV|Studio|Trading)\b\.?)"),
    re.compile(rf"(?i:title|company)(?i: must be| is|:)? [\"“]?({SEVERAL})"),
)  # fmt: skip
_SYLLABLE = r"(?:[bpmfdtnlgkhjqxrzcswy]|zh|ch|sh)?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|a|o|e|i|u)"
_PINYIN_SURNAME = (
    "wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|ma|zhu|hu|guo|lin|luo|zheng|liang|xie|tang|han|cao|deng|xiao|feng"
    "|zeng|cheng|cai|peng|pan|yuan|dong|su|jiang|du|ye|wei|lu|ding|shen|ren|yao|cui|zhong|tan|fan|liao|shi|jin|jia|xia|fu|bai"
    "|zou|meng|xiong|qin|qiu|hou|gu|xue|yan|lei|long|tao|hao|gong|shao|wan|qian|mo|kong|xiang|chang|qiao|lai|wen|gao|ou"
)
_SMALL_SURE = (
    re.compile(rf"(?m)^({_SMALL}) (?:wants|wanted|said|says|asked|told) ", re.I),
    re.compile(rf"\b(?:my name(?:['’]?s| is)?|name(?:['’]?s| is|:)|names|called|(?:under|in) the name(?: of)?|recipient:?|receiver:?|holder:?|surname(?: is)?:?|c/o|attn:?|ask for|call me|calls me|known as|english name is|english name|short for|it['’]?s me,?) ({_FEW}){_END}", re.I),
    re.compile(rf"\b(?:my|her|his|our|their|the|to|ur) {_KIN},? ({_SMALL}(?: {_SMALL})?)(?=[.,!?;:\n]|$| (?:and|who|will|can|is|has|but|tel|phone|because)\b|\s\+?\d)", re.I),
    re.compile(rf"\b(?:no|any|and|by|because|but|if) ({_SMALL}) (?:closed|lives|paid|ordered|signed|collects|is not home|isn't home)\b", re.I),
    re.compile(rf"\b(?:its|it['’]?s|this is|i am|i['’]?m|it is) ({_SMALL} {_SMALL}(?: {_SMALL})??)(?=[.,!?;\n]|$| (?:again|here|from|btw|speaking)\b)", re.I),
    re.compile(rf"\b(?:its|it['’]?s|this is|i am|i['’]?m) ({_SMALL})(?= (?:here|speaking)\b)", re.I),
    re.compile(rf"(?:^|\b(?:hi|hello|hey|yo),? )({_SMALL} {_SMALL}) (?:again|here)\b", re.I),
    re.compile(rf"(?:^|, )name ({_SMALL} {_SMALL}(?: {_SMALL})?)(?=[,.\n]|$)", re.I),
    re.compile(rf"(?m)^({_SMALL} {_SMALL}(?: {_SMALL})??),? (?=\+?[\d(][\d ()-]{{7,}})"),
    re.compile(rf"\b(?:my|her|his|our|their|the) {_KIN},? ((?![{LETTER}]+s\b){_SMALL})(?= (?:at|on|to|as|instead)\b)", re.I),
    re.compile(rf"\b({_SMALL}) is (?:fine|ok|okay|enough|good) ?(?:too|as well|with me)?[.!]?$", re.I),
    re.compile(rf"\bit says {_SMALL} (?:and|but|not) (?:its|it['’]?s|it should be|should be) ({_SMALL})", re.I),
    re.compile(rf"\bit says ({_SMALL}) (?:and|but|not) (?:its|it['’]?s|it should be|should be) {_SMALL}", re.I),
)  # fmt: skip


_PINYIN = re.compile(
    rf"(?m)(?:^|name(?: is)?:? |i am |i'm |for )((?:{_PINYIN_SURNAME}) (?:{_SYLLABLE}){{1,2}}|(?:{_SYLLABLE}){{2}} (?:{_PINYIN_SURNAME}))(?=[,.\n]|$)"
)


def english_names(text: str) -> Iterator[str]:
    """The names that a text in English words gives away."""
    for pattern in _SURE:
        for match in pattern.finditer(text):
            for group in match.groups():
                if group and (name := without_common_edges(group)):
                    yield name
    for pattern in _SMALL_SURE:
        for match in pattern.finditer(text):
            if (name := without_titles(match[1].strip())) and is_name_like(name):
                yield name
    for match in _PINYIN.finditer(text):
        if not all(word in COMMON for word in match[1].split()):
            yield match[1]


def is_name_like(words: str) -> bool:
    """Whether words may be a name although they are written small.

    None is common or a single letter; a first name that is a word too, as Will is, needs another name beside it.
    """
    parts = words.split()
    rest = parts[1:] if len(parts) > 1 and parts[0].casefold() in WORDS_TOO else parts
    return all(len(word) > 1 and not is_plain(word) for word in rest)


def without_titles(name: str) -> str:
    """A name without the titles before it; empty when nothing is left."""
    words = name.split()
    while words and words[0].strip(".").casefold() in TITLES:
        words = words[1:]
    return " ".join(words)


def without_common_edges(name: str) -> str:
    """A name without the words at its edges that are none; nothing when no word is left or the first is none."""
    words = without_titles(name).split()
    while words and words[-1] in NOT_NAMES:
        words.pop()
    if not words or words[0] in NOT_NAMES or words[0].casefold() in _WEAK:
        return ""
    return "" if _INITIAL_ONLY.fullmatch(words[0]) and all(map(is_plain, words[1:])) else " ".join(words)


_WEAK = COMMON - WORDS_TOO - frozenset("auntie aunt uncle granny grandma grandpa".split())
_INITIAL_ONLY = re.compile(rf"[{UPPER}]\.")
