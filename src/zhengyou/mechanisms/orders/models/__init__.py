"""Tables of orders."""

from zhengyou.mechanisms.orders.models.checks import CallBack, Sample
from zhengyou.mechanisms.orders.models.keeping import Profile, Proposal, Template
from zhengyou.mechanisms.orders.models.order import Order
from zhengyou.mechanisms.orders.models.parts import CheckItem, Note, Return

__all__ = ["CallBack", "CheckItem", "Note", "Order", "Profile", "Proposal", "Return", "Sample", "Template"]
