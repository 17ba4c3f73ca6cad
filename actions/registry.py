"""All actions of the domain, wired to one another."""

from rasa_sdk.executor import ActionExecutor

from actions.account.action import Account, AccountAction
from actions.account.inquiry import GOAL as ACCOUNT
from actions.account.refunds import RefundStatusAction
from actions.action import CustomerAction
from actions.answer import AnswerAction
from actions.catalogue.action import ASKED as WHICH_PRODUCT
from actions.catalogue.action import ProductAction
from actions.complaints.action import ComplaintAction
from actions.complaints.form import AfterComplaint, AskComplaint, ValidateComplaintForm
from actions.context import TurnContext
from actions.facts import UNDER_WAY, Facts
from actions.order_status import DeliveryProblemAction, DeliveryTimeAction, OrderStatusAction
from actions.people import HandoffAction, InsultAction
from actions.proof.form import ValidateProofForm
from actions.proof.gate import Gate
from actions.proof.questions import AfterProof, AskProofCode, AskProofContact
from actions.recommend import RecommendAction
from actions.replies import Event, Goal, Replies
from actions.services import Services
from actions.small_answers import AffirmAction, DenyAction, InformAction
from actions.small_talk import SmallTalkAction
from actions.tasks.answering import Asides
from actions.tasks.cues import wants_a_change
from actions.tasks.engine import Engine
from actions.tasks.form import AfterTask, AskTask, ValidateTaskForm
from actions.tasks.resuming import Resuming
from actions.tasks.start import TaskAction
from actions.tasks.state import GOAL


def all_actions(services: Services) -> tuple[CustomerAction, ...]:
    """One object for each action of bot/domain/actions.yml."""
    gate = Gate(services)
    goals: dict[str, Goal] = {}  # filled below: answers lead to goals, and goals to answers
    answer = AnswerAction(services, goals)
    account = Account(services, gate)
    status = OrderStatusAction(services, gate, answer, account)
    time = DeliveryTimeAction(services, gate, answer, account)
    problem = DeliveryProblemAction(services, gate, answer, account)
    refund = RefundStatusAction(services, gate, answer)
    product = ProductAction(services, answer.serve)
    himself = AccountAction(services, account, answer.serve)
    engine = Engine(services)
    asides = Asides(goals, account, answer)
    task = TaskAction(services, gate, engine, answer, asides)
    goals |= {
        "order_status": status.serve,
        "delivery_time": time.serve,
        "delivery_problem": problem.serve,
        refund.goal: refund.serve,
        ACCOUNT: himself.serve,
        WHICH_PRODUCT: product.serve,
        GOAL: task.resume,
        "change": task.serve,
        "insist": task.insist,
    }
    inform = InformAction(services, goals, answer)
    affirm, deny, small_talk = AffirmAction(services), DenyAction(services, goals), SmallTalkAction(services)
    after_proof, after_task = AfterProof(services, goals), AfterTask(services)
    recommend = RecommendAction(services)
    complaint = ComplaintAction(services)

    async def complain(context: TurnContext, replies: Replies) -> list[Event]:
        serve = task.serve if wants_a_change(context.text) else complaint.serve
        return await serve(context, replies)

    task.complain = complain
    facts = Facts(services, gate, account, product, goals)
    goals[UNDER_WAY] = facts.how_it_stands
    for questions in (answer, product, status, time, problem, refund, himself, inform):
        questions.change = task.serve
        questions.complain = complaint.serve
    for often_misread in (answer, product, recommend, refund, himself, task, inform, affirm, deny):
        often_misread.facts = facts.tell
    for of_an_order in (status, time, problem):
        of_an_order.facts = facts.tell_of_order
    outside_forms = (
        answer, product, recommend, status, time, problem, refund, himself, task, inform, affirm, deny, small_talk,
        after_proof, after_task,
    )  # fmt: skip
    resuming = Resuming(services, task.take_up)
    for one in outside_forms:
        one.resuming = resuming
    return (
        *outside_forms,
        ValidateProofForm(services, gate),
        AskProofContact(services),
        AskProofCode(services),
        ValidateTaskForm(services, gate, engine, asides),
        AskTask(services, engine),
        HandoffAction(services),
        InsultAction(services),
        complaint,
        ValidateComplaintForm(services, complaint),
        AskComplaint(services),
        AfterComplaint(services),
    )


def executor_for(actions: tuple[CustomerAction, ...]) -> ActionExecutor:
    """Rasa's executor over these actions."""
    executor = ActionExecutor()
    for action in actions:
        executor.register_action(action)
    return executor
