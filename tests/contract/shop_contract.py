"""What every adapter of the shop's port must do; a test class inherits it and says how its shop is made."""

import asyncio
from abc import ABC, abstractmethod
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from storefront.changes import CancelOrder
from storefront.model import Order, OrderStatus, Payment, Receipt, ShopData
from storefront.policy import Policy
from storefront.port import Command, NotAllowedError, Shop, UnknownOrderError
from tests.shop_samples import CANCELLED, GREEN, LIN, MUG, NOW, PENDING, RETURNING, SHIPPED, SHOP, TENT

POLICY = Policy()
CANCEL = Command("key-1", "conversation-1", "turn-1", "C1", "PL1001", CancelOrder("no longer needed"), NOW)


class ShopContract(ABC):
    @abstractmethod
    async def shop_with(self, data: ShopData, policy: Policy, folder: Path) -> Shop:
        """A shop that holds these data."""

    @pytest.fixture
    async def shop(self, tmp_path: Path) -> Shop:
        return await self.shop_with(SHOP, POLICY, tmp_path)

    async def test_a_customer_comes_back_whole(self, shop: Shop):
        assert await shop.customer("C1") == LIN
        assert await shop.customer("c1") is None

    async def test_an_email_is_found_whatever_its_letter_case(self, shop: Shop):
        assert await shop.customer_by_email(" lin.xiaoyu@EXAMPLE.com") == LIN
        assert await shop.customer_by_email("lin@example.com") is None

    async def test_an_empty_email_or_phone_finds_nobody(self, shop: Shop):
        assert await shop.customer_by_email("  ") is None
        assert await shop.customer_by_phone("") is None
        assert await shop.customer_by_phone("+86") is None

    @pytest.mark.parametrize(
        "phone", ["13800138000", "+86 138 0013 8000", "0086-13800138000", "8613800138000", "１３８００１３８０００"]
    )
    async def test_a_phone_is_found_with_and_without_country_code(self, shop: Shop, phone: str):
        assert await shop.customer_by_phone(phone) == LIN

    @pytest.mark.parametrize("phone", ["13800138001", "0138000", "99999913800138000", "abc"])
    async def test_another_phone_finds_nobody(self, shop: Shop, phone: str):
        assert await shop.customer_by_phone(phone) is None

    async def test_a_landline_is_found_with_country_code_in_place_of_the_zero(self, shop: Shop):
        found = await shop.customer_by_phone("+86 571 88001234")
        assert found is not None and found.customer_id == "C3"

    async def test_a_name_with_postcode_is_found_whatever_its_letter_case(self, shop: Shop):
        assert await shop.customer_by_name("ann", "GREEN", "n14qp") == GREEN
        assert await shop.customer_by_name("小雨", "林", "310012") == LIN

    async def test_a_name_needs_all_three_parts_right(self, shop: Shop):
        assert await shop.customer_by_name("ann", "green", "N1 4QQ") is None
        assert await shop.customer_by_name("ann", "green", "") is None
        assert await shop.customer_by_name("", "green", "N1 4QP") is None

    async def test_a_name_and_postcode_shared_by_two_people_finds_none(self, shop: Shop):
        assert await shop.customer_by_name("Wei", "Zhang", "310012") is None

    @pytest.mark.parametrize("number", ["#PL1001", "pl1001", " # PL 1001 ", "＃ＰＬ１００１"])
    async def test_an_order_number_is_found_however_it_is_typed(self, shop: Shop, number: str):
        assert await shop.order(number) == PENDING

    @pytest.mark.parametrize("number", ["", "#", "PL9999", "PL100", "' OR 1=1 --", "\ud800", "%", "\x00"])
    async def test_a_number_that_is_none_finds_nothing(self, shop: Shop, number: str):
        assert await shop.order(number) is None

    async def test_orders_of_a_customer_come_newest_first_and_are_his_only(self, shop: Shop):
        assert await shop.orders_of("C1") == (PENDING, SHIPPED, CANCELLED)
        assert await shop.orders_of("C2") == (RETURNING,)
        assert await shop.orders_of("nobody") == ()

    async def test_the_catalogue_comes_whole_and_in_order(self, shop: Shop):
        assert await shop.products() == (MUG, TENT)
        assert await shop.products({TENT.product_id, "no such product"}) == (TENT,)
        assert await shop.products(()) == ()
        assert await shop.product("P-TENT") == TENT
        assert await shop.product("P-NONE") is None

    async def test_events_come_oldest_first(self, shop: Shop):
        assert [event.kind for event in await shop.events_of("C1")] == ["view", "purchase", "rating"]

    async def test_reviews_come_newest_first(self, shop: Shop):
        assert [review.rating for review in await shop.reviews_of("P-MUG")] == [2, 5]
        assert await shop.reviews_of("P-TENT") == ()

    async def test_coupons_are_his_own_unused_ones_and_everybodys(self, shop: Shop):
        assert [coupon.code for coupon in await shop.coupons_of("C1")] == ["WELCOME15", "LIN-10"]
        assert [coupon.code for coupon in await shop.coupons_of("nobody")] == ["WELCOME15"]

    async def test_a_cancelled_order_is_paid_back_to_the_methods_it_was_paid_with(self, shop: Shop):
        receipt = await shop.apply(CANCEL)
        order = await self.order(shop, "PL1001")
        assert order.status is OrderStatus.CANCELLED
        assert order.cancel_reason == "no longer needed"
        assert order.payments[2:] == (
            Payment("refund", Decimal("937.00"), "ali-1"),
            Payment("refund", Decimal("40.00"), "gift-1"),
        )
        assert receipt.facts["amount"] == "977.00"
        assert receipt.facts["currency"] == "CNY"
        assert (receipt.order_id, receipt.customer_id, receipt.created_at) == ("#PL1001", "C1", NOW)

    async def test_a_gift_card_gets_its_money_back_at_once(self, shop: Shop):
        await shop.apply(CANCEL)
        customer = await shop.customer("C1")
        assert customer is not None
        assert customer.payment_methods[1].balance == Decimal("100.00")
        assert customer.payment_methods[0] == LIN.payment_methods[0]

    async def test_cancelled_goods_are_in_stock_again(self, shop: Shop):
        await shop.apply(CANCEL)
        assert [variant.stock for product in await shop.products() for variant in product.variants] == [7, 0, 4]

    async def test_the_coupon_of_a_cancelled_order_can_be_used_again(self, shop: Shop):
        await shop.apply(CANCEL)
        assert "LIN-USED" in {coupon.code for coupon in await shop.coupons_of("C1")}

    async def test_the_same_key_again_gives_the_first_receipt_and_changes_nothing(self, shop: Shop):
        first = await shop.apply(CANCEL)
        after = await self.state(shop)
        assert await shop.apply(CANCEL) == first
        again = replace(CANCEL, turn_id="turn-2", change=CancelOrder("other"), at=SHOP.orders[0].eta)
        assert await shop.apply(again) == first
        assert await self.state(shop) == after
        assert await shop.receipts("conversation-1") == (first,)

    async def test_another_key_for_a_cancelled_order_is_refused(self, shop: Shop):
        await shop.apply(CANCEL)
        after = await self.state(shop)
        with pytest.raises(NotAllowedError) as refusal:
            await shop.apply(replace(CANCEL, key="key-2"))
        assert refusal.value.reason == "already_cancelled"
        assert await self.state(shop) == after

    async def test_eight_cancellations_at_once_pay_back_once(self, shop: Shop):
        commands = [replace(CANCEL, key=f"key-{number % 4}") for number in range(8)]
        results = await asyncio.gather(*map(shop.apply, commands), return_exceptions=True)
        receipts = [result for result in results if isinstance(result, Receipt)]
        assert len(receipts) == 2 and receipts[0] == receipts[1]
        assert sum(isinstance(result, NotAllowedError) for result in results) == 6
        order = await self.order(shop, "PL1001")
        assert [payment.kind for payment in order.payments].count("refund") == 2

    async def test_an_order_of_another_customer_is_unknown_and_untouched(self, shop: Shop):
        before = await self.state(shop)
        for command in (replace(CANCEL, customer_id="C2"), replace(CANCEL, order_id="PL9999")):
            with pytest.raises(UnknownOrderError) as refusal:
                await shop.apply(command)
            assert "PL1001" not in str(refusal.value)
        assert await self.state(shop) == before

    async def test_the_unknown_and_the_foreign_order_cannot_be_told_apart(self, shop: Shop):
        messages = set()
        for command in (replace(CANCEL, customer_id="C2"), replace(CANCEL, order_id="PL9999")):
            with pytest.raises(UnknownOrderError) as refusal:
                await shop.apply(command)
            messages.add(str(refusal.value))
        assert len(messages) == 1

    @pytest.mark.parametrize(
        ("order_id", "customer_id", "reason"),
        [("PL1002", "C1", "already_shipped"), ("PL0900", "C2", "after_sales_under_way")],
    )
    async def test_an_order_that_policy_keeps_stays_as_it_is(
        self, shop: Shop, order_id: str, customer_id: str, reason: str
    ):
        before = await self.state(shop)
        with pytest.raises(NotAllowedError) as refusal:
            await shop.apply(replace(CANCEL, order_id=order_id, customer_id=customer_id))
        assert refusal.value.reason == reason
        assert await self.state(shop) == before

    async def test_a_reason_the_shop_does_not_take_is_refused(self, shop: Shop):
        with pytest.raises(NotAllowedError) as refusal:
            await shop.apply(replace(CANCEL, change=CancelOrder("bored")))
        assert refusal.value.reason == "reason_not_accepted"
        assert await self.order(shop, "PL1001") == PENDING

    async def test_receipts_are_found_by_conversation_and_turn_oldest_first(self, tmp_path: Path):
        second = replace(PENDING, order_id="PL1003")
        shop = await self.shop_with(replace(SHOP, orders=(*SHOP.orders, second)), POLICY, tmp_path)
        later = await shop.apply(replace(CANCEL, key="b", turn_id="turn-1", order_id="PL1003"))
        last = await shop.apply(replace(CANCEL, key="a", turn_id="turn-2"))
        assert await shop.receipts("conversation-1") == (later, last)
        assert await shop.receipts("conversation-1", "turn-2") == (last,)
        assert await shop.receipts("conversation-2") == ()

    async def test_an_order_without_payment_is_cancelled_without_refund(self, tmp_path: Path):
        unpaid = replace(PENDING, payments=())
        shop = await self.shop_with(replace(SHOP, orders=(unpaid,)), POLICY, tmp_path)
        receipt = await shop.apply(CANCEL)
        assert receipt.facts["amount"] == "0"
        assert (await self.order(shop, "PL1001")).payments == ()

    async def order(self, shop: Shop, order_id: str) -> Order:
        order = await shop.order(order_id)
        assert order is not None
        return order

    async def state(self, shop: Shop) -> tuple[object, ...]:
        customers = [await shop.customer(customer.customer_id) for customer in SHOP.customers]
        orders = [await shop.orders_of(customer.customer_id) for customer in SHOP.customers]
        coupons = [await shop.coupons_of(customer.customer_id) for customer in SHOP.customers]
        return customers, orders, coupons, await shop.products()
