"""The lives of an invitation, of a bad rating above its unit, and of a report of retaliation."""

from zhengyou.instruments.ratings.enums import HandlingState, ReportState, State
from zhengyou.kernel.moves import Machine, move

MOVES = {
    "rate": move(State.INVITED, State.RATED),
    "expire": move(State.INVITED, State.EXPIRED),
}

HANDLING: Machine = {
    "hand_out": move(HandlingState.TRIAGE, HandlingState.ORDERED),
    "explain": move(HandlingState.TRIAGE, HandlingState.EXPLAINED),
    "contest": move({HandlingState.TRIAGE, HandlingState.ORDERED}, HandlingState.APPEALED),
    "exclude": move(HandlingState.APPEALED, HandlingState.EXCLUDED),
    "uphold_rating": move(HandlingState.APPEALED, HandlingState.ORDERED),
    "object_to": move(HandlingState.EXPLAINED, HandlingState.ORDERED),
}
"""TRIAGE → justified | explained | contested; a contested one is decided one level up (国办发〔2019〕51号)."""

RETALIATION: Machine = {
    "take_up_retaliation": move(ReportState.FILED, ReportState.TAKEN_UP),
    "answer_retaliation": move(ReportState.TAKEN_UP, ReportState.ANSWERED),
}
