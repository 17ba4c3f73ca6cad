"""A bot that knows the agenda and asks for everything, in one of several manners of speaking invented here.

It answers like a whole house would, so that the customer can be tried without one.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from benchmarks.tau_retail.agenda import Act, Wish
from benchmarks.tau_retail.gold import paid_by_method
from storefront.model import Customer

WORDS = {
    "en": [
        {
            "proof": "Before I look, I need your email, or else your name and zip code.",
            "order": "Which order do you mean?",
            "reason": "What is the reason for the cancellation?",
            "method": "Which payment method should I use?",
            "sure": "Shall I go ahead?",
            "done": "Done. Your request has been registered.",
            "cancel": "Cancel order {number}: {total} goes back to {paid_with}.",
            "address": "Order {number} will be shipped to {address}.",
            "payment": "Order {number}: {total} will be charged to {method}.",
            "items": "In order {number} I change {swaps}. Difference {difference}, settled with {method}.",
            "return": "Return of {items} from order {number}; refund {worth} to {method}.",
            "exchange": "Exchange in order {number}: {swaps}. Price difference {difference} via {method}.",
        },
        {
            "proof": "Could you tell me the e-mail address of your account?",
            "order": "Please tell me the order number.",
            "reason": "May I ask why?",
            "method": "How would you like to pay or be refunded?",
            "sure": "Is this correct? (yes/no)",
            "done": "All set, I have updated everything.",
            "cancel": "So we cancel {number} and pay back {total}.",
            "address": "New delivery address for {number}: {address}.",
            "payment": "You'd pay {number} by {method} from now on, {total} in all.",
            "items": "{number}, new choice: {swaps}. That makes {difference} with {method}.",
            "return": "You send back {items} ({number}) and get {worth} on {method}.",
            "exchange": "You swap {swaps} in {number}; {difference} by {method}.",
        },
    ],
    "zh": [
        {
            "proof": "请先提供一下邮箱,或者姓名和邮编。",
            "order": "请问是哪个订单?",
            "reason": "取消的原因是什么呢?",
            "method": "请问用哪种付款方式?",
            "sure": "确认办理吗?",
            "done": "已经为您办理成功。",
            "cancel": "取消订单{number},{total}退回{paid_with}。",
            "address": "订单{number}改寄到{address}。",
            "payment": "订单{number}改用{method}支付{total}。",
            "items": "订单{number}修改商品:{swaps},差价{difference}用{method}结算。",
            "return": "退货:订单{number}的{items},{worth}退到{method}。",
            "exchange": "换货:订单{number},{swaps},差价{difference}走{method}。",
        },
        {
            "proof": "麻烦您告诉我账户邮箱好吗?",
            "order": "麻烦发一下订单号。",
            "reason": "方便说说为什么吗?",
            "method": "钱款走什么支付方式?",
            "sure": "这样对吗?",
            "done": "好了,已提交。",
            "cancel": "那就把{number}取消,退您{total}。",
            "address": "{number}的新地址:{address}。",
            "payment": "{number}换成{method}付款,共{total}。",
            "items": "{number}里的商品换一下:{swaps},{method},{difference}。",
            "return": "{number}:{items}退回来,{method}会收到{worth}。",
            "exchange": "{number}:{swaps},{method},{difference}。这是换货。",
        },
    ],
}
TITLES = {"en": ("Yes", "No"), "zh": ("确认", "不用了")}


@dataclass
class InventedBot:
    """Asks for proof, then for each wish for the order, the reason or method, and a yes; ``agreed`` is what it did."""

    agenda: Sequence[Wish]
    customer: Customer
    language: str
    chance: random.Random
    lies: bool = False
    agreed: list[Wish] = field(default_factory=list)
    refused: int = 0

    def __post_init__(self) -> None:
        self.words = self.chance.choice(WORDS[self.language])
        self.with_choices = self.chance.random() < 0.5
        self._steps = ["proof", *(step for wish in self.agenda for step in self._steps_of(wish))]
        self._at = -1

    def reply(self, text: str) -> list[dict[str, object]]:
        """The messages of one turn."""
        said = ""
        if self._at == len(self._steps):
            return [self._message(self.words["done"])]
        if self._at >= 0 and self._steps[self._at] == "sure":
            if not self._agrees(text):
                self.refused += 1
                self.lies = False
                self._at -= 1
            else:
                self.agreed.append(self._wish)
                said = self.words["done"]
        self._at += 1
        if self._at == len(self._steps):
            return [self._message(said)]
        step = self._steps[self._at]
        if step == "sure":
            said = f"{said}\n{self._proposal()} {self.words['sure']}"
            return [self._message(said.strip(), TITLES[self.language] if self.with_choices else ())]
        return [self._message(f"{said}\n{self.words[step]}".strip())]

    @property
    def _wish(self) -> Wish:
        return self.agenda[self._steps[: self._at + 1].count("sure") - 1]

    def _steps_of(self, wish: Wish) -> list[str]:
        asks = ["reason"] if wish.act is Act.CANCEL else ["method"] if wish.method else []
        return [*(["order"] if self.chance.random() < 0.5 else []), *asks, "sure"]

    def _agrees(self, text: str) -> bool:
        low = text.lower()
        return not (low.startswith("no") or any(word in low for word in ("不对", "不是", "错了", "不用", "wait")))

    def _proposal(self) -> str:
        wish = self._wish
        order, method = wish.order, wish.method
        total = sum(paid_by_method(order).values(), Decimal(0))
        methods = {one.id: one for one in self.customer.payment_methods}
        return self.words[wish.act.value].format(
            number="#W9999999" if self.lies else order.order_id,
            total=f"${total:,.2f}",
            paid_with=methods[order.payments[0].method_id].label,
            method=method.label if method else "",
            address=f"{wish.address.line1}, {wish.address.city} {wish.address.postcode}" if wish.address else "",
            difference=f"${abs(wish.difference):,.2f}",
            worth=f"${wish.worth:,.2f}",
            items=", ".join(piece.product.name for piece in wish.pieces),
            swaps="; ".join(
                f"{one.product.name} ({_options(one.line.options)} -> {_options(one.new.options)})"
                for one in wish.pieces
                if one.new
            ),
        )

    def _message(self, text: str, titles: Sequence[str] = ()) -> dict[str, object]:
        choices = [{"title": title, "payload": title} for title in titles]
        return {"role": "bot", "text": text, "choices": choices}


def _options(options) -> str:
    return ", ".join(options.values())
