import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import access, ratings, services
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.ratings import actions, queries
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import Channel, Stage, State, TextState
from zhengyou.instruments.ratings.models import DayTally, Invitation, PraiseReport, Rating
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import history
from zhengyou.registry.services import actions as cases
from zhengyou.registry.services.enums import Mode

pytestmark = pytest.mark.django_db
FRIDAY = dt.datetime(2026, 5, 8, 2, 17, 42, tzinfo=dt.UTC)


def on(day: int, month: int = 5):
    return clock.pretend(dt.datetime(2026, month, day, 3, 0, tzinfo=dt.UTC))


def test_closed_case_mints_one_invitation_bound_to_its_service():
    case = services.case(closed=True)
    invitation = case.invitations.get()
    assert (invitation.service_number, invitation.stage, invitation.window) == (1, Stage.DONE, case.window)
    assert len(invitation.code) == 10
    assert ids.code_holds(invitation.code)


def test_committed_case_is_invited_on_acceptance_and_on_completion():
    window = services.window(items=[services.item(mode=Mode.COMMITTED, promise_amount=5)])
    case = services.case(window=window, closed=True)
    found = case.invitations.order_by("service_number").values_list("service_number", "stage")
    assert list(found) == [(1, Stage.ACCEPT), (2, Stage.DONE)]


def test_withdrawn_case_invites_nobody():
    case = cases.withdraw_case(services.case(), actor=SYSTEM)
    assert not case.invitations.exists()


def test_rate_keeps_the_answer_the_day_and_one_count():
    invitation = ratings.invitation()
    with clock.pretend(FRIDAY):
        submitted = actions.rate(
            invitation.code.lower(), answer=Answer(level=4, tags=("401", "201", "401", "rubbish"), text=" 很快 ")
        )

    rating = Rating.objects.get()
    assert (rating.level, rating.tags, rating.text, rating.day) == (4, ["401"], "很快", dt.date(2026, 5, 8))
    assert (rating.channel, rating.text_state, rating.family) == (Channel.CODE, TextState.PENDING, "public")
    assert rating.id.version == 4
    assert queries.rating_for(submitted.receipt) == rating
    assert submitted.receipt not in str(vars(rating))
    invitation.refresh_from_db()
    assert invitation.state == State.RATED
    assert list(DayTally.objects.values_list("window", "body", "level", "count")) == [
        (invitation.window_id, invitation.body_id, 4, 1)
    ]


def test_rate_writes_an_event_without_actor_moment_or_words_and_none_on_the_invitation():
    invitation = ratings.invitation()
    before = history(invitation).count()
    with clock.pretend(FRIDAY):
        rating = actions.rate(invitation.code, answer=Answer(level=1, text="窗口推诿扯皮")).rating

    event = history(rating).get()
    assert (event.actor_kind, event.actor_id, event.hat_id) == ("public", "", "")
    assert clock.local(event.at).time() == dt.time(0)
    assert event.id.version == 4
    assert "推诿" not in str(vars(event))
    assert history(invitation).count() == before


def test_rate_with_a_used_expired_or_unknown_code_is_refused_and_counts_nothing():
    invitation = ratings.invitation()
    actions.rate(invitation.code, answer=Answer(level=5))
    with pytest.raises(Conflict) as used:
        actions.rate(invitation.code, answer=Answer(level=1))
    late = ratings.invitation()
    with clock.pretend(clock.now() + dt.timedelta(days=31)), pytest.raises(Conflict) as expired:
        actions.rate(late.code, answer=Answer(level=1))
    for code in (ids.short_code(10), "", "0000000001", "一二三"):
        with pytest.raises(Refused) as unknown:
            actions.rate(code, answer=Answer(level=1))
        assert unknown.value.code == "unknown"

    assert (used.value.code, expired.value.code) == ("rated", "expired")
    assert DayTally.objects.aggregate(n=Sum("count"))["n"] == 1


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Answer(level=0), "level"),
        (Answer(level=6), "level"),
        (Answer(level=3, text="长" * 501), "text"),
        (Answer(level=3, display="named"), "contact_name"),
        (Answer(level=3, display="loud"), "display"),
    ],
)
def test_rate_names_the_wrong_field_and_leaves_the_code_usable(answer, field):
    invitation = ratings.invitation()
    with pytest.raises(Invalid) as refusal:
        actions.rate(invitation.code, answer=answer)
    assert set(refusal.value.errors) == {field}
    actions.rate(invitation.code, answer=Answer(level=3))


