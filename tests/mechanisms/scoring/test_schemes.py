import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from tests.factories import scoring
from tests.factories.bodies import BodyFactory
from tests.factories.scoring import AFTER, BEFORE, FIRST, NEXT, drafted, frozen, part
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.mechanisms.scoring import actions
from zhengyou.mechanisms.scoring.actions.schemes import lint
from zhengyou.mechanisms.scoring.collecting import in_force, units_of
from zhengyou.mechanisms.scoring.enums import Rhythm, Role, SchemeState, Voice
from zhengyou.mechanisms.scoring.models import Scheme
from zhengyou.mechanisms.scoring.periods import begins_one, later, period_of
from zhengyou.mechanisms.scoring.presets import PRESETS
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.models import Task

pytestmark = pytest.mark.django_db
MIDDLE = dt.datetime(2026, 5, 11, 2, tzinfo=dt.UTC)


@pytest.fixture
def county(monkeypatch):
    place = scoring.county()
    scoring.offered(place, monkeypatch)
    return place


def test_an_approved_scheme_is_frozen_with_the_mix_of_the_period_before(county):
    scheme = frozen(county)

    assert scheme.state == SchemeState.FROZEN
    assert scheme.frozen_at == BEFORE
    shares = scheme.reference["satisfaction"]["cases"]
    assert set(shares) == {"easy", "hard"}
    assert sum(shares.values()) == pytest.approx(1)
    for change in (
        lambda: actions.set_rules(scheme, title="另一个", actor=county.office),
        lambda: actions.add_part(scheme, name="新增", actor=county.office),
        lambda: actions.set_part(part(scheme, "内务管理"), weight=50, actor=county.office),
        lambda: actions.drop_part(part(scheme, "内务管理"), actor=county.office),
    ):
        with pytest.raises(Conflict):
            change()


def test_a_scheme_that_was_not_approved_is_a_draft_again(county):
    scheme = drafted(county)
    with clock.pretend(BEFORE):
        instance = actions.submit(scheme, actor=county.office)
        approvals.reject(Task.objects.get(instance=instance, state="waiting"), opinion="权重再议", actor=county.leader)
    scheme.refresh_from_db()
    assert scheme.state == SchemeState.DRAFT
    assert actions.set_rules(scheme, climb=1, actor=county.office).climb == 1


def test_an_approval_that_comes_after_the_period_began_is_refused(county):
    scheme = drafted(county)
    with clock.pretend(BEFORE):
        instance = actions.submit(scheme, actor=county.office)
    with clock.pretend(MIDDLE), pytest.raises(Refused):
        county.approve(instance)
    scheme.refresh_from_db()
    assert scheme.state == SchemeState.APPROVING


@pytest.mark.parametrize(
    ("break_it", "word"),
    [
        (lambda scheme: scheme.parts.filter(voice=Voice.PUBLIC).update(mandatory=False), "mandatory"),
        (lambda scheme: scheme.parts.filter(name="内务管理").update(weight=30), "add up"),
        (lambda scheme: scheme.parts.all().delete(), "weighs nothing"),
    ],
)
def test_a_tree_that_does_not_add_up_is_not_submitted(county, break_it, word):
    scheme = drafted(county)
    break_it(scheme)
    with translation.override("en"):
        assert any(word in str(problem) for problem in lint(scheme))
    with pytest.raises(Refused), clock.pretend(BEFORE):
        actions.submit(scheme, actor=county.office)


def test_a_change_in_a_running_period_needs_its_impact_and_a_dated_decision(county):
    scheme = frozen(county)
    with clock.pretend(MIDDLE):
        scoring.marked(county, scheme, 100, 80, 60, 40, 20, 0)
        draft = actions.revise(scheme, starts_on=FIRST, actor=county.office)
        actions.set_part(part(draft, "群众满意度"), weight=90, actor=county.office)
        actions.set_part(part(draft, "内务管理"), weight=10, actor=county.office)
        with pytest.raises(Refused) as uncounted:
            actions.submit(draft, actor=county.office)
        draft = actions.weigh_impact(draft, actor=county.office)
        assert draft.impact["units"] == 6
        assert draft.impact["moved"] >= 4
        with pytest.raises(Refused) as undecided:
            actions.submit(draft, actor=county.office)
        assert uncounted.value.code == undecided.value.code == "late"
        day = dt.date(2026, 5, 8)
        instance = actions.submit(draft, decision="县活动办〔2026〕7号", decided_on=day, actor=county.office)
        county.approve(instance)

    scheme.refresh_from_db()
    draft.refresh_from_db()
    assert draft.state == SchemeState.FROZEN
    assert draft.decided_on == day
    assert scheme.state == SchemeState.RETIRED
    assert in_force(county.body, "pingbi", FIRST) == draft


def test_a_change_of_the_tree_forgets_the_counted_impact(county):
    scheme = frozen(county)
    with clock.pretend(MIDDLE):
        draft = actions.revise(scheme, starts_on=FIRST, actor=county.office)
        assert actions.weigh_impact(draft, actor=county.office).impact
        actions.set_part(part(draft, "内务管理"), worst=10, actor=county.office)
    draft.refresh_from_db()
    assert draft.impact == {}


