"""Whether the person just offered is wanted, in the customer's own words."""

import pytest

from actions.context import TurnContext
from actions.offers import takes_the_person


def answered(text: str, asked: str = "person:task") -> bool:
    return takes_the_person(TurnContext("c1", "t1", "en", text, "delivery_problem", asked=asked))


@pytest.mark.parametrize(
    "text",
    [
        "那就找个人帮我催一催",
        "帮我催一下",
        "让同事看看",
        "get someone to chase it",
        "please have somebody look",
        "转人工吧",
    ],
)
def test_asking_for_the_offered_person_takes_the_offer(text: str) -> None:
    assert answered(text)


@pytest.mark.parametrize("text", ["不用找人了", "no, don't get anyone", "别帮我催", "where is it", "那什么时候到"])
def test_anything_else_does_not(text: str) -> None:
    assert not answered(text)


def test_without_an_offer_nothing_is_taken() -> None:
    assert not answered("get someone to chase it", asked="order:order_status")
