"""Processes killed, frozen and delayed: the customer gets a sentence; every change is made and told exactly once."""

import asyncio
import sqlite3
import uuid
from collections.abc import Callable, Iterator

import pytest

from rehearsal.house import House
from rehearsal.shopper import Shopper, shopper
from storefront.adapters.sqlite import SqliteShop
from storefront.model import Customer, Order, OrderStatus
from tests.e2e.proxied_house import ProxiedHouse

QUICK = {"CONCIERGE_TURN_DEADLINE": "3"}
YES = ("yes", "确认", "取消订单")
DONE = "is cancelled"


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProxiedHouse]:
    house = ProxiedHouse(tmp_path_factory.mktemp("proxied") / "var", environment=QUICK)
    try:
        yield house.start()
    finally:
        house.stop()


@pytest.fixture(scope="module")
def sturdy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("sturdy") / "var", environment=QUICK)
    try:
        yield house.start()
    finally:
        house.stop()


async def pending_order(house: House, used: set[str]) -> tuple[Customer, Order]:
    """A customer's pending order that no test has touched."""
    data = await SqliteShop(house.var / "shop.db").dump()
    for order in data.orders:
        if order.status is OrderStatus.PENDING and order.customer_id not in used:
            used.add(order.customer_id)
            return next(one for one in data.customers if one.customer_id == order.customer_id), order
    raise AssertionError("the demo shop has too few pending orders for these tests")


async def status_of(house: House, order: Order) -> OrderStatus:
    found = await SqliteShop(house.var / "shop.db").order(order.order_id)
    assert found is not None
    return found.status


def receipts_of(house: House, order: Order) -> int:
    """How many receipts the shop wrote for an order; read without a loop, since the proxy's hooks ask too."""
    with sqlite3.connect(house.var / "shop.db") as connection:
        query = "SELECT count(*) FROM receipts WHERE order_id = ?"
        return int(connection.execute(query, (order.order_id,)).fetchone()[0])


async def to_proposal(customer: Shopper, order: Order) -> None:
    """Talk until the bot waits for the explicit yes; a reason given before is not asked for again."""
    reply = await customer.say(f"please cancel my order {order.order_id}")
    if "go ahead" not in reply.text:
        reply = await customer.choose("mistake", "need", "mind")
    assert "go ahead" in reply.text, reply.text


async def told_once(customer: Shopper, order: Order) -> None:
    """The receipt arrives, and stays the only one."""
    await customer.wait_for(f"{order.order_id} {DONE}")
    await asyncio.sleep(2.5)
    told = [one for one in await customer.messages() if f"{order.order_id} {DONE}" in one["text"]]
    assert len(told) == 1, [one["text"] for one in told]


USED: set[str] = set()


async def test_an_action_server_lost_before_the_change_costs_a_sentence_and_changes_nothing(proxied):
    owner, order = await pending_order(proxied, USED)
    async with shopper(proxied, "en", owner.customer_id) as customer:
        await to_proposal(customer, order)
        proxied.proxy.on_request = lambda chunk: None
        reply = await customer.choose(*YES)
        proxied.proxy.heal()
        assert reply.said, "a failed turn must say something"
        assert await status_of(proxied, order) is OrderStatus.PENDING
        await to_proposal(customer, order)
        await customer.choose(*YES)
        await told_once(customer, order)
        assert receipts_of(proxied, order) == 1


async def test_an_answer_lost_after_the_change_still_brings_the_one_receipt(proxied):
    owner, order = await pending_order(proxied, USED)
    async with shopper(proxied, "en", owner.customer_id) as customer:
        await to_proposal(customer, order)
        proxied.proxy.on_response = cut_when(lambda: bool(receipts_of(proxied, order)))
        await customer.choose(*YES)
        proxied.proxy.heal()
        assert await status_of(proxied, order) is OrderStatus.CANCELLED
        await told_once(customer, order)
        again = await customer.say("yes, cancel it")
        assert again.said
        assert receipts_of(proxied, order) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_delay_beyond_the_deadline_gets_a_holding_sentence_and_then_the_one_receipt(proxied, moment):
    owner, order = await pending_order(proxied, USED)
    async with shopper(proxied, "en", owner.customer_id) as customer:
        await to_proposal(customer, order)
        if moment == "before":
            proxied.proxy.on_request = once(5.0)
        else:
            proxied.proxy.on_response = hold_when(lambda: bool(receipts_of(proxied, order)), 5.0)
        started = asyncio.get_running_loop().time()
        reply = await customer.choose(*YES)
        assert asyncio.get_running_loop().time() - started < 4.5
        assert reply.said
        assert reply.choices, "the holding sentence offers a person"
        await told_once(customer, order)
        proxied.proxy.heal()
        assert receipts_of(proxied, order) == 1


