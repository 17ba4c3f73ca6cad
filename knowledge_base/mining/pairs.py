"""Which agent's words answered which question: pure text work on one conversation."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from knowledge_base.entries.model import MARK, language_of
from knowledge_base.mining.chat import personal_in
from knowledge_base.mining.personal import Found, hidden
from knowledge_base.mining.transcripts import Conversation, Role, Turn
from understanding.runtime.model import Understanding

SMALL_TALK = frozenset(
    {"greet", "goodbye", "thanks", "affirm", "deny", "abort", "inform", "chitchat", "human", "insult"}
)
"""Intents of messages that ask nothing."""

Read = Callable[[Sequence[str]], Sequence[Understanding]]
"""What the shop's classifier reads in each text."""

_SENTENCE = re.compile(r"(?<=[。！？!?…；;])\s*|(?<=[.])\s+(?=[A-Z\u4e00-\u9fff😊])|\n+")

_EMPTY_TALK = re.compile(
    r"^[\W\d_]*(?:"
    r"(?:hi|hello|hey|hiya|hola|yo|morning|good (?:morning|afternoon|evening|day)|dear)(?: there| all| team| everyone)?"
    r"|(?:ok(?:ay)?|k|sure|right|fine|great|good|nice|cool|perfect|lovely|super|awesome|wow|hm+|ah+|oh+|lol|haha\w*|yes|yep|yeah|yup|no|nope|got it|i see|understood|will do|alright|deal|exactly|correct|true)"
    r"|(?:thanks?|thank you|thx|ty|tysm|cheers|ta|appreciate it|much appreciated)[\w ,']{0,30}"
    r"|(?:bye|goodbye|see you|take care|have a (?:nice|good|great|lovely) \w+)[\w ,]{0,20}"
    r"|(?:hello|hi|anyone|anybody|someone|still|are you)(?: (?:still|there|here|you|home|around|anyone|anybody|somebody))+"
    r"|(?:one|just a|a|give me a|hold on a?|hang on a?)[ ]?(?:sec(?:ond)?|moment|minute|min|mo)(?: please| pls)?"
    r"|在吗|在不在|在么|有人(?:吗|么|在吗)?|(?:你|您)好(?:呀|啊)?|哈喽|嗨|早上好|下午好|晚上好|亲+|喂+"
    r"|(?:好|行|嗯|哦|噢|啊|哈|呵|对|是|可以|明白|了解|知道|收到|懂|没事|没有|不用|麻烦|辛苦)(?:[的了啦呢吧嘛哒滴哈啊呀嗯哦好~～]|您|你|谢谢|明白|知道)*"
    r"|(?:好嘞|好滴|好吧|谢+谢*|多谢|感谢|谢了|3q|thx)[\w～~!！，,]{0,10}|再见|拜拜|88|回见"
    r")?[\W_]*$",
    re.IGNORECASE,
)
_AGENT_FILLER = re.compile(
    r"(?:\b(?:one|just a|a) (?:moment|second|sec|minute)\b|\bbear with me\b|\bhold on\b|\blet me (?:check|look|see|have a look|ask)\b"
    r"|\bi(?:'m| am| will|'ll) (?:just )?(?:check(?:ing)?|look(?:ing)?(?: it| that| into)?|ask(?:ing)?|find out)\b|\bsorry (?:for|about) (?:the|your|that|this|keeping|to hear)"
    r"|\b(?:how|what) can i (?:help|do for)\b|\bthis is \w+(?:,| from| speaking| here|\.|!|$)|\b(?:you(?:'re| are) welcome|my pleasure|no problem|happy to help|anything else)\b"
    r"|\bhave a (?:nice|good|great|lovely)|\bgo ahead\b|\bthanks? (?:for|you)\b|\benjoy\b|\bwelcome to\b|\bi understand (?:how|that|your)"
    r"|稍等|请稍|马上(?:帮|给|为)|我(?:帮您|给您|先|这就|去)?(?:查|看|问|核实|确认)(?:一下|下|看|看看)|久等|抱歉(?:让|给)|不好意思(?:让|，让|久|刚)|很高兴为|有什么(?:可以|能)?帮"
    r"|我是(?:客服)?(?:小|阿|青柚)?[\u4e00-\u9fff]{1,3}[，,。!！～~😊\s]|不客气|不用谢|应该的|祝您|欢迎(?:光临|再来|下次)|还有(?:什么|别的|其他)|感谢您|谢谢您|理解您|您请说|请讲|您说|在的)",
    re.IGNORECASE,
)
_DONE_FOR_ONE = re.compile(
    r"(?:\bi(?:'ve| have| just|'ll| will)(?: already| just| now)? (?:sent|send|cancel|refund|chang|arrang|book|mark|add|put|escalat|not|forward|ask|open|creat|fil|updat|reserv|pass)"
    r"|\bdone\b[.!,]|\bi see (?:your|the|that|it|you)\b|\byour (?:parcel|order|refund|package) (?:is|was|has|left|went|will be|should be)\b"
    r"|(?:已经?|这就|马上|刚)(?:帮|给|为)(?:您|你)|(?:帮|给|为)(?:您|你)(?:改|查|取消|登记|申请|备注|补发|催|安排|办|拦|记|发|开|转|退)(?:好|了|到|过|一下)"
    r"|查到了|看到您|我看(?:了|到)|您这(?:单|个订单|笔)|您的(?:订单|包裹|快递|件|退款)(?:已|在|目前|现在|今天|昨天|正))",
    re.IGNORECASE,
)
_ASKS_BACK = re.compile(r"[?？]\s*\W*$|(?:吗|呢|么)[\s～~😊。!！]*$|\b(?:could|can|would) you (?:please )?(?:send|tell|give|share|let)|(?:麻烦|请)?(?:您)?(?:发|提供|报|说)(?:我|给我)?一?下?(?:您的)?(?:订单|单号|手机|照片|图|型号)", re.IGNORECASE)  # fmt: skip
_CORRECTS = re.compile(
    r"\b(?:correction|i was wrong|my mistake|i (?:mis\w+|mixed up)|scrap that|ignore (?:that|what)|i need to correct|let me correct|actually,? (?:sorry|i)|sorry,? (?:i|that|wrong|not|it'?s|scratch))"
    r"|更正|说错了|记错了|看错了|搞错了|弄错了|纠正|刚才(?:说|讲|那)|不好意思[，, ]*(?:是|应该|刚|我|不是)|收回",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^(?:and|or|but|so|then|also|even|what about|how about|what if|same for|in (?:that|which) case|does (?:it|that|this)|is (?:it|that|this)|can (?:it|i|that|this)|will (?:it|that)|would (?:it|that)|do (?:they|those|these)|are (?:they|those|these)|how long|how much|which one|why)\b"
    r"|^(?:那|还有|另外|要是|如果|万一|它|这个|那个|这款|那款|这|同样|也|多久|多少|哪个|为啥|为什么|可以|能)|呢[？?～~\s]*$",
    re.IGNORECASE,
)
SHORT = {"zh": 14, "en": 45}
"""A question with at most so many characters that leans on what was said before is told together with it."""
LEAST_ANSWER = {"zh": 8, "en": 20}
LEAST_QUESTION = {"zh": 4, "en": 8}
LONGEST_QUESTION = 600


