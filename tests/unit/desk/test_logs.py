"""Log lines are JSON with their fields."""

import json
import logging

from desk.logs import JsonLines


def test_a_line_has_its_fields_and_any_text_is_one_line():
    record = logging.makeLogRecord({"msg": "turn\nfailed", "levelname": "WARNING", "name": "desk", "turn_id": "t_1"})
    line = JsonLines().format(record)
    assert "\n" not in line
    read = json.loads(line)
    assert (read["event"], read["turn_id"], read["level"]) == ("turn\nfailed", "t_1", "WARNING")
