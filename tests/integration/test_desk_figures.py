"""The share of questions answered, from what the bot says to what an agent reads."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession

from tests.integration.running_desk import RunningDesk, running_desk
from tests.integration.test_desk_handoff import waiting

WEDNESDAY = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)
SOURCES = {"kind": "sources", "sources": [{"entry_id": "e", "question": "q", "score": 0.9}]}
OUTCOMES = {
    "answered": SOURCES,
    "asked back": {"kind": "lookup", "outcome": "asked_back"},
    "not found": {"kind": "lookup", "outcome": "unanswered"},
}


@pytest.fixture
async def desk(tmp_path):
    async with running_desk(tmp_path, clock=WEDNESDAY) as one:
        yield one


async def past_answers(body):
    custom = OUTCOMES.get(body["message"])
    return [{"text": "so it is"}, *([{"custom": custom}] if custom else [])]


async def refused(session: ClientSession, query: str) -> tuple[int, dict]:
    async with session.get(f"/api/v1/agent/figures/answers{query}") as response:
        return response.status, (await response.json())["error"]


async def test_questions_are_counted_by_how_they_ended_and_an_agents_apart(desk: RunningDesk):
    desk.rasa.script = past_answers
    customer = await desk.open()
    for text in ("answered", "asked back", "not found", "thanks"):
        await customer.say(text)
    helped, _ = await waiting(desk)
    await helped.say("answered")
    async with desk.agent() as agent:
        await agent.do(helped.id, "claim")
        await helped.say("answered")
        weeks = (await agent.get("figures/answers?weeks=2"))["weeks"]
    tally = {"asked": 3, "answered": 1, "share": 1 / 3, "to_agent": 1}
    assert weeks == [
        {"monday": "2026-04-27", "topics": [], "total": {"asked": 0, "answered": 0, "share": None, "to_agent": 0}},
        {"monday": "2026-05-04", "topics": [{"topic": "logistics", **tally}], "total": tally},
    ]


async def test_eight_weeks_are_shown_of_a_shop_nobody_has_written_to(desk: RunningDesk):
    async with desk.agent() as agent:
        weeks = (await agent.get("figures/answers"))["weeks"]
    assert [week["monday"] for week in weeks][::7] == ["2026-03-16", "2026-05-04"]
    assert {week["total"]["share"] for week in weeks} == {None}


async def test_weeks_are_those_of_the_shops_own_time_zone(tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text('[delivery]\ntimezone = "America/Los_Angeles"\n')
    monday = datetime(2026, 5, 4, tzinfo=UTC) + timedelta(hours=3)
    async with running_desk(tmp_path, clock=monday, policy=str(policy)) as desk, desk.agent() as agent:
        assert (await agent.get("figures/answers?weeks=1"))["weeks"][0]["monday"] == "2026-04-27"


@pytest.mark.parametrize("weeks", ["0", "-1", "105", "x", "", "1.5", "9" * 5000])
async def test_a_number_of_weeks_that_is_none_is_refused_clearly(desk: RunningDesk, weeks: str):
    async with desk.agent() as agent:
        status, error = await refused(agent.session, f"?weeks={weeks}")
    assert (status, error) == (422, {"code": "invalid", "message": "weeks must be a whole number from 1 to 104"})


async def test_figures_are_for_agents_who_are_signed_in(desk: RunningDesk):
    async with ClientSession(desk.settings.desk_url) as stranger:
        assert (await refused(stranger, ""))[0] == 401