@dataclass(frozen=True)
class Pair:
    """A question made self-contained and what an agent answered, both without personal data."""

    question: str
    answer: str
    conversation_id: str
    agent: str
    day: str
    solved: bool
    rating: int
    asked_in: tuple[int, ...] = ()
    answered_in: tuple[int, ...] = ()


@dataclass
class _Open:
    """What the customer has asked and nobody has answered yet."""

    texts: list[str] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Seen:
    """A conversation as the classifier reads it turn by turn, and the personal data in each turn."""

    read: Mapping[int, Understanding]
    found: Mapping[int, tuple[Found, ...]]

    def personal(self, turn: Turn) -> tuple[Found, ...]:
        """The personal data in one of its turns."""
        return self.found[turn.number]

    def redacted(self, turn: Turn) -> str:
        """One of its turns without them."""
        return hidden(turn.text, self.found[turn.number])


def seen_in(conversation: Conversation, read: Read, keep: Iterable[str] = ()) -> Seen:
    """Read a whole conversation; ``keep`` are texts that are not personal, as its agents' names are not."""
    turns = conversation.turns
    understood = read([turn.text for turn in turns])
    kept = (*keep, *(turn.agent for turn in turns if turn.agent))
    seen = dict(zip((turn.number for turn in turns), understood, strict=True))
    return Seen(seen, personal_in(turns, {number: one.entities for number, one in seen.items()}, kept))


