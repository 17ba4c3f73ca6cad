"""Forms that give personal data away by themselves or with the word before them: numbers, codes, handles, e-mails."""

import re

_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_WRITTEN_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?i:{_MONTH}),? \d{{4}}|(?i:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
_PLATFORM = "[Tt]elegram|[Ii]nstagram|[Ii]nsta|[Tt][Gg]|[Ii][Gg]|[Ss]nap(?:chat)?|[Tt]witter|[Ff]acebook|[Tt]ik[Tt]ok|[Dd]iscord|[Ss]kype|[Kk]akao|[Ll][Ii][Nn][Ee] [Ii][Dd]|[Ww]e[Cc]hat|[Ww]hats[Aa]pp|[Ss]ignal|[Vv]iber|ins"
FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("id", re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])|(?<![A-Za-z\d])[0-9A-HJ-NP-Y]{2}\d{6}[0-9A-HJ-NP-Y]{10}(?![A-Za-z\d])|(?<![A-Za-z\d])[A-Z][12]\d{8}(?!\d)")),
    ("id", re.compile(r"(?:身份证(?:号)?(?:后[四4六6]位)?|证件号)[:：是 ]*(\d{4,6}[Xx]?)(?!\d)")),
    ("id", re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]19\d\d|19\d\d[./年-]\d{1,2}[./月-]\d{1,2}日?)(?!\d)")),
    ("id", re.compile(r"(?i:\bborn(?: on)?|\bbirth(?:day|date| date)?|\bd\.?o\.?b\.?|生日|出生(?:日期)?)[:： 是]*(?:is |on )?(\d{1,4}[./年-]\d{1,2}[./月-]\d{1,4}日?)")),
    ("id", re.compile(r"(?i:plate|\breg(?:istration)?|车牌)(?:号|(?i: (?:number|no\.?|is)))*[:： ]*([A-Z]{2}\d{2} ?[A-Z]{3})\b")),
    ("id", re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][·• ]?(?=[A-Za-z\d]*\d{2})[A-Za-z\d]{5,6}(?![A-Za-z\d])")),
    ("id", re.compile(rf"(?i:\bborn(?: on)?|\bbirth(?:day|date| date)?|\bd\.?o\.?b\.?)[: ]*(?:is |on )?({_WRITTEN_DAY})|(?<!\d)(\d{{1,2}}(?:st|nd|rd|th)? (?i:{_MONTH}),? 19\d\d|(?i:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?,? 19\d\d)")),
    ("id", re.compile(r"(?<![A-Za-z\d])(?:[STFG]\d{7}[A-Z]|[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]|[A-Z]{2} \d{6} [A-D]|\d{3}-\d{2}-\d{4})(?![A-Za-z\d])")),
    ("id", re.compile(r"(?:passport|licen[cs]e|id card|\bnric|\bssn|\bni number|membership|member|loyalty|tax|vat|\beori)(?: (?:id|no|number|num|code))?\.?(?: (?:is|here|:))?[:# ]*((?=(?:[A-Z\d]*[ -]?){0,3}\d{3})(?:[A-Z]{1,3} ?)?[\dA-Z]+(?:[ -][\dA-Z]*\d[\dA-Z]*){0,5}(?: [A-Z]{3})?)(?![A-Za-z])|(?:护照|会员|会员卡|税|執照|驾照|社保)(?:号码?|卡号)?[:：是 ]*([A-Z]{0,3}\d[A-Z\d]{4,20})", re.I)),
    ("id", re.compile(r"(?<![A-Za-z\d])[A-Z]{2}\d{2} [A-Z]{3}(?![A-Za-z\d])(?= ?[,.!?;]|$)")),
    ("id", re.compile(r"(?<![A-Za-z])(?:serial(?: (?:no|number))?|s/n|imei|序列号|机身号)\.?(?: is)?[:：是 #]*([A-Z\d]*\d[A-Z\d-]{4,24})", re.I)),
    ("id", re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}[日号](?=出?生)")),
    ("id", re.compile(r"(?:学号|工号|会员卡?号?|会员编号|税号|通行证|台胞证|驾驶证|信用代码|识别号|医保卡?|社保卡?|军官证|护照号?|准考证)(?:号码?)?[:：是 ]*((?=[A-Z\d]*\d{3})[A-Z\d]{5,22})", re.I)),
    ("id", re.compile(r"(?<![A-Za-z])(?:student|employee|staff|customer|client|policy|patient|frequent flyer|loyalty|member(?:ship)?|identity|id|driver'?s licen[cs]e)(?: card)? (?:id|number|no\.?|nr|#)(?: is|:)? ?#?((?=[A-Z\d -]*\d{3})[A-Z\d][A-Z\d-]{3,20}(?: \d{2,6}){0,4})(?![A-Za-z])", re.I)),
    ("id", re.compile(r"(?<![A-Za-z])(?:number ?plate|licen[cs]e plate|plate|reg(?:istration)?|车牌|車牌)(?: ?(?:号码?|number|no\.?|is|是|:|：))*[: ]*((?=[A-Z\d -]{0,9}\d)[A-Z\d]{1,4}[ -]?[A-Z\d]{2,5}(?:[ -][A-Z\d]{1,4})?)(?![A-Za-z\d])")),
    ("id", re.compile(rf"(?i:birthday|生日)(?: is|是|:|：)?(?: on)?(?: the)? ?(\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?i:{_MONTH})(?: \d{{4}})?|(?i:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|(?:\d{{2,4}}年)?\d{{1,2}}月\d{{1,2}}[日号]?)")),
    ("email", re.compile(r"(?<![\w.])[\w+-]+(?:(?: ?(?:\.|_|-|\bdot\b|\(dot\)|\bunderscore\b|\bdash\b|点|下划线|杠) ?)[\w+-]+)*(?: at | ?\(at\) ?| ?\[at\] ?| ?@ ?|艾特|圈a)(?:[\w-]+(?: dot |\(dot\)|点|\.))+(?:com|net|org|co|cn|de|fr|uk|io|me|edu|example|info|eu|es|it|jp|hk|sg|au)\b(?:(?: dot |点|\.)(?:uk|au|cn|hk|jp|sg))?", re.I | re.ASCII)),
    ("card", re.compile(r"(?<![\d*])(?:[\d*]{4}[ -]){3}[\d*]{1,7}(?!\d)|(?<!\d)[3-6]\d{15,18}(?!\d)")),
    ("card", re.compile(r"(?:尾号|末四位|后四位|卡号后4位|end(?:s|ing)(?: in| with)?|last (?:four|4)(?: digits)?(?: of (?:(?:my|the) )?card)?,?(?: are| is|:)?)[:：是 ]*(\d{4})(?!\d)", re.I)),
    ("card", re.compile(r"(?:账号|帳號|account(?: number| no\.?)?)[:：是 ]*(\d{8,22})", re.I)),
    ("card", re.compile(r"(?<![A-Z\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?(?![A-Z\d])")),
    ("card", re.compile(r"(?<!\d)3\d{3,5}[ -]\d{6}[ -]\d{3,5}(?!\d)|(?<![\d*])\d{4}(?:[ -]?(?:\d{2}\*{2}|\*{4}|[xX]{4})){1,3}[ -]?\d{4}(?!\d)")),
    ("card", re.compile(r"(?<![A-Za-z])sort code(?: is|:)? ?(\d\d[- ]?\d\d[- ]?\d\d)(?!\d)", re.I)),
    ("card", re.compile(r"(?<![A-Za-z])(?:cvv2?|cvc|security code|exp(?:iry|ires)?(?: date)?)(?: is|:)? ?(\d{3,4}(?!\d)|\d{2} ?/ ?\d{2,4})(?!\d)|(?:有效期|安全码)[:：是 ]*(\d{2}/\d{2}|\d{3})(?!\d)", re.I)),
    ("card", re.compile(r"(?<![A-Za-z])(?:card|visa|mastercard|amex|debit|one)(?: \w+){0,2} (?:start(?:s|ing)|begin(?:s|ning))(?: in| with)? (\d{4,6})(?!\d)", re.I)),
    ("phone", re.compile(r"(?:(?:\+|00)86[ -]?)?(?<![\d])1[3-9]\d[ -]?(?:\d{4}|\*{2,6})[ -]?\d{2,4}(?!\d)|(?<!\d)0\d{2,3}-\d{3,4} ?\d{4}(?!\d)(?: ?(?:转|轉|分机|ext\.?) ?\d{1,6})?")),
    ("phone", re.compile(r"(?<![\d#])(?:\+|00)\d{1,3}[ -]?\(?\d{1,4}\)?(?:[ -]?\d{2,4}){2,4}(?!\d)|(?<![\d#])0\d{3,4} \d{3} ?\d{3,4}(?!\d)")),
    ("phone", re.compile(r"(?<!\d)\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)(?:,? ?(?:ext|x)\.? ?\d{1,5})?", re.I)),
    ("phone", re.compile(r"(?:手机(?:号)?后[四4]位|手机尾号)[:：是 ]*(\d{4})(?!\d)")),
    ("phone", re.compile(r"(?<![\d.])1[ -]?[3-9](?:[ -]?\d){9}(?!\d)|(?<![\d.#])0\d(?:[ .]\d\d){4}(?!\d)|(?<![\d#])0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}(?!\d)(?:,? ?(?:转|轉|分机|ext\.?) ?\d{1,6})?|(?<![\d#])0\d{10}(?!\d)")),
    ("phone", re.compile(r"(?<![A-Za-z])(?:tel|phone|telephone|mobile|mob|cell|call(?: me)?(?: on| at)?|ring(?: me)?(?: on| at)?|text(?: me)?(?: on| at)?|number(?: is)?|whatsapp|fax|reach me (?:on|at))[.: ]*((?:\+|00)?[\d(][\d ().-]{5,20}\d)(?!\d)|(?:电话|電話|手机|手機|联系|打|直线|直線|手提|传真|座机|致电)(?:号|我|是|号码)*[:：是 ]*((?:\+|00)?[\d(][\d ()-]{5,18}\d)(?!\d)(?:(?:转|轉|ext\.?) ?\d{1,6})?", re.I)),
    ("phone", re.compile(r"\+\d{1,3}[ -]?\(0\)[ -]?\d[\d ]{5,14}\d(?!\d)|(?<!\d)\+\d{1,3}(?:[ .-]?\d{1,5}){2,5}(?!\d)")),
    ("phone", re.compile(r"(?<![A-Za-z])(?:ext\.?|extension|分机|转) ?\d{1,5}(?!\d)", re.I)),
    ("phone", re.compile(r"(?<![A-Za-z])(?:phone|mobile|number)(?: number)? (?:ends|ending)(?: in| with)? (\d{3,4})(?!\d)|(?:电话|手机)(?:尾号|后[四4]位)(?:是)?[:： ]*(\d{4})(?!\d)", re.I)),
    ("order", re.compile(r"#?(?<![A-Za-z\d])[A-Z]{1,3}-?\d{6,16}(?!\d)")),
    ("order", re.compile(r"(?<![\d.+-])\d{4}(?: \d{4}){3}(?!\d)|(?<![\d.+-])\d{12,20}(?!\d)")),
    ("order", re.compile(r"(?:订单(?:号|编号)?|单号|order(?: number| no\.?)?|(?<!#)#)[:：是 #]*+([A-Z]{0,3}\d{4,20})(?!\d)", re.I)),
    ("order", re.compile(r"(?<![A-Za-z\d])[A-Za-z]{1,4}-(?:[A-Za-z]{2,5}-)?\d{5,16}(?:-\d{1,6})*(?![\d-]*[A-Za-z\d])|(?<![A-Za-z\d])[A-Za-z]{2,4}-\d{3,6}-\d{4,8}(?:-\d+)*(?![A-Za-z\d])")),
    ("order", re.compile(r"(?<![A-Za-z\d])[A-Z]{2,4}[ /]?(?:\d{4}/)(?:\d{1,2}/)?\d{4,8}(?!\d)|(?<![A-Za-z\d])1Z(?: ?[\dA-Z]{2,4}){4,6}(?![A-Za-z\d])|(?<![A-Za-z\d])[A-Z]{2} ?\d{3} ?\d{3} ?\d{3} ?[A-Z]{2}(?![A-Za-z\d])|(?<![A-Za-z\d])[A-Za-z]{2} \d{4} \d{4}(?!\d)")),
    ("order", re.compile(r"(?<![A-Za-z])(?:rma|case|ticket|claim|reference|ref|invoice|delivery note|purchase order|dispatch(?: number)?|return(?: number)?|tracking(?: number)?|pick-?up code|confirmation|booking|order)(?: (?:no|number|nr|id|code|is|says))*\.?[:# ]*(?:is |says )?((?=[A-Z\d/#-]*\d{3})[#A-Z\d][A-Z\d/#-]{4,30}(?:(?-i: (?=[A-Z\d]*\d)[A-Z\d]{2,8})){0,6})(?![A-Za-z])", re.I)),
    ("order", re.compile(r"(?<![A-Za-z\d.+-])\d{4}(?:[ -]\d{4}){1,4}[ -]\d{1,4}(?![\w%]|-\d)")),
    ("order", re.compile(r"(?:工单|合同|快递|运单|物流|取件|提货|退货|换货|售后|寄修|发票)(?:号码?|单号?|码|编号)?[:：是 ]*((?=[A-Z\d-]*\d{3})[A-Z\d][A-Z\d-]{4,24})(?!\d)|(?:单号|订单|运单|快递)(?:尾号|后[四4]位)[:：是 ]*(\d{3,6})(?!\d)", re.I)),
    ("handle", re.compile(r"(?:微信号?|\bwechat(?: id)?|\bwx|v信|\bvx|\bwhatsapp|\btelegram|\binstagram|\big|\bins)(?:号)?(?: is|是|:|：|\s)+([A-Za-z][\w.-]{4,19})(?![\w@])", re.I)),
    ("handle", re.compile(r"(?:(?:小红书|抖音|快手|微博|b站|qq) ?(?:id|号|账号|昵称)?(?:[:：是叫] ?|(?<=id) |(?<=号) ?)([\w.]{4,24})|qq ?(\d{6,11}))(?![\w@])", re.I | re.ASCII)),
    ("handle", re.compile(r"(?<![\w.])(?:vx|wx)_\w{4,20}|(?<![\w.])(?<!we are )(?<!we['’]re )(?<!follow )(?<!follow us )@[A-Za-z_][\w.]{2,29}\b")),
    ("handle", re.compile(r"(?:微信|v信|(?<![A-Za-z])(?:vx|wx|ins|qq|telegram|line|whatsapp)(?![A-Za-z]))(?:号|id|名|账号)?(?:[是叫为:：]+ ?|(?<=[信号名]) ?|(?<=id) ?)[\"“「]?([A-Za-z][\w.-]{4,23})(?![\w@])", re.I | re.ASCII)),
    ("handle", re.compile(r"(?:小红书|抖音|快手|微博|b站|昵称|网名|微信名|微信昵称)(?:id|号|名|账号|昵称)?[是叫为:： ]*(?:[\"“「]([^\"”」\s]{2,20})|(?=[^\s，,。！!？?]*[A-Za-z\d_])(?<=[d号称名是叫为:： ])([\w.-]{3,24}))", re.I)),
    ("handle", re.compile(r"(?<![A-Za-z\d_.@{/-])(?!(?:IMG|DSC|PXL|MVIMG|VID|WX|SCREENSHOT)_)(?=[A-Za-z\d.]*[a-z])[A-Za-z][A-Za-z\d.]*_[A-Za-z\d._]*[A-Za-z\d](?![A-Za-z\d_@])")),
    ("handle", re.compile(r"(?<![A-Za-z])(?:telegram|instagram|insta|ig|snap(?:chat)?|twitter|facebook|fb|tiktok|discord|skype|kakao|line|wechat|whatsapp|signal|viber|user ?name|handle)(?: (?:id|handle|name|account|user ?name|is|at|me|on|as|im|i'm))*[: ]+@?((?=[\w.-]*[\d_.])[A-Za-z][\w.-]{3,29}\w)(?![\w@])", re.I | re.ASCII)),
    ("handle", re.compile(r"(?<![A-Za-z])(?:telegram|instagram|insta|ig|snap(?:chat)?|twitter|tiktok|discord|skype|wechat|user ?name)(?: (?:id|handle|name))?(?: is|:)+ ([A-Za-z][\w.-]{4,29})(?![\w@])", re.I | re.ASCII)),
    ("handle", re.compile(r"(?:昵称|网名|游戏名|用户名)(?:就?叫|就?是|[:：])[ \"“「]?((?!什么|空)[\w\u4e00-\u9fff·-]{2,12})(?=[，,。！!？?\s\"”」]|$)")),
    ("handle", re.compile(r"(?:淘宝|旺旺|用户|会员|游戏|账户)(?:名|号|昵称|id)[是叫为:： ]*((?=[^\s，,。！!？?]*[A-Za-z\d_])[^\s，,。！!？?]{3,24})", re.I)),
    ("handle", re.compile(r"(?<![A-Za-z])(?:t\.me|wa\.me|(?:instagram|facebook|fb|twitter|x|tiktok|weibo|linkedin)\.com)/[@\w.+/-]{2,40}", re.I)),
    ("handle", re.compile(r"(?<![A-Za-z\d_.])(?<!we are )(?<!we['’]re )(?<!follow )(?<!follow us )@[A-Za-z_\u4e00-\u9fff][\w.-]{1,29}")),
    ("handle", re.compile(r"(?<![\w#])[A-Za-z][\w.]{1,30}#\d{4}(?!\d)", re.ASCII)),
    ("handle", re.compile(r"(?:微信|薇信|威信|微x|绿泡泡|(?<![A-Za-z])(?:vx|wx|wechat|weixin|v信)|加我?[vV]|[vV](?=[:：]))(?:号|id|是|为|叫|名|账号|me|加我|搜|\+)*[\u4e00-\u9fff]{0,3}[:：, ]*(?=[\w-]*[\d_-])([A-Za-z][\w-]{3,23})(?![\w@])", re.I | re.ASCII)),
    ("handle", re.compile(r"(?:(?<![A-Za-z])qq|扣扣|企鹅|(?<![A-Za-z])q(?=[:：]))(?:号|号码|是|也行|加|群)*[:：, ]*([1-9]\d{4,10})(?!\d)", re.I)),
    ("handle", re.compile(rf"(?<![A-Za-z])(?:{_PLATFORM})(?![A-Za-z])[^.!?。！？\n]{{0,30}}?(?<![\w@.#/-])((?=[\w.-]*[\d_.-])(?![\d.-]+\b)[a-z][a-z\d]*[\w.-]*[\w])(?![\w@])", re.ASCII)),
    ("handle", re.compile(rf"(?:i['’]?m|i am|as|find me|called|user|name(?: is)?|me|me:) (?-i:(?!on\b|at\b|me\b))([A-Za-z][\w.-]{{3,29}}) on (?:{_PLATFORM})\b", re.I | re.ASCII)),
    ("handle", re.compile(r"(?:小红书|抖音|快手|微博|b站|B站|闲鱼|知乎|淘宝|拼多多|微信)(?:上)?(?:号|名|昵称|账号|id|ID|用户名|up主)?(?:就?是|叫|搜|[:：])[ ]?[\"“「]?(?!手机|同号|我的|什么|这个|空)([\w.·-]{2,20})")),
    ("address", re.compile(r"(?<![A-Za-z])(?:door|gate|entry|building|access|lock ?box) (?:code|pin)(?: is|:)?[^.\n\d]{0,12}?\b([A-Z]?\d{3,6}[A-Z#]?)\b|(?:门牌号?|房号|房间号?|楼栋号|室号)[是:： ]*([\dA-Za-z](?:[\dA-Za-z-]{1,11}))|(?:门禁|门锁|单元门)(?:密码|码)?[是:： ]*([A-Z]?\d{3,8}#?)", re.I)),
)  # fmt: skip
"""Kind and pattern, the surer ones first; the last group that matched is what is personal, or all of it."""
