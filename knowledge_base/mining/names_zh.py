"""Names in Chinese text: surnames, titles, introductions, relations, nicknames, and names in pinyin or English."""

import re
from collections.abc import Iterator

from knowledge_base.mining.names_en import CAPITAL, SEVERAL
from knowledge_base.mining.words import EMPTY_HAN, ROLES_HAN

HAN = "\u4e00-\u9fff"
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦马苗方俞任袁柳"
    "史唐费廉薛雷贺倪汤滕殷罗毕郝安常乐于傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄米贝戴宋庞熊纪舒屈项祝董梁杜阮蓝闵"
    "季贾江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍万柯管卢莫房裘缪解应宗丁邓单洪包左石崔吉龚程邢裴陆翁段焦侯全"
    "宁仇甘厉武刘景龙叶司黎白蒲卓池乔闻党谭劳申冉桂牛边燕尚温庄晏瞿阎习容古易廖耿匡国文关曾沙丰游盖桓肖覃粟欧"
    "涂佘逄亓郄邰楚禤邬麦聂辛晁敖冷阚那简饶岑鲍查沙荆储靳糜松井伏成强谷车巫乌焦巴弓牧隗宓蓬郗班仰秋仲伊仝苟佟"
    "漆诸亢从钮庾终暨衡步都满郜臧别尧盛荀羊於惠曲封芮羿郏濮寿通边扈郁胥苍双莘贡逯姬扶堵宰郦雍璩濯璞鄢商佴佰芦揭"
    "练战师岳苑勾火竺栾展闫付覃邝冼植缑帅缐海墨哈谯年爱阳佟言福木占赖游邸锺祖卜支柴竹岑晋占门连官仉督"
)  # fmt: skip
_SURNAMES += (
    "趙錢孫陳衛蔣沈韓楊許呂張孔嚴華魏謝鄒蘇葉韋馬鳳費賀倪湯羅畢鄭鄧單龔顧孟黃蕭鍾駱樊萬盧莫繆應宗賈陸翁龐熊紀項劉閻溫莊"
    "麥聶鄔龍齊喬閔賴關譚鮑儲靳鄺黎蘭藍嶽歐貝嚴簡饒"
)
_RARE = frozenset("都那从别年爱海言成强车从终步满通双火商帅连官展支门师秋福木哈墨占竹班松井付练战植")
"""Surnames that are far oftener ordinary words: with a cue of their own only."""

