"""What every adapter of the shop's port must do with changes; a test class inherits it and makes its shop."""

import asyncio
from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from storefront.changes import (
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeItems,
    ChangePayment,
    ChangeProfileAddress,
    ExchangeItems,
    Kind,
    RequestInvoice,
    ReturnItems,
    Situation,
    applied,
    facts_of,
    fingerprint,
    kind_of,
)
from storefront.model import Address, Customer, Invoice, Order, OrderStatus, Payment, Receipt, ShopData
from storefront.policy import DEFAULT_POLICY, Policy
from storefront.port import (
    ChangedMeanwhileError,
    Command,
    KeyReusedError,
    NotAllowedError,
    Shop,
    UnknownOrderError,
)
from tests.shop_samples import NOW
from tests.situations import ARRIVED, BUYER, CHANGEABLE_SHOP, ELSEWHERE, MUGS, OPEN, TENTS, lines, situation

SAND = ChangeItems(lines(("1", 1, "MUG-SAND")), "gift-1")
BIGGER = ChangeItems(lines(("2", 1, "TENT-3")), "gift-2")
INVOICE = RequestInvoice("杭州青禾科技有限公司", "books@qinghe.example", "91330106MA2B4C5D6X", for_company=True)
INVOICED = replace(
    ARRIVED, order_id="PL1005", invoice=Invoice("林小雨", "lin@example.com", Decimal("977.00"), NOW - timedelta(days=9))
)
AGAIN = RequestInvoice("林小雨", "other@example.com")
DATA = replace(
    CHANGEABLE_SHOP,
    orders=(
        *(OPEN if order.order_id == OPEN.order_id else order for order in CHANGEABLE_SHOP.orders),
        INVOICED,
    ),
)


def command(change: Change, order_id: str = "PL1001", **parts: str) -> Command:
    """A command of the buyer's under the key ``key-1``."""
    known = {"key": "key-1", "conversation_id": "conversation-1", "turn_id": "turn-1", "customer_id": "C1"}
    if isinstance(change, ChangeProfileAddress):
        order_id = ""
    return Command(order_id=order_id, change=change, at=NOW, **(known | parts))


CHANGES = [
    pytest.param(CancelOrder("no longer needed"), OPEN, id="cancel"),
    pytest.param(ChangeAddress(ELSEWHERE), OPEN, id="address"),
    pytest.param(SAND, OPEN, id="cheaper item"),
    pytest.param(BIGGER, OPEN, id="dearer item"),
    pytest.param(ChangePayment("gift-2"), OPEN, id="payment"),
    pytest.param(ReturnItems(lines(("1", 1), ("2", 1)), "ali-1", "too big"), ARRIVED, id="return"),
    pytest.param(ExchangeItems(lines(("1", 2, "MUG-SAND")), "card-1", "too big"), ARRIVED, id="exchange"),
    pytest.param(INVOICE, OPEN, id="invoice"),
    pytest.param(INVOICE, INVOICED, id="corrected invoice"),
    pytest.param(AGAIN, INVOICED, id="invoice sent again"),
    pytest.param(ChangeProfileAddress(ELSEWHERE), None, id="profile"),
]


