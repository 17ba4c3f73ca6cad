"""A shopper's whole visit, in Chinese, English and both mixed, over HTTP and over the WebSocket."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from rehearsal.agent import agent
from rehearsal.house import House
from rehearsal.shopper import Shopper, shopper
from storefront.adapters.sqlite import SqliteShop
from storefront.demo.behaviour import taste_of
from storefront.model import Order, OrderStatus, ShopData
from tests.taste import share_in_taste

TRANSPORTS = ("http", "socket")
XIAOYU, EMMA = "C0001", "C0002"
LIKED = 0.3
"""Weight from which a category counts as a taste; drawn at random, about a third of the shop does."""


@dataclass(frozen=True)
class Wordings:
    """How one kind of shopper says it; ``person`` are words on the button that leads to a person."""

    locale: str
    order: str
    questions: tuple[tuple[str, str], ...]
    unanswerable: str
    recommendation: str
    anger: str
    thanks: str
    limit: int


WORDINGS = {
    "zh": Wordings(
        "zh",
        "我的订单 {order} 到哪里了",
        (
            ("满多少钱包邮啊", "ship-free-threshold"),
            ("可以货到付款吗", "pay-cod"),
            ("耳机保修多久", "warranty-headphones-kitchen"),
        ),
        "你们老板的狗叫什么名字",
        "给我推荐点东西吧，预算300以内",
        "你们是不是骗子公司啊，气死我了，什么垃圾客服，滚",
        "谢谢你",
        300,
    ),
    "en": Wordings(
        "en",
        "where is my order {order}?",
        (
            ("how much do i need to spend for free shipping", "ship-free-threshold"),
            ("can I pay cash on delivery?", "pay-cod"),
            ("how long is the warranty on headphones", "warranty-headphones-kitchen"),
        ),
        "what is the name of your founder's dog",
        "can you recommend me something under 200",
        "this is bullshit you useless stupid bot, I am so fucking angry with you people",
        "thank you so much",
        200,
    ),
    "mixed": Wordings(
        "zh",
        "帮我查下 order {order} 现在 status 是什么",
        (
            ("free shipping 要满多少钱", "ship-free-threshold"),
            ("可以用 cash on delivery 吗", "pay-cod"),
            ("headphones 的 warranty 是多久", "warranty-headphones-kitchen"),
        ),
        "你们 founder 的 dog 叫什么 name",
        "recommend 一下 under 300 的东西吧",
        "垃圾 service！你们这帮骗子 f**k off",
        "thanks 啦",
        300,
    ),
}


@pytest.fixture(scope="session")
def shop(live: House) -> ShopData:
    import asyncio

    return asyncio.run(SqliteShop(live.var / "shop.db").dump())


@pytest.fixture(params=[f"{language}-{transport}" for language in WORDINGS for transport in TRANSPORTS])
def visit(request: pytest.FixtureRequest) -> Iterator[tuple[Wordings, str]]:
    language, transport = request.param.split("-")
    yield WORDINGS[language], transport


def order_of(shop: ShopData, customer_id: str, status: OrderStatus) -> Order:
    return next(order for order in shop.orders if order.customer_id == customer_id and order.status is status)


def facts_of(order: Order) -> list[str]:
    """What only the owner may read: tracking numbers and what was bought."""
    return [shipment.tracking_number for shipment in order.shipments] + [line.name for line in order.lines]


async def test_an_order_is_not_shown_without_proof(live, shop, visit):
    words, transport = visit
    order = order_of(shop, XIAOYU, OrderStatus.SHIPPED)
    async with shopper(live, words.locale, transport=transport) as guest:
        reply = await guest.say(words.order.format(order=order.order_id))
        assert reply.state == "bot"
        assert not [fact for fact in facts_of(order) if fact in reply.text]
        assert re.search(r"e-?mail|邮箱|code|验证码|phone|手机", reply.text, re.IGNORECASE), reply.text


async def test_an_identified_customer_reads_where_the_parcel_is(live, shop, visit):
    words, transport = visit
    order = order_of(shop, XIAOYU, OrderStatus.SHIPPED)
    async with shopper(live, words.locale, XIAOYU, transport) as customer:
        reply = await customer.say(words.order.format(order=order.order_id))
        assert order.order_id in reply.text
        assert order.shipments[0].tracking_number in reply.text


async def test_another_customers_order_is_as_unknown_as_one_that_does_not_exist(live, shop, visit):
    words, transport = visit
    foreign = order_of(shop, EMMA, OrderStatus.SHIPPED)
    async with shopper(live, words.locale, XIAOYU, transport) as customer:
        reply = await customer.say(words.order.format(order=foreign.order_id))
        assert not [fact for fact in facts_of(foreign) if fact in reply.text]
    async with shopper(live, words.locale, XIAOYU, transport) as customer:
        nothing = await customer.say(words.order.format(order="PL00000000"))
    assert reply.text.replace(foreign.order_id, "") == nothing.text.replace("PL00000000", "")


async def test_a_guest_proves_himself_by_code_and_reads_his_order(live, shop, visit):
    words, transport = visit
    # codes to one address are rationed, so each visit is another customer's
    number = list(WORDINGS.values()).index(words) * len(TRANSPORTS) + TRANSPORTS.index(transport)
    order = [order for order in shop.orders if order.status is OrderStatus.SHIPPED][number]
    email = next(customer.email for customer in shop.customers if customer.customer_id == order.customer_id)
    async with shopper(live, words.locale, transport=transport) as guest:
        await guest.say(words.order.format(order=order.order_id))
        sent = await guest.say(email)
        mail = next(mail for mail in reversed(live.mails()) if mail["conversation_id"] == guest.conversation_id)
        assert mail["to"] == email
        assert mail["code"] not in sent.text
        reply = await guest.say(mail["code"])
        assert order.shipments[0].tracking_number in reply.text


async def test_an_unknown_email_is_answered_like_a_known_one_and_nothing_is_sent(live, shop):
    order = order_of(shop, EMMA, OrderStatus.SHIPPED)
    email = next(customer.email for customer in shop.customers if customer.customer_id == EMMA)
    replies = []
    for address in (email, "nobody@example.com"):
        async with shopper(live, "en") as guest:
            await guest.say(f"where is my order {order.order_id}?")
            replies.append((await guest.say(address)).text.replace(address, ""))
            conversation = guest.conversation_id
    assert replies[0] == replies[1]
    assert not [mail for mail in live.mails() if mail["conversation_id"] == conversation]


async def test_policy_questions_get_the_right_past_answer_with_its_source(live, visit):
    """At once, or, where the bot is not sure, behind the first of the questions that it asks back."""
    words, transport = visit
    async with shopper(live, words.locale, transport=transport) as guest:
        for question, entry_id in words.questions:
            reply = await guest.say(question)
            if not reply.sources:
                reply = await guest.choose(reply.choices[0]["title"])
            assert reply.sources[:1] == [entry_id], (question, reply.text)


async def test_what_no_shop_answers_is_not_answered(live, visit):
    words, transport = visit
    async with shopper(live, words.locale, transport=transport) as guest:
        reply = await guest.say(words.unanswerable)
        assert reply.sources == []
        assert reply.said


async def test_recommendations_exist_are_in_stock_and_keep_to_the_price(live, shop, visit):
    words, transport = visit
    variants = {variant.sku: variant for product in shop.products for variant in product.variants}
    async with shopper(live, words.locale, XIAOYU, transport) as customer:
        reply = await customer.say(words.recommendation)
        assert len(reply.products) == 5, reply.text
        for product in reply.products:
            variant = variants[product["sku"]]
            assert variant.stock > 0
            assert variant.price <= words.limit
            assert product["price"] == str(variant.price)
            assert product["reason"]
        assert len({product["title"] for product in reply.products}) == 5


async def test_recommendations_follow_the_customers_taste(live, shop):
    customers = [f"C{number:04d}" for number in range(1, 11)]
    product_of = {variant.sku: product.product_id for product in shop.products for variant in product.variants}
    recommended = {}
    for customer_id in customers:
        async with shopper(live, "en", customer_id) as customer:
            reply = await customer.say("can you recommend me something nice?")
            recommended[customer_id] = [product_of[product["sku"]] for product in reply.products]
    tastes = {
        customer_id: {category for category, weight in taste_of(customer_id).categories.items() if weight >= LIKED}
        for customer_id in customers
    }
    assert all(recommended.values())
    assert share_in_taste(recommended, tastes, shop.products) > 0.7


async def test_an_angry_customer_is_handed_to_a_person_and_comes_back_to_the_bot(live, visit):
    words, transport = visit
    async with shopper(live, words.locale, XIAOYU, transport) as customer, agent(live) as mei:
        angry = await customer.say(words.anger)
        assert angry.state == "pending", angry.text
        waiting = [entry["conversation_id"] for entry in await mei.queue()]
        assert customer.conversation_id in waiting
        await mei.do(customer.conversation_id, "claim")
        await mei.do(customer.conversation_id, "reply", text="我是小梅, I am sorry, I look into it now.")
        await customer.wait_for("小梅")
        silent = await customer.say("hello?")
        assert silent.state == "human"
        assert [message for message in silent.said if message["role"] == "bot"] == []
        await mei.do(customer.conversation_id, "return")
        await goes_on(customer, words)


async def goes_on(customer: Shopper, words: Wordings) -> None:
    question, entry_id = words.questions[0]
    reply = await customer.say(question)
    assert reply.state == "bot"
    assert reply.sources[:1] == [entry_id], reply.text
