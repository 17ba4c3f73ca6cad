"""Values of the inner rooms as wire types."""

from dataclasses import asdict
from typing import Any

from desk.api.agent_types import (
    AgentMessageOut,
    CardOut,
    EntryOut,
    OrderOut,
    QueueOut,
    SuggestionOut,
)
from desk.api.types import AnalysisOut, ChoiceOut, EntityOut, MessageOut, ProductOut, SourceOut
from desk.bot.actions import CustomerCard, Suggestion
from desk.conversations.events import QueueChanged, QueueEntry
from desk.conversations.model import Message
from desk.conversations.state import State


def message_out(message: Message) -> MessageOut:
    """A message as its customer sees it."""
    return MessageOut(**_parts(message))


def agent_message_out(message: Message) -> AgentMessageOut:
    """A message as agents see it."""
    return AgentMessageOut(**_parts(message), author=message.author, private=message.private)


def entry_out(entry: QueueEntry) -> EntryOut:
    """A conversation as agents see it."""
    one = entry.conversation
    return EntryOut(
        conversation_id=one.id,
        state=one.state.value,
        owner=one.owner,
        reason=one.handoff_reason,
        language=one.last_language,
        channel=one.channel,
        customer_id=one.identity.customer_id if one.identity else None,
        waiting_since=one.state_since if one.state is State.PENDING else None,
        position=entry.position,
        last_message=agent_message_out(entry.last_message) if entry.last_message else None,
    )


def queue_out(queue: QueueChanged) -> QueueOut:
    """The queue as agents see it."""
    return QueueOut(pending=[entry_out(e) for e in queue.pending], active=[entry_out(e) for e in queue.active])


def card_out(card: CustomerCard) -> CardOut:
    """A customer card."""
    return CardOut(name=card.name, locale=card.locale, orders=[OrderOut(**asdict(order)) for order in card.orders])


def suggestion_out(suggestion: Suggestion) -> SuggestionOut:
    """A suggested answer."""
    return SuggestionOut(**asdict(suggestion))


def _parts(message: Message) -> dict[str, Any]:
    analysis = message.analysis
    return {
        "seq": message.seq,
        "role": message.role.value,
        "text": message.text,
        "language": message.language,
        "choices": [ChoiceOut(title=choice.title, payload=choice.payload) for choice in message.choices],
        "products": [ProductOut(**asdict(product)) for product in message.products],
        "sources": [SourceOut(**asdict(source)) for source in message.sources],
        "analysis": analysis
        and AnalysisOut(
            intent=analysis.intent,
            confidence=analysis.confidence,
            sentiment=analysis.sentiment,
            topic=analysis.topic,
            entities=[EntityOut(**asdict(entity)) for entity in analysis.entities],
        ),
        "response": message.response,
        "created_at": message.created_at,
    }