_COMPOUND = "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|司徒|令狐|慕容|皇甫|尉迟|宇文|公孙|端木|东方|東方|夏侯|长孙|钟离|轩辕|呼延|南宫|万俟|赫连|澹台|独孤|拓跋|申屠|闻人"
_SURNAME = rf"(?:{_COMPOUND}|[{''.join(sorted(set(_SURNAMES) - _RARE))}])"
_EMPTY = "".join(sorted(EMPTY_HAN))
_GIVEN = rf"(?:(?![{_EMPTY}])[{HAN}])"
_FULL = rf"{_SURNAME}{_GIVEN}{{1,2}}"
_FULL_SHORT = rf"{_SURNAME}{_GIVEN}{{1,2}}?"
_HAN_NAME = rf"{_GIVEN}{{2,5}}"
_TITLE = (
    "先生|女士|小姐(?!姐)|太太|阿姨|师傅|師傅|老师|老師|师姐|师兄|同学|同學|姐|哥|总监|总|叔叔|叔|婶|伯伯|伯|嫂|奶奶|爷爷|大爷|大妈|大姐|老板|老闆|经理|經理"
    "|主任|科长|队长|校长|院长|局长|处长|部长|店长|组长|园长|医生|醫生|律师|教授|教练|秘书|助理|管家|会计|董事长|董|工(?=[，。,.!！\\s说在]|$)|生(?=[，。,.!！?？\\s係對]|$)|Sir|sir|妈妈|爸爸|妹妹|太"
)
_END = r"(?=[，,。.！!?？、;；:：~～…\s”」』）)(（\"'+\d\[/]|$|先生|女士|小姐|老师|同学|收|的|了|会|會|是|在|来|來|帮|幫|代|说|說|对|吗|吧|呢|您|你|也|都|就|给|去|拿|取|签|打|接|不|跟|和|与|付|下单|买|推荐|介绍|那边|这边|都得|電話|电话|手机|嗎|係|女|男)"
_EDGE = r"[，,。.！!?？、;；~～…\s”」』）)(（\"'+\d\[/]|$"
_HARD_END = rf"(?={_EDGE})"
_KIN = (
    "老公|老婆|爱人|愛人|丈夫|妻子|妈|妈妈|媽媽|爸|爸爸|儿子|女儿|囡囡|弟弟|妹妹|哥哥|姐姐|弟|妹|婆婆|公公|岳母|岳父|丈母娘|室友|舍友|同事|闺蜜"
    "|朋友|邻居|鄰居|男友|女友|男朋友|女朋友|对象|前台|司机|保安|门卫|业主|宝宝|孩子|小孩|侄子|外甥|表姐|表哥|表弟|表妹|堂弟|堂哥|领导|助理|秘书"
    "|员工|房东|阿姨|奶奶|爷爷|外婆|外公|舅舅|舅妈|姑姑|叔叔|嫂子|老闆|老板|老师|同学|经销商|联系人"
)
_STOPS = frozenset(
    "您好|您的|你好|你的|先生|女士|小姐|这边|那边|客服|不是|就是|可以|没有|一下|这个|那个|什么|方便|常见|安全|高的|应该|老师|同学"
    "|温度|经常|全部|成功|文件|时候|连接|于是|万一|单买|石头|金属|金色|白色|黄色|蓝色|蓝牙|温水|温的|和您|全额|祝您|关于|高领|白条|单号|单子"
    "|高清|包邮|包裹|单独|方式|方法|任何|任意|简单|国内|国外|国际|文字|文案|管理|应用|解决|解释|明天|明白|时间|时尚|华为|金额|全国|全新|高级"
    "|常用|常温|常规|温馨|安排|安心|安卓|平时|平常|平台|路上|成都|成分|广州|关键|关系|关注|顾客|许多|许可|何时|何况|严重|严格|通知|马上|马来"
    "|左右|左边|右边|左耳|右耳|江苏|江西|江南|白天|黄金|黑色|红色|绿色|紫色|灰色|粉色|米色|米白|夏天|夏季|秋季|冬季|春季|东西"
    "|牛皮|牛奶|牛仔|熊猫|龙虾|梅花|花色|桂花|茶叶|田园|海外|海关|水电|支付|支持|商城|商品|商家|商务|单位|人员|本人|本店|仓库|总部|总共|别人"
    "|收件|收货|寄件|电话|手机|地址|姓名|名字|号码|邮箱|微信|平安|公司|个人|单元|家里|学校|医院|小区|楼下|门口|物业|保安|快递|顺丰|京东|中通"
    "|游戏|容量|充电|满减|满意|双方|双十|双层|年底|年前|海报|易碎|易拉|强烈|强力|高度|高温|高低|曲线|毛巾|毛衣|钱包|包装|车上|车里|童装|童鞋"
    "|全款|预售|现货|有货|缺货|补货|付款|付费|退款|退货|换货|发货|收到|签收|谢谢|感谢|麻烦|辛苦|请问|好的|收货人|收件人|联系人|朋友|自己".split(
        "|"
    )
)
_NICK_NOT = (
    "老师|老師|老板|老闆|老公|老婆|老妈|老爸|老人|老客|老顾|老年|老家|老款|老乡|老是|老样|老地|老手|老早|老外|老房|老北|老上|老字|老花|老套|老伴|老实|老规|老铁|老司|老用"
    "|小姐|小时|小孩|小区|小米|小心|小票|小号|小码|小白|小红|小程|小朋|小编|小二|小店|小哥|小件|小样|小型|小众|小巧|小包|小盒|小瓶|小熊|小花|小鸡|小狗|小猫|小龙|小金|小学|小家|小户|小车|小康|小计|小于|小王子|小香|小黄|小黑|小黄鸭|小卖|小吃|小费|小贴|小礼|小数|小块|小方|小圆|小双|小单|小毛|小雪|小宝|小杯|小袋|小朵|小玩|小东|小问|小事|小时|小气|小瑕|小心|小麦|小麥|小豆|小众|小火|小便|小腿|小臂|小腹|小伙"
    "|阿姨|阿里|阿胶|阿迪|阿玛|阿根|阿富|阿拉|阿尔|阿联|阿司"
)
_NICK = rf"(?!{_NICK_NOT})(?:老{_SURNAME}|小(?:{_SURNAME}|[婷丽娟芳敏静杰强伟军磊勇涛超鹏辉斌浩宇轩萱琪琳倩雯颖洁莉燕玲霞红娜莎妮雨晴涵])|阿[{HAN}])"
_NICK_BEFORE = (
    r"(?:(?<=[叫找让讓给給是和跟由请請喊問问交托写寫填用，,。！!？?、\s\"“「『])|(?<=同事|朋友|老板|保安|门卫|师傅|邻居|室友|介绍|联系|告诉|那个|还是|物业|前台|收件|收货|名字)"
    r"|(?<=经销商|快递员|配送员|外卖员)|^)"
)

