"""Plays one written conversation to its end, or to the step at which it goes wrong."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from aiohttp import ClientError

from rehearsal.ageing import older
from rehearsal.agent import agent
from rehearsal.checking import leaked, off_the_record, turn_problems, unlike_told, unwanted
from rehearsal.domain import Domain
from rehearsal.forging import let_in
from rehearsal.heard import Heard, Turn, heard, heard_turn
from rehearsal.parts import PartError
from rehearsal.script import (
    AgentDoes,
    Behind,
    Conversation,
    Expected,
    Forge,
    Later,
    Pick,
    Say,
    ShopChanges,
    SignIn,
    Step,
)
from rehearsal.shop import changed_besides, unlike, with_changes
from rehearsal.shopper import NoSuchChoiceError, RefusedError, Reply, Shopper, visitor
from rehearsal.stage import Stage
from storefront.model import ShopData
from storefront.port import ShopError

CODE = "{code}"


class StepError(Exception):
    """A step could not be taken; the message says why."""


@dataclass(frozen=True)
class Result:
    """What became of a conversation: what was heard, in the order of the steps, and what is wrong with it."""

    conversation: Conversation
    turns: tuple[Turn, ...]
    problems: tuple[str, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether all was as expected."""
        return not self.problems

    @property
    def messages(self) -> tuple[Heard, ...]:
        """All that was said, by everybody."""
        return tuple(message for turn in self.turns for message in turn.messages)


async def play(stage: Stage, conversation: Conversation, domain: Domain) -> Result:
    """Play a conversation on a stage that is put back for it; what goes wrong stands in the result."""
    started = time.monotonic()
    performance = _Performance(stage, conversation, domain)
    try:
        await performance.run()
    except (StepError, PartError, NoSuchChoiceError, RefusedError, ShopError) as error:
        performance.problems.append(f"{performance.where}: {error}")
    except (ClientError, TimeoutError) as error:
        performance.problems.append(f"{performance.where}: the desk did not answer ({type(error).__name__}: {error})")
    return Result(conversation, tuple(performance.turns), tuple(performance.problems), time.monotonic() - started)


@dataclass
class _Performance:
    """A conversation under way."""

    stage: Stage
    script: Conversation
    domain: Domain
    turns: list[Turn] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    where: str = "given"

    async def run(self) -> None:
        """Given, steps, after; a step that goes wrong is the last, since all after it would go wrong as well."""
        await self.stage.put_back()
        await self.stage.change_shop(self.script.given, self.stage.clock.now())
        before = await self.stage.shop()
        self.where = "opening the conversation"
        who = self.script.customer or self.script.guest
        if who and who not in {customer.customer_id for customer in before.customers}:
            raise StepError(f"{who} is no customer of the shop")
        identity = self.stage.identity(self.script.customer, self.script.age) if self.script.customer else None
        async with visitor(self.stage.house, self._locale, identity) as shopper:
            for number, step in enumerate(self.script.steps, start=1):
                self.where = f"step {number}"
                before = await self._take(step, shopper, before)
                if self.problems:
                    break
            self.where = "after"
            await self._hear_the_rest(shopper)
            self.problems += self._never()
            if not self.problems:
                self.problems += await self._after(shopper, before)

    @property
    def _locale(self) -> str:
        return "en" if self.script.language == "en" else "zh"

    async def _take(self, step: Step, shopper: Shopper, before: ShopData) -> ShopData:
        """Take one step; gives the shop as it would be had the bot done nothing."""
        match step:
            case Say() | Pick():
                with self.stage.shop_in_trouble(step.trouble):
                    await self._speak(step, shopper)
            case AgentDoes(verb, text, expected):
                async with agent(self.stage.house) as person:
                    await person.do(shopper.conversation_id, verb, **({"text": text} if text else {}))
                self._check(expected, await shopper.news())
            case Behind(changes):
                return await self._change(changes, before)
            case Forge():
                self.problems += [
                    f"{self.where}: {one}" async for one in let_in(self.stage, shopper, step, self._locale)
                ]
            case Later(span):
                await self.stage.let_pass(span, shopper.conversation_id)
                return older(before, span)
            case SignIn(customer_id, age):
                if customer_id:
                    await shopper.sign_in(self.stage.identity(customer_id, age))
                else:
                    await shopper.sign_out()
        return before

    async def _speak(self, step: Say | Pick, shopper: Shopper) -> None:
        """Write or click; the desk answers, or refuses where it must."""
        try:
            match step:
                case Say(text):
                    reply = await shopper.say(self._filled(text, shopper))
                case Pick(title):
                    reply = await shopper.choose(title)
        except RefusedError as error:
            if error.status != step.expected.refused:
                raise
            return
        if step.expected.refused is not None:
            self.problems.append(f"{self.where}: it was taken, must be refused with {step.expected.refused}")
        self._check(step.expected, reply)

    async def _change(self, changes: ShopChanges, before: ShopData) -> ShopData:
        now = self.stage.clock.now()
        await self.stage.change_shop(changes, now)
        return with_changes(before, changes, now)

    def _filled(self, text: str, shopper: Shopper) -> str:
        if CODE not in text:
            return text
        code = self.stage.newest_code(shopper.conversation_id)
        if code is None:
            raise StepError("no code was sent in this conversation")
        return text.replace(CODE, code)

    def _check(self, expected: Expected, reply: Reply) -> None:
        turn = heard_turn(reply.messages, reply.state)
        self.turns.append(turn)
        found = turn_problems(expected, turn, self.domain.can_be_said)
        self.problems += [f"{self.where}: {one}" for one in found]

    async def _hear_the_rest(self, shopper: Shopper) -> None:
        """Take in what came after its turn had ended."""
        known = {message.seq for turn in self.turns for message in turn.messages}
        late = tuple(heard(message) for message in await shopper.messages() if message["seq"] not in known)
        if late:
            self.turns.append(Turn(late, ""))

    def _never(self) -> Iterator[str]:
        messages = tuple(message for turn in self.turns for message in turn.messages)
        said = tuple(message.response for message in messages if message.response)
        yield from leaked(self.script.never, messages)
        yield from unwanted(self.script.never_said, said, self.domain.can_be_said, "never_said")

    async def _after(self, shopper: Shopper, before: ShopData) -> list[str]:
        wanted = self.script.after
        shop = await self.stage.shop()
        problems = list(unlike(shop, wanted.named))
        if wanted.unchanged:
            problems += changed_besides(before, shop, wanted.named)
        receipts = await self.stage.receipts(shopper.conversation_id)
        if wanted.changes is not None and receipts != wanted.changes:
            problems.append(f"changes is {receipts}, must be {wanted.changes}")
        if wanted.satisfaction is not None:
            async with agent(self.stage.house) as person:
                told = (await person.view(shopper.conversation_id))["satisfaction"]
            problems += unlike_told(wanted.satisfaction, told)
        if wanted.complaints is not None:
            async with agent(self.stage.house) as person:
                problems += off_the_record(wanted.complaints, await person.complaints(shopper.conversation_id))
        return [f"after: {problem}" for problem in problems]
