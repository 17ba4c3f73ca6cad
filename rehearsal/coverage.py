"""How much of what the bot can understand, say, do and refuse the conversations have brought about."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from rehearsal.domain import Domain
from rehearsal.playing import Result

REFUSED = "refused_"


@dataclass(frozen=True)
class Share:
    """What was seen of all there is."""

    seen: frozenset[str]
    all: frozenset[str]

    @property
    def missing(self) -> tuple[str, ...]:
        """What was not seen, sorted."""
        return tuple(sorted(self.all - self.seen))


@dataclass(frozen=True)
class Coverage:
    """One share each."""

    intents: Share
    responses: Share
    actions: Share
    reasons: Share

    def shares(self) -> dict[str, Share]:
        """The shares by name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def coverage(domain: Domain, results: Iterable[Result], actions: frozenset[str]) -> Coverage:
    """Count; ``actions`` are those that Rasa's trackers hold, a reason is seen when a refusal with it was said."""
    messages = [message for result in results for message in result.messages]
    said = {message.response for message in messages}
    reasons = {
        reason
        for reason in domain.reasons
        for name in said
        if name.startswith(REFUSED) and (name.removeprefix(REFUSED) == reason or name.endswith(f"_{reason}"))
    }
    return Coverage(
        intents=_share({message.intent for message in messages}, domain.intents),
        responses=_share(said, domain.responses),
        actions=_share(actions, domain.actions),
        reasons=_share(reasons, domain.reasons),
    )


def _share(seen: Iterable[str], all_: frozenset[str]) -> Share:
    return Share(frozenset(seen) & all_, all_)
