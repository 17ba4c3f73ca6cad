"""A task as it is kept between two turns, filled in, and turned into a change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.context import Mention
from actions.reading.variants import Wanted
from actions.tasks.hearing import heard
from actions.tasks.orders import Forbidden, Found, Many, fits, names_order, search
from actions.tasks.settling import change_of, main_method, settled
from actions.tasks.state import Item, Task, of_customer, tasks_in
from actions.tasks.world import World
from storefront.changes import CancelOrder, Kind, ReturnItems
from storefront.model import Address, OrderStatus
from storefront.policy import DEFAULT_POLICY, Reason
from tests.shop_samples import NOW, SHOP
from tests.unit.actions.reading.goods import CAMP_CHAIR, line


@pytest.fixture
def world() -> World:
    """The first customer of the samples with his orders, newest first."""
    customer = SHOP.customers[0]
    orders = tuple(order for order in SHOP.orders if order.customer_id == customer.customer_id)
    newest = tuple(sorted(orders, key=lambda order: order.placed_at or NOW, reverse=True))
    products = {product.product_id: product for product in SHOP.products}
    return World(customer, newest, products, DEFAULT_POLICY, NOW + timedelta(minutes=5))


def test_a_task_comes_back_from_its_slot_as_it_was() -> None:
    wanted = Wanted({"color": "blue"}, "cheapest", False, frozenset({"size"}), frozenset({("color", "red")}))
    task = Task(
        Kind.EXCHANGE_ITEMS, "words", "PL1", (Item("1", 2, "", wanted),), address=Address("1 Road"), listed=("PL1",)
    )
    assert Task.from_slot(task.as_slot()) == task
    assert tasks_in([task.as_slot(), None]) == (task,)
    assert Task.from_slot(None) is None and tasks_in("x") == ()


def test_another_order_forgets_what_was_picked_from_the_first(world: World) -> None:
    task = Task(Kind.RETURN_ITEMS, order_id="PL1", items=(Item("1"),), reason="faulty")
    other = task.about(world.orders[0])
    assert (other.order_id, other.items, other.reason) == (world.orders[0].order_id, (), "faulty")


def test_the_only_order_that_fits_is_taken(world: World) -> None:
    pending = [order for order in world.orders if order.status is OrderStatus.PENDING]
    found = search(Task(Kind.CANCEL_ORDER), world, "")
    assert len(pending) == 1
    assert found == Found(pending[0], Kind.CANCEL_ORDER)


def test_an_exchange_before_the_parcel_leaves_is_a_change_of_items(world: World) -> None:
    pending = next(order for order in world.orders if order.status is OrderStatus.PENDING)
    assert fits(Task(Kind.EXCHANGE_ITEMS), pending, world) == Found(pending, Kind.CHANGE_ITEMS)


def test_an_order_that_does_not_fit_says_why(world: World) -> None:
    shipped = next(order for order in world.orders if order.status is OrderStatus.SHIPPED)
    verdict = fits(Task(Kind.CANCEL_ORDER), shipped, world)
    assert isinstance(verdict, Forbidden) and verdict.refusal.reason is Reason.ALREADY_SHIPPED


def test_nothing_to_choose_from_is_an_empty_choice(world: World) -> None:
    nobody = World(world.customer, (), {}, DEFAULT_POLICY, NOW)
    assert search(Task(Kind.CANCEL_ORDER), nobody, "") == Many(())


def test_everything_means_every_line(world: World) -> None:
    order = max(world.orders, key=lambda one: len(one.lines))
    whole = settled(Task(Kind.RETURN_ITEMS, order_id=order.order_id, everything=True), order, world)
    assert [item.line_id for item in whole.items] == [line.line_id for line in order.lines]
    assert settled(whole, order, world) == whole


def test_a_reason_is_heard_with_the_wish(world: World) -> None:
    order = world.orders[0]
    task = heard(Task(Kind.CANCEL_ORDER, order_id=order.order_id), "拍错了，帮我取消", order, world)
    assert task.reason == "ordered by mistake"
    assert change_of(task, order) == CancelOrder("ordered by mistake")


def test_money_goes_to_the_method_that_paid_most_unless_he_names_one(world: World) -> None:
    order = next(order for order in world.orders if order.payments)
    change = change_of(Task(Kind.RETURN_ITEMS, order_id=order.order_id, items=(Item(order.lines[0].line_id),)), order)
    assert isinstance(change, ReturnItems)
    assert change.method_id == main_method(order)
    assert change.lines[0].quantity == order.lines[0].quantity


def test_nobody_takes_up_the_task_of_another() -> None:
    guests, his, hers = Task(Kind.CANCEL_ORDER), Task(Kind.RETURN_ITEMS, customer_id="C1"), Task(Kind.CHANGE_ADDRESS)
    hers = replace(hers, customer_id="C2")
    assert of_customer((guests, his, hers), "C1") == (guests, his)


def exchanging(world: World, *skus: str, asked: str = "confirm") -> Task:
    """An exchange of the first lines of the order of two mugs and a tent."""
    order = next(order for order in world.orders if order.status is OrderStatus.PENDING)
    items = tuple(Item(line.line_id, sku=sku) for line, sku in zip(order.lines, skus, strict=False))
    return Task(Kind.CHANGE_ITEMS, order_id=order.order_id, items=items, asked=asked)


@pytest.mark.parametrize("words", ["两个都对 yes yes", "两件一起换"])
def test_of_several_items_a_number_counts_the_items(world: World, words: str) -> None:
    task = exchanging(world, "MUG-CLAY", "TENT-2")
    assert heard(task, words, world.order(task.order_id), world).items == task.items


@pytest.mark.parametrize("words", ["no no, the tent, the mug stays", "不对，马克杯不动，是帐篷"])
def test_goods_that_stay_after_all_leave_the_task(world: World, words: str) -> None:
    task = exchanging(world, "MUG-CLAY")
    assert [item.line_id for item in heard(task, words, world.order(task.order_id), world).items] == ["2"]


def test_a_part_of_an_answer_may_say_the_variant(world: World) -> None:
    world = replace(world, products={CAMP_CHAIR.product_id: CAMP_CHAIR})
    order = replace(world.orders[0], lines=(line(CAMP_CHAIR, line_id="1", back="high"),))
    task = Task(Kind.EXCHANGE_ITEMS, order_id=order.order_id, items=(Item("1"),), asked="variant")
    after = heard(task, "low, we want to sit by the fire with them", order, world)
    assert after.items[0].wanted.options == {"back": "low"}


@pytest.mark.parametrize(
    ("text", "number", "is_order"),
    [
        ("my order PL1002", "PL1002", True),
        ("99165148", "99165148", True),
        ("换成尾号3306那张卡", "3306", False),
        ("邮编550002", "550002", False),
    ],
)
def test_a_card_or_postcode_is_no_order_number(world: World, text: str, number: str, is_order: bool) -> None:
    assert names_order(text, Mention(number, number), world) is is_order


def test_an_order_is_found_by_what_it_cost(world: World) -> None:
    pending = next(order for order in world.orders if order.status is OrderStatus.PENDING)
    found = search(Task(Kind.CHANGE_PAYMENT, "the ¥977 one, pay with PayPal"), world, "")
    assert found == Found(pending, Kind.CHANGE_PAYMENT)


@pytest.mark.parametrize(
    ("words", "items", "everything"),
    [
        ("那两个马克杯太小，都退了吧", (Item("1"),), False),
        ("return both mugs, all of them", (Item("1"),), False),
        ("马克杯不好看，整单都退", (), True),
        ("马克杯和帐篷都退", (), True),
        ("都退了吧", (), True),
    ],
)
def test_all_pieces_of_one_line_are_not_the_whole_order(
    world: World, words: str, items: tuple[Item, ...], everything: bool
) -> None:
    order = next(order for order in world.orders if order.status is OrderStatus.PENDING)
    after = heard(Task(Kind.RETURN_ITEMS, order_id=order.order_id), words, order, world)
    assert (after.items, after.everything) == (items, everything)


@pytest.mark.parametrize("words", ["oh, the mugs stay", "马克杯还是不退了，我留着", "keep the mugs"])
def test_goods_that_stay_leave_a_return(world: World, words: str) -> None:
    order = next(order for order in world.orders if order.status is OrderStatus.PENDING)
    both = Task(Kind.RETURN_ITEMS, order_id=order.order_id, items=(Item("1"), Item("2")), asked="confirm")
    assert heard(both, words, order, world).items == (Item("2"),)
    only = replace(both, items=(Item("1"),))
    assert heard(only, words, order, world).items == only.items
