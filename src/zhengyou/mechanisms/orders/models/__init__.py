"""Tables of orders."""

from zhengyou.mechanisms.orders.models.cases import AccountabilityCase, Violation
from zhengyou.mechanisms.orders.models.checks import CallBack, Sample
from zhengyou.mechanisms.orders.models.keeping import Profile, Proposal, Template
from zhengyou.mechanisms.orders.models.order import Order
from zhengyou.mechanisms.orders.models.parts import CheckItem, Note, Return
from zhengyou.mechanisms.orders.models.problems import Problem, ProblemList
from zhengyou.mechanisms.orders.models.supervision import Measure, Trigger, Writ
from zhengyou.mechanisms.orders.models.tours import PlanEntry, Tour

__all__ = [
    "AccountabilityCase",
    "CallBack",
    "CheckItem",
    "Measure",
    "Note",
    "Order",
    "PlanEntry",
    "Problem",
    "ProblemList",
    "Profile",
    "Proposal",
    "Return",
    "Sample",
    "Template",
    "Tour",
    "Trigger",
    "Violation",
    "Writ",
]
