"""Tasks that were left open: kept without what was being asked, joined with the same wish, put into words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.context import TurnContext
from actions.tasks.left_open import LeftOpen, joined, let_go
from actions.tasks.resuming import comes_back, goes_on
from actions.tasks.state import Task, afresh
from actions.tasks.world import World
from storefront.changes import Kind
from storefront.policy import DEFAULT_POLICY
from tests.shop_samples import NOW, SHOP

PUT = Task(Kind.CANCEL_ORDER, reason="other", asked="confirm", key="k", agreed="f", misses=1, asides=2, listed=("PL1",))


@pytest.fixture
def world() -> World:
    """The first customer of the samples with his orders."""
    customer = SHOP.customers[0]
    orders = tuple(order for order in SHOP.orders if order.customer_id == customer.customer_id)
    products = {product.product_id: product for product in SHOP.products}
    return World(customer, orders, products, DEFAULT_POLICY, NOW + timedelta(minutes=5))


def said(text: str) -> TurnContext:
    return TurnContext("c1", "t1", "en", text, "greet")


def test_what_is_left_open_comes_back_from_its_slot_and_nothing_from_an_empty_one() -> None:
    left = LeftOpen((PUT, Task(Kind.RETURN_ITEMS)), offered=True)
    assert LeftOpen.from_slot(left.as_slot()) == left
    assert LeftOpen().as_slot() is None
    assert LeftOpen.from_slot(None) == LeftOpen.from_slot("x") == LeftOpen()


def test_a_task_taken_up_again_has_no_proposal_that_a_yes_could_mean() -> None:
    assert afresh(PUT) == Task(Kind.CANCEL_ORDER, reason="other")


def test_a_task_let_go_of_comes_before_earlier_ones_and_is_not_offered() -> None:
    assert let_go((PUT,), LeftOpen((Task(Kind.RETURN_ITEMS),))) == LeftOpen((PUT, Task(Kind.RETURN_ITEMS)), True)


def test_the_same_wish_again_takes_over_what_is_known(world: World) -> None:
    known = replace(PUT, order_id=world.orders[0].order_id)
    tasks, rest = joined((Task(Kind.CANCEL_ORDER, "cancel it"),), LeftOpen((known,)), world, "")
    assert tasks == (replace(afresh(known), words="cancel it"),)
    assert rest.tasks == ()


def test_a_wish_for_another_order_or_another_change_leaves_it_open(world: World) -> None:
    first, second = world.orders[:2]
    left = LeftOpen((replace(PUT, order_id=first.order_id),))
    others = (
        (Task(Kind.CANCEL_ORDER, "cancel PL20260315"), ""),
        (Task(Kind.CANCEL_ORDER, "cancel it"), second.order_id),
        (Task(Kind.RETURN_ITEMS, "send it back"), ""),
    )
    for wish, spoken_of in others:
        assert joined((wish,), left, world, spoken_of) == ((wish,), left), wish


@pytest.mark.parametrize("text", ["hi, I'm back", "where were we?", "我回来了", "刚才说到哪了", "上次那个还没办完"])
def test_words_of_somebody_who_comes_back(text: str) -> None:
    assert comes_back(said(text))


@pytest.mark.parametrize(
    "text", ["继续", "接着办吧", "go on", "let's continue", "try again", "不好意思刚才有事，继续吧"]
)
def test_words_of_somebody_who_goes_on(text: str) -> None:
    assert goes_on(said(text))


@pytest.mark.parametrize(
    "text", ["hello", "send it back", "退回来", "my money back please", "回来的路上丢了", "再见", "/affirm"]
)
def test_words_of_somebody_who_wants_something_else(text: str) -> None:
    assert not comes_back(said(text))
    assert not goes_on(said(text))