def test_rate_seals_name_and_telephone():
    rating = ratings.rating(display="named", contact_name="钱孙李", contact_phone="13912345678")
    rating.refresh_from_db()
    assert (str(rating.contact_name), str(rating.contact_phone)) == ("钱**", "139****5678")


def test_rate_visit_is_counted_apart_from_cases():
    window = services.window()
    rating = actions.rate_visit(window, answer=Answer(level=2)).rating
    assert (rating.channel, rating.stage, rating.spent, rating.family) == ("window_qr", "visit", None, "")
    assert DayTally.objects.get().channel == "window_qr"


def test_demanded_praise_is_reported_apart_from_the_rating():
    rating = ratings.rating(level=5, praise_demanded=True, praise_text="工作人员让我当面点五星")
    report = PraiseReport.objects.get()
    assert report.window == rating.window
    assert not {f.name for f in PraiseReport._meta.get_fields()} & {"rating", "invitation", "case", "made_at"}
    with pytest.raises(Forbidden):
        actions.read_report(report, actor=access.actor("ratings.read", body=rating.body))
    assert actions.read_report(report, actor=access.actor("ratings.forced_praise", body=rating.body)).read_on


def test_expired_invitation_is_unrated_and_never_praise():
    ratings.rating(level=2)
    ratings.invitation()
    with clock.pretend(clock.now() + dt.timedelta(days=31)):
        assert actions.expire_invitations(actor=SYSTEM) == 1
        assert actions.expire_invitations(actor=SYSTEM) == 0
    day = clock.today()
    summary = queries.summary(queries.tallies(day, day), queries.invitations(day, day))
    assert (summary.total, summary.good, summary.good_share) == (1, 0, 0.0)
    assert (summary.invited, summary.rated, summary.active_share) == (2, 1, 0.5)


def test_dispatch_opens_one_order_that_says_nothing_of_the_visitor():
    with on(7):
        invitation = ratings.invitation()
        said = Answer(level=1, tags=("106",), text="电话13800001111打不通", contact_phone="13912345678")
        rating = actions.rate(invitation.code, answer=said).rating
        assert actions.dispatch_waiting(actor=SYSTEM) == 0  # today's would tell whose it was
    with on(8):
        assert actions.dispatch_waiting(actor=SYSTEM) == 1
        assert actions.dispatch_waiting(actor=SYSTEM) == 0

    rating.refresh_from_db()
    order = Order.objects.get()
    assert (rating.order, order.body, order.opened_on) == (order, rating.body, dt.date(2026, 5, 8))
    assert "服务态度差" in order.text
    assert "打不通" not in order.text, "nobody has screened the words yet"
    actions.screen(rating, words=rating.text, actor=SYSTEM)
    order.refresh_from_db()
    assert "138****1111" in order.text
    for hidden in ("13800001111", "13912345678", invitation.case.number, invitation.code):
        assert hidden not in order.text + order.title
    events = history(order).exclude(verb="orders.restate")
    assert all(clock.local(event.at).time() == dt.time(0) for event in events)


def test_dispatch_is_for_bad_ratings_and_for_supervision():
    good = ratings.rating(level=3)
    with pytest.raises(Refused):
        actions.dispatch(good, actor=SYSTEM)
    bad = ratings.rating(level=2)
    with pytest.raises(Forbidden):
        actions.dispatch(bad, actor=access.actor("ratings.read", body=bad.body))
    supervisor = access.actor("ratings.supervise", body=bad.body)
    actions.dispatch(bad, actor=supervisor)
    with pytest.raises(Conflict):
        actions.dispatch(bad, actor=supervisor)


