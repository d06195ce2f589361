"""Matters of the people, made by the verbs."""

from tests.factories.bodies import BodyFactory
from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.actions import Statement, Taken
from zhengyou.instruments.complaints.categories import shipped
from zhengyou.instruments.complaints.models import Category, Complaint
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.bodies.models import Body


def category(code: str = "010204") -> Category:
    """Return a class of the tree that comes with the platform; a flushed test database has lost it."""
    actions.load_categories(shipped(), actor=SYSTEM)
    return Category.objects.get(code=code)


def taken(body: Body | None = None, **facts) -> Taken:
    """Return a matter as a citizen submits it, with its code."""
    statement = Statement(**({"kind": "complaint", "text": "小区门口路灯坏了两个月，晚上看不见路。"} | facts))
    return actions.submit(statement, body=body or BodyFactory())


def matter(body: Body | None = None, **facts) -> Complaint:
    """Return a matter as a citizen submits it."""
    return taken(body, **facts).complaint


def dispatched(body: Body | None = None, lead: Body | None = None, **facts) -> Complaint:
    """Return a matter that a unit has in hand."""
    body = body or BodyFactory()
    complaint = matter(body, **facts)
    actions.classify(complaint, category=category(), actor=SYSTEM)
    return actions.dispatch(complaint, lead=lead or BodyFactory(parent=body), actor=SYSTEM)
