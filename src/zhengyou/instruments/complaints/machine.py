"""The lives of this room's things."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints.enums import (
    ArticleState,
    CheckState,
    InquiryState,
    IssueState,
    ItemState,
    NeedState,
    OpeningState,
    ProposalState,
    ReportState,
    State,
    SupportState,
)
from zhengyou.kernel.errors import Sentence
from zhengyou.kernel.moves import move


def _has_answer(thing: Any) -> Sentence:
    return "" if thing.answer else _("There is no answer yet.")


def _has_category(thing: Any) -> Sentence:
    return "" if thing.category_id else _("Choose a category first; the responsibility table goes by it.")


MOVES = {
    "answer": move({State.RECEIVED, State.HANDLING}, State.ANSWERED),
    "inform": move(State.RECEIVED, State.INFORMED),
    "dispatch": move(State.RECEIVED, State.HANDLING, guard=_has_category),
    "investigate": move(State.RECEIVED, State.HANDLING),
    "merge": move({State.RECEIVED, State.HANDLING}, State.MERGED),
    "recall": move(State.HANDLING, State.RECEIVED),
    "reopen": move({State.ANSWERED, State.INFORMED}, State.RECEIVED),
    "redo": move(State.ANSWERED, State.HANDLING),
    "close": move({State.ANSWERED, State.INFORMED}, State.CLOSED),
}
"""Verb → from, to, guard, of a matter. A closed one stays closed; whoever is still not content asks for review."""

ARTICLE = {
    "publish_article": move({ArticleState.DRAFT, ArticleState.PUBLISHED, ArticleState.RETIRED}, ArticleState.PUBLISHED),
    "retire_article": move(ArticleState.PUBLISHED, ArticleState.RETIRED),
}
CHECK = {
    "follow_up": move({CheckState.PLANNED, CheckState.UNREACHED}, CheckState.DONE),
    "miss": move(CheckState.PLANNED, CheckState.UNREACHED),
}
INQUIRY = {
    "begin_inquiry": move(InquiryState.OPENED, InquiryState.INVESTIGATING),
    "conclude": move(InquiryState.INVESTIGATING, InquiryState.CONCLUDED),
    "tell_reporter": move(InquiryState.CONCLUDED, InquiryState.REPLIED),
}
OPENING = {
    "confirm_opening": move(OpeningState.OPENED, OpeningState.CONFIRMED),
    "finish_opening": move(OpeningState.CONFIRMED, OpeningState.ENTERED),
}
SUPPORT = {
    "support": move({SupportState.REPORTED, SupportState.SUPPORTING}, SupportState.SUPPORTING),
    "settle_support": move(SupportState.SUPPORTING, SupportState.SETTLED),
}
NEED = {
    "claim": move(NeedState.OPEN, NeedState.CLAIMED),
    "give_up": move(NeedState.CLAIMED, NeedState.OPEN),
    "meet": move(NeedState.CLAIMED, NeedState.DONE),
    "confirm_need": move(NeedState.DONE, NeedState.CONFIRMED),
    "decline_need": move(NeedState.OPEN, NeedState.DECLINED),
}
REPORT = {
    "adopt": move(ReportState.DRAFT, ReportState.ADOPTED),
    "close_report": move(ReportState.ADOPTED, ReportState.CLOSED),
}
ITEM = {
    "route": move(ItemState.COLLECTED, ItemState.ROUTED),
    "answer_item": move({ItemState.COLLECTED, ItemState.ROUTED}, ItemState.ANSWERED, guard=_has_answer),
    "close_item": move(ItemState.ANSWERED, ItemState.CLOSED),
}
ISSUE = {
    "tackle": move(IssueState.LISTED, IssueState.TACKLED),
    "settle_issue": move(IssueState.TACKLED, IssueState.SETTLED),
}
PROPOSAL = {
    "accept_proposal": move(ProposalState.PROPOSED, ProposalState.ACCEPTED),
    "decline_proposal": move(ProposalState.PROPOSED, ProposalState.DECLINED),
}
