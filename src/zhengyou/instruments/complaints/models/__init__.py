"""Tables of complaints."""

from zhengyou.instruments.complaints.models.boxes import Box, BoxOpening, SupervisionLine
from zhengyou.instruments.complaints.models.care import RetaliationReport, StaffSupportCase, SupportMeasure
from zhengyou.instruments.complaints.models.catalogue import Category, HotIssue, Responsibility
from zhengyou.instruments.complaints.models.handling import FollowUp, Investigation, PublishedAnswer
from zhengyou.instruments.complaints.models.knowledge import KnowledgeArticle, KnowledgeVersion
from zhengyou.instruments.complaints.models.matters import Complainant, Complaint, Message
from zhengyou.instruments.complaints.models.needs import Need
from zhengyou.instruments.complaints.models.opinions import (
    OpinionItem,
    OpinionReport,
    PriorityProposal,
    PriorityRule,
)

__all__ = [
    "Box",
    "BoxOpening",
    "Category",
    "Complainant",
    "Complaint",
    "FollowUp",
    "HotIssue",
    "Investigation",
    "KnowledgeArticle",
    "KnowledgeVersion",
    "Message",
    "Need",
    "OpinionItem",
    "OpinionReport",
    "PriorityProposal",
    "PriorityRule",
    "PublishedAnswer",
    "Responsibility",
    "RetaliationReport",
    "StaffSupportCase",
    "SupervisionLine",
    "SupportMeasure",
]
