"""What follows a refusal."""

from actions.context import TurnContext
from actions.tasks.insisting import asks_why, refused_before, topic
from actions.tasks.state import Item, Task
from storefront.changes import Kind


def after(task: Task, text: str) -> TurnContext:
    return TurnContext("c1", "t2", "en", text, "oos", asked=topic(task))


def test_what_was_refused_is_known_in_the_next_turn() -> None:
    task = Task(Kind.RETURN_ITEMS, order_id="PL1", items=(Item("2"),))
    assert refused_before(after(task, "they are still sealed though")) == task
    whole = Task(Kind.CANCEL_ORDER, order_id="PL1")
    assert refused_before(after(whole, "可是我刚下的单")) == whole


def test_where_the_order_or_the_variant_is_open_nothing_is_refused_again() -> None:
    assert refused_before(after(Task(Kind.CANCEL_ORDER), "but I want to")) is None
    assert refused_before(after(Task(Kind.EXCHANGE_ITEMS, order_id="PL1"), "but I want to")) is None
    assert refused_before(TurnContext("c1", "t2", "en", "but I want to", "oos", asked="rephrase")) is None


def test_why_is_asked_only_of_a_refusal() -> None:
    task = Task(Kind.RETURN_ITEMS, order_id="PL1", items=(Item("2"),))
    assert asks_why(after(task, "why not?")) and asks_why(after(task, "为什么贴身的不让退"))
    assert not asks_why(after(task, "it is still sealed"))
    assert not asks_why(TurnContext("c1", "t2", "en", "why not?", "oos"))
