"""Questions: a past answer word for word, else ask back, else say so and offer a person."""

import re
from collections.abc import Mapping
from dataclasses import replace

from rasa_sdk.events import SlotSet

from actions.action import CustomerAction
from actions.answer_facts import known_facts
from actions.context import TurnContext
from actions.reading.mixed import in_chinese
from actions.replies import Choice, Event, Goal, Replies
from actions.services import Services
from actions.tasks.insisting import refused_before
from actions.tasks.invoices.cues import INTENT as INVOICE
from actions.tasks.invoices.cues import asks_what_is_not_done_here
from actions.tasks.rules import wordings
from actions.tasks.wishes import may_ask_for_a_change
from knowledge_base.entries import MissingFactError, filled, named_facts
from knowledge_base.retrieval.answerer import MOST_CHOICES, Answer, Candidate, Found

LONGEST_TITLE = 90

DAMAGED = "damaged_or_wrong"
"""What needs more than an answer: behind it the bot says what it can do."""

_WHO_ANSWERS = re.compile(
    r"\b(?:are|r) (?:you|u) (?:an? |the )?(?:real |actual |just )?(?:chat ?gpt|gpt|bot|robot|ai|human|person"
    r"|machine|llm)\b"
    r"|你是不?是?.{0,4}(?:机器人|ai|真人|gpt|豆包|智能客服)",
    re.IGNORECASE,
)
ASKED_BACK = ("rephrase", "question")
OUT_OF_SCOPE = "oos"
NOT_UNDERSTOOD = frozenset({OUT_OF_SCOPE, "nlu_fallback"})


class AnswerAction(CustomerAction):
    """Answers from the knowledge base, or gets nearer to an answer."""

    action_name = "action_answer"

    def __init__(self, services: Services, goals: Mapping[str, Goal]) -> None:
        super().__init__(services)
        self._goals = goals

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Search once, then say what was found or ask; an order number says what it is about when nothing else does."""
        if context.intent in NOT_UNDERSTOOD and "order_number" in context.mentions:
            return await self._goals["order_status"](context, replies)
        if context.is_choice and context.intent == INVOICE:
            return await self._goals["change"](context, replies)
        if context.intent in NOT_UNDERSTOOD and _WHO_ANSWERS.search(context.text):
            replies.say("utter_bot_challenge")
            return []
        if entry_id := context.value("entry_id"):
            return await self._chosen(entry_id, context, replies)
        found = await self._search(context)
        if found.answer is not None:
            said = await self._say_or_ask(found.answer, context, replies)
            if said and context.intent == DAMAGED:
                _offer_help(replies)
            if said:
                _offer_invoice(context, replies)
        elif may_ask_for_a_change(context):
            return await self._goals["change"](context, replies)
        elif context.intent == DAMAGED:
            _offer_help(replies)
            replies.show("lookup", outcome="unanswered")
        elif found.ask_back:
            await self._ask_back(found, context, replies)
        elif refused_before(context):
            return await self._goals["insist"](context, replies)
        else:
            _say_nothing_found(context, replies)
            _offer_invoice(context, replies)
        return []

    async def answer_or_ask_back(self, context: TurnContext, replies: Replies) -> bool:
        """Say the sure past answer, or offer the likeliest questions; whether there was any of them."""
        found = await self._search(context)
        if found.answer is None and found.ask_back:
            await self._ask_back(found, context, replies)
            return True
        return found.answer is not None and await self._say_or_ask(found.answer, context, replies)

    async def answer(self, context: TurnContext, replies: Replies) -> bool:
        """Say the past answer when there is a sure one; whether there was."""
        found = await self._search(context)
        whole = found.answer and await self._with_facts(found.answer, context)
        if whole:
            say_answer(whole, replies)
        return whole is not None

    async def _search(self, context: TurnContext) -> Found:
        """What is found for the message; without a sure answer, for the other ways in which it may be put."""
        found = await self.services.answers.search(context.words, context.language)
        words = in_chinese(context.words)
        others = (*((words,) if words != context.words else ()), *wordings(context)[1:])
        for wording in others:
            if found.answer is not None:
                break
            again = await self.services.answers.search(wording, context.language)
            mixed = wording == words and again.ask_back and not found.ask_back
            found = again if again.answer is not None or mixed else found
        return found

    async def _say_or_ask(self, answer: Answer, context: TurnContext, replies: Replies) -> bool:
        """Say an answer, or ask for the order whose facts it needs; whether it was said."""
        whole = await self._with_facts(answer, context)
        if whole is None and context.identity is not None:
            _say_nothing_found(context, replies)
        elif whole is None:
            replies.say("utter_answer_needs_order", [replies.choice("check_order", "order_status")])
            replies.show("lookup", outcome="unanswered")
        else:
            say_answer(whole, replies)
        return whole is not None

    async def _with_facts(self, answer: Answer, context: TurnContext) -> Answer | None:
        """The answer with its facts put in; None when one of them is not known."""
        if not named_facts(answer.text):
            return answer
        try:
            return replace(answer, text=filled(answer.text, await known_facts(context, self.services)))
        except MissingFactError:
            return None

    async def _chosen(self, entry_id: str, context: TurnContext, replies: Replies) -> list[Event]:
        answer = await self.services.answers.answer_of(entry_id, context.language)
        if answer is None:
            replies.say("utter_rephrase")
            replies.ask("rephrase")
            replies.show("lookup", outcome="unanswered")
        else:
            await self._say_or_ask(answer, context, replies)
        return [SlotSet("listed_orders", None)]

    async def _ask_back(self, found: Found, context: TurnContext, replies: Replies) -> None:
        choices = [await self._question(candidate, context) for candidate in found.candidates[:MOST_CHOICES]]
        again = context.asked in ASKED_BACK
        person = replies.choice("person", "human", handoff_reason="failed")
        replies.say("utter_ask_back_again" if again else "utter_ask_back", [*choices, person])
        replies.ask("person:failed" if again else "question")
        replies.show("lookup", outcome="asked_back")

    async def _question(self, candidate: Candidate, context: TurnContext) -> Choice:
        title = await self.services.answers.question_in(candidate.entry_id, context.language)
        return Choice(_short(title or candidate.question), "inform", {"entry_id": candidate.entry_id})


def say_answer(answer: Answer, replies: Replies) -> None:
    """The answer word for word, with its source, and a line when it is in the other language."""
    replies.say("utter_answer" if answer.in_customers_language else "utter_answer_translated", answer=answer.text)
    source = {"entry_id": answer.entry_id, "question": answer.question, "score": round(answer.score, 4)}
    replies.show("sources", sources=[source])


def _offer_help(replies: Replies) -> None:
    choices = [
        replies.choice("start_exchange_items", "exchange_item"),
        replies.choice("start_return_items", "return_item"),
        replies.choice("person", "human", handoff_reason="task"),
    ]
    replies.say("utter_damaged_offer", choices)


def _offer_invoice(context: TurnContext, replies: Replies) -> None:
    """Behind a question about invoices: to have one issued, unless it asks for what is not done in a chat."""
    if context.intent == INVOICE and not (context.form or asks_what_is_not_done_here(context.text)):
        replies.say("utter_task_offer", [replies.choice("start_request_invoice", INVOICE)])


def _say_nothing_found(context: TurnContext, replies: Replies) -> None:
    if context.asked in ASKED_BACK or context.asked == "person:failed":
        replies.offer_person("utter_offer_person_failed", "failed")
    else:
        replies.say("utter_out_of_scope" if context.intent == OUT_OF_SCOPE else "utter_rephrase")
        replies.ask("rephrase")
    replies.show("lookup", outcome="unanswered")


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