def test_released_shows_a_day_only_in_batches_and_never_the_present_day():
    busy, quiet = services.window(), services.window()
    with on(6):
        for _ in range(5):
            ratings.rating(window=busy)
        ratings.rating(window=quiet, level=1)
        actions.release()
        assert not queries.released_ratings().exists()
    with on(7):
        actions.release()
        assert set(queries.released_ratings().values_list("window", flat=True)) == {busy.pk}
    with on(1, 6):
        actions.release()
        assert not queries.released_ratings().filter(window=quiet).exists()
    with on(10, 8):
        actions.release()
        assert queries.released_ratings().filter(window=quiet).count() == 1


def test_released_shows_small_days_together_when_their_month_is_over():
    window = services.window()
    for day in (6, 7, 8, 11, 12):
        with on(day):
            ratings.rating(window=window)
    with on(13):
        actions.release()
        assert not queries.released_ratings().exists()
    with on(1, 6):
        actions.release()
        assert queries.released_ratings().count() == 5


def test_review_text_decides_what_the_public_reads():
    with on(6):
        shown, *_others = [ratings.rating(text=f"第{n}句") for n in range(2)]
    window = shown.window
    with on(6):
        for _ in range(4):
            ratings.rating(window=window)
    actions.review_text(shown, shown=True, actor=access.actor("ratings.supervise", body=window.body))
    with on(7):
        actions.release()
    assert [rating.text for rating in queries.comments()] == ["第0句"]


def test_review_text_respects_the_wish_not_to_be_published():
    rating = ratings.rating(text="只给你们看", keep_private=True)
    assert rating.text_state == TextState.PRIVATE
    assert not queries.pending_texts().exists()
    with pytest.raises(Refused):
        actions.review_text(rating, shown=True, actor=SYSTEM)


def test_enter_counts_a_paper_card_without_naming_the_rating():
    above = BodyFactory()
    invitation = ratings.invitation(window=services.window(body=BodyFactory(parent=above)))
    actor = access.actor("ratings.enter", body=above)
    rating = actions.enter(invitation.code, answer=Answer(level=4), channel=Channel.PAPER, actor=actor).rating
    rating.refresh_from_db()
    assert (rating.channel, rating.assisted) == ("paper", True)
    assert not Event.objects.filter(object_id=str(rating.pk), actor_id=actor.id).exists()
    with pytest.raises(Forbidden):
        actions.enter(ratings.invitation().code, answer=Answer(level=4), channel=Channel.PAPER, actor=access.actor())


@given(levels=st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=8))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_tallies_equal_the_ratings_whatever_is_rated(db, levels):
    Rating.objects.all().delete()
    DayTally.objects.all().delete()
    window = services.window()
    for level, by_code in levels:
        if by_code:
            ratings.rating(level=level, window=window)
        else:
            actions.rate_visit(window, answer=Answer(level=level))
    tallied = {(t.level, t.channel): t.count for t in DayTally.objects.all()}
    counted: dict = {}
    for rating in Rating.objects.all():
        key = (rating.level, rating.channel)
        counted[key] = counted.get(key, 0) + 1
    assert tallied == counted


@pytest.mark.django_db(transaction=True)
def test_rate_by_fifty_at_the_same_moment_counts_exactly_fifty():
    window = services.window()
    codes = [ratings.invitation(window=window).code for _ in range(50)]

    def attempt(job):
        number, code = job
        try:
            actions.rate(code, answer=Answer(level=number % 5 + 1))
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(attempt, enumerate(codes)))

    assert sorted(DayTally.objects.values_list("level", "count")) == [(level, 10) for level in range(1, 6)]
    assert Rating.objects.count() == 50


@pytest.mark.django_db(transaction=True)
def test_rate_twice_at_the_same_moment_counts_exactly_once():
    code = ratings.invitation().code

    def attempt(_number):
        try:
            actions.rate(code, answer=Answer(level=5))
        except Conflict:
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1
    assert DayTally.objects.get().count == 1
    assert Invitation.objects.get().state == State.RATED