def test_the_next_version_holds_from_the_next_period_on(county):
    scheme = frozen(county)
    with clock.pretend(MIDDLE):
        draft = actions.revise(scheme, actor=county.office)
        assert draft.starts_on == NEXT
        assert draft.version == 2
        copied = ("name", "role", "weight", "indicator", "voice")
        assert list(draft.parts.values_list(*copied)) == list(scheme.parts.values_list(*copied))
        with pytest.raises(Conflict):
            actions.revise(scheme, actor=county.office)
        county.approve(actions.submit(draft, actor=county.office))
    assert in_force(county.body, "pingbi", dt.date(2026, 6, 30)).version == 1
    assert in_force(county.body, "pingbi", NEXT).version == 2
    assert in_force(county.body, "pingbi", FIRST - dt.timedelta(days=1)) is None


@pytest.mark.parametrize("code", sorted(PRESETS))
def test_every_preset_can_be_approved_as_it_is(county, code):
    with clock.pretend(BEFORE):
        scheme = actions.adopt(code, body=county.body, starts_on=FIRST, actor=county.office)
        assert lint(scheme) == []
        county.approve(actions.submit(scheme, actor=county.office))
    scheme.refresh_from_db()
    assert scheme.state == SchemeState.FROZEN
    assert scheme.basis


def test_the_weights_of_the_sources_are_kept():
    def weights(code):
        return [node.weight for node in PRESETS[code].parts if node.role == Role.PART]

    assert weights("red-flag") == [30, 30, 20, 20]
    assert weights("three-rates") == [30, 35, 35]
    assert len([node for node in PRESETS["ethics"].parts if node.voice == Voice.NONE and node.role == Role.PART]) == 7
    assert PRESETS["toll-stars"].climb == 1


def test_each_unit_gets_only_the_scheme_of_its_kind(county):
    enterprise = BodyFactory(parent=county.body, kind="enterprise", name="青禾纺织")
    town = BodyFactory(parent=county.body, kind="town", name="城关镇")
    found = {}
    for code in ("wuhao", "wuyou-have", "wuyou-best"):
        scheme = actions.adopt(code, body=county.body, starts_on=FIRST, actor=county.office)
        found[code] = units_of(scheme)
    assert enterprise in found["wuyou-have"]
    assert enterprise not in found["wuhao"] + found["wuyou-best"]
    assert town in found["wuhao"]
    assert set(county.units) <= set(found["wuyou-best"])


def test_a_unit_stands_in_one_peer_group_only(county):
    scheme = drafted(county, grouping="named")
    actions.name_group(scheme, name="企业密集区", members=county.units[:3], actor=county.office)
    with pytest.raises(Invalid):
        actions.name_group(scheme, name="山区", members=county.units[2:], actor=county.office)
    actions.name_group(scheme, name="山区", members=county.units[3:], actor=county.office)
    assert scheme.peer_groups.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"weight": -1}, "weight"),
        ({"worst": 5, "target": 5}, "target"),
        ({"source": "indicator", "indicator": "nobody"}, "indicator"),
        ({"source": "scheme"}, "feeds"),
        ({"role": "veto", "source": "group"}, "source"),
    ],
)
def test_parts_that_make_no_sense_are_told_at_their_field(county, given, field):
    with pytest.raises(Invalid) as refusal:
        actions.add_part(drafted(county), name="错误", actor=county.office, **given)
    assert field in refusal.value.errors


def test_designing_is_for_those_who_design(county):
    def design(actor):
        return actions.design(body=county.body, code="x", title="新办法", starts_on=FIRST, actor=actor)

    scheme = matrix(design, "scoring.design", county.body)
    verbs = {
        "adopt": lambda actor: actions.adopt("ethics", body=county.body, starts_on=FIRST, actor=actor),
        "rules": lambda actor: actions.set_rules(scheme, climb=1, actor=actor),
        "part": lambda actor: actions.add_part(scheme, name="一项", actor=actor),
        "group": lambda actor: actions.name_group(scheme, name="甲组", members=[], actor=actor),
    }
    for verb in verbs.values():
        matrix(verb, "scoring.design", county.body)
    added = scheme.parts.get()
    matrix(lambda actor: actions.set_part(added, weight=3, actor=actor), "scoring.design", county.body)
    matrix(lambda actor: actions.drop_part(added, actor=actor), "scoring.design", county.body)
    matrix(lambda actor: actions.revise(frozen(county), actor=actor), "scoring.design", county.body)


def test_periods_are_whole_months_from_the_first_day():
    first = dt.date(2026, 2, 1)
    assert period_of(first, Rhythm.QUARTER, dt.date(2026, 7, 31)) == (dt.date(2026, 5, 1), dt.date(2026, 8, 1))
    assert period_of(first, Rhythm.TWO_MONTHS, dt.date(2026, 1, 31)) == (dt.date(2025, 12, 1), first)
    assert later(dt.date(2026, 11, 1), 3) == dt.date(2027, 2, 1)
    assert begins_one(first, Rhythm.YEAR, dt.date(2028, 2, 1))
    assert not begins_one(first, Rhythm.HALF, dt.date(2026, 5, 1))
    with clock.pretend(AFTER):
        assert clock.today() > NEXT


def test_the_database_keeps_one_draft_and_one_version_of_a_number(county):
    scheme = drafted(county)
    with pytest.raises(IntegrityError), transaction.atomic():
        Scheme.objects.create(body=county.body, code=scheme.code, version=2, title="第二稿", starts_on=FIRST)
    frozen_one = frozen(county, code="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        Scheme.objects.create(body=county.body, code="other", version=frozen_one.version, title="同号", starts_on=FIRST)
