"""The words of both languages for options of goods: colours, materials, sizes, kinds; and for what the options are.

A line is `English | other English = Chinese | other Chinese`; the first of each side is the one that is shown.
"""

from dataclasses import dataclass
from functools import lru_cache

from actions.reading.words import form_of, is_han, vocabulary

_COLOURS = """
black = 黑色 | 黑
white = 白色 | 白
grey | gray = 灰色 | 灰
red = 红色 | 红
blue = 蓝色 | 蓝
green = 绿色 | 绿
yellow = 黄色 | 黄
purple | violet = 紫色 | 紫
pink = 粉色 | 粉红色 | 粉红 | 粉
orange = 橙色 | 橘色 | 橙 | 橘
brown = 棕色 | 褐色 | 咖色 | 咖啡色 | 棕
silver = 银色 | 银白色 | 银
gold | golden = 金色 | 金
rose gold = 玫瑰金 | 玫瑰金色
beige = 米色 | 米白色
navy | navy blue = 藏青色 | 藏青 | 海军蓝 | 藏蓝
space grey = 深空灰 | 太空灰
light grey = 浅灰色 | 浅灰
dark grey = 深灰色 | 深灰
slate grey | slate = 石板灰
warm grey = 暖灰色 | 暖灰
light blue = 浅蓝色 | 浅蓝
dark blue = 深蓝色 | 深蓝
sky blue = 天蓝色 | 天蓝
ink blue = 墨蓝色 | 墨蓝
dusty blue = 雾霾蓝 | 灰蓝色 | 灰蓝
dark green = 深绿色 | 深绿 | 墨绿
light green = 浅绿色 | 浅绿
sage green | sage = 鼠尾草绿 | 灰绿色 | 灰绿
moss green | moss = 苔绿色 | 苔藓绿 | 苔绿
jade green | jade = 玉绿色 | 玉绿 | 翡翠绿
pine green = 松绿色 | 松绿 | 松针绿
bottle green = 酒瓶绿 | 墨绿色
forest = 森林绿 | 森林色
olive = 橄榄绿 | 橄榄色 | 军绿色 | 军绿
celadon = 青瓷色 | 青瓷 | 豆青
teal = 蓝绿色 | 青色 | 孔雀蓝
mint = 薄荷绿 | 薄荷色
lime = 荧光绿 | 青柠色
turquoise = 绿松石色 | 绿松石
lavender = 薰衣草紫 | 薰衣草色 | 薰衣草
lilac = 丁香紫 | 浅紫色 | 浅紫
plum = 梅子色 | 李子紫
blush = 腮红粉 | 浅粉色 | 浅粉
peach = 蜜桃色 | 桃色 | 桃粉
apricot = 杏色
coral = 珊瑚色
burgundy | wine red = 酒红色 | 酒红
brick red = 砖红色 | 砖红
terracotta = 陶土色 | 赤陶色 | 陶红
burnt orange = 焦橙色 | 焦橙
rust orange | rust = 铁锈橙 | 锈橙色
lemon = 柠檬黄 | 柠檬色
khaki = 卡其色 | 卡其
camel = 驼色
tan = 棕褐色 | 黄褐色
cognac = 干邑色 | 干邑棕
mocha = 摩卡色 | 摩卡
oat | oatmeal = 燕麦色
sand = 沙色 | 沙漠色
cream = 奶油色 | 奶白色 | 奶油白
ivory = 象牙白 | 象牙色
clay = 陶土 | 泥色
graphite = 石墨色 | 石墨灰 | 石墨黑
charcoal = 炭灰色 | 炭灰 | 碳灰
matte black | matt black = 哑光黑 | 磨砂黑
matcha = 抹茶色 | 抹茶绿 | 抹茶
natural = 原色 | 本色 | 原木色
walnut = 胡桃木色 | 胡桃木 | 胡桃色
walnut stain = 胡桃木染色
white ash = 白蜡木色 | 白蜡木
red check = 红格 | 红格子 | 红色格子
grey check = 灰格 | 灰格子 | 灰色格子
camel check = 驼格 | 驼色格子
check | checked = 格子 | 格纹
green stripe = 绿条纹 | 绿色条纹
clear | transparent = 透明 | 无色
berry = 莓果色 | 浆果色
rgb = RGB | 彩光 | 炫彩
multicolor | colorful = 彩色
"""

