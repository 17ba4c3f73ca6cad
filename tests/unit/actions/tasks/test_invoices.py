"""The task of an invoice: when words ask for one, what is known of it, which order is meant."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from actions.tasks.cues import cue
from actions.tasks.hearing import heard
from actions.tasks.invoices.cues import wants_invoice
from actions.tasks.invoices.details import Buyer, InvoiceDetails, Wanted
from actions.tasks.orders import Found, search
from actions.tasks.settling import change_of, settled
from actions.tasks.state import Task
from actions.tasks.wishes import asks_for_a_change, wishes_in
from actions.tasks.world import World
from storefront.changes import Kind, RequestInvoice
from storefront.model import Invoice, OrderStatus
from storefront.policy import DEFAULT_POLICY
from tests.dialogue.actions_in_test import FakeReading
from tests.shop_samples import LIN, NOW, SHOP
from tests.unit.actions.tasks.test_wishes import said

CODE = "91330106MA20B10D6U"
GIVEN = Invoice("林小雨", LIN.email, Decimal("42.50"), NOW - timedelta(days=2))


@pytest.fixture
def world() -> World:
    """The first customer of the samples with his orders, newest first."""
    orders = tuple(order for order in SHOP.orders if order.customer_id == LIN.customer_id)
    newest = tuple(sorted(orders, key=lambda order: order.placed_at or NOW, reverse=True))
    return World(LIN, newest, {product.product_id: product for product in SHOP.products}, DEFAULT_POLICY, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "麻烦开一下发票，抬头杭州青禾科技有限公司",
        "我要开PL94925573的发票",
        "能帮我开张发票吗？",
        "发票抬头开错了",
        "把发票再发一次给我",
        "没收到发票，麻烦再发一次",
        "PL94925573可以开发票吗？",
        "I need an invoice for my order",
        "please resend my invoice",
        "can you send me the invoice for my last order?",
        "the invoice has the wrong name, it should be made out to Fern Ltd",
    ],
)
def test_a_wish_for_an_invoice_is_one(text: str) -> None:
    assert wants_invoice(text)
    assert cue(text) is Kind.REQUEST_INVOICE


@pytest.mark.parametrize(
    "text",
    [
        "可以开发票吗，怎么开",
        "电子发票什么时候开？",
        "发票抬头写错了能改吗？",
        "能开增值税专用发票吗",
        "帮我开专票",
        "纸质发票能寄一份给我吗？",
        "不用开发票了",
        "退货要发票吗？",
        "do you issue invoices?",
        "how do I get an invoice?",
        "Can I get the invoice in English?",
        "I don't need an invoice",
        "please change the invoice address",
        "我的快递到哪了",
    ],
)
def test_a_question_about_invoices_is_no_wish(text: str) -> None:
    assert not wants_invoice(text)


def test_whatever_it_was_taken_for_but_another_change() -> None:
    text = "I need an invoice for my order"
    assert asks_for_a_change(said(text, "invoice"))
    assert asks_for_a_change(said(text, "nlu_fallback"))
    assert not asks_for_a_change(said(text, "complaint"))


async def test_an_invoice_beside_another_wish_is_a_wish_of_its_own() -> None:
    text = "cancel PL11111111 and send me the invoice for PL22222222"
    wishes = (await wishes_in(said(text, "cancel_order"), FakeReading())).tasks
    assert [wish.kind for wish in wishes] == [Kind.CANCEL_ORDER, Kind.REQUEST_INVOICE]
    assert "PL22222222" in wishes[1].words


async def test_where_the_mail_goes_is_no_change_of_address() -> None:
    text = "I need an invoice for PL22222222. Please deliver it to books@qinghe.example, not to my address."
    wishes = (await wishes_in(said(text, "invoice"), FakeReading())).tasks
    assert [wish.kind for wish in wishes] == [Kind.REQUEST_INVOICE]
    assert "books@qinghe.example" in wishes[0].words


def test_the_task_comes_back_from_its_slot_as_it_was() -> None:
    details = InvoiceDetails(Buyer.COMPANY, "Fern Ltd", "GB123456789", "a@fern.example", Wanted.CORRECTED)
    task = Task(Kind.REQUEST_INVOICE, order_id="PL1", invoice=details)
    assert Task.from_slot(task.as_slot()) == task
    assert Task.from_slot({**task.as_slot(), "invoice": None}) == replace(task, invoice=InvoiceDetails())


def test_name_and_mail_on_file_need_no_question(world: World) -> None:
    order = world.orders[0]
    task = heard(Task(Kind.REQUEST_INVOICE, order_id=order.order_id), "抬头写个人", order, world)
    assert change_of(settled(task, order, world), order) == RequestInvoice("林小雨", LIN.email)


def test_a_company_said_in_two_messages_keeps_its_name(world: World) -> None:
    order = world.orders[0]
    task = Task(Kind.REQUEST_INVOICE, order_id=order.order_id, asked="title")
    task = heard(task, "杭州青禾科技有限公司", order, world)
    task = heard(replace(task, asked="tax_number"), CODE, order, world)
    expected = RequestInvoice("杭州青禾科技有限公司", LIN.email, CODE, for_company=True)
    assert change_of(settled(task, order, world), order) == expected


def test_his_own_order_is_no_tax_number(world: World) -> None:
    order = world.orders[0]
    task = Task(Kind.REQUEST_INVOICE, order_id=order.order_id, asked="tax_number")
    assert heard(task, order.order_id, order, world) == task


def test_an_invoice_that_is_there_is_sent_again_or_corrected(world: World) -> None:
    order = replace(world.orders[0], invoice=GIVEN)
    task = Task(Kind.REQUEST_INVOICE, order_id=order.order_id)
    assert heard(task, "开发票", order, world).invoice.wanted is None
    again = heard(task, "没收到，再发一次", order, world)
    assert change_of(settled(again, order, world), order) == RequestInvoice("林小雨", LIN.email)
    elsewhere = heard(task, "换个邮箱，发到 new@example.com", order, world)
    assert change_of(settled(elsewhere, order, world), order) == RequestInvoice("林小雨", "new@example.com")
    corrected = heard(task, f"抬头改成杭州青禾科技有限公司，税号{CODE}", order, world)
    assert corrected.invoice.wanted is Wanted.CORRECTED


def test_the_order_with_an_invoice_is_meant_where_it_is_to_be_sent_again(world: World) -> None:
    shipped = next(order for order in world.orders if order.status is OrderStatus.SHIPPED)
    orders = tuple(replace(order, invoice=GIVEN) if order is shipped else order for order in world.orders)
    having = replace(world, orders=orders)
    found = search(Task(Kind.REQUEST_INVOICE, "把发票再发一次"), having, "")
    assert isinstance(found, Found) and found.order.order_id == shipped.order_id
    fresh = search(Task(Kind.REQUEST_INVOICE, "开发票"), having, "")
    assert isinstance(fresh, Found) and fresh.order.invoice is None
