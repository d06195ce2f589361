"""The lives of a campaign and of a task sheet."""

from zhengyou.campaign.campaigns.enums import SheetState, State
from zhengyou.kernel.moves import move

CAMPAIGN = {
    "begin": move(State.PREPARING, State.RUNNING),
    "conclude": move(State.RUNNING, State.CLOSED),
    "withdraw": move({State.PREPARING, State.RUNNING}, State.WITHDRAWN),
}
SHEET = {
    "submit": move({SheetState.OPEN, SheetState.RETURNED}, SheetState.SUBMITTED),
    "take_back": move(SheetState.SUBMITTED, SheetState.OPEN),
    "accept": move(SheetState.SUBMITTED, SheetState.ACCEPTED),
    "return_sheet": move(SheetState.SUBMITTED, SheetState.RETURNED),
    "cancel": move({SheetState.OPEN, SheetState.RETURNED, SheetState.SUBMITTED}, SheetState.CANCELLED),
}