def mine(conversation: Conversation, read: Read, keep: Iterable[str] = ()) -> tuple[Pair, ...]:
    """The pairs of a conversation in the order of their answers; none without an agent's turn.

    ``keep`` are texts that are not personal, such as the shop's own phone number.
    """
    seen = seen_in(conversation, read, keep)
    pairs: list[Pair] = []
    topic, waiting = "", _Open()
    for role, block in _blocks(conversation.turns):
        if role == "customer":
            for turn in block:
                text = _question_part(seen.redacted(turn))
                if text and not _EMPTY_TALK.match(turn.text) and seen.read[turn.number].intent.label not in SMALL_TALK:
                    waiting.texts.append(text)
                    waiting.turns.append(turn.number)
            continue
        told = [(turn.number, said) for turn in block if (said := _answer_part(seen.redacted(turn)))]
        answer = " ".join(said for _, said in told)
        if not told or len(answer) < LEAST_ANSWER[language_of(answer)]:
            continue
        numbers = tuple(number for number, _ in told)
        if pairs and not waiting.texts:
            pairs[-1] = _continued(pairs[-1], answer, numbers, bool(_CORRECTS.search(" ".join(t.text for t in block))))
            continue
        question = " ".join(waiting.texts)[:LONGEST_QUESTION]
        if len(question) < LEAST_QUESTION[language_of(question)]:
            continue
        if topic and _leans(question):
            question = f"{topic} {question}"[:LONGEST_QUESTION]
        else:
            topic = question
        pairs.append(
            Pair(
                question,
                answer,
                conversation.conversation_id,
                block[0].agent,
                conversation.day,
                conversation.outcome == "solved",
                conversation.rating,
                tuple(waiting.turns),
                numbers,
            )
        )
        waiting = _Open()
    return tuple(pairs)


def _blocks(turns: Sequence[Turn]) -> Iterator[tuple[Role, list[Turn]]]:
    for role, block in groupby(turns, key=lambda turn: turn.role):
        yield role, list(block)


def _continued(pair: Pair, answer: str, turns: tuple[int, ...], corrects: bool) -> Pair:
    """More was said without being asked: it corrects the answer or goes on with it."""
    whole = answer if corrects else f"{pair.answer} {answer}"
    numbers = turns if corrects else (*pair.answered_in, *turns)
    return Pair(**{**vars(pair), "answer": whole, "answered_in": numbers})


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if part and part.strip()]


def _question_part(text: str) -> str:
    """A customer's words without greetings, thanks and what says who he is."""
    kept = [part for part in _sentences(text) if not _EMPTY_TALK.match(part)]
    bare = MARK.sub(" ", " ".join(kept))
    return re.sub(r"\s+", " ", bare).strip(" ,，:：-") if re.search(r"\w{2}", bare) else ""


def _answer_part(text: str) -> str:
    """An agent's words that hold for other customers: no small talk, no questions, nothing of this one's order."""
    kept = []
    for part in _sentences(text):
        if _EMPTY_TALK.match(part) or MARK.search(part) or _DONE_FOR_ONE.search(part) or _ASKS_BACK.search(part):
            continue
        rest = _AGENT_FILLER.search(part)
        if rest and len(part) - len(rest[0]) < (30 if language_of(part) == "en" else 12):
            continue
        kept.append(part)
    return " ".join(kept)


def _leans(question: str) -> bool:
    return len(question) <= SHORT[language_of(question)] or bool(_LEANS.search(question))
