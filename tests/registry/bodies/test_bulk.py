"""Many bodies at once, and by Excel."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook, load_workbook

from tests.factories.access import actor
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix
from zhengyou.kernel.errors import Refused
from zhengyou.records import ledger
from zhengyou.records.sheets import marked_workbook, template_workbook
from zhengyou.registry.bodies import intake, queries
from zhengyou.registry.bodies.actions import bulk, tree
from zhengyou.registry.bodies.changes import Founding
from zhengyou.registry.bodies.models import Body, BodyVersion

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 1)
HEAD = ["名称", "简称", "单位代码", "上级单位", "类别", "层级", "机构排序号", "成立日期"]


def workbook(*rows, head=None):
    book = Workbook()
    sheet = book.active
    sheet.append(head or [str(field.title) for field in intake.BODIES.fields])
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def county():
    return BodyFactory(name="青禾县", order_number=1)


def test_found_many_writes_what_found_writes(county):
    twin = BodyFactory(name="青禾县", order_number=2)
    foundings = [Founding(name="甲局", short_name="甲", kind="government"), Founding(name="乙科", order_number=7)]
    first = tree.found(foundings[0], parent=twin, on=JUNE, actor=ledger.SYSTEM)
    tree.found(foundings[1], parent=first, on=None, actor=ledger.SYSTEM)
    bulk.found_many(
        [
            bulk.NewBody(key="b", founding=foundings[1], above="a"),
            bulk.NewBody(key="a", founding=foundings[0], on=JUNE),
        ],
        parent=county,
        actor=ledger.SYSTEM,
    )

    def written(root):
        names = ("name", "short_name", "code", "kind", "level", "order_number", "founded_on", "dissolved_on")
        bodies = [[getattr(one, name) for name in names] + [one.depth] for one in queries.subtree(root)[1:]]
        rows = (
            BodyVersion.objects.filter(body__path__startswith=root.path).exclude(body=root).order_by("body__sort_path")
        )
        return bodies, [(one.name, one.kind, one.order_number, one.during.lower, one.parent.name) for one in rows]

    assert written(county) == written(twin)
    for body in queries.subtree(county)[1:]:
        assert (body.path, body.sort_path[:-16]) == (f"{body.parent.path}{body.pk}.", body.parent.sort_path)


def test_found_many_refuses_a_circle(county):
    rows = [bulk.NewBody(key=a, above=b, founding=Founding(name=a)) for a, b in (("a", "b"), ("b", "a"))]
    with pytest.raises(Refused):
        bulk.found_many(rows, parent=county, actor=ledger.SYSTEM)


def test_template_opens_and_its_own_heading_is_understood(county):
    book = load_workbook(io.BytesIO(template_workbook(intake.BODIES)))
    head = [cell.value.rstrip("*") for cell in book.worksheets[0][1]]
    result = intake.read_bodies(workbook(["甲局"] + [None] * 7, head=head), county, actor=ledger.SYSTEM)
    assert result.clean


def test_import_founds_the_tree_of_the_file(county):
    content = workbook(
        ["审批科", "", "", "政务服务局", "内设机构", "", 2, None],
        ["青禾县政务服务局", "政务服务局", "Q01", "", "政府机关", "县级", 20, dt.date(2020, 1, 1)],
        ["咨询科", "", "", "Q01", "", "", 1, None],
    )
    intake.import_bodies(content, county, actor=actor("bodies.import", "bodies.manage", body=county))
    assert [(one.depth, one.name) for one in queries.subtree(county)] == [
        (0, "青禾县"),
        (1, "青禾县政务服务局"),
        (2, "咨询科"),
        (2, "审批科"),
    ]
    bureau = Body.objects.get(code="Q01")
    assert (bureau.kind, bureau.level, bureau.founded_on) == ("government", "county", dt.date(2020, 1, 1))


def test_import_names_every_fault_in_the_same_workbook_and_stores_nothing(county):
    BodyFactory(parent=county, name="税务局", code="T1")
    content = workbook(
        ["", "", "", "", "", "", "", None],
        ["税务局", "", "", "", "", "", "", None],
        ["新局", "", "T1", "", "", "", "", None],
        ["孤科", "", "", "没有的局", "", "", "", None],
        ["甲", "", "", "乙", "", "", "", None],
        ["乙", "", "", "甲", "", "", "", None],
        ["双", "", "", "", "", "", "", None],
        ["双", "", "", "", "", "", "", None],
        ["怪", "", "", "", "没有这类", "", "十", dt.date(2999, 1, 1)],
        ["好局", "", "", "", "", "", 5, None],
    )
    result = intake.read_bodies(content, county, actor=ledger.SYSTEM)
    assert {(fault.number, fault.key) for fault in result.faults} == {
        (3, "name"), (4, "code"), (5, "above"), (6, "above"), (7, "above"), (8, "name"), (9, "name"),
        (10, "kind"), (10, "order_number"), (10, "founded_on"),
    }  # fmt: skip
    with pytest.raises(Refused):
        intake.import_bodies(content, county, actor=ledger.SYSTEM)
    assert Body.objects.count() == 2
    sheet = load_workbook(io.BytesIO(marked_workbook(content, result))).active
    assert all(sheet.cell(number, 9).value for number in range(3, 11))
    assert not sheet.cell(11, 9).value


def test_import_is_for_holders(county):
    matrix(lambda who: intake.read_bodies(workbook(["甲"]), county, actor=who), "bodies.import", county)


def test_import_of_thousands_takes_few_queries(county, django_assert_max_num_queries):
    rows = [[f"局{number}", "", f"C{number}", "", "", "", "", None] for number in range(40)]
    rows += [[f"科{number}", "", "", f"C{number % 40}", "", "", "", None] for number in range(2000)]
    content = workbook(*rows)
    with django_assert_max_num_queries(30):
        intake.import_bodies(content, county, actor=ledger.SYSTEM)
    assert queries.subtree(county).count() == 2041