async def test_a_retry_with_the_same_message_id_repeats_nothing(proxied):
    owner, order = await pending_order(proxied, USED)
    async with shopper(proxied, "en", owner.customer_id) as customer:
        await to_proposal(customer, order)
        message_id = str(uuid.uuid4())
        first, second = await asyncio.gather(
            customer.say("yes please", message_id), customer.say("yes please", message_id)
        )
        assert [one["seq"] for one in first.messages] == [one["seq"] for one in second.messages]
        await told_once(customer, order)
        assert receipts_of(proxied, order) == 1


async def test_a_frozen_action_server_costs_a_sentence_and_no_memory(sturdy):
    owner, order = await pending_order(sturdy, USED)
    async with shopper(sturdy, "en", owner.customer_id) as customer:
        await to_proposal(customer, order)
        with sturdy.frozen("actions"):
            reply = await customer.choose(*YES)
            assert reply.said
        await told_once(customer, order)
        assert receipts_of(sturdy, order) == 1


async def test_a_killed_action_server_comes_back_and_the_conversation_goes_on(sturdy):
    owner, order = await pending_order(sturdy, USED)
    async with shopper(sturdy, "en", owner.customer_id) as customer:
        await to_proposal(customer, order)
        sturdy.kill("actions")
        reply = await customer.say("hm, one moment")
        assert reply.said
        sturdy.wait_until("ok")
        await to_proposal(customer, order)
        await customer.choose(*YES)
        await told_once(customer, order)


async def test_a_frozen_rasa_answers_late_but_answers(sturdy):
    async with shopper(sturdy, "en") as customer:
        with sturdy.frozen("rasa"):
            reply = await customer.say("can I pay cash on delivery?")
            assert reply.said
            assert reply.sources == []
        await customer.wait_for("cash on delivery")


async def test_a_killed_rasa_comes_back_and_remembers_what_it_had_asked(sturdy):
    owner, order = await pending_order(sturdy, USED)
    async with shopper(sturdy, "en") as guest:
        await guest.say(f"where is my order {order.order_id}?")
        await guest.say(owner.email)
        code = next(mail["code"] for mail in sturdy.mails() if mail["conversation_id"] == guest.conversation_id)
        sturdy.kill("rasa")
        await asyncio.sleep(1)
        sturdy.wait_until("ok")
        reply = await guest.say(code)
        assert order.order_id in reply.text
        assert order.lines[0].name in reply.text


async def test_a_desk_killed_in_the_middle_of_a_change_still_brings_the_one_receipt(sturdy):
    owner, order = await pending_order(sturdy, USED)
    async with shopper(sturdy, "en", owner.customer_id) as customer:
        await to_proposal(customer, order)
        with sturdy.frozen("rasa"):
            sending = asyncio.create_task(customer.say("yes, go ahead"))
            await asyncio.sleep(1)
            sturdy.kill("desk")
            await asyncio.gather(sending, return_exceptions=True)
        sturdy.wait_until("ok")
        if await status_of(sturdy, order) is OrderStatus.PENDING:
            # the yes had not reached the shop: nothing was changed, and asking again works
            await to_proposal(customer, order)
            await customer.choose(*YES)
        await told_once(customer, order)
        assert receipts_of(sturdy, order) == 1


def cut_when(condition: Callable[[], bool]) -> Callable[[bytes], float | None]:
    return lambda chunk: None if condition() else 0.0


def hold_when(condition: Callable[[], bool], seconds: float) -> Callable[[bytes], float | None]:
    return lambda chunk: seconds if condition() else 0.0


def once(seconds: float) -> Callable[[bytes], float | None]:
    """Hold the first chunk only."""
    held = [seconds]
    return lambda chunk: held.pop() if held else 0.0
