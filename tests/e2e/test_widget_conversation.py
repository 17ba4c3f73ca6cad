"""A shopper in a real browser: the chat widget on the demo storefront, in Chinese."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from rehearsal.agent import agent
from rehearsal.house import House

TURN_MILLISECONDS = 20_000
FREE_SHIPPING = "满多少钱包邮啊"
SCRIPT = '<img src=x onerror="window.ran=1"><script>window.ran=1</script> 你好'


@dataclass(frozen=True)
class Widget:
    """The chat as a shopper sees it."""

    page: Page

    @property
    def host(self) -> Locator:
        """The custom element; its shadow root is open to locators."""
        return self.page.locator("concierge-widget")

    @property
    def own(self) -> Locator:
        """The shopper's messages that the desk has stored."""
        return self.host.locator(".row.customer[data-seq]")

    @property
    def answers(self) -> Locator:
        """Everything but the shopper's own words."""
        return self.host.locator(".row[data-seq]:not(.customer)")

    def open(self) -> None:
        """Click the launcher."""
        self.host.get_by_role("button", name="打开在线客服").click()
        expect(self.host.get_by_role("dialog")).to_be_visible()

    def say(self, text: str) -> None:
        """Write and press Enter, then wait for one more answer."""
        before = self.answers.count()
        box = self.host.get_by_role("textbox", name="输入消息")
        box.fill(text)
        box.press("Enter")
        expect(self.answers.nth(before)).to_be_visible(timeout=TURN_MILLISECONDS)
        expect(self.host.locator(".unsent")).to_have_count(0)


@pytest.fixture
def widget(live: House, browser_page: Page) -> Widget:
    """The demo shop in Chinese with the chat open, and nothing said yet."""
    browser_page.add_init_script("localStorage.setItem('pomelo:locale', 'zh')")
    browser_page.goto(f"{live.url}/demo")
    opened = Widget(browser_page)
    opened.open()
    return opened


def test_a_question_in_chinese_is_answered_in_chinese_with_its_source(widget: Widget) -> None:
    widget.say(FREE_SHIPPING)
    answer = widget.answers.last
    expect(answer).to_contain_text("99")
    expect(answer.locator(".text").first).to_contain_text(re.compile("[\u4e00-\u9fff]"))
    expect(answer.locator(".sources")).to_contain_text("来源")


def test_a_reload_keeps_the_conversation(widget: Widget) -> None:
    widget.say(FREE_SHIPPING)
    said = widget.host.locator(".row[data-seq] .text").all_inner_texts()
    widget.page.reload()
    widget.open()
    expect(widget.host.locator(".row[data-seq] .text")).to_have_text(said)


def test_a_choice_is_sent_by_a_click_and_cannot_be_clicked_again(widget: Widget) -> None:
    widget.say("转人工")
    choice = widget.host.locator(".row[data-seq] .choice:enabled").first
    title = choice.inner_text()
    choice.click()
    expect(widget.own.last).to_contain_text(title, timeout=TURN_MILLISECONDS)
    picked = widget.host.get_by_role("button", name=title, pressed=True)
    expect(picked).to_be_disabled()


async def ended_by_an_agent(house: House) -> None:
    """The conversation that came last is taken and closed."""
    async with agent(house) as person:
        newest = (await person.queue())[-1]["conversation_id"]
        await person.do(newest, "claim")
        await person.do(newest, "close")


def test_a_conversation_that_an_agent_has_closed_can_still_be_rated(live: House, widget: Widget) -> None:
    widget.say("转人工")
    with ThreadPoolExecutor(1) as thread:  # the browser has this thread's event loop
        thread.submit(asyncio.run, ended_by_an_agent(live)).result()
    widget.host.get_by_role("button", name="3 - 一般").click(timeout=TURN_MILLISECONDS)
    widget.say("等了三天才有人理我")
    expect(widget.answers.last).to_contain_text("认真看", timeout=TURN_MILLISECONDS)
    expect(widget.host.get_by_role("textbox", name="输入消息")).to_be_hidden()


def test_markup_is_shown_as_text_and_never_runs(widget: Widget) -> None:
    widget.say(SCRIPT)
    expect(widget.own.last.locator(".text")).to_have_text(SCRIPT)
    expect(widget.host.locator(".text *")).to_have_count(0)
    assert widget.page.evaluate("window.ran") is None


def test_what_was_written_without_a_network_goes_out_once_when_it_is_back(widget: Widget) -> None:
    widget.say("你好")
    widget.page.context.set_offline(True)
    box = widget.host.get_by_role("textbox", name="输入消息")
    box.fill("断网时写的")
    box.press("Enter")
    widget.page.wait_for_timeout(500)
    widget.page.context.set_offline(False)
    expect(widget.own).to_have_count(2, timeout=TURN_MILLISECONDS)
    expect(widget.host.locator(".unsent")).to_have_count(0, timeout=TURN_MILLISECONDS)
    widget.page.reload()
    widget.open()
    expect(widget.own.locator(".text")).to_have_text(["你好", "断网时写的"])


def test_the_chat_can_be_left_and_found_again_with_the_keyboard(widget: Widget) -> None:
    expect(widget.host.get_by_role("textbox", name="输入消息")).to_be_focused()
    widget.page.keyboard.press("Escape")
    expect(widget.host.get_by_role("dialog")).to_be_hidden()
    widget.page.keyboard.press("Enter")
    expect(widget.host.get_by_role("dialog")).to_be_visible()
