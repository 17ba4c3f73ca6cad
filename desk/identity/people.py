"""What it means for a conversation that the customer proves himself, changes or leaves."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from desk.conversations.state import Event, State
from desk.store import audit, challenges, messages, turns
from desk.store import conversations as store
from foundation.turns import Identity

FRESH_SECONDS = 30 * 60
"""Age up to which a proof allows changes."""


async def accept(
    connection: AsyncConnection, conversation_id: str, identity: Identity, *, within_turn: bool = False
) -> bool:
    """Keep a proof; whether it is another customer's than before, whose messages are now hidden.

    ``within_turn`` takes the running turn along, because it is the new customer's.
    """
    before = (await store.get(connection, conversation_id, lock=True)).identity
    changed = before is not None and before.customer_id != identity.customer_id
    if changed:
        epoch = await forget(connection, conversation_id)
        if within_turn:
            await turns.take_running_along(connection, conversation_id, epoch)
    elif before is not None and not _is_better(identity, before):
        return False
    await store.prove(connection, conversation_id, identity)
    await audit.record(connection, "proven", actor=identity.method, conversation_id=conversation_id)
    return changed


async def may_become(connection: AsyncConnection, conversation_id: str, customer_id: str) -> bool:
    """Whether a proof given inside the chat may make the conversation this customer's.

    A conversation that the earlier customer follows on a second device may not: he would read the new one's messages.
    """
    identity = (await store.get(connection, conversation_id)).identity
    if identity is None or identity.customer_id == customer_id:
        return True
    return await store.token_count(connection, conversation_id) == 1


async def forget(connection: AsyncConnection, conversation_id: str) -> int:
    """Hide everything so far from whoever comes next; gives the new epoch."""
    conversation = await store.get(connection, conversation_id, lock=True)
    epoch = await store.begin_epoch(connection, conversation_id)
    await messages.withdraw_choices(connection, conversation_id)
    await challenges.end(connection, conversation_id)
    await store.tell_tracker(connection, conversation_id, "restart")
    if conversation.state in (State.PENDING, State.HUMAN):
        await store.transition(connection, conversation_id, Event.CUSTOMER_CHANGED, "desk")
    await audit.record(connection, "forgotten", actor="desk", conversation_id=conversation_id)
    return epoch


def for_turn(identity: Identity | None, now: datetime | None = None) -> Identity | None:
    """The proof as a turn carries it: one that is too old no longer allows changes."""
    if identity is None:
        return None
    fresh = identity.age_seconds(now or datetime.now(UTC)) <= FRESH_SECONDS
    return Identity(identity.customer_id, identity.method, identity.proven_at, identity.may_change and fresh)


def _is_better(new: Identity, old: Identity) -> bool:
    return new.may_change or not old.may_change
