"""What the survey says, with its choices; what a picked choice means."""

from desk.conversations.model import ChoiceDraft, Draft
from desk.conversations.sentences import offer_of_a_person, said, sentence
from desk.conversations.state import State
from desk.satisfaction.model import BAD, GOOD, SCORES, Feedback, Reason

ASKED = "desk_satisfaction_ask"
"""The message after which a score in words is an answer."""

OPEN_FOR_A_WORD = frozenset(
    {
        "desk_satisfaction_thanks",
        "desk_satisfaction_reason",
        "desk_satisfaction_sorry",
        "desk_satisfaction_reason_kept",
    }
)
"""Messages after which a remark is the word to the score."""

OFFERED_A_PERSON = "desk_satisfaction_sorry"
"""The message after which a yes asks for a person."""

_SCORE = "desk:score:"
_REASON = "desk:reason:"


def question(language: str) -> Draft:
    """How satisfied the customer is, with a choice for each score."""
    choices = tuple(ChoiceDraft(sentence(f"score_{score}", language), f"{_SCORE}{score}") for score in SCORES)
    return said("satisfaction_ask", language, choices)


def after_score(score: int, state: State, language: str) -> Draft:
    """Thanks for a good score; for any other the question why, at a bad one with the offer of a person."""
    if score >= GOOD:
        return said("satisfaction_thanks", language)
    reasons = tuple(ChoiceDraft(sentence(f"reason_{one}", language), f"{_REASON}{one}") for one in Reason)
    person = _person(score, state, language)
    return said("satisfaction_sorry" if person else "satisfaction_reason", language, (*reasons, *person))


def after_reason(score: int | None, state: State, language: str) -> Draft:
    """Thanks for a reason, with room for more."""
    return said("satisfaction_reason_kept", language, _person(score, state, language))


def picked(target: str | None) -> Feedback | None:
    """What the target of a choice says; None when it is no choice of the survey."""
    if target is not None and target.startswith(_SCORE):
        return Feedback(score=int(target.removeprefix(_SCORE)))
    if target is not None and target.startswith(_REASON):
        return Feedback(reason=Reason(target.removeprefix(_REASON)))
    return None


def _person(score: int | None, state: State, language: str) -> tuple[ChoiceDraft, ...]:
    """The offer of a person; none waits at the end of a closed conversation."""
    wanted = score is not None and score <= BAD and state is State.BOT
    return (offer_of_a_person(language),) if wanted else ()
