import random

import pytest

from benchmarks.draw_real import benchmarks_root
from benchmarks.tau_retail.agenda import Act, wishes
from benchmarks.tau_retail.customer import Outcome, SimulatedCustomer
from benchmarks.tau_retail.lexicon import lexicon
from benchmarks.tau_retail.measuring import simulated
from benchmarks.tau_retail.shop import Shop
from benchmarks.tau_retail.style import languages
from benchmarks.tau_retail.tasks import Action, Task, drawn, persona, read_tasks
from storefront.exchange import read_shop
from tests.unit.benchmarks.invented_bot import InventedBot
from tests.unit.benchmarks.small_shop import ANNA, DELIVERED, ON_GIFT_CARD, PENDING, SHOP
from tests.unit.benchmarks.test_gold_state import NEW_ADDRESS, cancel, pay, send_back, swap

DATA = benchmarks_root() / "tau_retail"
PROSE = "Your name is Anna Berg and your zip code is 80218. You are busy. Cancel #W1000001."
EVERYTHING = (
    Action("modify_pending_order_address", {"order_id": PENDING, **NEW_ADDRESS}),
    pay("card_1"),
    swap("card_1"),
    send_back("card_1"),
    cancel(ON_GIFT_CARD),
)
EXCHANGE = swap("gift_card_1", DELIVERED, "exchange_delivered_order_items")


def task(*actions: Action, prose: str = PROSE, number: int = 0) -> Task:
    return Task(f"invented-{number}", "anna", prose, actions)


def talk(customer: SimulatedCustomer, bot: InventedBot) -> list[str]:
    """What the customer said until he left."""
    said, move = [], customer.opening()
    while move is not None:
        said.append(move.text)
        move = customer.reply(bot.reply(move.text), "bot")
    return said


def bot_for(customer: SimulatedCustomer, seed: int, lies: bool = False) -> InventedBot:
    return InventedBot(customer.agenda, customer.profile, customer.style.language, random.Random(seed), lies)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("number", range(12))
@pytest.mark.parametrize("actions", [EVERYTHING, (EXCHANGE,)])
def test_whatever_his_style_he_gets_all_his_wishes_agreed_in_their_order(language, number, actions):
    customer = simulated(task(*actions, number=number), SHOP, 1, language)
    bot = bot_for(customer, number)
    talk(customer, bot)
    assert (bot.agreed, bot.refused, customer.outcome) == (list(customer.agenda), 0, Outcome.CONTENT)


@pytest.mark.parametrize("number", range(12))
def test_he_agrees_to_no_other_order_when_he_knows_its_number(number):
    customer = simulated(task(cancel(), number=number), SHOP, 1, ("en", "zh")[number % 2])
    bot = bot_for(customer, number, lies=True)
    talk(customer, bot)
    assert bot.refused == (customer.style.number != "forgotten")


@pytest.mark.parametrize("number", range(20))
def test_he_tells_only_what_the_prose_gives_him(number):
    customer = simulated(task(*EVERYTHING, number=number), SHOP, 1, ("en", "zh")[number % 2])
    said = " ".join(talk(customer, bot_for(customer, number)))
    assert "Anna Berg" in said
    assert "80218" in said
    assert ANNA.email not in said
    if customer.style.number == "forgotten":
        assert "#W" not in said


def test_he_gives_up_when_nothing_moves():
    customer = simulated(task(cancel()), SHOP, 1, "en")
    customer.opening()
    moves = [customer.reply([{"role": "bot", "text": "Lovely weather.", "choices": []}], "bot") for _ in range(6)]
    assert moves[-1] is None
    assert customer.outcome is Outcome.GAVE_UP
    assert len({move.text for move in moves if move}) > 1


def test_he_moves_on_to_the_next_wish_after_a_firm_no():
    customer = simulated(task(cancel(), cancel(ON_GIFT_CARD), number=3), SHOP, 1, "en")
    customer.opening()
    for _ in range(2):
        customer.reply([{"role": "bot", "text": f"Sorry, {PENDING} can't be cancelled.", "choices": []}], "bot")
    (proposal,) = [{"role": "bot", "text": f"Cancel {ON_GIFT_CARD}, refund $42.50. OK?", "choices": []}]
    agreed = customer.reply([proposal], "bot")
    assert agreed is not None
    assert customer.reply([{"role": "bot", "text": "It has been cancelled.", "choices": []}], "bot") is None
    assert customer.outcome is Outcome.REFUSED


def test_he_declines_a_person_and_leaves_when_he_gets_one():
    customer = simulated(task(cancel()), SHOP, 1, "zh")
    customer.opening()
    declined = customer.reply([{"role": "bot", "text": "需要帮您转人工吗?", "choices": []}], "bot")
    assert declined is not None
    assert any(declined.text.startswith(words[:3]) for words in lexicon("zh").frames("answer", "decline_person"))
    assert customer.reply([{"role": "system", "text": "...", "choices": []}], "pending") is None
    assert customer.outcome is Outcome.HANDED_OVER


