"""The lives of cases, first contacts, written promises and mandates."""

from zhengyou.kernel.moves import move
from zhengyou.registry.services.enums import ContactState, MandateState, State, UndertakingState

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
