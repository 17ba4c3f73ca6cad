"""Statements about conversations: creation, tokens, state, proof of identity, what the tracker must be told."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.conversations.model import Conversation
from desk.conversations.state import Event, ImpossibleTransitionError, State, after
from desk.store import audit, schema
from desk.store.secrets import digest, new_id, new_token
from foundation.turns import Identity

LIFETIME = timedelta(days=7)
"""How long a conversation and its tokens live."""

_table = schema.conversations
_tokens = schema.conversation_tokens


class UnknownConversationError(LookupError):
    """There is no conversation with this id."""


async def create(connection: AsyncConnection, channel: str, language: str) -> Conversation:
    """Open a conversation in state bot."""
    now = datetime.now(UTC)
    identifier = new_id("c")
    await connection.execute(
        insert(_table).values(
            id=identifier,
            channel=channel,
            state=State.BOT,
            state_since=now,
            created_at=now,
            expires_at=now + LIFETIME,
            last_seq=0,
            epoch=0,
            last_language=language,
            may_change=False,
            read_seq=0,
            tracker_note="",
            tracker_version=0,
            learnt_seq=0,
        )
    )
    return await get(connection, identifier)


async def get(connection: AsyncConnection, conversation_id: str, lock: bool = False) -> Conversation:
    """The conversation; ``lock`` holds its row until the transaction ends. Raises UnknownConversationError."""
    query = select(_table).where(_table.c.id == conversation_id)
    row = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise UnknownConversationError(conversation_id)
    return read_row(row)


async def issue_token(connection: AsyncConnection, conversation: Conversation) -> str:
    """A new bearer token of the conversation; only its digest is kept."""
    token = new_token()
    await connection.execute(
        insert(_tokens).values(
            token_hash=digest(token), conversation_id=conversation.id, expires_at=conversation.expires_at
        )
    )
    return token


async def with_token_owner(
    connection: AsyncConnection, conversation_id: str, token: str
) -> tuple[Conversation, str | None]:
    """The conversation, and the id of the one a live token belongs to; raise UnknownConversationError."""
    row = (
        await connection.execute(
            select(_table, _tokens.c.conversation_id.label("token_owner"))
            .outerjoin(
                _tokens,
                and_(_tokens.c.token_hash == digest(token), _tokens.c.expires_at > datetime.now(UTC)),
            )
            .where(_table.c.id == conversation_id)
        )
    ).one_or_none()
    if row is None:
        raise UnknownConversationError(conversation_id)
    return read_row(row), row.token_owner


async def revoke_other_tokens(connection: AsyncConnection, conversation_id: str, kept: str) -> None:
    """Make every token of the conversation but one worthless."""
    await connection.execute(
        delete(_tokens).where(_tokens.c.conversation_id == conversation_id, _tokens.c.token_hash != digest(kept))
    )


async def token_count(connection: AsyncConnection, conversation_id: str) -> int:
    """How many tokens, thus perhaps devices, the conversation has."""
    result = await connection.execute(
        select(func.count()).select_from(_tokens).where(_tokens.c.conversation_id == conversation_id)
    )
    return int(result.scalar_one())


async def open_of_customer(connection: AsyncConnection, customer_id: str) -> tuple[Conversation, ...]:
    """The customer's open conversations, newest first; proof by details alone is too weak to appear here."""
    rows = await connection.execute(
        select(_table)
        .where(
            _table.c.customer_id == customer_id,
            _table.c.proof_method.in_(("token", "code")),
            _table.c.state != State.CLOSED,
            _table.c.expires_at > datetime.now(UTC),
        )
        .order_by(_table.c.created_at.desc())
        .limit(20)
    )
    return tuple(read_row(row) for row in rows)


async def in_state(connection: AsyncConnection, state: State) -> tuple[Conversation, ...]:
    """All conversations in a state, the longest waiting first."""
    rows = await connection.execute(
        select(_table).where(_table.c.state == state).order_by(_table.c.state_since, _table.c.id).limit(500)
    )
    return tuple(read_row(row) for row in rows)


async def transition(
    connection: AsyncConnection,
    conversation_id: str,
    event: Event,
    actor: str,
    *,
    owner: str | None = None,
    held_by: str | None = None,
    reason: str | None = None,
) -> Conversation:
    """Move the conversation and record it.

    ``owner`` owns it afterwards; ``held_by`` must own it now. Raises ImpossibleTransitionError when the table has no
    such step, when somebody else owns it or when somebody was faster.
    """
    before = await get(connection, conversation_id)
    target = after(before.state, event)
    statement = update(_table).where(_table.c.id == conversation_id, _table.c.state == before.state)
    if held_by is not None:
        statement = statement.where(_table.c.owner == held_by)
    kept_reason = before.handoff_reason if target is State.HUMAN else reason
    moved = await connection.execute(
        statement.values(state=target, state_since=datetime.now(UTC), owner=owner, handoff_reason=kept_reason)
    )
    if moved.rowcount != 1:
        raise ImpossibleTransitionError(before.state, event)
    await audit.record(
        connection, event, actor=actor, conversation_id=conversation_id, from_state=before.state, to_state=target
    )
    return await get(connection, conversation_id)