_MATERIALS = """
leather = 皮革 | 真皮 | 皮的 | 皮质
cotton = 棉 | 纯棉
linen = 亚麻
wool = 羊毛
fleece = 抓绒 | 摇粒绒
polyester = 聚酯纤维 | 涤纶 | 聚酯
nylon = 尼龙
canvas = 帆布
mesh = 网布 | 网面
fabric = 布艺 | 布料 | 布的
synthetic = 合成革 | 合成材料 | 人造革
silicone = 硅胶
rubber = 橡胶
natural rubber = 天然橡胶
latex = 乳胶
vinyl = 乙烯基 | 塑胶
plastic = 塑料
metal | metallic = 金属
steel = 钢
stainless steel | stainless = 不锈钢
brushed steel = 拉丝不锈钢 | 拉丝钢
iron = 铁 | 铸铁
aluminium | aluminum = 铝合金 | 铝制
carbon = 碳纤维 | 碳纤 | 碳素
titanium = 钛 | 纯钛
glass = 玻璃
ceramic = 陶瓷
wood | wooden = 木质 | 木头 | 实木
bamboo = 竹子 | 竹制 | 竹
maple = 枫木
memory foam = 记忆棉 | 记忆海绵
hardshell | hard shell = 硬壳
softshell | soft shell = 软壳
"""

_SIZES = """
extra small | xs = 特小号
small | s = 小号 | 小码 | 小的 | 小款
medium | m | mid size | middle size = 中号 | 中码 | 中款
large | l = 大号 | 大码 | 大的 | 大款
extra large | xl | x large = 加大号 | 加大码
xxl | 2xl | xx large | double xl = 特大号 | 特大码
xxxl | 3xl = 三加大码
standard | regular = 标准款 | 标准 | 常规 | 普通款 | 标准版
full size | full-sized = 全尺寸
portable = 便携款 | 便携式
wide = 加宽
double = 双人款 | 双人
solo = 单人款 | 单人
duo = 双人套装 | 双人款
single = 单个 | 单只 | 单件装
pair | pair of two | two pack | 2-pack = 两个装 | 一对装 | 两只装
set of three = 三支套装 | 三支装 | 三件套
low = 低 | 低档
medium high = 中高
high = 高 | 高档
high back = 高背
low back = 低背
half = 半拉链 | 半
full = 全拉链 | 全
left = 左 | 左侧 | 左边
right = 右 | 右侧 | 右边
one = 一层 | 单层
two = 两层 | 双层
daily = 日常款 | 日常
basic = 基础款
professional | pro = 专业款 | 专业版
"""

