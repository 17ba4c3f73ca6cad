"""Past answers through the desk: what agents answered is proposed, reviewed, published and taken back."""

import pytest
from aiohttp import ClientSession

from knowledge_base.entries import Entry, EntryStore, Question
from tests.integration.running_desk import RunningDesk, eventually, running_desk
from tests.integration.test_desk_handoff import waiting

ENTRY = {"questions": [{"text": "Do you ship to Oslo?", "language": "en"}], "answers": {"en": "Yes, within a week."}}


@pytest.fixture
async def desk(tmp_path):
    async with running_desk(tmp_path) as one:
        yield one


@pytest.fixture
async def store(desk: RunningDesk):
    store = EntryStore(desk.settings.database_url)
    yield store
    await store.close()


async def answered(desk: RunningDesk, agent, close: bool = True):
    """A customer asks, the agent answers and ends it."""
    customer, _ = await waiting(desk)
    await agent.do(customer.id, "claim")
    await customer.say("Is the kettle dishwasher safe?")
    await agent.do(customer.id, "reply", text="No, please wash it by hand.")
    if close:
        await agent.do(customer.id, "close")
    return customer


async def proposals(agent) -> list[dict]:
    return (await agent.get("entries"))["entries"]


async def test_what_an_agent_answered_is_proposed_and_not_live(desk: RunningDesk, store: EntryStore):
    async with desk.agent() as agent:
        customer = await answered(desk, agent)
        (entry,) = await eventually(lambda: proposals(agent))
        assert entry["answers"] == {"en": "No, please wash it by hand."}
        assert entry["provenance"]["conversation_id"] == customer.id
        assert entry["provenance"]["agent"] == "anna"
        assert await store.live() == ()


async def test_nothing_is_learnt_while_the_agent_still_holds_the_conversation(desk: RunningDesk):
    async with desk.agent() as agent:
        await answered(desk, agent, close=False)
        await answered(desk, agent)
        assert len(await eventually(lambda: proposals(agent))) == 1


async def test_a_conversation_is_learnt_from_once_and_again_only_after_more_was_written(desk: RunningDesk):
    async with desk.agent() as agent:
        customer = await answered(desk, agent, close=False)
        await agent.do(customer.id, "return")
        await eventually(lambda: proposals(agent))
        await desk.restart()
        other = await answered(desk, agent)
        await eventually(lambda: with_length(agent, 2))
        seen = [body["conversation_id"] for body in desk.actions.transcripts]
        assert seen == [customer.id, other.id]


async def with_length(agent, count: int) -> bool:
    return len(await proposals(agent)) == count


async def test_learning_waits_for_an_action_server_that_is_away_across_a_restart(desk: RunningDesk):
    desk.actions.drafts_away = True
    async with desk.agent() as agent:
        await answered(desk, agent)
        await desk.restart()
        assert await proposals(agent) == []
        desk.actions.drafts_away = False
        assert len(await eventually(lambda: proposals(agent))) == 1


async def test_review_publish_retire_and_take_back_keep_a_history(desk: RunningDesk, store: EntryStore):
    async with desk.agent() as agent:
        status, made = await agent.change("entries", **ENTRY)
        assert (status, made["entry"]["status"]) == (201, "in_review")
        path = f"entries/{made['entry']['entry_id']}"
        better = ENTRY | {"answers": {"en": "Yes, in 7 to 15 days."}, "note": "clearer"}
        for verb, body, after in (
            ("edit", better, "in_review"),
            ("approve", {}, "live"),
            ("retire", {"note": "outdated"}, "retired"),
            ("rollback", {"version": 3}, "live"),
        ):
            status, changed = await agent.change(f"{path}/{verb}", **body)
            assert (status, changed["entry"]["status"]) == (200, after), (verb, changed)
        history = (await agent.get(f"{path}/history"))["changes"]
    assert [one["action"] for one in history] == ["propose", "edit", "approve", "retire", "rollback"]
    assert {one["actor"] for one in history} == {"agent:anna"}
    assert history[3]["note"] == "outdated"
    assert [entry.answers for entry in await store.live()] == [{"en": "Yes, in 7 to 15 days."}]


