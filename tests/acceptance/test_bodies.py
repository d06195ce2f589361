"""What the plans ask of organisations: groups, posts, relations, supervisors, places."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories.access import signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.people import PersonFactory
from zhengyou.kernel import clock
from zhengyou.registry.bodies import queries
from zhengyou.registry.bodies.models import GroupSeat, LeadingGroup, Place, Supervisor

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _today():
    with clock.pretend(clock.midnight(TODAY)):
        yield


@pytest.fixture
def county():
    return BodyFactory(name="青禾县", order_number=1)


@pytest.fixture
def office(client, county):
    """The campaign office's browser."""
    client.force_login(signed_in("bodies.read", "bodies.manage", "bodies.import", body=county)[0])
    return client


def send(client, name, /, *args, **given):
    answer = client.post(reverse(f"bodies:{name}", args=args), given)
    assert answer.status_code == 302, answer.content.decode()
    return answer


def seen(client, name, /, *args, **query):
    return client.get(reverse(f"bodies:{name}", args=args), query).content.decode()


def people(body, *names):
    for name in names:
        AppointmentFactory(post=PostFactory(body=body), person=PersonFactory(name=name))


@pytest.mark.requirement("C1-28", "E-01")
def test_leading_group_is_printed_by_name_and_its_changes_are_kept(office, county):
    people(county, "禾县长", "苗副县长", "穗局长", "新局长")
    send(
        office, "form-group", body="青禾县", name="竞赛活动领导小组", document="青发〔2026〕1号", starts_on="2026-06-01"
    )
    group = LeadingGroup.objects.get()
    for person, role, held in (
        ("穗局长", "member", "县交通运输局局长"),
        ("苗副县长", "deputy", "副县长"),
        ("禾县长", "chief", "县长"),
    ):
        send(office, "seat", group.pk, person=person, role=role, office_held=held, starts_on="2026-06-01")
    text = seen(office, "group", group.pk)
    assert text.index("禾县长") < text.index("苗副县长") < text.index("穗局长")
    paper = office.get(reverse("bodies:group", args=[group.pk]), {"export": "pdf"})
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
    send(office, "end-seat", GroupSeat.objects.get(role="member").pk, on="2026-06-10")
    send(
        office, "seat", group.pk, person="新局长", role="member", office_held="县交通运输局局长", starts_on="2026-06-10"
    )
    text = seen(office, "group", group.pk)
    assert "新局长" in text
    assert "2026-06-10 成员 穗局长" in text
    assert (
        "新局长" not in seen(office, "group", group.pk, day="2026-06-05").partition("<tbody")[2].partition("</tbody")[0]
    )
    assert [part.role for part in queries.group_roster(group)] == ["chief", "deputy", "member"]


@pytest.mark.requirement("C2-06", "E-02")
def test_group_has_its_office_at_a_body_with_staff_called_for_a_term(office, county):
    community = BodyFactory(parent=county, name="向阳社区", kind="community")
    school = BodyFactory(parent=county, name="青禾一小", kind="school")
    people(county, "禾书记")
    people(school, "抽调员")
    send(office, "form-group", body="青禾县", name="活动领导小组", office="向阳社区", starts_on="2026-06-01")
    group = LeadingGroup.objects.get()
    send(office, "seat", group.pk, person="禾书记", role="office_head", starts_on="2026-06-01")
    refused = office.post(
        reverse("bodies:seat", args=[group.pk]),
        {"person": "抽调员", "role": "office_staff", "seconded_from": "青禾一小", "starts_on": "2026-06-01"},
    )
    assert refused.status_code == 422
    assert "期满日期" in refused.content.decode()
    term = {"starts_on": "2026-06-01", "ends_on": "2026-12-31"}
    send(office, "seat", group.pk, person="抽调员", role="office_staff", seconded_from="青禾一小", **term)
    text = seen(office, "group", group.pk)
    assert "向阳社区" in text
    assert "2026-12-31" in text
    assert "青禾一小" in text
    called = GroupSeat.objects.get(role="office_staff")
    assert (group.office, called.seconded_from, called.ends_on) == (community, school, dt.date(2026, 12, 31))
    assert len(queries.group_roster(group, dt.date(2027, 1, 1))) == 1


@pytest.mark.requirement("C3-27", "D-01")
def test_party_branch_guides_the_union_and_others_build_together(office, county):
    branch = BodyFactory(parent=county, name="机关党支部", kind="party")
    union = BodyFactory(parent=county, name="机关工会", kind="union")
    league, women = (BodyFactory(parent=county, name=name, kind="mass") for name in ("团委", "妇联"))
    send(office, "relate", union.public_id, kind="party", other="机关党支部", starts_on="2026-06-01")
    for other in ("机关工会", "团委", "妇联"):
        send(office, "relate", branch.public_id, kind="joint", other=other, starts_on="2026-06-01")
    assert queries.above(union, "party") == branch
    text = seen(office, "detail", branch.public_id, tab="relations")
    assert "党组织指导的单位" in text
    assert text.count("共建") >= 3
    partners = {one.other for one in queries.relations(branch).filter(kind="joint")}
    assert partners == {union, league, women}


