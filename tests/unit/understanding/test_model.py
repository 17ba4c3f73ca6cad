import json

import pytest

from understanding.runtime.model import Entity, MalformedUnderstandingError, Scored, Understanding

SAMPLE = Understanding(
    language="mixed",
    reply_language="zh",
    intent=Scored("order_status", 0.9),
    ranking=(Scored("order_status", 0.9), Scored("delivery_time", 0.05)),
    sentiment=Scored("neutral", 0.8),
    topic=Scored("logistics", 0.7),
    entities=(Entity("order_number", "#PL26110012", 2, 13, "PL26110012"),),
    in_scope=0.9,
)


def test_json_form_reads_back() -> None:
    assert Understanding.from_json(json.loads(json.dumps(SAMPLE.to_json()))) == SAMPLE


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "fr"),
        ("language", ["zh"]),
        ("reply_language", "mixed"),
        ("intent", None),
        ("intent", {"label": 3, "score": 0.5}),
        ("ranking", {}),
        ("entities", [{"type": "x", "text": "y", "start": 3, "end": 1}]),
        ("in_scope", "high"),
        ("in_scope", True),
    ],
)
def test_wrong_field_is_named(field: str, value: object) -> None:
    with pytest.raises(MalformedUnderstandingError, match=field):
        Understanding.from_json({**SAMPLE.to_json(), field: value})


@pytest.mark.parametrize("value", [None, [], "text", 3])
def test_what_is_no_object_is_refused(value: object) -> None:
    with pytest.raises(MalformedUnderstandingError):
        Understanding.from_json(value)
