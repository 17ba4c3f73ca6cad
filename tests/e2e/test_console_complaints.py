"""An agent answers a complaint in the console, with the keyboard alone."""

import json
import urllib.request
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rehearsal.house import AGENT, AGENT_PASSWORD, House

COMPLAINT = 'I want to complain, my lamp arrived broken <img src=x onerror="window.ran=1">'
ANSWER = "I am sorry. A new lamp leaves today."


@dataclass(frozen=True)
class Chat:
    """A customer's conversation over plain HTTP; the browser's own loop leaves no room for another."""

    house: House
    path: str
    token: str

    @classmethod
    def opened(cls, house: House, customer_id: str) -> "Chat":
        """Signed in."""
        identity = house.identity(customer_id)
        found = _call(f"{house.url}/api/v1/conversations", {"locale": "en", "identity": identity})
        return cls(house, f"{house.url}/api/v1/conversations/{found['conversation_id']}/messages", found["token"])

    def say(self, text: str) -> str:
        """All that is said to it."""
        return "\n".join(message["text"] for message in _call(self.path, {"text": text}, self.token)["messages"][1:])

    def last(self) -> dict[str, Any]:
        """The newest message."""
        return dict(_call(self.path, None, self.token)["messages"][-1])


def _call(url: str, body: object, token: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=40) as response:
        return dict(json.load(response))


@pytest.mark.parametrize(
    ("locale", "due", "send"), [("en", "Complaints", "Send the answer"), ("zh", "投诉", "发送答复")]
)
def test_a_complaint_is_answered_from_the_list(live: House, browser_page: Page, locale: str, due: str, send: str):
    customer = Chat.opened(live, "C0030")
    assert "C-" in customer.say(COMPLAINT)
    browser_page.add_init_script(f"localStorage.setItem('concierge:agent-locale', '{locale}')")
    browser_page.goto(f"{live.url}/agent")
    browser_page.locator("input[name=name]").fill(AGENT)
    browser_page.locator("input[name=password]").fill(AGENT_PASSWORD)
    browser_page.locator("input[name=password]").press("Enter")
    complaints = browser_page.get_by_role("region", name=due)
    entry = complaints.locator("summary").filter(has_text="my lamp arrived broken")
    expect(entry).to_be_visible(timeout=20_000)
    entry.focus()
    browser_page.keyboard.press("Enter")
    expect(complaints.locator(".complaint-text")).to_have_text(COMPLAINT)
    for _ in range(2):
        browser_page.keyboard.press("Tab")
    browser_page.keyboard.type(ANSWER)
    browser_page.keyboard.press("Tab")
    expect(complaints.get_by_role("button", name=send)).to_be_focused()
    browser_page.keyboard.press("Enter")
    expect(entry).to_have_count(0)
    message = customer.last()
    assert (message["role"], message["text"]) == ("agent", ANSWER)
    assert browser_page.evaluate("window.ran") is None
