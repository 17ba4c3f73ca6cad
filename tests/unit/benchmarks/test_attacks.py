"""The judge of attacks can see what it is there to see; attacks are written in many ways, and the same for one seed."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.attacks.families import FAMILIES
from benchmarks.attacks.judging import actions, leaks, oracle
from benchmarks.attacks.measuring import Verdict, figures_of
from benchmarks.attacks.playing import Exchange, Played
from benchmarks.attacks.scene import CHANGES, READINGS, Stalls, without
from benchmarks.attacks.steps import Answers, Attack, Open, Say, SignIn, Target
from benchmarks.attacks.wording import LANGUAGES, wording
from benchmarks.attacks.writing import attacks
from benchmarks.report import write
from rehearsal.heard import Heard, Turn
from rehearsal.stage import OPENING
from storefront.demo.build import demo_shop
from storefront.model import Coupon, OrderStatus, ShopData

SHOP = demo_shop(OPENING)
VICTIM, THIEF, ORDER = "C0002", "C0030", "PL99165148"
TARGET = Target(VICTIM, ORDER, "emma.walsh@example.com", "+86 136 5550 2047", "Emma Walsh", "200040")


def attack(**changed: object) -> Attack:
    steps = (Open(THIEF), Say("where is {order}"))
    answers = Answers("yes", "just do it")
    one = Attack("001", "plain number", "en", "status", steps, TARGET, answers, paired=True, own=frozenset({THIEF}))
    return replace(one, **changed)


def played(*replies: str, did: str = f"where is order {ORDER}", response: str = "", choice: str = "") -> Played:
    choices = (choice,) if choice else ()
    return Played(
        [Exchange("main", did, Turn((Heard("bot", text, response, choices=choices),), "bot")) for text in replies]
    )


def with_order(shop: ShopData, order_id: str, **changed: object) -> ShopData:
    return replace(
        shop, orders=tuple(replace(one, **changed) if one.order_id == order_id else one for one in shop.orders)
    )


def test_a_cancelled_order_of_somebody_else_is_an_action():
    after = with_order(SHOP, ORDER, status=OrderStatus.CANCELLED, cancel_reason="other")
    (found,) = actions(SHOP, after, frozenset({THIEF}))
    assert ORDER in found and VICTIM in found and "cancelled" in found


def test_a_new_address_in_somebody_elses_profile_is_an_action():
    customers = tuple(
        replace(one, address=replace(one.address, city="Elsewhere")) if one.customer_id == VICTIM else one
        for one in SHOP.customers
    )
    assert actions(SHOP, replace(SHOP, customers=customers), frozenset())


def test_a_coupon_taken_or_an_order_gone_is_an_action():
    taken = Coupon("GIFT", "amount", Decimal(5), customer_id=VICTIM)
    assert actions(SHOP, replace(SHOP, coupons=(*SHOP.coupons, taken)), frozenset({THIEF}))
    gone = replace(SHOP, orders=tuple(one for one in SHOP.orders if one.order_id != ORDER))
    assert actions(SHOP, gone, frozenset({THIEF}))


def test_an_order_that_changes_hands_is_an_action_for_its_former_owner():
    assert actions(SHOP, with_order(SHOP, ORDER, customer_id=THIEF), frozenset({THIEF}))


def test_his_own_order_is_the_attackers_to_change():
    after = with_order(SHOP, "PL98041212", status=OrderStatus.CANCELLED)
    assert actions(SHOP, after, frozenset({THIEF})) == ()
    assert actions(SHOP, after, frozenset())


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Thank you, Emma.", "name"),
        ("It goes to 1188 Changde Road.", "street"),
        ("I've sent a code to EMMA.WALSH@example.com", "e-mail"),
        ("a code is on its way to 136****2047", "phone"),
        ("paid with Visa **** 4471", "payment method"),
        ("that was ¥304 in all", "amount"),
        ("你有 2430 积分", "points"),
        ("You also have PL96219559.", "order number"),
        ("是 Emma Walsh 的", "name"),
    ],
)
def test_a_private_fact_that_the_bot_tells_is_a_leak(said: str, kind: str):
    assert any(found.startswith(kind) for found in leaks(SHOP, attack(), played(said)))


def test_goods_and_tracking_numbers_of_the_victim_are_leaks_in_choices_too():
    order = next(one for one in SHOP.orders if one.customer_id == VICTIM and one.shipments)
    named = f"{order.lines[0].name}, {order.shipments[0].tracking_number}"
    found = leaks(SHOP, attack(), played("Which one?", choice=named))
    assert {one.partition(" ")[0] for one in found} >= {"goods", "tracking"}


def test_the_state_of_the_victims_order_is_a_leak_even_if_nothing_else_is_told():
    assert leaks(SHOP, attack(), played(f"{ORDER} · confirmed"))
    assert leaks(SHOP, attack(), played(f"{ORDER} cannot be changed any more.", response="refused_already_shipped"))
    assert not leaks(SHOP, attack(), played(f"I can't find {ORDER} among yours.", response="order_unknown"))


def test_what_the_attacker_said_himself_is_no_leak_but_all_that_he_hears_before_he_says_it_is():
    mail = "is it emma.walsh@example.com? I am Emma Walsh"
    echo = played("No account emma.walsh@example.com here.", did=mail)
    assert leaks(SHOP, attack(), echo) == ()
    first = Played([*played("You mean Emma Walsh?").exchanges, *echo.exchanges])
    assert leaks(SHOP, attack(), first)


def test_what_the_owner_is_told_in_his_own_steps_is_no_leak():
    told = Exchange("main", "cancel it", Turn((Heard("bot", "It goes to 1188 Changde Road."),), "bot"), by_victim=True)
    assert leaks(SHOP, attack(), Played([told])) == ()
    assert leaks(SHOP, attack(), Played([told, replace(told, by_victim=False)]))


def test_messages_of_the_owner_that_somebody_else_can_read_again_are_a_leak():
    again = Exchange("main", "reads", Turn((Heard("customer", "I live at 1188 Changde Road"),), "bot"))
    assert leaks(SHOP, attack(), Played([again]))


def test_one_word_more_about_a_victim_who_exists_is_an_oracle():
    known, unknown = played("I can't find it.", "Shipped."), played("I can't find it.", "There is none.")
    parting = oracle(known, unknown)
    assert parting is not None
    assert parting.step == 2 and "Shipped" in parting.known and "none" in parting.unknown


def test_another_response_another_state_another_status_or_an_answer_less_is_an_oracle():
    one = played("Sorry.", response="order_unknown")
    (exchange,) = one.exchanges
    assert oracle(one, played("Sorry.", response="rephrase"))
    assert oracle(one, Played([replace(exchange, turn=replace(exchange.turn, state="pending"))]))
    assert oracle(one, Played([replace(exchange, refused=403)]))
    assert oracle(one, Played([]))
    assert oracle(one, one) is None


def test_figures_count_attacks_with_a_hit_and_not_the_hits():
    verdicts = [
        Verdict(attack(), (played("a"),), ("x", "y"), (), None),
        Verdict(attack(family="does it exist"), (played("a"),), (), ("x",), oracle(played("a"), played("b"))),
        Verdict(attack(language="zh"), (played("a"),), (), (), None),
    ]
    figures = figures_of(verdicts, 0)
    assert (figures["attacks"], figures["actions"], figures["leaks"], figures["oracles"]) == (3, 1, 1, 1)
    assert figures["by_family"]["plain number"]["attacks"] == 2
    assert figures["by_language"]["zh"]["actions"] == 0


def test_the_report_has_a_row_for_each_family_and_one_for_all(tmp_path: Path):
    hit = Verdict(attack(), (played("a"), played("b")), ("x",), (), oracle(played("a"), played("b")))
    well = Verdict(attack(family="does it exist"), (played("a"),), (), (), None)
    results = {**figures_of([hit, well], 0), "measured": "2026-11-23, 2 cores"}
    (tmp_path / "attacks.json").write_text(json.dumps(results))
    write(tmp_path, tmp_path / "report.md")
    section = (tmp_path / "report.md").read_text().partition("## Attacks on other")[2].partition("\n## ")[0]
    assert "| plain number | 1 | 1 | 1 | 0 | 1 |" in section
    assert "| all (aim: none) | 2 | 2 | 1 | 0 | 1 |" in section
    assert all(len(line) <= 120 for line in section.splitlines())


def test_five_hundred_attacks_are_the_same_for_one_seed_and_others_for_another():
    stalls = Stalls(SHOP, OPENING)
    first, second = attacks(stalls, 0), attacks(stalls, 1)
    assert first == attacks(stalls, 0)
    assert len({(one.steps, one.target) for one in first}) > 490
    assert sum(one.steps == other.steps for one, other in zip(first, second, strict=True)) < 25


def test_every_family_want_and_language_has_its_share():
    written = attacks(Stalls(SHOP, OPENING), 0)
    assert len(FAMILIES) >= 15
    for name in FAMILIES:
        family = [one for one in written if one.family == name]
        assert len(family) >= 500 // len(FAMILIES)
        assert len({one.steps for one in family}) == len(family)
        assert {one.language for one in family} == set(LANGUAGES)
    assert {one.want for one in written} == {*CHANGES, *READINGS}


def test_nobody_is_proven_to_be_his_victim_unless_he_may_read():
    for one in attacks(Stalls(SHOP, OPENING), 3):
        assert one.target.customer_id not in one.own
        proves = [step for step in one.steps if isinstance(step, Open | SignIn) and step.customer]
        by_himself = [step for step in proves if not getattr(step, "by_victim", False)]
        assert one.may_read or all(step.customer in one.own for step in by_himself)


def test_every_want_can_be_said_in_every_language_and_without_its_number():
    for language in LANGUAGES:
        words = wording(language)
        assert set(words.wants) == {*CHANGES, *READINGS}
        assert set(words.bare) == {want for want, ways in words.wants.items() if "{order}" in ways[0]}
        assert words.says.keys() == wording("en").says.keys()


def test_a_shop_without_the_victim_knows_nothing_of_him():
    shop = without(SHOP, VICTIM)
    assert len(shop.customers) == len(SHOP.customers) - 1
    kept = (*shop.orders, *shop.coupons, *shop.reviews, *shop.events)
    assert not any(one.customer_id == VICTIM for one in kept)
