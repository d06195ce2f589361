"""Tables of complaints."""

from zhengyou.instruments.complaints.models.boxes import Box, BoxOpening, SupervisionLine
from zhengyou.instruments.complaints.models.care import RetaliationReport, StaffSupportCase, SupportMeasure
from zhengyou.instruments.complaints.models.catalogue import Category, HotIssue, Responsibility
from zhengyou.instruments.complaints.models.handling import FollowUp, Investigation, PublishedAnswer
from zhengyou.instruments.complaints.models.knowledge import KnowledgeArticle, KnowledgeVersion
from zhengyou.instruments.complaints.models.learning import LabelledText, Lesson
from zhengyou.instruments.complaints.models.likeness import Fingerprint, Likeness, MassEvent
from zhengyou.instruments.complaints.models.mail import Mailbox, TakenMail
from zhengyou.instruments.complaints.models.matters import Complainant, Complaint, Message
from zhengyou.instruments.complaints.models.needs import Need
from zhengyou.instruments.complaints.models.opinions import (
    OpinionItem,
    OpinionReport,
    PriorityProposal,
    PriorityRule,
)
from zhengyou.instruments.complaints.models.rates import RateFormula
from zhengyou.instruments.complaints.models.upper import Exchange, Platform, PlatformField, UpperOrder, UpperReply

__all__ = [
    "Box",
    "BoxOpening",
    "Category",
    "Complainant",
    "Complaint",
    "Exchange",
    "Fingerprint",
    "FollowUp",
    "HotIssue",
    "Investigation",
    "KnowledgeArticle",
    "KnowledgeVersion",
    "LabelledText",
    "Lesson",
    "Likeness",
    "Mailbox",
    "MassEvent",
    "Message",
    "Need",
    "OpinionItem",
    "OpinionReport",
    "Platform",
    "PlatformField",
    "PriorityProposal",
    "PriorityRule",
    "PublishedAnswer",
    "RateFormula",
    "Responsibility",
    "RetaliationReport",
    "StaffSupportCase",
    "SupervisionLine",
    "SupportMeasure",
    "TakenMail",
    "UpperOrder",
    "UpperReply",
]
