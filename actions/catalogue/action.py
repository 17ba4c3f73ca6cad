"""Questions about goods: a fact of the catalogue when one is asked for, else a past answer as ever."""

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.events import SlotSet

from actions.action import CustomerAction
from actions.catalogue.facts import in_stock, price_range
from actions.catalogue.finding import Named, named_in, options_named
from actions.catalogue.questions import Fact, Question, asks_nothing_else, question_in
from actions.catalogue.telling import read, tell
from actions.context import TurnContext
from actions.proof.gate import remembered
from actions.replies import Choice, Event, Goal, Replies
from actions.services import Services
from storefront.model import Product

ASKED = "product"
"""What this action asks: which product is meant."""

TOLD = "product:"
"""Before the fact that was told, in the slot that remembers it."""

MOST_PRODUCTS = 4
"""Products that a text may mean and still be asked which; of more the past answers know better."""


class ProductAction(CustomerAction):
    """Stock, price and options of a product that the shop sells."""

    action_name = "action_product"

    def __init__(self, services: Services, otherwise: Goal) -> None:
        super().__init__(services)
        self._otherwise = otherwise

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Tell the fact; whatever the catalogue does not know goes to the past answers."""
        events = await self.tell(context, replies)
        return await self._otherwise(context, replies) if events is None else events

    async def serve_without_facts(self, context: TurnContext, replies: Replies) -> list[Event]:
        """The past answers at once: what this action could tell was looked for before."""
        return await self._otherwise(context, replies)

    async def tell(self, context: TurnContext, replies: Replies) -> list[Event] | None:
        """The events of the fact that was told, or of the question which product is meant; None without either."""
        words = _words(context)
        question = question_in(words)
        if question is None and not context.told.startswith(TOLD):
            return None
        catalogue = tuple(product for product in await self.services.shop.products() if product.variants)
        question = _question(question, words, context, catalogue)
        if question is None:
            return None
        named = _named(question, words, context, catalogue)
        meant = _meant(question, words, named, context, catalogue)
        if not meant or len(meant) > (1 if question.loose else MOST_PRODUCTS):
            return None
        if len(meant) > 1:
            return _ask_which(meant, words, replies)
        product = meant[0]
        asked = read(question, named.left_out(words), product, catalogue)
        if question.loose and not asked.names_variants and not asks_nothing_else(words, named.spans):
            return None
        tell(asked, replies)
        return [SlotSet("product_id", product.product_id), SlotSet("told", f"{TOLD}{question.fact}")]


def _question(
    question: Question | None, words: str, context: TurnContext, catalogue: Sequence[Product]
) -> Question | None:
    """The question with what was told before: other options ask it again, "which colours then" asks what is left."""
    before = Fact(context.told.removeprefix(TOLD)) if context.told.startswith(TOLD) else None
    if question is not None:
        left = before is Fact.STOCK and question.fact is Fact.OPTIONS
        return replace(question, fact=Fact.STOCK) if left else question
    spoken_of = _spoken_of(context, catalogue)
    if before is None or spoken_of is None:
        return None
    options = options_named(words, spoken_of, catalogue)
    return Question(before, points_back=True) if options and asks_nothing_else(words, options) else None


def _spoken_of(context: TurnContext, catalogue: Sequence[Product]) -> Product | None:
    spoken_of = str(context.slots.get("product_id") or "")
    return next((product for product in catalogue if product.product_id == spoken_of), None)


def _named(question: Question, words: str, context: TurnContext, catalogue: Sequence[Product]) -> Named:
    """The products the words name; an option of the one spoken of names no other: the light grey one is no lamp."""
    named = named_in(words, catalogue)
    spoken_of = _spoken_of(context, catalogue) if question.points_back else None
    if spoken_of is None or not named.spans or spoken_of in named.products:
        return named
    options = options_named(words, spoken_of, catalogue)
    is_option = all(any(first <= start and end <= last for first, last in options) for start, end in named.spans)
    return Named() if is_option else named


def _words(context: TurnContext) -> str:
    """The question; when he was asked which product he means, his answer together with what he had asked."""
    if context.asked == ASKED and not context.is_choice and question_in(context.words) is None:
        return f"{context.slots.get('goal_text') or ''} {context.words}".strip()
    return context.words


def _meant(
    question: Question, words: str, named: Named, context: TurnContext, catalogue: Sequence[Product]
) -> tuple[Product, ...]:
    """The product he picked, the ones he names, or the one spoken of."""
    sold = {product.product_id: product for product in catalogue}
    if context.is_choice and (picked := sold.get(context.value("product"))):
        return (picked,)
    if named.products:
        return _extreme(question, named.products)
    spoken_of = _spoken_of(context, catalogue)
    if spoken_of is None:
        return ()
    alone = asks_nothing_else(words, options_named(words, spoken_of, catalogue))
    return (spoken_of,) if alone or question.points_back else ()


def _extreme(question: Question, named: tuple[Product, ...]) -> tuple[Product, ...]:
    """Of several products the one with the cheapest or dearest variant, when that is asked for."""
    left = [product for product in named if in_stock(product.variants)]
    if len(left) < 2 or question.fact not in (Fact.CHEAPEST, Fact.DEAREST):
        return named
    if question.fact is Fact.CHEAPEST:
        return (min(left, key=lambda product: price_range(in_stock(product.variants))[0]),)
    return (max(left, key=lambda product: price_range(in_stock(product.variants))[1]),)


def _ask_which(products: Sequence[Product], words: str, replies: Replies) -> list[Event]:
    choices = [
        Choice(product.title(replies.language), "product_info", {"question": words, "product": product.product_id})
        for product in products
    ]
    replies.say("utter_which_product", choices)
    replies.ask(ASKED)
    return [SlotSet("goal_text", remembered(words))]