_KINDS = """
wireless | cordless = 无线
wired | corded = 有线
bluetooth = 蓝牙
wi-fi | wifi = WiFi | 无线网
cellular = 蜂窝 | 插卡
ethernet = 网线 | 有线网
usb = USB
usb-c | type-c = USB-C | Type-C | C口
ac adapter | plug in = 电源适配器 | 插电
battery | battery powered = 电池 | 电池款
rechargeable = 可充电 | 充电款
aa batteries = 五号电池
in-ear = 入耳式 | 入耳
on-ear = 贴耳式 | 压耳式
over-ear = 头戴式 | 包耳式
polarized | polarised = 偏光
non-polarized | unpolarized = 不偏光 | 非偏光
waterproof | water resistant = 防水
water-resistant = 抗水 | 抗水款
not resistant = 不防水
automatic = 自动 | 全自动
auto = 自动
manual = 手动
auto tilt | automatic tilt = 自动倾斜
manual tilt = 手动倾斜
electric = 电动 | 电 | 用电
induction = 电磁炉
gas = 燃气 | 煤气
charcoal grill = 木炭
capsule | pod = 胶囊
drip = 滴漏
espresso = 意式
french press = 法压 | 法压壶
digital = 数字 | 电子
analog | analogue = 指针 | 模拟
optical = 光学
laser = 激光
clicky = 青轴 | 段落
tactile = 茶轴
linear = 红轴 | 线性
adjustable = 可调 | 可调节
fixed = 固定
robotic | robot = 扫地机器人 | 机器人
upright = 立式
canister = 卧式 | 罐式
bagged = 有尘袋 | 带尘袋
bagless = 无尘袋
crew neck | round neck = 圆领
v-neck | v neck = V领
hard cover | hardcover = 硬皮 | 硬壳封面 | 精装
soft cover | softcover | paperback = 软皮 | 软面
road = 公路车 | 公路
mountain = 山地车 | 山地
men | mens | male = 男款 | 男士 | 男
women | womens | female | ladies = 女款 | 女士 | 女
unisex = 中性
fresh = 清新
woody = 木质调 | 木香
oriental = 东方调
beginner | easy = 初级 | 入门
intermediate = 中级
expert | hard = 高级 | 专家级
daylight = 日光
warm white = 暖白 | 暖光
foam = 泡沫 | 泡沫型
bottle = 瓶装
refill = 替换装 | 补充装
tinted = 有色
osmanthus = 桂花
pomelo = 柚子
cedar = 雪松
white tea = 白茶
rabbit = 兔子
whale = 鲸鱼
bun = 馒头
seat = 坐垫
lumbar = 腰靠
wave = 波浪
night mode = 夜间模式
timer = 定时
graphic = 图案
plain = 纯色 | 素面
custom = 定制
animals = 动物
landscape = 风景
art = 艺术
fantasy = 奇幻
camera = 相机
laptop = 电脑
hydration = 水袋
yes = 有 | 是
no = 无 | 否
none = 无 | 没有
"""

_KEYS = """
color | colour = 颜色
size = 尺码 | 尺寸 | 码数 | 大小 | 号码
material = 材质 | 材料 | 面料
capacity | volume = 容量
storage | memory | space = 存储 | 储存 | 硬盘
ram = 内存 | 运行内存
screen | display = 屏幕 | 屏
processor | cpu | chip = 处理器
type | kind = 类型 | 种类
style | neck = 款式
length | long = 长度
height | tall = 高度
thickness | thick = 厚度
diameter = 直径
weight = 重量
brightness | bright = 亮度
backlight | backlit | lighting = 背光 | 灯光
switch | switches = 轴 | 轴体
connectivity | connection = 连接方式 | 连接
battery | battery life = 电池 | 续航
resolution = 分辨率 | 画质
zoom = 变焦
frame = 框 | 镜框 | 框架 | 车架
lens | lenses = 镜片
strap | band = 表带
dial | face = 表盘
water resistance | waterproof | water resistant | waterproofing = 防水
footrest = 脚托 | 脚踏 | 搁脚
armrest | arm rest = 扶手
backrest | back = 靠背 | 椅背
zipper | zip = 拉链
sole = 鞋底
cover = 封面
scent | smell | fragrance = 香味 | 味道 | 香型 | 气味
shade = 色号
shape = 形状
pack = 装
set = 套装
features | feature = 功能
filter = 滤网 | 滤芯
room = 房间
skin = 肤色
speed = 速度 | 档位
power | power source = 电源 | 供电
piece | pieces = 片数 | 块数 | 件数
theme = 主题
difficulty = 难度
deck = 板面 | 板材
design = 图案 | 设计
pressure = 压力
plug = 插头 | 接口
compartment = 隔层 | 夹层
ventilation = 通风 | 透气
compatibility = 兼容
comfort | temperature = 温标 | 温度
tilt = 倾斜
"""