async def test_a_step_the_status_does_not_allow_is_a_conflict(desk: RunningDesk):
    async with desk.agent() as agent:
        _, made = await agent.change("entries", **ENTRY)
        path = f"entries/{made['entry']['entry_id']}"
        assert (await agent.change(f"{path}/retire"))[0] == 409
        await agent.change(f"{path}/approve")
        assert (await agent.change(f"{path}/approve"))[0] == 409
        assert (await agent.change(f"{path}/rollback", version=99))[0] == 404


@pytest.mark.parametrize(
    ("verb", "body"), [("edit", ENTRY), ("approve", {}), ("reject", {}), ("retire", {}), ("rollback", {"version": 1})]
)
async def test_what_somebody_else_has_changed_meanwhile_is_a_conflict_and_stays(desk: RunningDesk, verb: str, body):
    async with desk.agent() as anna, desk.agent("bert") as bert:
        _, made = await anna.change("entries", **ENTRY)
        path = f"entries/{made['entry']['entry_id']}"
        if verb == "retire":
            await anna.change(f"{path}/approve")
        seen = (await anna.get(path))["entry"]["version"]
        better = ENTRY | {"answers": {"en": "Yes, in 7 to 15 days."}}
        _, edited = await bert.change(f"{path}/edit", **better, expected_version=seen)
        status, answer = await anna.change(f"{path}/{verb}", **body, expected_version=seen)
        assert (status, answer["error"]["code"]) == (409, "conflict")
        assert f"at version {seen + 1}, not {seen}" in answer["error"]["message"]
        assert await anna.get(path) == edited
        assert (await anna.change(f"{path}/{verb}", **body, expected_version=seen + 1))[0] == 200


@pytest.mark.parametrize("version", [0, -1, "1", True, 2**31])
async def test_an_expected_version_that_is_none_is_refused(desk: RunningDesk, version: object):
    async with desk.agent() as agent:
        _, made = await agent.change("entries", **ENTRY)
        path = f"entries/{made['entry']['entry_id']}"
        for verb, body in (("edit", ENTRY), ("approve", {}), ("rollback", {"version": 1})):
            assert (await agent.change(f"{path}/{verb}", **body, expected_version=version))[0] == 422
        assert await agent.get(path) == made


async def test_an_answer_that_still_holds_a_mark_is_not_published(desk: RunningDesk, store: EntryStore):
    await store.propose(Entry("p", (Question("who?", "en"),), {"en": "Ask [name]."}), "agent:mia")
    async with desk.agent() as agent:
        status, answer = await agent.change("entries/p/approve")
        assert status == 409
        assert "[name]" in answer["error"]["message"]
        await agent.change("entries/p/edit", questions=[{"text": "who?", "language": "en"}], answers={"en": "Ask us."})
        assert (await agent.change("entries/p/approve"))[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**ENTRY, "questions": []},
        {**ENTRY, "answers": {}},
        {**ENTRY, "answers": {"fr": "Oui"}},
        {**ENTRY, "answers": {"en": "<script>alert(1)</script>"}},
        {**ENTRY, "answers": {"en": "{order.secret}"}},
        {**ENTRY, "valid_from": "tomorrow"},
        {**ENTRY, "valid_from": "2026-02-01", "valid_until": "2026-01-01"},
        {**ENTRY, "status": "live"},
        {**ENTRY, "expected_version": 1},
    ],
)
async def test_a_bad_entry_is_refused_and_nothing_is_stored(desk: RunningDesk, body):
    async with desk.agent() as agent:
        assert (await agent.change("entries", **body))[0] == 422
        assert await proposals(agent) == []


async def test_unknown_entries_and_bad_listings_have_clear_errors(desk: RunningDesk):
    async with desk.agent() as agent:
        assert (await agent.change("entries/none/approve"))[0] == 404
        for query in ("status=none", "limit=0", "limit=x", "offset=-1"):
            async with agent.session.get(f"/api/v1/agent/entries?{query}") as response:
                assert response.status == 422


async def test_without_a_session_entries_cannot_be_seen_or_changed(desk: RunningDesk):
    async with ClientSession(desk.settings.desk_url) as stranger:
        for method, path in (("GET", "entries"), ("POST", "entries"), ("POST", "entries/x/approve")):
            async with stranger.request(method, f"/api/v1/agent/{path}", json=ENTRY) as response:
                assert response.status == 401
