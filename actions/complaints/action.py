"""A complaint: heard, recorded at the desk, and promised an answer by a time that the desk keeps."""

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions import formats
from actions.action import CustomerAction, hand_over
from actions.complaints.about import Subject, named, subject_of
from actions.complaints.topics import is_bare, topic_of
from actions.context import TurnContext
from actions.desk_client import ComplaintHeard, ComplaintRecorded, DeskUnavailableError
from actions.mood import is_furious
from actions.replies import Choice, Event, Replies
from storefront.model import OrderStatus, Topic

FORM = "complaint_form"
TOPIC = "complaint_topic"

OFFERED = (Topic.LATE, Topic.GOODS, Topic.MONEY, Topic.TREATMENT)
"""What a customer who has not said what happened can choose from."""

_REFUND = re.compile(r"退款|退.{0,4}钱|\b(?:refund\w*|money back)\b", re.IGNORECASE)


class ComplaintAction(CustomerAction):
    """Apologises, records the complaint and says who answers by when; an angry customer gets a person at once."""

    action_name = "action_complaint"
    hands_over_fury = False

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Record what he says, or ask what happened; within another form a bare complaint is recorded as it is."""
        is_empty = context.value(TOPIC) == "" and (context.is_choice or is_bare(context.text))
        if is_empty and is_furious(context):
            return hand_over(replies, "utter_handoff_angry", "angry")
        if is_empty and not context.form:
            ask_what_happened(replies, "utter_complaint_what")
            return [SlotSet("complaint_over", None), SlotSet("prompted", context.turn_id), FollowupAction(FORM)]
        return await self.hear(context, replies)

    async def hear(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Record the complaint in the message and answer it."""
        topic = topic_in(context)
        subject = await subject_of(context, topic, self.services)
        recorded = await self._record(context, topic, subject, replies)
        if is_furious(context):
            if recorded is not None:
                replies.say("utter_complaint_noted", number=recorded.number)
            return hand_over(replies, "utter_handoff_angry", "angry")
        if recorded is None:
            replies.offer_person("utter_complaint", "task")
            return []
        local = recorded.promised_at.astimezone(self.services.zone)
        facts = {"number": recorded.number, "when": formats.moment(local, self.services.today, replies.language)}
        choices = [*_helps(context, topic, subject, replies), replies.choice("person", "human", handoff_reason="task")]
        if recorded.is_new:
            replies.say(f"utter_complaint_{topic.value}")
            facts["about"] = await named(subject, self.services, replies)
            facts["where"] = replies.part("utter_part_in_chat_and_mail" if subject.email else "utter_part_in_chat")
            replies.say("utter_complaint_recorded", choices, **facts)
        else:
            replies.say("utter_complaint_added", choices, **facts)
        replies.ask("person:task")
        return [SlotSet("order_id", subject.order.order_id)] if subject.order else []

    async def _record(
        self, context: TurnContext, topic: Topic, subject: Subject, replies: Replies
    ) -> ComplaintRecorded | None:
        """None when the desk is away: then nothing is promised."""
        chosen = replies.part(f"utter_title_complaint_{topic.value}") if context.is_choice else ""
        heard = ComplaintHeard(
            conversation_id=context.conversation_id,
            turn_id=context.turn_id,
            topic=topic.value,
            text=chosen or context.text,
            language=replies.language,
            order_id=subject.order.order_id if subject.order else "",
            email=subject.email,
        )
        try:
            return await self.services.complaints.record_complaint(heard)
        except DeskUnavailableError:
            return None


def topic_in(context: TurnContext) -> Topic:
    """The topic of a picked choice, else that of the words."""
    picked = context.value(TOPIC)
    if picked in OFFERED:
        return Topic(picked)
    return Topic.OTHER if context.is_choice else topic_of(context.text, context.topic)


def ask_what_happened(replies: Replies, response: str) -> None:
    """Ask for the complaint in his own words, or for what it is about."""
    choices = [replies.choice(f"complaint_{topic.value}", "complaint", **{TOPIC: topic.value}) for topic in OFFERED]
    replies.say(response, [*choices, replies.choice("person", "human", handoff_reason="task")])


def _helps(context: TurnContext, topic: Topic, subject: Subject, replies: Replies) -> list[Choice]:
    """What the customer may want done behind his complaint, where that is plain."""
    number = {"order_number": subject.order.order_id} if subject.order else {}
    if topic is Topic.LATE:
        return [replies.choice("check_order", "delivery_problem", **number)]
    if topic is Topic.GOODS and (subject.order is None or subject.order.status is OrderStatus.DELIVERED):
        return [
            replies.choice("start_exchange_items", "exchange_item", **number),
            replies.choice("start_return_items", "return_item", **number),
        ]
    if topic is Topic.MONEY and _REFUND.search(context.text):
        return [replies.choice("check_refund", "refund_status", **number)]
    return []
