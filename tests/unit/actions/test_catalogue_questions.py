"""Which fact about a product a customer asks for, in sentences as customers write them."""

import pytest

from actions.catalogue.questions import Fact, asks_nothing_else, question_in

FIRM: dict[Fact, tuple[str, ...]] = {
    Fact.STOCK: (
        "are the noise cancelling headphones in navy back yet",
        "is the blue tent back in stock?",
        "back in stock yet?",
        "藏青色的补货了吗",
        "Calm 700 的 navy 还有货吗",
        "黑色 sold out 了没，in stock 吗",
        "tell me the number of tent versions I can order",
        "could you check whether you have any black socks",
        "绿色的水管现在能下单吗",
        "is the Tide Mug in stock?",
        "Is it still available",
        "is the blue one sold out?",
        "do you still have the kettle",
        "how many t-shirt options are available in the store right now",
        "How many versions of the desk lamp do you have",
        "which colours are in stock",
        "are there any white ones left",
        "is the clay mug available",
        "有货吗",
        "潮汐马克杯有没有货",
        "蓝色的还有吗",
        "42码还有吗",
        "那款奶绿色的包还有现货吗",
        "这个卖完了吗",
        "耳机还有白色的吗",
        "白色的还有没有",
        "台灯还有几种颜色有货",
    ),
    Fact.OPTIONS: (
        "which colours then",
        "这款背包有多少款可选",
        "what colours does it come in",
        "which sizes do you have",
        "What sizes is the shirt available in",
        "what options are there for the backpack?",
        "what does the kettle come in",
        "which colors?",
        "有哪些颜色",
        "这款有几种颜色",
        "T恤都有什么尺码",
        "马克杯有哪几个颜色可以买",
        "这个耳机有哪些款式",
        "都有多少种规格",
    ),
    Fact.PRICE: (
        "how much 啊那个沙色的",
        "I'm looking at the speaker, what would I pay for it",
        "can you tell me what you charge for the tent",
        "how much is the Tide Mug?",
        "How much does it cost",
        "what's the price of the headphones",
        "what does the 2L kettle cost?",
        "price?",
        "how much for the black one",
        "how much is the water bottle",
        "how much is the power bank",
        "这个多少钱",
        "潮汐马克杯怎么卖",
        "蓝色的什么价",
        "价格是多少",
        "耳机多少钱一副",
        "这款售价多少",
    ),
    Fact.CHEAPEST: (
        "which kettle costs the least",
        "有货的台灯里最低多少钱",
        "which is the cheapest version of the lamp",
        "what's your cheapest t-shirt?",
        "最便宜的台灯多少钱",
        "哪款最便宜",
    ),
    Fact.DEAREST: (
        "what would the top priced tent cost me",
        "书架最高价多少",
        "what's the most expensive one",
        "priciest bicycle you have?",
        "最贵的是哪款",
    ),
}

LOOSE = (
    "do you have it in blue",
    "is it also there in blue?",
    "does it come in black?",
    "is there a white one",
    "have you got this in size M",
    "what about the red one?",
    "any in large?",
    "do you have the Tide Mug?",
    "有没有蓝色的",
    "有L码吗",
    "黑色的也有吗",
    "有大一点的吗",
)

OTHERWISE = (
    "how do I wash it",
    "is it waterproof",
    "does it fit my phone",
    "is the strap real leather",
    "防水吗",
    "A款和B款有什么区别",
    "盒子里都有啥配件",
    "how much is shipping",
    "how much does the kettle hold?",
    "how much does the backpack weigh",
    "how much water fits in the bottle",
    "how much storage does it have",
    "When are you getting more of the air fryers in?",
    "restock date for size 6 trainers?",
    "any chance the large gets restocked before summer",
    "is it available in your store in Berlin, in-store I mean",
    "what size should I take",
    "which size fits me at 172cm and 68kg",
    "do these come up small",
    "got broad shoulders, should I size up",
    "how long is the dress on a 5'3 person",
    "is the sale still running",
    "when does the black friday sale begin",
    "any student discount going",
    "bought Monday, cheaper Tuesday, do I get the difference?",
    "why's it more expensive than on amazon",
    "is the price negotiable",
    "do you price match",
    "do you have a manual for the kettle",
    "is it still under warranty",
    "where is my order",
    "can I return it if it's sold out",
    "which colour is better",
    "how much do i save with the bundle",
    "the banner says 30% but in my cart it's full price",
    "what material is this",
    "the model is wearing what size",
    "hello",
    "预售价和现货价哪个划算",
    "裤子要几码",
    "价格保护多少天",
    "32G和64G差多少钱",
    "",
    "还会有货吗",
    "什么时候补货",
    "到货了能通知我一声不",
    "运费多少钱",
    "有什么优惠吗",
    "怎么比实体店还贵",
    "保价期是几天",
    "能便宜点吗",
    "双十一会更便宜吗",
    "选什么码",
    "平时穿39,这个买39会不会挤脚",
    "M的胸围是多少厘米",
    "宝宝八个月穿几号",
    "哪个颜色好看",
    "怎么清洗",
    "适配iPhone 13吗",
    "有保修吗",
    "有没有赠品",
    "这个怎么用",
    "秒杀怎么预约",
    "我的订单到哪了",
)


@pytest.mark.parametrize(("fact", "text"), [(fact, text) for fact, texts in FIRM.items() for text in texts])
def test_a_question_of_fact_is_recognised(fact: Fact, text: str) -> None:
    question = question_in(text)
    assert question is not None
    assert (question.fact, question.loose) == (fact, False)


@pytest.mark.parametrize("text", LOOSE)
def test_a_loose_question_needs_a_variant_to_be_one(text: str) -> None:
    question = question_in(text)
    assert question is not None
    assert question.loose


@pytest.mark.parametrize("text", OTHERWISE)
def test_anything_else_keeps_its_past_answer(text: str) -> None:
    assert question_in(text) is None


@pytest.mark.parametrize(
    "text", ["how much", "in stock?", "what colours are there", "多少钱呀", "有货吗？", "最贵的是哪款", "有没有货"]
)
def test_a_bare_question_is_about_what_was_spoken_of(text: str) -> None:
    assert question_in(text) is not None
    assert asks_nothing_else(text, ())


@pytest.mark.parametrize("text", ["are umbrellas in stock", "how much are the umbrellas", "雨伞多少钱", "雨伞有货吗"])
def test_other_goods_are_not_what_was_spoken_of(text: str) -> None:
    question = question_in(text)
    assert question is not None
    assert not question.points_back
    assert not asks_nothing_else(text, ())


def test_what_is_named_is_nothing_else() -> None:
    assert asks_nothing_else("do you have the Tide Mug?", [(16, 24)])
    assert not asks_nothing_else("电饭煲有没有预约功能", [(0, 3)])
    assert asks_nothing_else("24寸墨绿 got or not", [(0, 3), (3, 5), (0, 3), (3, 5)])


@pytest.mark.parametrize(
    "text", ["🙂" * 4000, "a" * 4000, "有" * 4000, "how much " * 400, "\x00\ud800", "what in " * 500]
)
def test_odd_input_does_no_harm(text: str) -> None:
    question_in(text)