def test_several_e_mails_are_tried_in_turn():
    prose = "Your name is Anna Berg, your email is a@example.com or anna.berg@example.com."
    customer = simulated(task(cancel(), prose=prose, number=2), SHOP, 1, "en")
    customer.opening()
    ask = [{"role": "bot", "text": "What is your e-mail?", "choices": []}]
    first, second = customer.reply(ask, "bot"), customer.reply(ask, "bot")
    assert first is not None and "a@example.com" in first.text
    assert second is not None and "anna.berg@example.com" in second.text


def test_an_e_mail_that_is_not_known_is_followed_by_the_next():
    emails = [f"{letter}@example.com" for letter in "abcdef"]
    customer = simulated(task(cancel(), prose=f"Your name is Anna Berg, your email is one of {emails}."), SHOP, 1, "en")
    customer.opening()
    said = [customer.reply([{"role": "bot", "text": "What is your e-mail?", "choices": []}], "bot")]
    for _ in emails[1:]:
        said.append(customer.reply([{"role": "bot", "text": "I can't find that one.", "choices": []}], "bot"))
    assert all(move and email in move.text for move, email in zip(said, emails, strict=True))


def test_who_is_asked_the_same_again_clicks():
    written = next(
        customer
        for number in range(20)
        if not (customer := simulated(task(cancel(), number=number), SHOP, 1, "en")).style.clicks
    )
    written.opening()
    titles = (f"{PENDING} Gaming Mouse, Desk Lamp", f"{ON_GIFT_CARD} Gaming Mouse")
    choices = [{"title": title, "payload": f"/order {title[:9]}"} for title in titles]
    moves = [
        written.reply([{"role": "bot", "text": text, "choices": choices}], "bot")
        for text in ("Which order?", "Hm. Which order is it?")
    ]
    assert [move.payload for move in moves if move] == ["", f"/order {PENDING}"]


def test_the_end_of_a_number_is_all_that_some_remember():
    known = persona(task(prose="You are Anna Berg in 80218. The order number ends in 01."), ANNA)
    assert (known.name, known.postcode, known.number_ending, known.numbers) == ("Anna Berg", "80218", "01", frozenset())


def test_an_item_exchanged_for_itself_is_asked_for_but_not_changed_before_it_ships():
    both = {"item_ids": ["m-black-laser", "l-black"], "new_item_ids": ["m-black-laser", "l-white"]}
    (exchange,) = wishes(task(Action(EXCHANGE.name, {**EXCHANGE.arguments, **both})), persona(task(), ANNA), SHOP)
    (change,) = wishes(
        task(Action("modify_pending_order_items", {**swap().arguments, **both})), persona(task(), ANNA), SHOP
    )
    assert [piece.line.sku for piece in exchange.pieces] == ["m-black-laser", "l-black"]
    assert [piece.line.sku for piece in change.pieces] == ["l-black"]


def test_a_task_that_changes_nothing_is_a_look():
    (wish,) = wishes(task(), persona(task(), ANNA), SHOP)
    assert wish.act is Act.LOOK


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_act_on_orders_is_said_in_at_least_25_ways(language):
    for act in (Act.CANCEL, Act.ADDRESS, Act.PAYMENT, Act.ITEMS, Act.RETURN, Act.EXCHANGE):
        assert len(set(lexicon(language).frames("wish", act.value))) >= 25


def test_both_languages_have_words_for_the_same_occasions():
    english, chinese = ({name: set(part) for name, part in lexicon(one).sentences.items()} for one in ("en", "zh"))
    assert english == chinese


def test_half_of_the_customers_speak_chinese():
    spoken = languages([str(number) for number in range(40)], 5)
    assert sorted(spoken.values()).count("zh") == 20


public = pytest.mark.skipif(not DATA.exists(), reason="the public tasks are not here; set CONCIERGE_BENCHMARKS")


@pytest.fixture(scope="module")
def public_shop() -> Shop:
    return Shop.of(read_shop(DATA / "shop"))


@pytest.fixture(scope="module")
def public_tasks() -> tuple[Task, ...]:
    return (*read_tasks(DATA / "dev.jsonl"), *read_tasks(DATA / "train.jsonl"))


@public
def test_all_agendas_build_and_open(public_shop, public_tasks):
    assert len(public_tasks) == 520
    spoken = languages([one.task_id for one in public_tasks], 0)
    for one in public_tasks:
        assert simulated(one, public_shop, 0, spoken[one.task_id]).opening().text


@public
def test_nearly_all_public_wishes_are_agreed_with_an_invented_bot_within_thirty_turns(public_shop, public_tasks):
    chosen = [one for one in drawn(public_tasks, 120) if one.actions]
    content = 0
    for number, one in enumerate(chosen):
        customer = simulated(one, public_shop, 0, ("en", "zh")[number % 2])
        bot = bot_for(customer, number)
        assert len(talk(customer, bot)) <= 30
        content += bot.agreed == list(customer.agenda)
    assert content >= 0.97 * len(chosen)