async def prove(connection: AsyncConnection, conversation_id: str, identity: Identity) -> None:
    """Keep the proof of who the customer is."""
    await connection.execute(
        update(_table)
        .where(_table.c.id == conversation_id)
        .values(
            customer_id=identity.customer_id,
            proof_method=identity.method,
            proven_at=identity.proven_at,
            may_change=identity.may_change,
        )
    )


async def begin_epoch(connection: AsyncConnection, conversation_id: str) -> int:
    """Forget the proof and hide all messages so far; gives the new epoch."""
    result = await connection.execute(
        update(_table)
        .where(_table.c.id == conversation_id)
        .values(
            epoch=_table.c.epoch + 1, customer_id=None, proof_method=None, proven_at=None, may_change=False, read_seq=0
        )
        .returning(_table.c.epoch)
    )
    return int(result.scalar_one())


async def tell_tracker(connection: AsyncConnection, conversation_id: str, task: str, note: str = "") -> None:
    """Note what Rasa's tracker must be told before the next turn; a restart outlives a later return."""
    statement = update(_table).where(_table.c.id == conversation_id)
    if task != "restart":
        statement = statement.where(_table.c.tracker_task.is_distinct_from("restart"))
    await connection.execute(
        statement.values(tracker_task=task, tracker_note=note, tracker_version=_table.c.tracker_version + 1)
    )


async def tracker_was_told(connection: AsyncConnection, conversation_id: str, version: int) -> None:
    """Clear the note unless a newer one has been written meanwhile."""
    await connection.execute(
        update(_table)
        .where(_table.c.id == conversation_id, _table.c.tracker_version == version)
        .values(tracker_task=None, tracker_note="")
    )


async def speak(connection: AsyncConnection, conversation_id: str, language: str) -> None:
    """Remember the language of the last answer."""
    await connection.execute(update(_table).where(_table.c.id == conversation_id).values(last_language=language))


async def mark_read(connection: AsyncConnection, conversation_id: str, seq: int) -> int:
    """Remember how far the customer has read, never beyond the last message; gives the mark."""
    result = await connection.execute(
        update(_table)
        .where(_table.c.id == conversation_id, _table.c.last_seq >= seq, _table.c.read_seq < seq)
        .values(read_seq=seq)
        .returning(_table.c.read_seq)
    )
    return int(result.scalar_one_or_none() or 0)


def read_row(row: Row[Any]) -> Conversation:
    """A row that holds at least the columns of a conversation."""
    identity = None
    if row.customer_id is not None:
        identity = Identity(row.customer_id, row.proof_method, row.proven_at, bool(row.may_change))
    return Conversation(
        id=row.id,
        channel=row.channel,
        state=State(row.state),
        state_since=row.state_since,
        created_at=row.created_at,
        expires_at=row.expires_at,
        epoch=row.epoch,
        last_language=row.last_language,
        owner=row.owner,
        handoff_reason=row.handoff_reason,
        identity=identity,
        tracker_task=row.tracker_task,
        tracker_note=row.tracker_note,
        tracker_version=row.tracker_version,
    )


async def to_learn_from(connection: AsyncConnection, limit: int) -> tuple[Conversation, ...]:
    """Conversations no agent holds in which agents wrote what has not been learnt from yet."""
    written = schema.messages
    query = (
        select(_table)
        .where(
            _table.c.state.in_((State.BOT, State.CLOSED)),
            select(written.c.seq)
            .where(
                written.c.conversation_id == _table.c.id,
                written.c.epoch == _table.c.epoch,
                written.c.role == "agent",
                written.c.private.is_(False),
                written.c.seq > _table.c.learnt_seq,
            )
            .exists(),
        )
        .order_by(_table.c.state_since)
        .limit(limit)
    )
    return tuple(read_row(row) for row in await connection.execute(query))


async def learnt(connection: AsyncConnection, conversation_id: str, seq: int | None) -> None:
    """Remember up to which message a conversation has been learnt from; None: up to the last there is."""
    upto = _table.c.last_seq if seq is None else seq
    await connection.execute(update(_table).where(_table.c.id == conversation_id).values(learnt_seq=upto))
