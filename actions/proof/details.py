"""Details that identify a customer where the shop allows it: an e-mail, or full name and postcode."""

import re
from dataclasses import dataclass

_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9-])(\d{5}(?:-\d{4})?|\d{6}|[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2})(?![A-Za-z0-9-])"
)
_CHINESE_NAME = re.compile(
    r"(?:我叫|我是|姓名是?|名字是?|叫)?\s*[:：]?\s*([\u4e00-\u9fff]{2,4})(?=$|[\s,，。、;；]|邮编)"
)
_ENGLISH_NAME = re.compile(
    r"(?<![A-Za-z])"
    r"(?!(?:My|Name|The|Zip|Postcode|Hello|Hi|Sure|Yes|It|This|And|Is|I|Thanks|Thank)\b)"
    r"([A-Z][A-Za-z'’-]+)\s+((?:[A-Z][A-Za-z'’-]+\s+)?[A-Z][A-Za-z'’-]+)(?![A-Za-z])"
)
_SAID_NAME = re.compile(
    r"(?<![A-Za-z])(?:name is|name's|i am|i'm|this is|it's|name:)"
    r"\s+([a-z][A-Za-z'’-]+)\s+([a-z][A-Za-z'’-]+)(?![A-Za-z])",
    re.IGNORECASE,
)
_INTRODUCED_POSTCODE = re.compile(
    r"(?:邮编|邮政编码|\b(?:zip(?: ?code)?|post ?code|postal code))\s*(?:是|为|is|:|：|=)?\s*"
    r"(\d{5,6}|[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_SAID_CHINESE_NAME = re.compile(
    r"(?:我叫|我是|姓名是?|名字是?)\s*[:：]?\s*[\u4e00-\u9fff]{2,4}(?=$|[\s,，。、;；]|邮编)"
)
_BARE_NAME = re.compile(r"^\s*([A-Za-z][\w'’-]+)\s+([A-Za-z][\w'’-]+)\s*$")
_NOT_A_NAME = frozenset(
    {"邮编", "姓名", "名字", "你好", "您好", "我的", "查询", "订单", "快递", "不是", "没有", "谢谢"}
)
_COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒")


@dataclass(frozen=True)
class Details:
    """What is known so far."""

    email: str = ""
    name: tuple[str, ...] = ()
    postcode: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether a customer can be looked up."""
        return bool(self.email or (self.name and self.postcode))

    @property
    def is_empty(self) -> bool:
        """Whether the message gave nothing."""
        return not (self.email or self.name or self.postcode)

    @property
    def as_first_and_last(self) -> tuple[tuple[str, str], ...]:
        """The ways to read the name as first and last name, the likelier first."""
        if len(self.name) < 2:
            return ()
        first, last = self.name[0], self.name[1]
        return ((first, last), (last, first))

    def completed_by(self, earlier: "Details") -> "Details":
        """These details, with what an earlier message gave."""
        return Details(self.email, self.name or earlier.name, self.postcode or earlier.postcode)


def details_in(text: str, email: str) -> Details:
    """The e-mail, name and postcode of a message."""
    if email:
        return Details(email=email)
    postcode = _POSTCODE.search(text)
    rest = text.replace(postcode.group(), " ") if postcode else text
    return Details(name=_name(rest), postcode=postcode.group(1) if postcode else "")


def introduction_in(text: str) -> Details:
    """The details of somebody who introduces himself unasked, with name and postcode; empty unless he gives both."""
    postcode = _INTRODUCED_POSTCODE.search(text)
    name = _SAID_NAME.search(text) or _SAID_CHINESE_NAME.search(text)
    if postcode is None or name is None:
        return Details()
    words = (name[1], name[2]) if name.re is _SAID_NAME else _name(name[0])
    return Details(name=words, postcode=postcode[1])


def _name(text: str) -> tuple[str, ...]:
    for pattern in (_SAID_NAME, _ENGLISH_NAME, _BARE_NAME):
        if match := pattern.search(text):
            return match[1], match[2]
    for match in _CHINESE_NAME.finditer(text):
        name = match[1]
        if name not in _NOT_A_NAME:
            cut = 2 if name.startswith(_COMPOUND_SURNAMES) and len(name) > 2 else 1
            return name[cut:], name[:cut]
    return ()