@pytest.mark.requirement("C4-02")
def test_post_says_what_it_answers_for_and_who_holds_it(office, county):
    people(county, "禾小青")
    duties = "受理群众来访\n一次性告知\n限时办结"
    send(office, "define-post", county.public_id, title="首问责任岗", duty="window", responsibilities=duties)
    post = county.posts.get(title="首问责任岗")
    send(office, "appoint", post.public_id, person="禾小青", seat="full", starts_on="2026-06-01")
    text = seen(office, "detail", county.public_id, tab="posts")
    assert "首问责任岗" in text
    assert "一次性告知" in text
    assert post.responsibilities.splitlines() == duties.splitlines()
    assert queries.responsible_for(county, "window").person.name == "禾小青"


@pytest.mark.requirement("C4-33")
def test_supervisor_is_invited_for_a_term_with_rights_and_gets_an_answer(office, county):
    bureau = BodyFactory(parent=county, name="县医保局")
    people(county, "众代表")
    given = {"capacity": "served", "rights": "明察暗访\n列席评议", "letter": "聘字〔2026〕1号"}
    send(office, "invite", body="青禾县", person="众代表", starts_on="2026-06-01", ends_on="2027-06-01", **given)
    one = Supervisor.objects.get()
    send(office, "report", one.pk, about="县医保局", on="2026-06-10", text="中午无人值守")
    assert "县医保局：中午无人值守" in office.get("/desk/").content.decode()
    send(office, "answer-report", one.reports.get().pk, answer="已实行中午轮班")
    assert "县医保局：中午无人值守" not in office.get("/desk/").content.decode()
    text = seen(office, "supervisor", one.pk)
    assert "列席评议" in text
    assert "已实行中午轮班" in text
    assert one.reports.get().about == bureau
    content = office.get(reverse("bodies:supervisors"), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(content.streaming_content))).active
    assert "聘字〔2026〕1号" in [cell.value for cell in sheet[4]]


@pytest.mark.requirement("D-08", "D-25")
def test_places_are_on_the_register_with_enterprises_and_activities(office, county):
    BodyFactory(parent=county, name="禾苗科技公司", kind="enterprise")
    for name, kind in (
        ("青禾开发区", "zone"),
        ("禾苗产业园", "park"),
        ("青禾大厦", "building"),
        ("城东市场", "market"),
    ):
        send(office, "register-place", body="青禾县", name=name, kind=kind, starts_on="2026-06-01")
    send(office, "register-place", body="青禾县", name="职工之家", kind="site", starts_on="2026-06-01")
    listed = seen(office, "places")
    assert all(name in listed for name in ("开发区", "产业园区", "商务楼宇", "城东市场", "职工之家"))
    park, home = Place.objects.get(kind="park"), Place.objects.get(kind="site")
    send(office, "take-in", park.pk, resident="禾苗科技公司", starts_on="2026-06-01")
    send(office, "hold-activity", home.pk, title="职工读书会", on="2026-06-10", participants="28")
    assert "禾苗科技公司" in seen(office, "place", park.pk)
    text = seen(office, "place", home.pk)
    assert "职工读书会" in text
    assert "28" in text
    assert (park.residents.count(), queries.participants(home)) == (1, 28)


@pytest.mark.requirement("E-59", "E-60")
def test_line_leads_and_place_accepts(office, county):
    bureau = BodyFactory(parent=county, name="县交通运输局")
    town = BodyFactory(parent=county, name="城关镇", kind="town")
    station = BodyFactory(parent=bureau, name="城关收费站")
    send(office, "relate", station.public_id, kind="line", other="县交通运输局", starts_on="2026-06-01")
    send(office, "relate", station.public_id, kind="place", other="城关镇", starts_on="2026-06-01")
    rules = {"lead": "line", "accept": "place"}
    for matter, leads in rules.items():
        send(
            office,
            "authority",
            county.public_id,
            matter=matter,
            leads=leads,
            starts_on="2026-06-01",
            document="活动方案",
        )
    assert queries.authority(station, "lead") == bureau
    assert queries.authority(station, "accept") == town
    text = seen(office, "detail", station.public_id, tab="relations")
    table = text[text.index("主导方") :]
    assert table.index("领导实施") < table.index("县交通运输局") < table.index("检查验收") < table.index("城关镇")
