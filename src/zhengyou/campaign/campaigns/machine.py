"""The lives of a campaign, of a task sheet, and of whatever a campaign holds."""

from zhengyou.campaign.campaigns.enums import (
    ActivityState,
    AlignmentState,
    ContactState,
    InformationState,
    MeetingState,
    PlanState,
    PointState,
    ProjectState,
    ReportState,
    ScanState,
    SheetState,
    SpreadState,
    State,
    ValueState,
)
from zhengyou.kernel.moves import move

CAMPAIGN = {
    "begin": move(State.PREPARING, State.RUNNING),
    "conclude": move(State.RUNNING, State.CLOSED),
    "withdraw": move({State.PREPARING, State.RUNNING}, State.WITHDRAWN),
}
GOAL_VALUE = {
    "confirm_value": move(ValueState.REPORTED, ValueState.CONFIRMED),
    "return_value": move(ValueState.REPORTED, ValueState.RETURNED),
}
SUB_PLAN = {
    "agree": move({PlanState.DRAFT, PlanState.RETURNED}, PlanState.AGREED),
    "file_plan": move(PlanState.AGREED, PlanState.FILED),
    "return_plan": move(PlanState.FILED, PlanState.RETURNED),
    "accept_plan": move(PlanState.FILED, PlanState.ACCEPTED),
    "revise": move({PlanState.AGREED, PlanState.FILED, PlanState.ACCEPTED}, PlanState.DRAFT),
}
INFORMATION = {
    "adopt": move(InformationState.SUBMITTED, InformationState.ADOPTED),
    "decline": move(InformationState.SUBMITTED, InformationState.DECLINED),
}
ALIGNMENT = {
    "reach": move(AlignmentState.OPEN, AlignmentState.REACHED),
    "fall_back": move(AlignmentState.REACHED, AlignmentState.OPEN),
}
SHEET = {
    "count": move({SheetState.OPEN, SheetState.RETURNED}, SheetState.ACCEPTED),
    "submit": move({SheetState.OPEN, SheetState.RETURNED}, SheetState.SUBMITTED),
    "take_back": move(SheetState.SUBMITTED, SheetState.OPEN),
    "accept": move(SheetState.SUBMITTED, SheetState.ACCEPTED),
    "return_sheet": move(SheetState.SUBMITTED, SheetState.RETURNED),
    "cancel": move({SheetState.OPEN, SheetState.RETURNED, SheetState.SUBMITTED}, SheetState.CANCELLED),
}
MEETING = {
    "call": move(MeetingState.PREPARED, MeetingState.CALLED),
    "hold": move({MeetingState.PREPARED, MeetingState.CALLED}, MeetingState.HELD),
    "call_off": move({MeetingState.PREPARED, MeetingState.CALLED}, MeetingState.CANCELLED),
}
ACTIVITY = {
    "finish": move(ActivityState.PLANNED, ActivityState.DONE),
    "drop": move(ActivityState.PLANNED, ActivityState.CANCELLED),
}
CONTACT = {"end_contact": move(ContactState.ACTIVE, ContactState.ENDED)}
POINT = {"end_point": move(PointState.NAMED, PointState.ENDED)}
SPREAD = {
    "adopt": move({SpreadState.TOLD, SpreadState.ADOPTED}, SpreadState.ADOPTED),
    "see": move(SpreadState.ADOPTED, SpreadState.CHECKED),
}
PROJECT = {
    "complete": move(ProjectState.RUNNING, ProjectState.DONE),
    "stop": move(ProjectState.RUNNING, ProjectState.STOPPED),
}
REPORT = {"issue": move(ReportState.DRAFT, ReportState.ISSUED), "reopen": move(ReportState.ISSUED, ReportState.DRAFT)}
SCAN = {"settle": move(ScanState.UNKNOWN, ScanState.FOUND)}