_FAMILIES = {
    "navy": "blue",
    "ink blue": "blue",
    "dusty blue": "blue",
    "sky blue": "blue",
    "teal": "green",
    "olive": "green",
    "sage": "green",
    "celadon": "green",
    "mint": "green",
    "lime": "green",
    "forest": "green",
    "matcha": "green",
    "moss": "green",
    "graphite": "grey",
    "charcoal": "grey",
    "lavender": "purple",
    "lilac": "purple",
    "plum": "purple",
    "blush": "pink",
    "peach": "pink",
    "terracotta": "red",
    "brick red": "red",
    "burgundy": "red",
    "rust orange": "orange",
    "burnt orange": "orange",
    "lemon": "yellow",
    "camel": "brown",
    "cognac": "brown",
    "tan": "brown",
    "mocha": "brown",
    "walnut": "brown",
    "cream": "white",
    "ivory": "white",
    "white ash": "white",
    "oat": "beige",
    "oatmeal": "beige",
    "sand": "beige",
    "apricot": "beige",
    "khaki": "beige",
    "stainless steel": "silver",
    "brushed steel": "silver",
}
"""The plain colour people say for a finer one."""


@dataclass(frozen=True)
class Meaning:
    """One option's value in the words of both languages, the usual one first."""

    english: tuple[str, ...]
    chinese: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way to say it, as `Said.places` looks for it."""
        return tuple(dict.fromkeys(form_of(word) for word in (*self.english, *self.chinese)))


def _read(lines: str) -> tuple[Meaning, ...]:
    meanings = []
    for line in lines.strip().splitlines():
        english, chinese = line.split(" = ")
        meanings.append(Meaning(*(tuple(word.strip() for word in side.split("|")) for side in (english, chinese))))
    return tuple(meanings)


COLOURS = _read(_COLOURS)
VALUES = (*COLOURS, *(meaning for lines in (_MATERIALS, _SIZES, _KINDS) for meaning in _read(lines)))
KEYS = _read(_KEYS)


def _by_form(meanings: tuple[Meaning, ...]) -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, tuple[Meaning, ...]] = {}
    for meaning in meanings:
        for form in meaning.forms:
            found[form] = (*found.get(form, ()), meaning)
    return found


_VALUE_BY_FORM = _by_form(VALUES)
_KEY_BY_FORM = _by_form(KEYS)
PLAIN_WORDS = frozenset(form for form in _VALUE_BY_FORM if not is_han(form))
"""English option words: too common to name a product alone."""

OPTION_WORDS = vocabulary(word for meaning in (*VALUES, *KEYS) for word in meaning.english)


@lru_cache(maxsize=8192)
def ways_to_say(value: str) -> tuple[str, ...]:
    """The forms of an option's value in both languages, its own first."""
    own = form_of(value)
    return tuple(dict.fromkeys((own, *(form for meaning in _VALUE_BY_FORM.get(own, ()) for form in meaning.forms))))


@lru_cache(maxsize=8192)
def plain_colour(value: str) -> tuple[str, ...]:
    """The forms of the plain colour that a finer one belongs to; none when it is plain or no colour."""
    own = form_of(value)
    family = next((plain for fine, plain in _FAMILIES.items() if form_of(fine) == own), "")
    return ways_to_say(family) if family else ()


@lru_cache(maxsize=1024)
def ways_to_say_key(key: str) -> tuple[str, ...]:
    """The forms of what an option is called, whole and word by word: "frame color", "frame", 镜框, 颜色."""
    parts = (key, *key.replace("/", " ").split())
    return tuple(
        dict.fromkeys(
            form
            for part in parts
            for form in (
                form_of(part),
                *(form for meaning in _KEY_BY_FORM.get(form_of(part), ()) for form in meaning.forms),
            )
        )
    )


def chinese_for(value: str) -> str:
    """The usual Chinese word for an option's value; the value itself when it is Chinese or not known."""
    known = _VALUE_BY_FORM.get(form_of(value), ())
    exact = next((meaning for meaning in known if form_of(meaning.english[0]) == form_of(value)), None)
    chosen = exact or (known[0] if known else None)
    return chosen.chinese[0] if chosen and not is_han(value) else value


def chinese_key(key: str) -> str:
    """The usual Chinese word for what an option is; the key itself when it is not known."""
    known = _KEY_BY_FORM.get(form_of(key), ())
    return known[0].chinese[0] if known else key
