"""Tables of bodies: the dated tree, relations across it, posts and who stands in, groups, supervisors and places."""

from zhengyou.registry.bodies.models.groups import GroupSeat, LeadingGroup, Supervisor, SupervisorReport
from zhengyou.registry.bodies.models.places import Place, PlaceActivity, PlaceResident
from zhengyou.registry.bodies.models.posts import Appointment, HandOver, Leave, Post
from zhengyou.registry.bodies.models.relations import AuthorityRule, Relation
from zhengyou.registry.bodies.models.tree import Body, BodyVersion, PlannedChange, Succession

__all__ = [
    "Appointment",
    "AuthorityRule",
    "Body",
    "BodyVersion",
    "GroupSeat",
    "HandOver",
    "LeadingGroup",
    "Leave",
    "Place",
    "PlaceActivity",
    "PlaceResident",
    "PlannedChange",
    "Post",
    "Relation",
    "Succession",
    "Supervisor",
    "SupervisorReport",
]
