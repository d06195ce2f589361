"""The lives of cases, first contacts, written promises, mandates, appointments and norms."""

from zhengyou.kernel.moves import move
from zhengyou.registry.services.enums import (
    STANDING,
    BookingState,
    ContactState,
    MandateState,
    NormState,
    State,
    UndertakingState,
    WalkInState,
)

MOVES = {
    "handle": move(State.ACCEPTED, State.HANDLING),
    "close": move([State.ACCEPTED, State.HANDLING], State.DONE),
    "withdraw": move([State.ACCEPTED, State.HANDLING], State.WITHDRAWN),
}
CONTACT = {
    "hand_over_contact": move([ContactState.OPEN, ContactState.TAKEN], ContactState.HANDED),
    "take_contact": move(ContactState.HANDED, ContactState.TAKEN),
    "answer_contact": move([ContactState.OPEN, ContactState.HANDED, ContactState.TAKEN], ContactState.ENDED),
}
UNDERTAKING = {
    "find_kept": move(UndertakingState.OPEN, UndertakingState.KEPT),
    "find_broken": move(UndertakingState.OPEN, UndertakingState.BROKEN),
}
MANDATE = {
    "finish_mandate": move(MandateState.ACTIVE, MandateState.DONE),
    "revoke_mandate": move(MandateState.ACTIVE, MandateState.REVOKED),
}
BOOKING = {
    "cancel_booking": move(BookingState.BOOKED, BookingState.CANCELLED),
    "give_ticket": move(BookingState.BOOKED, BookingState.PRESENT),
    "call": move(BookingState.PRESENT, BookingState.CALLED),
    "call_again": move([BookingState.CALLED, BookingState.MISSED], BookingState.CALLED),
    "arrive": move([*STANDING], BookingState.ARRIVED),
    "miss_booking": move([*STANDING], BookingState.MISSED),
}
WALK_IN = {
    "call": move(WalkInState.PRESENT, WalkInState.CALLED),
    "call_again": move([WalkInState.CALLED, WalkInState.MISSED], WalkInState.CALLED),
    "serve_number": move([WalkInState.PRESENT, WalkInState.CALLED], WalkInState.ARRIVED),
    "pass_number": move([WalkInState.PRESENT, WalkInState.CALLED], WalkInState.MISSED),
}
NORM = {
    "replace_norm": move(NormState.IN_FORCE, NormState.REPLACED),
    "repeal_norm": move(NormState.IN_FORCE, NormState.REPEALED),
}
