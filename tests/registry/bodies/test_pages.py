"""The desk pages of bodies as people use them."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.factories.access import signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.people import PersonFactory
from tests.permissions import page_matrix
from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.registry.bodies import intake, queries
from zhengyou.registry.bodies.actions import groups, places, posts, relations
from zhengyou.registry.bodies.models import Body, LeadingGroup, Leave, PlannedChange, Supervisor

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 15)
ALL = ("bodies.read", "bodies.manage", "bodies.import", "people.manage")


@pytest.fixture(autouse=True)
def _today():
    with clock.pretend(clock.midnight(TODAY)):
        yield


@pytest.fixture
def county():
    return BodyFactory(name="青禾县", order_number=1)


@pytest.fixture
def officer(client, county):
    """A client signed in as somebody who manages the county."""
    account, _actor = signed_in(*ALL, body=county)
    client.force_login(account)
    return client


def page(client, name, /, *args, **query):
    answer = client.get(reverse(f"bodies:{name}", args=args), query)
    return answer, "" if answer.streaming else answer.content.decode()


def send(client, name, /, *args, **given):
    return client.post(reverse(f"bodies:{name}", args=args), given)


LISTS = ("list", "contacts", "groups", "supervisors", "places", "planned")


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_for_readers(client, county, name):
    page_matrix(client, reverse(f"bodies:{name}"), "bodies.read", county)


@pytest.mark.parametrize("tab", ["", "basic", "posts", "relations", "history"])
def test_detail_is_for_readers_of_the_body(client, county, tab):
    url = reverse("bodies:detail", args=[county.public_id]) + f"?tab={tab}"
    page_matrix(client, url, "bodies.read", county, outsider=404)


@pytest.mark.parametrize("kind", ["bodies", "posts"])
def test_import_is_for_importers(client, county, kind):
    page_matrix(client, reverse("bodies:import", args=[kind]), "bodies.import", county)


def fill(county, count):
    """Put ``count`` of everything under the county."""
    for number in range(count):
        body = BodyFactory(parent=county, order_number=number * 10, name=f"局{number}")
        held = AppointmentFactory(post=PostFactory(body=body, duty="liaison"))
        groups.form_group(body, name=f"小组{number}", starts_on=TODAY, office=county, actor=ledger.SYSTEM)
        term = {"starts_on": TODAY, "ends_on": dt.date(2027, 1, 1)}
        groups.invite_supervisor(body, held.person, capacity="public", **term, actor=ledger.SYSTEM)
        places.register_place(body, name=f"园区{number}", kind="park", starts_on=TODAY, actor=ledger.SYSTEM)
        relations.relate(county, kind="joint", other=body, starts_on=TODAY, actor=ledger.SYSTEM)
        AppointmentFactory(post=PostFactory(body=county, duty="clerk"))
        PlannedChange.objects.create(body=body, kind="rename", change={}, on=dt.date(2027, 1, 1))


@pytest.mark.parametrize("name", LISTS)
def test_lists_take_as_many_queries_for_three_rows_as_for_one(officer, county, name, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert page(officer, name)[0].status_code == 200
        return len(seen)

    fill(county, 1)
    first = asked()
    BodyFactory(name="别处")
    fill(county, 3)
    assert asked() == first


@pytest.mark.parametrize("tab", ["basic", "posts", "relations", "history"])
def test_detail_takes_as_many_queries_for_three_rows_as_for_one(officer, county, tab):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert page(officer, "detail", county.public_id, tab=tab)[0].status_code == 200
        return len(seen)

    fill(county, 1)
    first = asked()
    fill(county, 3)
    assert asked() == first


def test_list_shows_official_order_and_the_chosen_subtree(officer, county):
    second = BodyFactory(parent=county, name="乙局", order_number=20)
    first = BodyFactory(parent=county, name="甲局", order_number=10)
    BodyFactory(parent=second, name="丙科", order_number=1)
    _answer, text = page(officer, "list")
    table = text[text.index("<tbody") :]
    assert table.index("甲局") < table.index("乙局") < table.index("丙科")
    _answer, text = page(officer, "list", body=str(first.public_id))
    assert "丙科" not in text[text.index("<tbody") :]
    assert "机构排序号" in text


def test_list_finds_by_name_short_name_and_code_and_keeps_the_tree(officer, county):
    BodyFactory(parent=county, name="市场监督管理局", short_name="市监局", code="Q9")
    BodyFactory(parent=county, name="税务局")
    for words in ("场监督", "市监", "q9"):
        table = page(officer, "list", q=words)[1].partition("<tbody")[2]
        assert "市场监督管理局" in table
        assert "税务局" not in table
    assert "未找到单位" in page(officer, "list", q="没有")[1]


def test_tree_opens_to_the_choice_and_fetches_deeper_levels(officer, county):
    bureau = BodyFactory(parent=county, name="甲局")
    office = BodyFactory(parent=bureau, name="办公室")
    BodyFactory(parent=office, name="档案组")
    _answer, text = page(officer, "list")
    assert "甲局" in text
    lazy = reverse("bodies:tree-children", args=[bureau.public_id])
    assert lazy in text
    answer = officer.get(lazy, {"to": "/desk/bodies/?kind=office"})
    assert "办公室" in answer.content.decode()
    assert f"/desk/bodies/?kind=office&amp;body={office.public_id}" in answer.content.decode()
    for wrong in ("https://example.com/desk/", "//example.com", "/sign-in/", ""):
        assert officer.get(lazy, {"to": wrong}).status_code == 404


def test_tree_of_others_stays_closed(officer):
    other = BodyFactory(name="别县")
    answer, text = page(officer, "list", body=str(other.public_id))
    assert answer.status_code == 200
    assert "别县" not in text
    assert (
        officer.get(reverse("bodies:tree-children", args=[other.public_id]), {"to": "/desk/bodies/"}).status_code == 404
    )


def test_export_is_what_the_screen_shows(officer, county):
    BodyFactory(parent=county, name="乙局", order_number=20, kind="school")
    BodyFactory(parent=county, name="甲局", order_number=10, kind="hospital")
    answer = officer.get(reverse("bodies:list"), {"export": "xlsx", "kind": "school"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [row[1].value.strip() for row in sheet.iter_rows(min_row=4)] == ["乙局"]


def test_shift_moves_a_body_up(officer, county):
    first, second = (BodyFactory(parent=county, order_number=number) for number in (10, 20))
    send(officer, "shift", second.public_id, to="up")
    assert list(queries.children(county)) == [second, first]


def change(client, body, kind, /, **given):
    """Walk through the wizard: look at the consequences, then confirm."""
    given = {"on": TODAY.isoformat(), "document": "青编发〔2026〕3号", **given}
    shown = send(client, "change", body.public_id, kind, **given)
    done = send(client, "change", body.public_id, kind, **given, confirm="1")
    return shown, done


def test_wizard_shows_consequences_before_anything_happens(officer, county):
    first, second = (BodyFactory(parent=county, name=name) for name in ("甲局", "乙局"))
    BodyFactory(parent=first, name="办公室")
    AppointmentFactory(post=PostFactory(body=first))
    given = {"on": TODAY.isoformat(), "sources": "甲局"}
    shown = send(officer, "change", second.public_id, "merge", **given)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "甲局" in text
    assert "“甲局”" in text
    assert "1个" in text
    first.refresh_from_db()
    assert first.dissolved_on is None
    assert send(officer, "change", second.public_id, "merge", **given, confirm="1").status_code == 302
    first.refresh_from_db()
    assert first.dissolved_on == TODAY


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("found", {"name": "新局", "kind": "government", "level": "county"}),
        ("rename", {"name": "新名局", "short_name": "新名"}),
        ("move", {"parent": "乙局"}),
        ("reorder", {"order_number": "500"}),
        ("merge", {"sources": "乙局", "carry_posts": "on"}),
        ("split", {"parts": "子局甲 子甲\n子局乙"}),
        ("dissolve", {"heir": "乙局"}),
    ],
)
def test_wizard_makes_every_change(officer, county, kind, given):
    body, _other = (BodyFactory(parent=county, name=name) for name in ("甲局", "乙局"))
    form = officer.get(reverse("bodies:change", args=[body.public_id, kind]))
    assert form.status_code == 200
    shown, done = change(officer, body, kind, **given)
    assert (shown.status_code, done.status_code) == (200, 302), shown.content.decode()
    assert "影响" in shown.content.decode()
    seen = officer.get(reverse("bodies:detail", args=[body.public_id]), {"tab": "history"}).content.decode()
    assert {
        "found": Body.objects.filter(name="新局", parent=body).exists(),
        "rename": "新名局" in seen,
        "move": Body.objects.get(pk=body.pk).parent.name == "乙局",
        "reorder": Body.objects.get(pk=body.pk).order_number == 500,
        "merge": Body.objects.get(name="乙局").dissolved_on == TODAY,
        "split": Body.objects.filter(name="子局甲", short_name="子甲", parent=county).exists(),
        "dissolve": "已撤销" in seen,
    }[kind]


def test_wizard_keeps_a_change_of_a_day_ahead(officer, county):
    body = BodyFactory(parent=county, name="甲局")
    shown, done = change(officer, body, "rename", name="新名局", on="2026-07-01")
    assert "届时" in shown.content.decode()
    planned = PlannedChange.objects.get()
    assert (planned.on, planned.document) == (dt.date(2026, 7, 1), "青编发〔2026〕3号")
    assert "待生效" in officer.get(done["Location"]).content.decode()
    assert "甲局" in page(officer, "planned")[1]
    send(officer, "cancel-planned", planned.pk)
    planned.refresh_from_db()
    assert planned.state == "cancelled"


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("move", {"parent": "没有的局"}, "id_parent_error"),
        ("move", {"parent": "甲局"}, "id_parent_error"),
        ("move", {"parent": ""}, "id_parent_error"),
        ("rename", {"name": "甲局"}, "id_name_error"),
        ("rename", {"name": "新", "on": "1999-99-99"}, "id_on_error"),
        ("merge", {"sources": "甲局"}, "id_sources_error"),
        ("split", {"parts": "长" * 130}, "id_parts_error"),
        ("reorder", {"order_number": "十"}, "id_order_number_error"),
    ],
)
def test_wizard_places_what_is_wrong_at_its_field_and_keeps_what_was_typed(officer, county, kind, given, field):
    body = BodyFactory(parent=county, name="甲局")
    given = {"on": TODAY.isoformat(), "document": "青编发", **given}
    answer = send(officer, "change", body.public_id, kind, **given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert field in text
    assert "青编发" in text


def test_wizard_is_closed_to_whoever_manages_only_the_body_itself(client, county):
    body = BodyFactory(parent=county, name="甲局")
    client.force_login(signed_in(*ALL, body=body)[0])
    assert change(client, body, "dissolve")[1].status_code == 403
    assert "撤销</span>" not in page(client, "detail", body.public_id)[1]


def test_history_shows_a_body_as_of_a_day(officer, county):
    body = BodyFactory(parent=county, name="旧名局")
    change(officer, body, "rename", name="新名局")
    text = page(officer, "detail", body.public_id, tab="history", day="2026-06-14")[1]
    assert "青禾县 &gt; 旧名局" in text
    text = page(officer, "detail", body.public_id, tab="history", day="2026-06-15")[1]
    assert "青禾县 &gt; 新名局" in text
    assert "青编发〔2026〕3号" in text


def test_basic_data_is_amended_and_a_taken_code_is_told_at_its_field(officer, county):
    body, _other = BodyFactory(parent=county, name="甲局"), BodyFactory(parent=county, code="Q1")
    assert "甲局" in page(officer, "basic", body.public_id)[1]
    given = {"kind": "school", "level": "town", "on": "2026-06-15"}
    wrong = send(officer, "basic", body.public_id, code="Q1", **given)
    assert wrong.status_code == 422
    assert "id_code_error" in wrong.content.decode()
    assert send(officer, "basic", body.public_id, code="Q2", **given).status_code == 302
    body.refresh_from_db()
    assert (body.kind, body.level, body.code) == ("school", "town", "Q2")
    assert queries.version_of(body, dt.date(2026, 6, 1)).kind == "other"


def test_posts_from_setting_up_to_handing_over(officer, county):
    body = BodyFactory(parent=county, name="甲局")
    answer = send(officer, "define-post", body.public_id, title="联络员", duty="liaison", responsibilities="上传下达")
    assert answer.status_code == 302
    post = body.posts.get()
    wrong = send(officer, "appoint", post.public_id, person="新来的", seat="full", starts_on="2026-06-01")
    assert wrong.status_code == 422
    send(
        officer,
        "appoint",
        post.public_id,
        person="禾小青",
        new="on",
        phone="13900000001",
        seat="full",
        starts_on="2026-06-01",
    )
    held = post.appointments.get()
    assert (held.person.name, str(held.person.phone)) == ("禾小青", "139****0001")
    assert "上传下达" in page(officer, "detail", body.public_id, tab="posts")[1]
    other = AppointmentFactory(post=PostFactory(body=body), person=PersonFactory(name="代某")).person
    send(officer, "leave", held.public_id, kind="annual", starts_on="2026-06-15", ends_on="2026-06-20", stand_in="代某")
    assert queries.responsible_for(body, "liaison").person == other
    text = page(officer, "detail", body.public_id, tab="posts")[1]
    assert "年休假" in text
    assert "代某" in text
    send(officer, "back", Leave.objects.get().pk, on="2026-06-15")
    assert queries.responsible_for(body, "liaison").person == held.person
    send(officer, "hand-over", held.public_id, to="代某", on="2026-06-15", matters="公章")
    assert queries.responsible_for(body, "liaison").person == other
    now = post.appointments.get(ends_on=None)
    send(officer, "end-appointment", now.public_id, on="2026-06-15")
    send(officer, "close-post", post.public_id, on="2026-06-15")
    post.refresh_from_db()
    assert post.ends_on == TODAY


def test_two_persons_of_one_name_are_told_apart_by_their_unit(officer, county):
    first, second = (BodyFactory(parent=county, name=name) for name in ("甲局", "乙局"))
    for body in (first, second):
        AppointmentFactory(post=PostFactory(body=body), person=PersonFactory(name="禾小青"))
    post = PostFactory(body=first, title="联络员")
    answer = send(officer, "appoint", post.public_id, person="禾小青", seat="full", starts_on="2026-06-01")
    assert "禾小青 · 乙局" in answer.content.decode()
    send(officer, "appoint", post.public_id, person="禾小青 · 乙局", seat="full", starts_on="2026-06-01")
    assert post.appointments.get().person.appointments.filter(post__body=second).exists()


def test_relations_and_authority_on_the_page(officer, county):
    body, line, place = (BodyFactory(parent=county, name=name) for name in ("收费站", "交通局", "城关镇"))
    send(officer, "relate", body.public_id, kind="line", other="交通局", starts_on="2026-06-01")
    send(officer, "relate", body.public_id, kind="place", other="城关镇", starts_on="2026-06-01")
    twice = send(officer, "relate", body.public_id, kind="line", other="城关镇", starts_on="2026-06-01")
    assert twice.status_code == 422
    assert "条线主管单位" in twice.content.decode()
    assert queries.authority(body, "accept") == place
    send(officer, "authority", county.public_id, matter="accept", leads="line", starts_on="2026-06-01")
    assert queries.authority(body, "accept") == line
    text = page(officer, "detail", body.public_id, tab="relations")[1]
    assert "检查验收" in text
    relation = queries.relations(body).get(kind="line")
    send(officer, "end-relation", relation.public_id, on="2026-06-10")
    assert queries.above(body, "line") is None


def test_contact_list_on_screen_on_paper_and_in_excel(officer, county):
    for number, name in enumerate(("甲局", "乙局")):
        body = BodyFactory(parent=county, name=name, order_number=20 - number * 10)
        AppointmentFactory(
            post=PostFactory(body=body, duty="liaison"), person=PersonFactory(name=f"联{number}", phone="13800001234")
        )
    text = page(officer, "contacts")[1]
    table = text[text.index("<tbody") :]
    assert table.index("乙局") < table.index("甲局")
    assert "138****1234" in table
    assert "13800001234" not in text
    assert "未明确" in table
    content = b"".join(page(officer, "contacts", export="xlsx")[0].streaming_content)
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=3)]
    assert rows[0][:2] == ["单位", "联络员"]
    assert [row[0] for row in rows[1:]] == ["青禾县", "乙局", "甲局"]
    paper = page(officer, "contacts", export="pdf")[0]
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
    assert "甲局" not in page(officer, "contacts", q="联1")[1].partition("<tbody")[2]


def test_leading_group_from_forming_to_its_printed_roster(officer, county):
    AppointmentFactory(post=PostFactory(body=county), person=PersonFactory(name="禾县长"))
    send(
        officer,
        "form-group",
        body="青禾县",
        name="创先争优领导小组",
        starts_on="2026-06-01",
        document="青发〔2026〕1号",
    )
    group = LeadingGroup.objects.get()
    send(officer, "seat", group.pk, person="禾县长", role="chief", office_held="县长", starts_on="2026-06-01")
    again = send(officer, "seat", group.pk, person="禾县长", role="chief", starts_on="2026-06-01")
    assert again.status_code == 422
    text = page(officer, "group", group.pk)[1]
    assert "组长" in text
    assert "县长" in text
    paper = page(officer, "group", group.pk, export="pdf")[0]
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
    seat = group.seats.get()
    send(officer, "end-seat", seat.pk, on="2026-06-10")
    text = page(officer, "group", group.pk)[1]
    assert "2026-06-10" in text
    assert "禾县长" in page(officer, "group", group.pk, day="2026-06-05")[1].partition("<tbody")[2]
    send(officer, "end-group", group.pk, on="2026-06-15")
    assert not queries.groups()


def test_supervisor_is_invited_reports_and_is_answered(officer, county):
    bureau = BodyFactory(parent=county, name="甲局")
    AppointmentFactory(post=PostFactory(body=county), person=PersonFactory(name="众代表"))
    send(
        officer,
        "invite",
        body="青禾县",
        person="众代表",
        capacity="public",
        starts_on="2026-06-01",
        ends_on="2027-06-01",
        rights="明察暗访",
        letter="聘字1号",
    )
    one = Supervisor.objects.get()
    wrong = send(officer, "report", one.pk, about="甲局", on="2028-01-01", text="窗口无人")
    assert wrong.status_code == 422
    send(officer, "report", one.pk, about="甲局", on="2026-06-10", text="窗口无人")
    told = one.reports.get()
    assert told.about == bureau
    assert "待答复" in page(officer, "supervisors")[1]
    send(officer, "answer-report", told.pk, answer="已调整值班")
    text = page(officer, "supervisor", one.pk)[1]
    assert "已调整值班" in text
    assert "明察暗访" in text
    send(officer, "end-supervision", one.pk, on="2026-06-15")
    assert not queries.supervisors()


def test_place_with_residents_and_activities(officer, county):
    firm = BodyFactory(parent=county, name="禾苗科技", kind="enterprise")
    send(
        officer,
        "register-place",
        body="青禾县",
        name="禾苗产业园",
        kind="park",
        starts_on="2026-06-01",
        address="青禾路1号",
    )
    place = queries.places().get()
    send(officer, "take-in", place.pk, resident="禾苗科技", starts_on="2026-06-01")
    send(officer, "hold-activity", place.pk, title="技能比武", on="2026-06-10", participants="36")
    text = page(officer, "place", place.pk)[1]
    assert "禾苗科技" in text
    assert "36" in text
    listed = queries.places().get()
    assert (listed.resident_count, listed.activity_count) == (1, 1)
    send(officer, "move-out", firm.residences.get().pk, on="2026-06-12")
    send(officer, "close-place", place.pk, on="2026-06-15")
    assert not queries.places()


def workbook(template, *rows):
    book = Workbook()
    book.active.append([str(field.title) for field in template.fields])
    for row in rows:
        book.active.append([row.get(field.key) for field in template.fields])
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("表.xlsx", out.getvalue())


def test_import_tries_shows_every_fault_and_then_imports(officer, county):
    form = officer.get(reverse("bodies:import-form", args=["bodies"]))
    assert load_workbook(io.BytesIO(b"".join(form.streaming_content)))
    bad = workbook(intake.BODIES, {"name": "甲局"}, {"name": "乙科", "above": "没有的局"})
    answer = send(officer, "import", "bodies", below="青禾县", file=bad)
    assert answer.status_code == 422
    assert "没有的局" in answer.content.decode()
    marked = officer.get(reverse("bodies:import-marked", args=["bodies"]))
    sheet = load_workbook(io.BytesIO(b"".join(marked.streaming_content))).active
    assert "没有的局" in str(sheet.cell(3, 9).value)
    good = workbook(intake.BODIES, {"name": "甲局"}, {"name": "乙科", "above": "甲局"})
    answer = send(officer, "import", "bodies", below="青禾县", file=good)
    assert "2行" in answer.content.decode()
    assert Body.objects.count() == 1
    assert send(officer, "import-apply", "bodies").status_code == 302
    assert [one.name for one in queries.subtree(county)] == ["青禾县", "甲局", "乙科"]
    assert send(officer, "import-apply", "bodies").status_code == 422


def test_import_of_posts_knows_persons_again(officer, county):
    body = BodyFactory(parent=county, name="甲局")
    known = PersonFactory(name="禾小青", phone="13900000001")
    AppointmentFactory(post=PostFactory(body=body, title="科长"), person=known)
    rows = [
        {"body": "甲局", "title": "联络员", "duty": "联络员", "person": "禾小青", "phone": "13900000001"},
        {"body": "甲局", "title": "局长", "duty": "主要负责人", "person": "新局长", "phone": "13900000002"},
        {"body": "甲局", "title": "党组书记", "person": "新局长", "phone": "13900000002"},
        {"body": "甲局", "title": "空岗"},
    ]
    send(officer, "import", "posts", below="青禾县", file=workbook(intake.POSTS, *rows))
    assert send(officer, "import-apply", "posts").status_code == 302
    held = {(one.post.title, one.person.name) for one in queries.held_on(TODAY).filter(post__body=body)}
    assert held == {("科长", "禾小青"), ("联络员", "禾小青"), ("局长", "新局长"), ("党组书记", "新局长")}
    assert known.appointments.count() == 2
    assert body.posts.filter(title="空岗").exists()
    wrong = [
        {"body": "甲局", "title": "联络员", "person": "禾小青"},
        {"body": "没有的局", "title": "x", "person": "x"},
        {"body": "甲局", "title": "干事", "person": "别人", "phone": "13900000001"},
        {"body": "甲局", "title": "干事", "person": "抽调的", "seat": "抽调（借调）"},
    ]
    result = intake.read_posts(workbook(intake.POSTS, *wrong).read(), county, actor=ledger.SYSTEM)
    assert {(fault.number, fault.key) for fault in result.faults} == {
        (2, "person"), (3, "body"), (4, "phone"), (5, "ends_on"), (5, "seconded_from"),
    }  # fmt: skip


def test_import_of_posts_takes_addresses(client, county):
    from zhengyou.registry.people.queries import address_of

    BodyFactory(parent=county, name="甲局")
    known = PersonFactory(name="禾小青", phone="13900000001")
    AppointmentFactory(post=PostFactory(body=county, title="科长"), person=known)
    rows = [
        {"body": "甲局", "title": "联络员", "person": "禾小青", "phone": "13900000001", "email": "he@example.org"},
        {"body": "甲局", "title": "局长", "person": "新局长", "email": "xin@example.org"},
    ]
    officer = signed_in("bodies.import", "bodies.manage", "people.manage", body=county)[1]
    assert {fault.key for fault in intake.read_posts(
        workbook(intake.POSTS, {"body": "甲局", "title": "x", "person": "x", "email": "x"}).read(), county, actor=officer
    ).faults} == {"email"}  # fmt: skip
    made = intake.import_posts(workbook(intake.POSTS, *rows).read(), county, actor=officer)
    assert [address_of(str(one.person_id)) for one in made] == ["he@example.org", "xin@example.org"]


def test_rubbish_file_is_a_sentence_at_the_field(officer):
    answer = send(officer, "import", "bodies", below="青禾县", file=SimpleUploadedFile("x.xlsx", b"rubbish"))
    assert answer.status_code == 422
    assert "id_file_error" in answer.content.decode()


def test_suggestions_stay_within_the_tree(officer, county):
    BodyFactory(parent=county, name="市场监管局")
    BodyFactory(name="别县市场监管局")
    text = page(officer, "suggest-bodies", parent="市场")[1]
    assert text.count("<option") == 1
    AppointmentFactory(post=PostFactory(body=county), person=PersonFactory(name="禾小青"))
    assert "禾小青 · 青禾县" in page(officer, "suggest-persons", person="小青")[1]


def test_who_leaves_for_good_holds_nothing_any_more(county):
    from zhengyou.registry.people.actions import leave

    held = AppointmentFactory(post=PostFactory(body=county))
    leave(held.person, TODAY, actor=ledger.SYSTEM)
    held.refresh_from_db()
    assert held.ends_on == TODAY
    assert posts.end_all


def test_numbers_are_opened_only_for_holders_and_written_down(client, county):
    from zhengyou.records.ledger.models import Event

    person = PersonFactory(name="禾小青", phone="13800001234")
    AppointmentFactory(post=PostFactory(body=county, duty="liaison"), person=person)
    client.force_login(signed_in("bodies.read", body=county)[0])
    assert "13800001234" not in page(client, "contacts", numbers="on")[1]
    client.force_login(signed_in("bodies.read", "bodies.numbers", body=county)[0])
    assert "13800001234" not in page(client, "contacts")[1]
    assert not Event.objects.filter(verb="seal.open").exists()
    assert "13800001234" in page(client, "contacts", numbers="on")[1]
    event = Event.objects.get(verb="seal.open")
    assert (event.object_label, event.target, event.fields) == ("禾小青", "contact", ["phone"])
    content = b"".join(page(client, "contacts", numbers="on", export="xlsx")[0].streaming_content)
    cells = [cell.value for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    assert "13800001234" in cells


def test_a_root_body_is_founded_on_its_page(client, county):
    url = reverse("bodies:found-root")
    page_matrix(client, url, "bodies.roots", county)
    client.force_login(signed_in("bodies.read", "bodies.manage", body=county)[0])
    assert url not in page(client, "list")[1]
    account, _actor = signed_in("bodies.read", "bodies.roots", body=county)
    client.force_login(account)
    assert url in page(client, "list")[1]
    given = {"name": "禾北县", "short_name": "禾北", "code": "130999", "kind": "government", "level": "county"}
    for wrong, said in (
        ({"name": ""}, "必填"),
        ({"kind": "castle"}, "castle"),
        ({"on": "2027-01-01"}, "日期不得晚于今天"),
        ({"name": "青禾县"}, "已有同名"),
    ):
        answer = send(client, "found-root", **{**given, **wrong})
        assert answer.status_code == 422
        text = answer.content.decode()
        assert said in text
        assert "130999" in text, "nothing typed is lost"
        assert 'aria-invalid="true"' in text
    assert not Body.objects.filter(code="130999").exists()
    assert send(client, "found-root", **given, on="2026-06-01").status_code == 302
    made = Body.objects.get(code="130999")
    assert (made.name, made.parent, made.level) == ("禾北县", None, "county")
    answer = send(client, "found-root", **{**given, "name": "禾南县"})
    assert answer.status_code == 422
    assert "该单位代码已被" in answer.content.decode(), "the code is taken"
    assert Body.objects.filter(parent=None).count() == 3  # ours, the outsider's, the new one


def test_addresses_are_masked_for_readers_and_open_for_holders(client, county):
    from zhengyou.records.ledger.models import Event

    person = PersonFactory(name="禾小青", phone="13800001234", email="qingqing@qinghe.example")
    AppointmentFactory(post=PostFactory(body=county, duty="liaison"), person=person)
    leader = PersonFactory(name="禾大青", phone="", email="daqing@qinghe.example")
    AppointmentFactory(post=PostFactory(body=county, duty="leader"), person=leader)

    def cells(**query):
        content = b"".join(page(client, "contacts", export="xlsx", **query)[0].streaming_content)
        return [cell.value for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]

    client.force_login(signed_in("bodies.read", body=county)[0])
    for shown in (page(client, "contacts", numbers="on")[1], cells(numbers="on")):
        assert str(person.email) in shown, "the mask is shown"
        assert "qingqing@qinghe.example" not in shown
        assert "daqing@qinghe.example" not in shown
    assert "分管领导邮箱" in cells()
    assert not Event.objects.filter(verb="seal.open").exists()
    client.force_login(signed_in("bodies.read", "bodies.numbers", body=county)[0])
    assert "qingqing@qinghe.example" not in page(client, "contacts")[1]
    for shown in (page(client, "contacts", numbers="on")[1], cells(numbers="on")):
        assert "qingqing@qinghe.example" in shown
        assert "daqing@qinghe.example" in shown
    opened = Event.objects.filter(verb="seal.open").order_by("pk").values_list("object_label", "fields")
    once = [("禾小青", ["phone"]), ("禾小青", ["email"]), ("禾大青", ["email"])]
    assert sorted(opened) == sorted(once * 2)
    assert not Event.objects.filter(object_label__contains="@").exists()


def test_failed_change_waits_in_the_work_queue(officer, county):
    body = BodyFactory(parent=county, name="甲局")
    PlannedChange.objects.create(
        body=body, kind="rename", change={"body": body.pk, "name": "甲局", "short_name": ""}, on=TODAY
    )
    from zhengyou.registry.bodies.tasks import apply_due

    apply_due()
    text = officer.get("/desk/").content.decode()
    assert "甲局：更名" in text
    text = page(officer, "detail", body.public_id)[1]
    assert "与现名称相同" in text


def test_everybody_may_write_down_their_own_leave_but_nobody_elses(client, county):
    account, _actor = signed_in("bodies.read", body=county)
    mine = account.person.appointments.get()
    other = AppointmentFactory(post=PostFactory(body=county))
    client.force_login(account)
    text = page(client, "detail", county.public_id, tab="posts")[1]
    assert reverse("bodies:leave", args=[mine.public_id]) in text
    assert reverse("bodies:leave", args=[other.public_id]) not in text
    given = {"kind": "sick", "starts_on": "2026-06-15", "ends_on": "2026-06-20"}
    assert send(client, "leave", other.public_id, **given).status_code == 403
    assert send(client, "leave", mine.public_id, **given).status_code == 302
    assert mine.leaves.exists()