class ShopChangesContract(ABC):
    @abstractmethod
    async def shop_with(self, data: ShopData, policy: Policy, folder: Path) -> Shop:
        """A shop that holds these data."""

    @pytest.fixture
    async def shop(self, tmp_path: Path) -> Shop:
        return await self.shop_with(DATA, DEFAULT_POLICY, tmp_path)

    @pytest.mark.parametrize(("change", "order"), CHANGES)
    async def test_a_change_leaves_the_shop_exactly_as_it_was_worked_out(
        self, shop: Shop, change: Change, order: Order | None
    ):
        where = situation(order)
        expected = applied(change, where, DEFAULT_POLICY, NOW)
        receipt = await shop.apply(command(change, order.order_id if order else ""))
        assert await shop.customer("C1") == expected.customer
        for before in DATA.orders:
            changed = expected.order if order and before.order_id == order.order_id else before
            assert await shop.order(before.order_id) == changed
        for product in await shop.products():
            for variant in product.variants:
                loaded = MUGS.variant(variant.sku) or TENTS.variant(variant.sku)
                assert loaded is not None
                assert variant.stock == loaded.stock + expected.stock.get(variant.sku, 0)
        assert receipt == Receipt(
            "key-1",
            kind_of(change),
            "conversation-1",
            "turn-1",
            order.order_id if order else "",
            "C1",
            NOW,
            facts_of(change, where, expected),
        )

    @pytest.mark.parametrize(("change", "order"), CHANGES)
    async def test_eight_identical_commands_at_once_change_once(self, shop: Shop, change: Change, order: Order | None):
        one = command(change, order.order_id if order else "")
        receipts = await asyncio.gather(*(shop.apply(replace(one, turn_id=f"turn-{i}")) for i in range(8)))
        expected = applied(change, situation(order), DEFAULT_POLICY, NOW)
        assert len({receipt.turn_id for receipt in receipts}) == 1
        assert await shop.customer("C1") == expected.customer
        if order is not None:
            assert await shop.order(order.order_id) == expected.order
        assert await shop.receipts("conversation-1") == (receipts[0],)

    @pytest.mark.parametrize(("change", "order"), CHANGES)
    async def test_what_the_customer_agreed_to_is_done(self, shop: Shop, change: Change, order: Order | None):
        agreed = fingerprint(change, situation(order), DEFAULT_POLICY)
        receipt = await shop.apply(command(change, order.order_id if order else "", agreed=agreed))
        assert receipt.kind == kind_of(change)

    async def test_eight_changes_at_once_change_the_items_once(self, shop: Shop):
        commands = [command(BIGGER, key=f"key-{number}") for number in range(8)]
        results = await asyncio.gather(*map(shop.apply, commands), return_exceptions=True)
        assert sum(isinstance(result, Receipt) for result in results) == 1
        assert {result.reason for result in results if isinstance(result, NotAllowedError)} == {"items_were_modified"}
        customer = await shop.customer("C1")
        assert customer is not None
        assert customer.payment_methods[3].balance == Decimal("1900.00")

    async def test_two_customers_at_once_cannot_take_the_last_piece_both(self, tmp_path: Path):
        last = replace(TENTS, variants=tuple(replace(variant, stock=1) for variant in TENTS.variants))
        rival = replace(OPEN, order_id="PL2001", customer_id="C2", payments=(Payment("payment", OPEN.total, "card-2"),))
        data = replace(DATA, products=(MUGS, last), orders=(*DATA.orders, rival))
        shop = await self.shop_with(data, DEFAULT_POLICY, tmp_path)
        other = replace(BIGGER, method_id="card-2")
        results = await asyncio.gather(
            shop.apply(command(BIGGER, key="a")),
            shop.apply(command(other, "PL2001", key="b", customer_id="C2")),
            return_exceptions=True,
        )
        (refusal,) = [result for result in results if isinstance(result, NotAllowedError)]
        assert refusal.reason == "sold_out"
        assert refusal.facts == {"name": "Ridge Tent", "options": "persons: 3", "quantity": "1", "stock": "0"}

    @pytest.mark.parametrize(
        ("change", "order_id", "reason"),
        [
            (CancelOrder("bored"), "PL1001", "reason_not_accepted"),
            (CancelOrder(), "PL1001", "reason_missing"),
            (CancelOrder("no longer needed"), "PL0800", "already_cancelled"),
            (ChangeAddress(ELSEWHERE), "PL1002", "already_shipped"),
            (ChangeAddress(replace(ELSEWHERE, city="")), "PL1001", "address_incomplete"),
            (ChangeAddress(OPEN.address), "PL1001", "same_address"),
            (ChangePayment("card-1"), "PL1004", "already_delivered"),
            (ChangePayment("ali-1"), "PL1001", "same_method"),
            (ChangePayment("gift-1"), "PL1001", "balance_too_low"),
            (ChangePayment("card-2"), "PL1001", "unknown_method"),
            (ChangePayment(""), "PL1001", "method_missing"),
            (ChangeItems((), "ali-1"), "PL1001", "nothing_chosen"),
            (ChangeItems(lines(("3", 1, "MUG-SAND")), "ali-1"), "PL1001", "not_in_order"),
            (ChangeItems(lines(("1", 3, "MUG-SAND")), "ali-1"), "PL1001", "bad_quantity"),
            (ChangeItems(lines(("1", 1, "MUG-BLUE")), "ali-1"), "PL1001", "same_variant"),
            (ChangeItems(lines(("1", 1, "TENT-3")), "ali-1"), "PL1001", "other_product"),
            (ChangeItems(lines(("1", 1, "MUG-GOLD")), "ali-1"), "PL1001", "unknown_variant"),
            (ChangeItems(lines(("1", 1, "MUG-CLAY")), "ali-1"), "PL1001", "sold_out"),
            (replace(BIGGER, method_id="gift-1"), "PL1001", "balance_too_low"),
            (replace(BIGGER, method_id=""), "PL1001", "method_missing"),
            (ReturnItems(lines(("1", 1)), "ali-1"), "PL1001", "not_delivered_yet"),
            (ReturnItems(lines(("1", 1)), "card-1"), "PL1004", "method_not_accepted"),
            (ReturnItems(lines(("1", 9)), "ali-1"), "PL1004", "bad_quantity"),
            (ExchangeItems(lines(("2", 1, "TENT-3")), "gift-1"), "PL1004", "balance_too_low"),
            (ExchangeItems(lines(("2", 1, "TENT-2")), "ali-1"), "PL1004", "same_variant"),
            (replace(INVOICE, title=" "), "PL1001", "title_not_accepted"),
            (replace(INVOICE, tax_number=""), "PL1001", "tax_number_missing"),
            (replace(INVOICE, tax_number="91330106MA2B4C5D6Y"), "PL1001", "tax_number_wrong"),
            (replace(INVOICE, email="nobody"), "PL1001", "email_not_accepted"),
            (INVOICE, "PL0800", "already_cancelled"),
            (ChangeProfileAddress(BUYER.address), "", "same_address"),
            (ChangeProfileAddress(Address()), "", "address_incomplete"),
        ],
    )
    async def test_what_policy_forbids_changes_nothing(self, shop: Shop, change: Change, order_id: str, reason: str):
        before = await self.everything(shop)
        with pytest.raises(NotAllowedError) as refusal:
            await shop.apply(command(change, order_id))
        assert refusal.value.reason == reason
        assert await self.everything(shop) == before

    async def test_the_same_key_again_gives_the_first_receipt_even_when_it_could_not_be_done_any_more(self, shop: Shop):
        agreed = fingerprint(BIGGER, situation(), DEFAULT_POLICY)
        first = await shop.apply(command(BIGGER, agreed=agreed))
        after = await self.everything(shop)
        assert await shop.apply(command(BIGGER, agreed=agreed, turn_id="turn-2")) == first
        assert await self.everything(shop) == after

    async def test_the_key_of_another_change_is_refused_and_changes_nothing(self, shop: Shop):
        await shop.apply(command(SAND))
        after = await self.everything(shop)
        for other in (
            command(BIGGER),
            command(replace(SAND, method_id="ali-1")),
            command(ChangeAddress(ELSEWHERE)),
            command(ChangeProfileAddress(ELSEWHERE)),
            command(SAND, "PL1004"),
            command(SAND, customer_id="C2"),
        ):
            with pytest.raises(KeyReusedError):
                await shop.apply(other)
        assert await self.everything(shop) == after

    @pytest.mark.parametrize(("change", "order"), CHANGES[:-1])
    async def test_an_order_of_another_customer_is_unknown_to_every_change(
        self, shop: Shop, change: Change, order: Order
    ):
        before = await self.everything(shop)
        messages = set()
        for foreign in (
            command(change, order.order_id, customer_id="C2"),
            command(change, order.order_id, customer_id="nobody"),
            command(change, "PL9999"),
            command(change, ""),
        ):
            with pytest.raises(UnknownOrderError) as refusal:
                await shop.apply(foreign)
            messages.add(str(refusal.value))
        assert len(messages) == 1
        assert await self.everything(shop) == before

    async def test_the_profile_of_nobody_cannot_be_changed(self, shop: Shop):
        with pytest.raises(UnknownOrderError):
            await shop.apply(command(ChangeProfileAddress(ELSEWHERE), customer_id="nobody"))

    async def test_a_price_that_rose_while_he_thought_changes_nothing(self, shop: Shop):
        cheaper = replace(TENTS, variants=tuple(replace(one, price=Decimal(950)) for one in TENTS.variants))
        agreed = fingerprint(BIGGER, situation(OPEN, BUYER, MUGS, cheaper), DEFAULT_POLICY)
        before = await self.everything(shop)
        with pytest.raises(ChangedMeanwhileError):
            await shop.apply(command(BIGGER, agreed=agreed))
        assert await self.everything(shop) == before

    async def test_an_order_that_changed_while_he_thought_is_put_to_him_again(self, shop: Shop):
        change = CancelOrder("no longer needed")
        agreed = fingerprint(change, situation(), DEFAULT_POLICY)
        await shop.apply(command(ChangePayment("card-1"), key="earlier"))
        with pytest.raises(ChangedMeanwhileError):
            await shop.apply(command(change, agreed=agreed))
        order = await shop.order("PL1001")
        assert order is not None
        assert order.status is OrderStatus.PENDING
        where = Situation(BUYER, order, {})
        receipt = await shop.apply(command(change, agreed=fingerprint(change, where, DEFAULT_POLICY)))
        assert receipt.facts["refund_1_method"] == "Visa 1111"

    async def test_a_moved_customer_is_found_at_his_new_postcode_only(self, shop: Shop):
        await shop.apply(command(ChangeProfileAddress(ELSEWHERE)))
        moved = replace(BUYER, address=ELSEWHERE)
        assert await shop.customer_by_name("小雨", "林", "BS1 4ST") == moved
        assert await shop.customer_by_name("小雨", "林", "310012") is None

    async def test_half_a_character_in_an_address_is_replaced_and_still_what_he_agreed_to(self, shop: Shop):
        change = ChangeAddress(replace(ELSEWHERE, line2="Flat \ud83d"))
        await shop.apply(command(change, agreed=fingerprint(change, situation(), DEFAULT_POLICY)))
        order = await shop.order("PL1001")
        assert order is not None
        assert order.address.line2 == "Flat ?"

    async def test_receipts_name_the_kind_and_come_oldest_first(self, shop: Shop):
        await shop.apply(command(ChangeAddress(ELSEWHERE), key="b"))
        await shop.apply(command(ChangeProfileAddress(ELSEWHERE), key="a"))
        receipts = await shop.receipts("conversation-1")
        assert [receipt.kind for receipt in receipts] == [Kind.CHANGE_ADDRESS, Kind.CHANGE_PROFILE_ADDRESS]

    async def everything(self, shop: Shop) -> tuple[object, ...]:
        people: list[Customer | None] = [await shop.customer(one.customer_id) for one in DATA.customers]
        orders = [await shop.orders_of(one.customer_id) for one in DATA.customers]
        coupons = [await shop.coupons_of(one.customer_id) for one in DATA.customers]
        return people, orders, coupons, await shop.products(), await shop.receipts("conversation-1")