_PATTERNS = (
    re.compile(rf"((?!{ROLES_HAN}){_SURNAME}{_GIVEN}{{0,2}}?\s?(?:{_TITLE}))(?![{HAN}]{{0,2}}(?:包装|送货|上门))"),
    re.compile(rf"(?:(?<=[的了是到好给給找和跟对让请叫帮按啦哦呢吧嘅])|(?<=谢谢|感谢|收到|亲爱))((?![我他她你您这那位是前]){_GIVEN}(?:女士|先生|小姐(?!姐)|同学(?!们)|老师))(?![{HAN}]{{0,2}}(?:包装|装|款))"),
    re.compile(rf"(?:[我他她佢]叫|名字(?:是|叫)?|姓名(?:是|写|填)?|名叫|本人|(?:收|寄|付|联系|聯絡|提货|签收|收货|購買|购买|登记|预约)[件货款系人]?人?(?:是|叫|改成|换成|寫|写)|持卡人|买家|户主|机主|业主|车主|顾客|订购人|下单人|收款人|付款人|开户名|户名|真名(?:要填[吗嘛么])?|中文名?|发票开个人)(?:是|叫|写|寫|为|為|改成|换成)?[:： ]*({_FULL}(?={_EDGE})|{_FULL_SHORT}){_END}"),
    re.compile(rf"(?:(?:收|寄|联系|聯絡|提货|签收|收货|付款|持卡)[件货系]?人|姓名|开户名|户名|真名|(?:我|他|她|佢)叫|名字[叫是])(?:是|叫|写|寫|为|為|改成|换成)?[:： ]*({_HAN_NAME}){_HARD_END}"),
    re.compile(rf"(?:名字?|姓名)写[成错]了?[:： ]*({_HAN_NAME}){_HARD_END}"),
    re.compile(rf"(?:我是|署名|写的是|转给|寄给|交给|找|写|改成|换成|不是)[:： ]*({_FULL}){_HARD_END}"),
    re.compile(rf"(?:我|他|她|你|您)?(?:{_KIN})(?:名字)?(?:是|叫|名叫|名字)?[:： ]?({_FULL}(?={_EDGE})|{_FULL_SHORT}){_END}"),
    re.compile(rf"(?:我|他|她|们)?(?:家)?(?:{_KIN})(?:小名|名字)?叫[:： ]?({_GIVEN}{{2,3}}){_HARD_END}"),
    re.compile(rf"(?:^|[，。,.!！:：\s\d])({_FULL})(?=[，,\s]*(?:收(?![到货])|新号|\+?\d[\d* -]{{7,}}))"),
    re.compile(rf"(?:^|[，,。\s])({_FULL})是(?:我|他|她)"),
    re.compile(rf"(?:^|\s|[A-Z\d]-?\d{{4,}}[，,]?)({_FULL})\s+(?=1[3-9]\d|\+?\d[\d -]{{7,}})"),
    re.compile(rf"\d{{3,}}(?:-\d+)?[Xx]?[，,]?\s*({_FULL}){_HARD_END}"),
    re.compile(rf"(?:^|[，,。\s是用叫写])({_FULL_SHORT})的(?:快递|包裹|订单|件|账号|名字|电话|手机|地址|卡|退款|发票|东西|妻子|老公|老婆|爱人|妈|爸|儿子|女儿|朋友|同事|室友|家属|号)"),
    re.compile(rf"(?:^|[，。,\s是])({_FULL_SHORT})(?:的|她|他)(?:{_KIN})"),
    re.compile(rf"(?:[我她他](?:先生|太太))(?:是|叫)?({_FULL}(?={_EDGE})|{_FULL_SHORT}){_END}"),
    re.compile(rf"(?:我是|我叫|叫我)(?!{_NICK_NOT})([小阿大老]{_GIVEN}{{1,2}}){_HARD_END}"),
    re.compile(rf"(?:^|[，。,\s])叫({_FULL}){_HARD_END}"),
    re.compile(rf"({_FULL})(?=代[领收拿签取])"),
    re.compile(rf"(?:^|[，。,\s])({_GIVEN}{{2,3}})是[我他她](?:{_KIN})"),
    re.compile(rf"(?:姓名|名字|叫|[件系]人)[:： 是]*([{HAN}]{{1,5}}(?:[·・][{HAN}]{{1,6}}){{2,3}})"),
    re.compile(rf"(?:{_KIN})(([{HAN}])\2){_END}"),
    re.compile(rf"(?:^|[，。,.!！\s])({CAPITAL})(?=让我|说|推荐|介绍|帮我|叫我|代收|来拿|来取)"),
    re.compile(rf"(?:名字|姓名|收件人|收货人|署名|备注|标签)(?:就|请)?(?:写|是|叫|填)?[\"“「]([{HAN}]{{2,6}})[\"”」]"),
    re.compile(rf"(?:寄给|发给|交给|给|找|ship给|送给)({SEVERAL})(?![A-Za-z])"),
    re.compile(rf"(?<![{HAN}])({_FULL})(?=您好|你好)"),
    re.compile(rf"(?:[我他她]|本人|免贵|好像|姓名|^|[，。,\s])(姓(?:{_COMPOUND}|(?![名氏什啥在的是和不]){_GIVEN}))(?=[，,。.！!?？~～\s]|$|名|的|，)"),
    re.compile(rf"(?:[我他她]|本人|免贵|好像)(姓(?:{_COMPOUND}|(?![名氏什啥在的是和不])[{HAN}]))"),
    re.compile(rf"(?<![同贵百老])(姓(?:{_COMPOUND}|{_SURNAME}))(?![{HAN}]?名)"),
    re.compile(rf"(?:^|[^{HAN}]|好的|收到|谢谢|感谢|亲爱的)((?![位是前]){_GIVEN}{{1,2}}(?:女士|先生|小姐(?!姐)|同学(?!们)|老师))(?![{HAN}]{{0,2}}(?:包装|装|款))"),
    re.compile(rf"(?:叫|姓名|名字|[件系]人|[我就]是|本人|寄给|交给)[:： 是]*([{HAN}]{{2,5}}?[·・][{HAN}]{{2,6}})"),
    re.compile(rf"([{HAN}]{{2,5}}[·・][{HAN}]{{2,6}}?)(?=女士|先生|小姐|[，, ]*(?:\+?\d[\d -]{{7,}}|收(?:$|[，,。\s])))"),
    re.compile(rf"{_NICK_BEFORE}({_NICK})(?=师傅){_END}|{_NICK_BEFORE}({_NICK}){_END}"),
    re.compile(r"(?:我是|我叫|叫我|收件人|联系人)[:： ]*([A-Z][a-z]+(?: [A-Z][a-z]+){0,2}(?: ?[\u4e00-\u9fff]{1,2}(?=[，。,\s]|$))?)"),
    re.compile(rf"(?:我係|我是|我叫|叫我|[佢他她]叫|收件人?|收货人|联系人|聯絡人|持卡人|姓|名字?|name(?:是|请写|写|:|：)?|(?:{_KIN})(?:是|叫)?|本人)(?:是|叫|写|寫|请写)?[:： ]*((?:{SEVERAL})|{CAPITAL}(?![ ]?[{HAN}]*款))(?=[{HAN}，。,.!！?？~～\s（(]|$)"),
    re.compile(rf"名({CAPITAL})(?=[，,。\s]|$)"),
    re.compile(rf"((?:{SEVERAL}|{CAPITAL})\s?(?:先生|女士|小姐(?!姐)|同学|老师))"),
    re.compile(rf"(?:^|[，。！!~～\s])(?:好的|Hi|hi|Hello|hello|哈喽|谢谢|收到)[，, ]?({CAPITAL})(?=[，,！!~～\s]|$)"),
    re.compile(rf"([{HAN}（）()]{{4,20}}?(?:有限(?:责任)?公司|工作室|事务所|商行|贸易行))"),
    re.compile(rf"(?:发票)?抬头[:：是开写 ]*([{HAN}]{{2,16}}(?:公司|学校|小学|中学|大学|医院|银行|中心|协会|委员会|厂|店|局|所|院|部))"),
    re.compile(rf"({_GIVEN}{{2,3}})(?:推荐|介绍)我?(?:来|过来)"),
)  # fmt: skip
_AFTER_STOP = re.compile(rf"^(?:{ROLES_HAN})")
_TITLE_ALONE = re.compile(rf"^(?:{_TITLE})$")


