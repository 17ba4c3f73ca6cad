"""Attempts to get in with a bad proof; each must be refused with its own status."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rehearsal.script import Forge, Forgery
from rehearsal.shopper import RefusedError, Shopper, visitor
from rehearsal.stage import Stage

ANOTHER_SECRET = "a secret that is not the storefront's"  # noqa: S105 - it opens nothing
WORDS = "where is my order?"
UNAUTHORISED, FORBIDDEN = 401, 403


async def let_in(stage: Stage, shopper: Shopper, forge: Forge, locale: str) -> AsyncIterator[str]:
    """Whatever a forgery got that it must not have, one sentence each."""
    match forge.forgery:
        case Forgery.TOKEN:
            made_up = replace(shopper, token="made-up-" + shopper.token[::-1], seen=[])
            attempts = _with_token(made_up, UNAUTHORISED)
        case Forgery.OTHER_CONVERSATION:
            async with visitor(stage.house, locale) as other:
                attempts = _with_token(replace(shopper, token=other.token, seen=[]), FORBIDDEN)
        case Forgery.EXPIRED:
            long_ago = datetime.now(UTC) - timedelta(hours=1)
            customer_id = forge.customer_id or "C0001"
            attempts = _with_identity(stage, shopper, stage.identity(customer_id, exp=long_ago), locale)
        case Forgery.IDENTITY:
            forged = stage.house.identity(forge.customer_id, secret=ANOTHER_SECRET)
            attempts = _with_identity(stage, shopper, forged, locale)
    for what, status, attempt in attempts:
        answer = await _status(attempt)
        if answer != status:
            yield f"forge {forge.forgery}: {what} was answered with {answer}, must be {status}"


Attempt = tuple[str, int, Callable[[], Awaitable[object]]]


def _with_token(thief: Shopper, status: int) -> list[Attempt]:
    return [
        ("reading", status, thief.messages),
        ("writing", status, lambda: thief.say(WORDS)),
        ("signing out", status, thief.sign_out),
    ]


def _with_identity(stage: Stage, shopper: Shopper, identity: str, locale: str) -> list[Attempt]:
    async def open_with_it() -> None:
        async with visitor(stage.house, locale, identity):
            pass

    return [
        ("signing in", FORBIDDEN, lambda: shopper.sign_in(identity)),
        ("opening a conversation", FORBIDDEN, open_with_it),
    ]


async def _status(attempt: Callable[[], Awaitable[object]]) -> int:
    try:
        await attempt()
    except RefusedError as error:
        return error.status
    return 200
