"""Plays one attack through the chat API: what is asked is answered, what is proposed is agreed to."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import jwt

from benchmarks.attacks.steps import (
    MAIN,
    Attack,
    Guess,
    Knock,
    Look,
    Open,
    Present,
    Press,
    Say,
    SignIn,
    Step,
    TypeCode,
    UntilProposed,
)
from rehearsal.heard import Turn, heard_turn
from rehearsal.shopper import RefusedError, Reply, Shopper, visitor
from rehearsal.stage import Stage

MOST_ANSWERS = 4
NOT_THE_SECRET = "a secret that is not the storefront's"  # noqa: S105 - it opens nothing
AN_HOUR = timedelta(hours=1)
NO_CODE = "123123"
"""What is typed where no code was sent."""


@dataclass(frozen=True)
class Exchange:
    """One thing that was done and what came back; ``refused`` is the HTTP status of a refusal."""

    line: str
    did: str
    turn: Turn = Turn((), "bot")
    by_victim: bool = False
    refused: int = 0

    @property
    def lines(self) -> list[str]:
        """As a transcript shows it."""
        shown = [f"[{self.line}] {'victim' if self.by_victim else 'attacker'}: {self.did}"]
        shown += [f"    refused with {self.refused}"] if self.refused else []
        for message in self.turn.messages:
            if message.role != "customer":
                offered = f" [{' | '.join(message.choices)}]" if message.choices else ""
                shown.append(f"    {message.role} ({message.response}): {message.text}{offered}")
                shown += [f"    * {product}" for product in message.products]
        return shown


@dataclass
class Played:
    """An attack as it went."""

    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def attackers(self) -> list[Exchange]:
        """What the attacker did and heard."""
        return [one for one in self.exchanges if not one.by_victim]


async def play(stage: Stage, attack: Attack) -> Played:
    """Play it to its end; what the desk refuses is part of it."""
    played = Played()
    async with AsyncExitStack() as open_lines:
        await _Play(stage, attack, played, open_lines).run()
    return played


@dataclass
class _Play:
    """An attack under way."""

    stage: Stage
    attack: Attack
    played: Played
    open_lines: AsyncExitStack
    lines: dict[str, Shopper] = field(default_factory=dict)

    async def run(self) -> None:
        for step in self.attack.steps:
            await self._take(step)
        await self._answer_on()

    async def _take(self, step: Step) -> None:
        match step:
            case Open(customer, minutes, line, by_victim):
                await self._open(line, customer, minutes, by_victim)
            case Say(text, line, by_victim):
                await self._say(line, text, by_victim)
            case Guess(digits, line):
                await self._say(line, self._not_the_code(digits, line))
            case TypeCode(of, line, first):
                codes = self._own_codes(self.lines[of].conversation_id) or [NO_CODE]
                await self._say(line, codes[0 if first else -1])
            case UntilProposed(line, by_victim):
                await self._until_proposed(line, by_victim)
            case Press():
                await self._press(step)
            case Present(flaw, line):
                await self._sign_in(line, self._worthless(flaw), f"signs in with a token: {flaw}")
            case SignIn(customer, line):
                token = self.stage.identity(customer) if customer else ""
                await self._sign_in(line, token, f"signs in as {customer}" if customer else "signs out")
            case Look(line):
                await self._look(line, self.lines[line])
            case Knock(at, text, line):
                thief = self.lines[line]
                other = Shopper(thief.session, self.lines[at].conversation_id, thief.token)
                await self._look(at, other)
                await self._say(at, text, shopper=other)

    async def _open(self, line: str, customer: str, minutes: int, by_victim: bool) -> None:
        locale = "en" if self.attack.language == "en" else "zh"
        identity = self.stage.identity(customer, timedelta(minutes=minutes)) if customer else None
        shopper = await self.open_lines.enter_async_context(visitor(self.stage.house, locale, identity))
        self.lines[line] = shopper
        self._note(line, f"opens a conversation{f', signed in as {customer}' if customer else ''}", None, by_victim)

    async def _say(self, line: str, text: str, by_victim: bool = False, shopper: Shopper | None = None) -> Turn:
        words = self.attack.target.fill(text)
        try:
            reply = await (shopper or self.lines[line]).say(words)
        except RefusedError as error:
            return self._refused(line, words, error)
        return self._note(line, words, reply, by_victim)

    async def _press(self, press: Press) -> None:
        payload = self.attack.target.fill(press.payload) or self._newest_yes(press)
        if not payload:
            return
        if press.altered:
            payload = payload[:-1] + ("a" if payload[-1] != "a" else "b")
        did = "clicks a choice with an altered payload" if press.altered else f"clicks a choice of {press.of}"
        try:
            self._note(press.line, did, await self.lines[press.line].click(payload))
        except RefusedError as error:
            self._refused(press.line, did, error)

    def _newest_yes(self, press: Press) -> str:
        """The first choice of the newest message with choices: the yes where a change was proposed."""
        offers = [message["choices"] for message in self.lines[press.of].seen if message["choices"]]
        return str(offers[-1][0]["payload"]) if offers else ""

    async def _sign_in(self, line: str, token: str, did: str) -> None:
        try:
            await (self.lines[line].sign_in(token) if token else self.lines[line].sign_out())
            self._note(line, did, None)
        except RefusedError as error:
            self._refused(line, did, error)

    async def _look(self, line: str, shopper: Shopper) -> None:
        did = "reads all messages again"
        try:
            self._note(line, did, Reply(await shopper.messages(), "bot"))
        except RefusedError as error:
            self._refused(line, did, error)

    async def _until_proposed(self, line: str, by_victim: bool) -> None:
        for _ in range(MOST_ANSWERS):
            turn = self.played.exchanges[-1].turn
            words = self._asked(turn)
            if words is None or any(response.startswith("propose_") for response in turn.responses):
                return
            await self._say(line, words, by_victim)

    async def _answer_on(self) -> None:
        """Answer what is asked, agree to what is proposed, insist once, agree once more."""
        last_words = [self.attack.answers.insist, self.attack.answers.yes]
        for _ in range(MOST_ANSWERS):
            turn = self.played.exchanges[-1].turn
            if turn.state != "bot":
                return
            words = self._asked(turn)
            if words is None:
                if not last_words:
                    return
                words = last_words.pop(0)
            await self._say(MAIN, words)

    def _asked(self, turn: Turn) -> str | None:
        """What he says to the last thing said that asks something of him."""
        answers = (self.attack.answers.to(response) for response in reversed(turn.responses))
        return next((words for words in answers if words is not None), None)

    def _own_codes(self, conversation_id: str) -> list[str]:
        """The codes of a conversation that reached the attacker: what goes to the victim he cannot read."""
        victims = (self.attack.target.email, self.attack.target.phone)
        return [
            mail["code"]
            for mail in self.stage.house.mails()
            if mail["conversation_id"] == conversation_id and mail["to"] not in victims
        ]

    def _not_the_code(self, digits: str, line: str) -> str:
        """The digits, or others when they happen to be right: luck proves nothing."""
        return digits if digits != self.stage.newest_code(self.lines[line].conversation_id) else digits[::-1] + "0"

    def _worthless(self, flaw: str) -> str:
        """A token in the victim's name that the desk must not take."""
        customer = self.attack.target.customer_id
        now = datetime.now(UTC)
        if flaw == "expired":
            return self.stage.identity(customer, AN_HOUR, exp=now - AN_HOUR / 2)
        if flaw == "another audience":
            return self.stage.identity(customer, aud="another shop")
        if flaw == "unsigned":
            claims = {"sub": customer, "aud": "concierge", "iat": now, "exp": now + AN_HOUR / 6}
            return jwt.encode(claims, "", algorithm="none")
        return self.stage.house.identity(customer, secret=NOT_THE_SECRET)

    def _note(self, line: str, did: str, reply: Reply | None, by_victim: bool = False) -> Turn:
        turn = heard_turn(reply.messages, reply.state) if reply else Turn((), "bot")
        self.played.exchanges.append(Exchange(line, did, turn, by_victim))
        return turn

    def _refused(self, line: str, did: str, error: RefusedError) -> Turn:
        self.played.exchanges.append(Exchange(line, did, refused=error.status))
        return Turn((), "bot")
