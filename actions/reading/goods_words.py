"""What customers call goods in both languages, beyond the kinds that recommendations know.

A line is `how names of such products end = what customers say in English = what they say in Chinese`.
"""

from actions.reading.words import vocabulary

_LINES = """
laptop | notebook computer = laptop | notebook computer | macbook = 笔记本电脑 | 电脑 | 手提电脑
smartphone | phone = phone | smart phone | cell phone | mobile | cellphone = 手机
tablet = tablet | ipad = 平板电脑 | 平板
e-reader | reader = e-reader | ebook reader | reader | kindle = 电子书 | 阅读器
coffee maker = coffee machine | coffeemaker | coffee pot = 咖啡机 | 咖啡壶
espresso machine = espresso maker | coffee machine | espresso = 意式咖啡机 | 咖啡机
water bottle = bottle | flask = 水瓶 | 水杯 | 杯子 | 瓶子
desk lamp = lamp | desk light | table lamp = 台灯 | 灯
lamp = lamp | light = 台灯 | 灯
notebook = notebook | notepad = 笔记本 | 本子 | 记事本
sunglasses = sunglasses | glasses | shades = 墨镜 | 太阳镜 | 太阳眼镜 | 眼镜
wristwatch = watch | wrist watch | timepiece = 手表 | 腕表 | 表
smart watch | smartwatch = watch | smart watch | smartwatch = 智能手表 | 手表 | 手环
toothbrush = toothbrush | tooth brush = 牙刷
yoga mat = mat | exercise mat = 瑜伽垫 | 垫子
mat = mat = 垫子
mouse = mouse | gaming mouse = 鼠标
action camera | security camera | digital camera | camera = camera | cam | gopro = 相机 | 摄像机 | 照相机
security camera = security cam | cctv | surveillance camera = 监控 | 摄像头
action camera = action cam | gopro = 运动相机
garden hose | hose = hose | water pipe = 水管 | 软管
portable charger | power bank = charger | power bank | powerbank | battery pack = 充电宝 | 移动电源 | 充电器
keyboard = keyboard = 键盘
thermostat = thermostat = 温控器 | 恒温器
clock = clock = 挂钟 | 时钟 | 钟表
dumbbell set | dumbbells | dumbbell = dumbbell | weight set | weights = 哑铃
pet bed = pet bed | dog bed | cat bed | bed = 宠物窝 | 宠物床 | 狗窝 | 猫窝 | 狗床
helmet = helmet | bike helmet = 头盔
light bulb | bulb = bulb | light bulb | lightbulb | led = 灯泡
bookshelf | bookcase = bookshelf | bookcase | book shelf | shelf = 书架 | 书柜
bicycle | bike = bike | bicycle | cycle = 自行车 | 单车
sneakers = shoe | trainers | sneaker = 运动鞋 | 球鞋 | 鞋 | 鞋子
racing shoes = shoe | racers | racing flats = 跑步鞋 | 跑鞋 | 竞速鞋 | 鞋 | 鞋子
running shoes = shoe | runners = 跑步鞋 | 跑鞋 | 鞋 | 鞋子
hiking boots | boots = boot = 靴子 | 登山靴 | 登山鞋 | 鞋子
office chair | chair = chair = 办公椅 | 椅子
luggage set | luggage | suitcase = suitcase | luggage | bags | travel set = 行李箱 | 拉杆箱 | 箱子 | 旅行箱
umbrella = umbrella | parasol = 伞 | 遮阳伞 | 阳伞 | 雨伞
air purifier | purifier = purifier | air cleaner | air filter = 空气净化器 | 净化器
makeup kit | makeup = makeup | make up kit | cosmetics = 化妆品 | 彩妆 | 化妆套装
skateboard = skateboard | board = 滑板
puzzle = jigsaw | puzzle = 拼图
grill | barbecue = grill | barbecue | bbq = 烤架 | 烧烤炉 | 烧烤架
vacuum cleaner | vacuum = vacuum | hoover | vacuum cleaner = 吸尘器
perfume | fragrance = perfume | fragrance | cologne = 香水
rain shell | rain jacket | raincoat = rain jacket | raincoat | waterproof jacket = 冲锋衣 | 雨衣
fleece jacket | jacket | coat = jacket | fleece | coat = 外套 | 夹克 | 抓绒衣 | 衣服
t-shirt | shirt = shirt | t-shirt | tee | tshirt = T恤 | 体恤 | 短袖 | 衣服
shirt | sweater | vest = top = 衣服 | 上衣
headphones | headset = headphone | headset = 头戴式耳机 | 耳机
earbuds | earphones = earbud | earphone | bud | airpods | ear bud = 耳机 | 耳塞 | 入耳式耳机
speaker | speakers = speaker = 音箱 | 音响 | 喇叭
electric kettle | tea kettle | kettle = kettle | teapot = 水壶 | 烧水壶 | 热水壶 | 电水壶 | 茶壶
backpack | daypack = backpack | rucksack | bag = 背包 | 双肩包 | 书包
frother = frother | milk frother = 打奶器 | 奶泡机 | 奶泡器
trekking poles = poles | hiking poles = 登山杖 | 手杖
picnic mat = picnic blanket | picnic mat = 野餐垫
sleeping pad = sleeping mat | air mattress = 睡垫 | 充气垫
pyjama set | pyjamas = pyjamas | pajamas | pjs = 睡衣 | 家居服
mug | cup = mug | cup = 杯子 | 马克杯
egg steamer = egg cooker | egg boiler = 蒸蛋器 | 煮蛋器
desk mat = mouse pad | desk pad = 桌垫 | 鼠标垫
monitor riser = monitor stand = 增高架 | 显示器支架
"""


def _kinds(lines: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    found = []
    for line in lines.strip().splitlines():
        endings, english, chinese = line.split(" = ")
        said = tuple(word.strip() for side in (english, chinese) for word in side.split("|"))
        found.append((tuple(ending.strip() for ending in endings.split("|")), said))
    return tuple(found)


CALLED = _kinds(_LINES)
"""Ends of product names, and what customers call such products."""

GOODS_WORDS = vocabulary(word for endings, said in CALLED for word in (*endings, *said))
