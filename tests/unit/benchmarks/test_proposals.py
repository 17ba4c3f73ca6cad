import pytest

from benchmarks.tau_retail.agenda import Wish, wishes
from benchmarks.tau_retail.proposal import Misfit, misfit
from benchmarks.tau_retail.tasks import Action, Task, persona
from tests.unit.benchmarks.small_shop import ANNA, DELIVERED, ON_GIFT_CARD, PENDING, SHOP
from tests.unit.benchmarks.test_gold_state import NEW_ADDRESS, cancel, pay, send_back, swap

EXCHANGE = swap("card_1", DELIVERED, "exchange_delivered_order_items")
ADDRESS = Action("modify_pending_order_address", {"order_id": PENDING, **NEW_ADDRESS})


def wish(action: Action) -> Wish:
    one = Task("invented", "anna", "", (action,))
    return wishes(one, persona(one, ANNA), SHOP)[0]


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (cancel(), f"I'd cancel {PENDING} (Gaming Mouse, Desk Lamp). $170 goes back to PayPal in 5 to 7 days. OK?"),
        (cancel(), "要取消的是这一单,共退170.00美元,对吗?"),
        (cancel(ON_GIFT_CARD), f"取消{ON_GIFT_CARD}:退$42.50到礼品卡,之后余额$142.50。确认?"),
        (pay("card_1"), f"Order {PENDING}: pay $170.00 with the visa ending 4321 instead of PayPal?"),
        (swap(), "Gaming Mouse: black, laser → white, optical. You get $7.50 back on PayPal, right?"),
        (swap(), "Gaming Mouse改成白色、optical的,退差价$7.50到PayPal。Desk Lamp保持不变。可以吗?"),
        (
            EXCHANGE,
            f"Exchange, {DELIVERED}: Gaming Mouse for a white, optical one, 7.50 USD to card ending 4321?",
        ),
        (send_back("card_1"), f"Return the Desk Lamp of {DELIVERED}, refund $120.00 to visa ending 4321. Shall I?"),
        (send_back("gift_card_1"), "退货:Desk Lamp,$120.00退到礼品卡,确认吗?"),
        (ADDRESS, f"Ship {PENDING} to 9 Elm Street, Austin, TX 78701?"),
    ],
)
def test_what_fits_is_agreed_to(action, text):
    assert misfit(text, wish(action), ANNA) is None


@pytest.mark.parametrize(
    ("action", "text", "wrong"),
    [
        (cancel(), "Shall I go ahead?", Misfit.ACT),
        (cancel(), f"You want to return {PENDING}, right?", Misfit.ACT),
        (cancel(), f"Cancel order {ON_GIFT_CARD}?", Misfit.ORDER),
        (cancel(), f"Cancel {PENDING} and refund $50.00?", Misfit.AMOUNT),
        (cancel(), f"取消{PENDING},退款$171.00?", Misfit.AMOUNT),
        (pay("card_1"), f"Pay {PENDING} by gift card?", Misfit.METHOD),
        (swap(), "Change the Gaming Mouse from black, laser to red, laser?", Misfit.OPTIONS),
        (swap(), "Gaming Mouse改成白色、optical,退差价$7.50到尾号4321的卡?", Misfit.METHOD),
        (swap(), "Change Gaming Mouse to white, optical and pay $8.00 with PayPal?", Misfit.AMOUNT),
        (send_back("card_1"), f"Return Gaming Mouse of {DELIVERED} for $50.00?", Misfit.ITEMS),
        (send_back("card_1"), f"Return Gaming Mouse and Desk Lamp of {DELIVERED}?", Misfit.ITEMS),
        (send_back("card_1"), f"Return Desk Lamp of {DELIVERED}, refund to PayPal?", Misfit.METHOD),
        (ADDRESS, f"Ship {PENDING} to 12 Oak Lane, Denver?", Misfit.ADDRESS),
        (ADDRESS, f"Ship {PENDING} to 9 Elm Street, Austin 78702?", Misfit.ADDRESS),
    ],
)
def test_what_does_not_fit_is_found(action, text, wrong):
    assert misfit(text, wish(action), ANNA) is wrong


def test_who_forgot_the_number_goes_by_the_articles():
    assert (
        misfit(f"Return Desk Lamp of {PENDING}, $120.00?", wish(send_back("card_1")), ANNA, knows_number=False) is None
    )
