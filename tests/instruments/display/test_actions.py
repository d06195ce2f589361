import datetime as dt

import pytest

from tests.factories import access
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from zhengyou.instruments.display import actions
from zhengyou.instruments.display.enums import Measure, State
from zhengyou.instruments.display.queries import cards_shown, commitments_shown
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.records import ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return BodyFactory()


@pytest.fixture
def clerk(unit):
    return access.actor("display.manage", "display.publish", body=unit)


@pytest.fixture
def head(unit):
    return access.actor("display.publish", body=unit)


def test_a_commitment_is_seen_only_after_somebody_else_reviewed_it(unit, clerk, head):
    promise = actions.draft_commitment(body=unit, text="一次性告知全部材料", actor=clerk)
    promise = actions.submit(promise, actor=clerk)
    assert not commitments_shown(unit).exists()

    with pytest.raises(Refused):
        actions.show(promise, actor=clerk)
    promise = actions.show(promise, actor=head)

    assert promise.state == State.SHOWN
    assert commitments_shown(unit).get() == promise
    with pytest.raises(Conflict):
        actions.amend_commitment(promise, text="另一句", measure=Measure.NONE, target=None, ends_on=None, actor=clerk)
    actions.take_down(promise, actor=clerk)
    assert not commitments_shown(unit).exists()


def test_a_commitment_is_shown_on_its_days_only(unit, clerk, head):
    with clock.pretend(dt.datetime(2026, 5, 1, 4, tzinfo=dt.UTC)):
        promise = actions.draft_commitment(
            body=unit, text="延时服务", starts_on=dt.date(2026, 5, 4), ends_on=dt.date(2026, 5, 8), actor=clerk
        )
        actions.show(actions.submit(promise, actor=clerk), actor=head)

    days = [day for day in range(1, 12) if commitments_shown(unit, dt.date(2026, 5, day)).exists()]
    assert days == [4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": " "}, "text"),
        ({"measure": Measure.SATISFACTION, "target": None}, "target"),
        ({"measure": Measure.SATISFACTION, "target": 101}, "target"),
        ({"ends_on": dt.date(2020, 1, 1)}, "ends_on"),
    ],
)
def test_a_wrong_commitment_is_told_at_its_field(unit, clerk, given, field):
    with pytest.raises(Invalid) as refusal:
        actions.draft_commitment(**{"body": unit, "text": "承诺", "actor": clerk} | given)
    assert set(refusal.value.errors) == {field}


def test_a_card_shows_a_party_identity_only_with_consent(unit, clerk, head):
    appointment = AppointmentFactory(post=PostFactory(body=unit))
    with pytest.raises(Invalid):
        actions.draft_card(appointment=appointment, badge="共产党员", actor=clerk)

    card = actions.draft_card(appointment=appointment, badge="共产党员", consent=True, actor=clerk)
    actions.show(actions.submit(card, actor=clerk), actor=head)

    assert card.consented_on == clock.today()
    assert cards_shown(unit).get() == card
    with pytest.raises(Conflict):
        actions.draft_card(appointment=appointment, actor=clerk)


def test_a_card_ends_with_the_appointment(unit, clerk, head):
    appointment = AppointmentFactory(post=PostFactory(body=unit), ends_on=dt.date(2026, 7, 1))
    with clock.pretend(dt.datetime(2026, 5, 1, 4, tzinfo=dt.UTC)):
        card = actions.draft_card(appointment=appointment, actor=clerk)
        actions.show(actions.submit(card, actor=clerk), actor=head)

    assert cards_shown(unit, dt.date(2026, 6, 30)).exists()
    assert not cards_shown(unit, dt.date(2026, 7, 1)).exists()


def test_strangers_draft_nothing(unit):
    for who in (ledger.PUBLIC, access.actor("display.manage"), access.actor("display.read", body=unit)):
        with pytest.raises(Forbidden):
            actions.draft_commitment(body=unit, text="承诺", actor=who)
