"""All actions of the domain, wired to one another."""

from rasa_sdk.executor import ActionExecutor

from actions.action import CustomerAction
from actions.answer import AnswerAction
from actions.cancel.after import AfterCancel
from actions.cancel.form import ValidateCancelForm
from actions.cancel.questions import AskCancelConfirmed, AskCancelReason
from actions.cancel.start import CancelOrderAction
from actions.order_status import DeliveryProblemAction, DeliveryTimeAction, OrderStatusAction
from actions.people import ComplaintAction, HandoffAction, InsultAction
from actions.proof.form import ValidateProofForm
from actions.proof.gate import Gate
from actions.proof.questions import AfterProof, AskProofCode, AskProofContact
from actions.recommend import RecommendAction
from actions.replies import Goal
from actions.services import Services
from actions.small_answers import AffirmAction, DenyAction, InformAction


def all_actions(services: Services) -> tuple[CustomerAction, ...]:
    """One object for each action of bot/domain/actions.yml."""
    gate = Gate(services)
    goals: dict[str, Goal] = {}  # filled below: answers lead to goals, and goals to answers
    answer = AnswerAction(services, goals)
    status = OrderStatusAction(services, gate, answer)
    time = DeliveryTimeAction(services, gate, answer)
    problem = DeliveryProblemAction(services, gate, answer)
    cancel = CancelOrderAction(services, gate, answer)
    goals |= {
        "order_status": status.serve,
        "delivery_time": time.serve,
        "delivery_problem": problem.serve,
        "cancel_order": cancel.serve,
    }
    return (
        answer,
        RecommendAction(services),
        status,
        time,
        problem,
        cancel,
        ValidateProofForm(services, gate),
        AskProofContact(services),
        AskProofCode(services),
        AfterProof(services, goals),
        ValidateCancelForm(services),
        AskCancelReason(services),
        AskCancelConfirmed(services),
        AfterCancel(services, gate),
        HandoffAction(services),
        InsultAction(services),
        ComplaintAction(services),
        AffirmAction(services),
        DenyAction(services),
        InformAction(services, goals, answer),
    )


def executor_for(actions: tuple[CustomerAction, ...]) -> ActionExecutor:
    """Rasa's executor over these actions."""
    executor = ActionExecutor()
    for action in actions:
        executor.register_action(action)
    return executor
