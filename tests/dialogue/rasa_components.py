"""Checks that run inside Rasa's own Python; ``test_rasa_components.py`` starts them."""

import asyncio
import time
from typing import Any

from rasa.core.channels import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.constants import SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.channel import BadBodyError, Incoming, TurnOutput
from bot.components.tokenizer import BilingualTokenizer
from bot.components.understanding import UnderstandingComponent
from bot.sessions import LONGEST_SESSION, BoundedSessionStart, is_over
from understanding.runtime.model import Entity, Scored, Understanding


class FakeClassifier:
    """Understands everything as a size question; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def understand(self, text: str, last_language: str = "en") -> Understanding:
        self.asked.append((text, last_language))
        return understood("size_advice")


def understood(intent: str, best: str = "", language: str = "zh") -> Understanding:
    entity = Entity("order_number", "#pl 1", 0, 5, "PL1")
    ranking = (Scored(best or intent, 0.5),)
    neutral = Scored("neutral", 0.5)
    return Understanding("zh", language, Scored(intent, 0.5), ranking, neutral, neutral, (entity,), 0.5)  # type: ignore[arg-type]


def component(classifier: FakeClassifier | None = None) -> UnderstandingComponent:
    return UnderstandingComponent(UnderstandingComponent.get_default_config(), classifier)  # type: ignore[arg-type]


def processed(text: str, metadata: dict[str, Any], classifier: FakeClassifier | None = None) -> dict[str, Any]:
    message = Message(data={"text": text, "metadata": metadata})
    component(classifier).process([message])
    result: dict[str, Any] = message.as_dict(only_output_properties=True)
    return result


def check_the_desks_reading_is_taken_over() -> None:
    classifier = FakeClassifier()
    metadata = {"understanding": understood("stock").to_json(), "turn": {"reply_language": "en"}}
    result = processed("有货吗", metadata, classifier)
    assert result["intent"] == {"name": "stock", "confidence": 0.5}
    assert classifier.asked == []
    entities = {entity["entity"]: entity for entity in result["entities"]}
    assert entities["order_number"]["value"] == "PL1"
    assert entities["order_number"]["text"] == "#pl 1"
    assert entities["language"]["value"] == "en", "the desk's language goes before the classifier's"


def check_without_it_the_classifier_runs_here() -> None:
    classifier = FakeClassifier()
    result = processed("which size", {}, classifier)
    assert classifier.asked == [("which size", "en")]
    assert result["intent"]["name"] == "size_advice"
    assert result["understanding"]["intent"]["label"] == "size_advice"


def check_another_topic_and_not_understood_are_told_apart() -> None:
    foreign = {"understanding": understood("oos", "oos").to_json()}
    unsure = {"understanding": understood("oos", "coupon").to_json()}
    assert processed("x", foreign)["intent"]["name"] == "oos"
    assert processed("x", unsure)["intent"]["name"] == "nlu_fallback"


def check_a_choice_is_left_to_rasa() -> None:
    classifier = FakeClassifier()
    assert processed("/greet", {}, classifier).get("intent") is None
    assert classifier.asked == []


def check_the_tokenizer_sets_offsets() -> None:
    message = Message(data={"text": "帮我check一下PL20260315"})
    tokenizer = BilingualTokenizer(BilingualTokenizer.get_default_config())
    found = tokenizer.tokenize(message, "text")
    assert [token.text for token in found] == ["帮", "我", "check", "一下", "PL20260315"]
    assert [token.start for token in found] == [0, 1, 2, 7, 9]


def tracker_of(*events: Any) -> DialogueStateTracker:
    domain = Domain.load("bot/domain")
    return DialogueStateTracker.from_events("c1", list(events), slots=domain.slots, domain=domain)


def check_sessions_are_bounded() -> None:
    messages = [UserUttered("x", {"name": "greet"}) for _ in range(LONGEST_SESSION)]
    assert is_over(tracker_of(*messages))
    assert not is_over(tracker_of(*messages[1:]))
    assert not is_over(tracker_of(*messages, SessionStarted(), messages[0]))
    assert not is_over(tracker_of(*messages, ActiveLoop("task_form")))
    long_ago = UserUttered("x", {"name": "greet"}, timestamp=time.time() - 7200)
    assert is_over(tracker_of(long_ago, ActiveLoop("task_form")))
    assert is_over(tracker_of(long_ago))
    assert not is_over(tracker_of(long_ago, messages[0]))


def check_a_new_session_carries_the_whitelist_and_the_language() -> None:
    metadata = {"turn": {"reply_language": "zh"}}
    tracker = tracker_of(
        SlotSet("order_id", "PL1"),
        SlotSet("fresh_proof", {"turn": {}}),
        SlotSet("proposal", {"key": "k"}),
        SlotSet(SESSION_START_METADATA_SLOT, metadata),
    )
    output, speaker = CollectingOutputChannel(), TemplatedNaturalLanguageGenerator({})
    events = asyncio.run(BoundedSessionStart().run(output, speaker, tracker, Domain.empty()))
    carried = {event.key: event.value for event in events if isinstance(event, SlotSet)}
    assert carried == {"order_id": "PL1", "language": "zh"}
    assert isinstance(events[0], SessionStarted)


def check_an_absence_leaves_the_task_open_and_no_question() -> None:
    tracker = tracker_of(
        UserUttered("cancel it", {"name": "cancel_order"}, timestamp=time.time() - 7200),
        SlotSet("task", {"kind": "cancel_order"}),
        ActiveLoop("task_form"),
        SlotSet("asked", "proposal:key"),
        SlotSet(SESSION_START_METADATA_SLOT, {"turn": {"turn_id": "t9", "reply_language": "en"}}),
    )
    output, speaker = CollectingOutputChannel(), TemplatedNaturalLanguageGenerator({})
    events = asyncio.run(BoundedSessionStart().run(output, speaker, tracker, Domain.empty()))
    carried = {event.key: event.value for event in events if isinstance(event, SlotSet)}
    left = {"tasks": [{"kind": "cancel_order"}], "offered": False}
    assert carried == {"language": "en", "left_open": left, "returned": "t9", "asked": None}


def check_the_channel_refuses_what_is_no_message() -> None:
    for body in (None, [], {}, {"sender": "", "message": "x"}, {"sender": "c", "message": 3}, {"sender": "c"}):
        try:
            Incoming.parse(body)
        except BadBodyError:
            continue
        raise AssertionError(body)
    assert Incoming.parse({"sender": "c", "message": "x", "metadata": {}}).text == "x"


def check_a_message_is_text_then_custom() -> None:
    output = TurnOutput()
    custom = {"kind": "sources"}
    buttons = [{"title": "a", "payload": "/b", "more": 1}]
    message = {"text": "one\n\ntwo", "buttons": buttons, "custom": custom, "utter_action": "utter_x"}
    asyncio.run(output.send_response("c", message))
    assert output.messages == [
        {"text": "one\n\ntwo", "buttons": [{"title": "a", "payload": "/b"}], "response": "utter_x"},
        {"custom": custom},
    ]


if __name__ == "__main__":
    for name, check in sorted(globals().items()):
        if name.startswith("check_"):
            check()
            print(name)
