"""The few sentences the desk itself says, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from desk.conversations.model import ChoiceDraft, Draft, Role

PERSON = "desk:person"
"""Target of the choice that asks for a person without the bot."""

STAY = "desk:stay"
"""Target of the choice that leaves the queue and goes back to the bot."""

_SENTENCES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "holding": {
            "zh": "这件事还在办，比平时慢一些。结果一出来就会发在这里；您也可以找人工客服。",
            "en": "I'm still working on this; it is taking longer than usual. "
            "The result will appear here, or I can get you a person.",
        },
        "failed": {
            "zh": "抱歉，这一步我没能办完。如果其实已经办成，回执会自动发到这里。要不要换人工客服来帮您？",
            "en": "Sorry, I could not finish that. If it did go through, the receipt will appear here by itself. "
            "Shall I get a person to help you?",
        },
        "handed_over": {
            "zh": "好的，我帮您转给人工客服。",
            "en": "All right, I'm getting a person for you.",
        },
        "waiting": {
            "zh": "已转人工客服，您排在第 {position} 位。请稍候，在此期间您可以继续留言。",
            "en": "You are number {position} in the queue for a person. Stay here; you can go on writing meanwhile.",
        },
        "joined": {
            "zh": "客服 {name} 已接入，由 TA 继续为您服务。",
            "en": "{name} has joined and will help you from here.",
        },
        "returned": {
            "zh": "人工服务已结束，智能客服继续为您服务。",
            "en": "The agent has left; the assistant is back to help you.",
        },
        "stayed": {
            "zh": "好的，不转人工了，您请继续说。",
            "en": "All right, you are back with me. How can I help?",
        },
        "closed": {
            "zh": "本次对话已结束，谢谢您。",
            "en": "This conversation is closed. Thank you.",
        },
        "complaint_answered": {
            "zh": "关于您的投诉 {number}，客服 {name} 回复您：",
            "en": "{name} answers your complaint {number}:",
        },
        "complaint_late": {
            "zh": "关于您的投诉 {number}：我们答应过的时间已经到了，却还没有给您答复，这是我们的错，真的很抱歉。"
            "我们已经提醒同事优先处理，最迟 {when} 回复您。",
            "en": "About your complaint {number}: we promised you an answer by now and have not kept our word. "
            "That is our fault, and we are sorry. It is first in line now; you will have the answer by {when} our time "
            "at the latest.",
        },
        "complaint_late_subject": {
            "zh": "您的投诉 {number}：答复晚了，很抱歉",
            "en": "Your complaint {number}: our answer is late, and we are sorry",
        },
        "complaint_late_letter": {
            "zh": "您好：\n\n您的投诉 {number} 没有在我们答应的时间得到答复，这是我们的错，真的很抱歉。"
            "我们已经提醒同事优先处理，最迟 {when} 在聊天里和邮件里回复您。",
            "en": "Hello,\n\nwe promised you an answer to your complaint {number} by now and have not kept our word. "
            "That is our fault, and we are sorry. It is first in line now; you will have the answer by {when} our time "
            "at the latest, in the chat and by e-mail.",
        },
        "complaint_answer_subject": {
            "zh": "关于您的投诉 {number}",
            "en": "Your complaint {number}",
        },
        "complaint_answer_letter": {
            "zh": "您好：\n\n关于您的投诉 {number}，我们的答复是：\n\n{answer}\n\n您也可以在聊天里继续和我们说。",
            "en": "Hello,\n\nthis is our answer to your complaint {number}:\n\n{answer}\n\n"
            "You can go on talking to us in the chat.",
        },
        "person": {"zh": "找人工客服", "en": "Talk to a person"},
        "stay": {"zh": "继续和智能客服聊", "en": "Stay with the assistant"},
        "satisfaction_ask": {
            "zh": "最后想问一句：这次服务您还满意吗？点一下就好。",
            "en": "One last thing: how did we do today? A tap is enough.",
        },
        "satisfaction_thanks": {
            "zh": "谢谢您的肯定！如果还想说点什么，直接写在这里就好。",
            "en": "Thank you, that is good to hear! If you would like to add a word, just write it here.",
        },
        "satisfaction_reason": {
            "zh": "谢谢您告诉我们。主要是哪里做得不够好？选一个，或者直接写都可以。",
            "en": "Thank you for telling us. What could we have done better? Pick one, or just write it here.",
        },
        "satisfaction_sorry": {
            "zh": "很抱歉没让您满意。主要是哪里不好？选一个，或者直接写都可以；事情还没办好的话，也可以找人工客服。",
            "en": "I'm sorry we let you down. What was the main reason? Pick one, or just write it here; "
            "and if something is still not right, a person can look at it.",
        },
        "satisfaction_reason_kept": {
            "zh": "记下了，谢谢您。想多说两句的话，直接写在这里就好。",
            "en": "Noted, thank you. If you would like to say more, just write it here.",
        },
        "satisfaction_word_kept": {
            "zh": "谢谢您，这些话我们会认真看的。",
            "en": "Thank you. We will read that carefully.",
        },
        "satisfaction_left": {
            "zh": "好的，谢谢您。",
            "en": "All right, thank you.",
        },
        "score_5": {"zh": "5 - 很满意", "en": "5 - Very good"},
        "score_4": {"zh": "4 - 满意", "en": "4 - Good"},
        "score_3": {"zh": "3 - 一般", "en": "3 - So-so"},
        "score_2": {"zh": "2 - 不满意", "en": "2 - Not good"},
        "score_1": {"zh": "1 - 很不满意", "en": "1 - Bad"},
        "reason_too_slow": {"zh": "等得太久", "en": "It took too long"},
        "reason_not_understood": {"zh": "没听懂我的意思", "en": "I was not understood"},
        "reason_not_solved": {"zh": "问题没解决", "en": "It was not solved"},
        "reason_rules": {"zh": "不认同店里的规定", "en": "I don't like the rules"},
        "reason_unfriendly": {"zh": "态度不好", "en": "It was unfriendly"},
        "reason_other": {"zh": "其他原因", "en": "Something else"},
        "code_subject": {"zh": "您的验证码", "en": "Your verification code"},
        "code": {
            "zh": "您的验证码是 {code}，十分钟内有效。如果不是您本人在咨询，请忽略这条消息，也不要告诉任何人。",
            "en": "Your verification code is {code}. It is valid for ten minutes. "
            "If you did not ask for it, ignore this message and give the code to nobody.",
        },
    }
)


def sentence(name: str, language: str, /, **facts: object) -> str:
    """The named sentence in zh or en (anything else reads en) with its facts filled in."""
    return _SENTENCES[name]["zh" if language == "zh" else "en"].format(**facts)


def said(name: str, language: str, choices: tuple[ChoiceDraft, ...] = (), /, **facts: object) -> Draft:
    """The named sentence as a message of the bot, named ``desk_<name>``."""
    return Draft(Role.BOT, sentence(name, language, **facts), language, choices=choices, response=f"desk_{name}")


def offer_of_a_person(language: str) -> ChoiceDraft:
    """The button that asks for a person."""
    return ChoiceDraft(sentence("person", language), PERSON)


def offer_to_stay(language: str) -> ChoiceDraft:
    """The button that goes back to the bot."""
    return ChoiceDraft(sentence("stay", language), STAY)