def chinese_names(text: str) -> Iterator[str]:
    """The names that a Chinese text gives away, with the title that belongs to them."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            name = next((group for group in match.groups() if group), "")
            if name and not is_word(name):
                yield name.strip()


def is_word(name: str) -> bool:
    """Whether what looks like a name is a common word, or a role with a title."""
    return name in _STOPS or name[:2] in _STOPS or bool(_AFTER_STOP.match(name) or _TITLE_ALONE.match(name))


def is_han_name(text: str) -> bool:
    """Whether a few Chinese characters that stand alone may be a name."""
    return bool(
        re.fullmatch(rf"{_FULL}|{_SURNAME}|{_HAN_NAME}|[{HAN}]{{2,5}}[·・][{HAN}]{{2,6}}", text)
    ) and not is_word(text)


def has_surname(text: str) -> bool:
    """Whether a Chinese name begins with a surname."""
    return bool(re.match(_SURNAME, text))


def family_of(name: str) -> tuple[str, str]:
    """Surname and given name of a full Chinese name; empty ones when it is none."""
    match = re.fullmatch(rf"({_COMPOUND}|[{HAN}])({_GIVEN}{{1,2}})", name)
    return (match[1], match[2]) if match and has_surname(name) else ("", "")


def surname_told(name: str) -> str:
    """The surname in what is one with its title or its word for surname, as in `姓逄` and `逄先生`; empty for others."""
    match = re.fullmatch(rf"姓([{HAN}]{{1,2}})|([{HAN}])(?:{_TITLE})", name)
    return (match[1] or match[2]) if match else ""


def with_surname(text: str, surnames: frozenset[str]) -> Iterator[str]:
    """Full names and titles in a text that begin with a surname known from elsewhere."""
    if not surnames:
        return
    for match in re.finditer(rf"(?<![{HAN}])(([{HAN}]){_GIVEN}{{1,2}}){_HARD_END}|(([{HAN}])(?:{_TITLE}))", text):
        name, surname = (match[1], match[2]) if match[1] else (match[3], match[4])
        if surname in surnames and not is_word(name):
            yield name


def surname_alone(text: str, surnames: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where a known surname is spoken of by itself: `是亓不是开`."""
    for match in re.finditer(rf"(?<=[是个姓叫])[{HAN}](?=[不，,。！!\s]|$)", text):
        if match[0] in surnames:
            yield match.span()


def with_title(text: str, end: int) -> int:
    """Where a name ends together with the title that follows it; Chinese titles belong to the name."""
    match = _TITLE_NEXT.match(text, end)
    return match.end() if match else end


_TITLE_NEXT = re.compile(r"\s?(?:先生|女士|小姐(?!姐)|太太|阿姨|师傅|老师|同学(?!们)|妈妈|爸爸|Sir)")
