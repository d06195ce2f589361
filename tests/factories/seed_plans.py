"""The nine plans of the seed documents: how each is compiled, launched and driven through its whole calendar."""

import datetime as dt
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.urls import reverse

from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from zhengyou.campaign.campaigns import actions
from zhengyou.campaign.campaigns.actions import filing, organisation, reports
from zhengyou.campaign.campaigns.enums import ReportState, SheetState, State
from zhengyou.campaign.campaigns.models import SubPlan, TaskSheet
from zhengyou.campaign.campaigns.queries import filing as filings
from zhengyou.campaign.campaigns.queries import progress
from zhengyou.campaign.plans import actions as plan_actions
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices.models import Notice
from zhengyou.registry.access.models import Grant
from zhengyou.registry.bodies.models import Appointment

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("ZHENGYOU_SHARED", ROOT.parent / "shared"))
absent = pytest.mark.skipif(
    not (SHARED / "seeds").is_dir(),
    reason=f"no seed documents: set ZHENGYOU_SHARED to the folder with seeds/ (looked in {SHARED})",
)
OFFICE = (*plans.OFFICE, "campaigns.report")
UNIT = ("campaigns.read", "campaigns.submit", "campaigns.file", "campaigns.agree")
LATER = dt.timedelta(days=2)
"""So long after its day the late unit hands in."""
DAY = dt.timedelta(days=1)
STEP = re.compile(r'class="step step-(\w+)".*?class="step-text">\s*(.*?)\s*<', re.DOTALL)
"""The state and the name of a phase on the page of a campaign."""


@dataclass(frozen=True)
class Seed:
    """One plan: its document and place in it, what it is made of, and what its office decides where it is silent."""

    file: str
    place: int
    dimensions: tuple[str, ...]
    phases: int
    blocked: bool = False
    """Whether a contradiction must be answered before it can be confirmed."""
    starts: dt.date | None = None
    ends: dt.date | None = None
    """The days that the office sets because the text names none."""
    left_out: str = ""
    """Of two rhythms between which the text leaves the choice, the one that the office takes out."""
    sheets: int = 0
    """How many task sheets a unit gets by the text alone."""
    asks: bool = False
    """Whether the units file a plan of their own."""


SEEDS = {
    "county union": Seed(
        "000", 0, ("三好两争", "三亮", "三比", "三评", "四个结合"), 0, starts=dt.date(2011, 11, 15),
        ends=dt.date(2012, 6, 30), sheets=1, asks=True,
    ),
    "district union": Seed(
        "001", 0, ("三个一天", "四个明显"), 0, starts=dt.date(2012, 3, 1), ends=dt.date(2012, 5, 31), sheets=16
    ),
    "quality bureau": Seed(
        "002", 0, ("三亮", "五比", "三评议", "五规范"), 0, blocked=True, starts=dt.date(2011, 10, 8),
        ends=dt.date(2012, 9, 30), sheets=4,
    ),
    "community": Seed(
        "002", 1, ("三亮", "三比", "三评", "三创"), 5, blocked=True, sheets=11, asks=True
    ),
    "school": Seed(
        "002", 2, ("三亮", "三创", "三评", "一讲二评三公示", "三优一满意"), 0, starts=dt.date(2011, 9, 16),
        ends=dt.date(2012, 6, 30), left_out="monthly", sheets=5,
    ),
    "toll road": Seed("002", 3, ("三亮", "三比", "三争创", "五正"), 2),
    "health system": Seed(
        "002", 4, ("三学", "三亮", "三比", "三评", "三好一满意"), 0, starts=dt.date(2011, 9, 6),
        ends=dt.date(2012, 6, 30), sheets=7,
    ),
    "city union": Seed("003", 0, ("五好", "五有", "五优"), 0, starts=dt.date(2012, 3, 1), ends=dt.date(2012, 12, 31)),
    "transport bureau": Seed("004", 0, ("五比", "两推动", "五建", "五型", "四个工作关系"), 4, blocked=True),
}  # fmt: skip


class Drive:
    """A campaign of one seed plan with three units: the first is in time, the second late, the third does nothing."""

    def __init__(self, client, seed, names=("东关站", "西关站", "南关站")):
        self.client, self.seed = client, seed
        self.county = BodyFactory(name="青禾县")
        self.account, self.office = access.signed_in(*OFFICE, body=self.county)
        self.client.force_login(self.account)
        self.units = [BodyFactory(parent=self.county, name=name) for name in names]
        self.prompt, self.slow, self.idle = self.units[:3]
        self.clerks = {one: access.signed_in(*UNIT, body=one, duty="liaison") for one in self.units}
        self.seen_phases = []
        for rows in (Appointment, Grant):  # whoever serves today served when these plans were written
            rows.objects.update(starts_on=dt.date(2000, 1, 1))

    def compile(self):
        """Take the document in, settle what the text leaves open, and confirm the plan."""
        source = next(SHARED.glob(f"seeds/{self.seed.file}_*.txt"))
        taken = plan_actions.take_in(
            body=self.county, data=source.read_bytes(), file_name=source.name, actor=self.office
        )
        plan = taken[self.seed.place]
        if self.seed.left_out:
            plan_actions.remove(plan.elements.get(kind="duty", rhythm=self.seed.left_out), actor=self.office)
        if self.seed.blocked:
            with pytest.raises(Refused):
                plan_actions.confirm(plan, actor=self.office)
        for remark in plan.remarks.all():
            plan_actions.answer(remark, text="已核对，按原文执行。", actor=self.office)
        return plan_actions.confirm(plan, actor=self.office)

    def launch(self):
        """Launch it for the three units; where its text names no day at all, the office adds a duty."""
        self.campaign = actions.launch(
            self.compile(), units=self.units, starts_on=self.seed.starts, ends_on=self.seed.ends, actor=self.office
        )
        mine = self.sheets.filter(body=self.idle)
        assert mine.count() == self.seed.sheets, [(s.duty.name, s.named_on) for s in mine]
        if not self.seed.sheets:
            actions.add_duty(
                self.campaign, name="报送活动小结", due_on=self.campaign.starts_on + 30 * DAY, rhythm="quarterly",
                actor=self.office,
            )  # fmt: skip
        self.ask_for_plans()

    def ask_for_plans(self):
        asked = self.campaign.duties.filter(
            name__contains="方案报", due_on__isnull=False
        ) | self.campaign.duties.filter(name__regex="方案.*报", due_on__isnull=False)
        assert asked.exists() == self.seed.asks
        self.plans_due = asked.get().due_on if self.seed.asks else None
        if self.plans_due:
            self.campaign = filing.ask_for_plans(self.campaign, due_on=self.plans_due, actor=self.office)

    @property
    def sheets(self):
        return TaskSheet.objects.filter(duty__campaign=self.campaign)

    def days(self):
        """Return every day on which something happens, to the last one."""
        found = {self.campaign.starts_on, self.campaign.ends_on}
        for due in self.sheets.values_list("due_on", flat=True).distinct():
            found |= {due + number * DAY for number in (-3, -1, 0, 1, 2, 4)}
        for phase in self.dated_phases():
            found |= {phase.starts_on, phase.ends_on, phase.ends_on + DAY}
        if self.plans_due:
            found |= {self.plans_due - DAY, self.plans_due, self.plans_due + LATER}
        return sorted(day for day in found if day >= self.campaign.starts_on)

    def dated_phases(self):
        return list(self.campaign.phases.filter(starts_on__isnull=False, ends_on__isnull=False))

    def run(self):
        """Live through the whole calendar."""
        days = self.days()
        for day in days:
            with at(day):
                organisation.remind(actor=SYSTEM)
                self.hand_in(self.sheets.filter(body=self.prompt, due_on=day))
                self.hand_in(self.sheets.filter(body=self.slow, due_on=day - LATER))
                self.look_at_phases(day)
                if self.plans_due:
                    self.file(day)
        with at(days[-1] + DAY):
            self.close()

    def hand_in(self, sheets):
        """Hand in what is due; the very first one is returned once and mended."""
        for sheet in sheets:
            actor = self.clerks[sheet.body][1]
            actions.submit(sheet, evidence="已按要求办理。", actor=actor)
            if not self.sheets.filter(returns__gt=0).exists():
                actions.return_sheet(sheet, reason="缺责任分工", actor=self.office)
                actions.submit(sheet, evidence="已补充责任分工。", actor=actor)
            actions.accept(sheet, actor=self.office)

    def look_at_phases(self, day):
        """See each phase begin and end on the campaign's page; when one has ended, its summary is handed up."""
        edges = [one for one in self.dated_phases() if day in (one.starts_on, one.ends_on, one.ends_on + DAY)]
        if edges:
            steps = {name: state for state, name in STEP.findall(self.see("detail"))}
            for phase in edges:
                if phase.parent_id is None:
                    state = "todo" if day < phase.starts_on else "done" if day > phase.ends_on else "current"
                    assert steps[phase.name] == state, (phase.name, day)
        for phase in edges:
            if day == phase.ends_on + DAY:
                report = reports.draft_report(
                    self.campaign, body=self.county, kind="phase", phase=phase, actor=self.office
                )
                reports.issue(report, actor=self.office)
                self.seen_phases.append(phase)

    def file(self, day):
        """Let the plans of the units be filed, returned once, and fall late."""
        if day == self.plans_due - DAY:
            plan = self.draw_up(self.prompt)
            filing.return_plan(plan, reason="请补充整改时限", actor=self.office)
            self.draw_up(self.prompt)
            filing.accept_plan(SubPlan.objects.get(pk=plan.pk), actor=self.office)
        elif day == self.plans_due:
            assert filings.late(self.campaign) == []
        elif day == self.plans_due + LATER:
            assert [line.body for line in filings.late(self.campaign)] == [self.slow, self.idle]
            filing.accept_plan(self.draw_up(self.slow), actor=self.office)
            page = self.see("plans")
            assert "逾期名单" in page
            assert page.count("2天") == 2

    def draw_up(self, unit):
        actor = self.clerks[unit][1]
        plan = filing.draw_up(self.campaign, body=unit, actor=actor)
        post = self.clerks[unit][0].person.appointments.get().post
        for line in plan.lines.filter(handler=None):
            filing.assign_line(line, leader=post, handler=post, actor=actor)
        return filing.file_plan(filing.agree(plan, actor=actor), actor=actor)

    def close(self):
        """See who was late and who did nothing, hand the closing report up, and conclude."""
        each = self.sheets.filter(body=self.idle).count()
        rows = {row.body: (row.accepted, row.late, row.overdue) for row in progress(self.campaign)}
        assert rows == {self.prompt: (each, 0, 0), self.slow: (each, each, 0), self.idle: (0, 0, each)}
        page = self.client.get(reverse("campaigns:sheets"), {"campaign": self.campaign.pk, "state": "open"})
        assert page.content.decode().count("南关站") >= 1
        told = Notice.objects.filter(source__startswith="sheet:", recipient_id=self.person(self.idle))
        assert told.count() == 4 * each - self.begun_before()
        report = reports.draft_report(self.campaign, body=self.county, kind="closing", actor=self.office)
        report = reports.issue(report, actor=self.office)
        assert report.state == ReportState.ISSUED
        in_time = self.sheets.filter(due_on__lte=self.campaign.ends_on)
        assert report.figures["sheets"] == in_time.count()
        assert report.figures["accepted"] == in_time.exclude(body=self.idle).count()
        assert report.figures["overdue"] == in_time.filter(body=self.idle).count()
        self.campaign = actions.conclude(self.campaign, actor=self.office)
        assert self.campaign.state == State.CLOSED
        assert set(self.sheets.filter(body=self.idle).values_list("state", flat=True)) == {SheetState.CANCELLED}
        assert "已结束" in self.see("detail")

    def person(self, unit):
        return str(self.clerks[unit][0].person_id)

    def begun_before(self):
        """Return how many reminders lay before the campaign began, or came a second time for the same person."""
        first = self.campaign.starts_on
        mine = self.sheets.filter(body=self.idle)
        return sum(one.due_on - number * DAY < first for one in mine for number in (3, 1))

    def see(self, page):
        answer = self.client.get(reverse(f"campaigns:{page}", args=[self.campaign.pk]))
        assert answer.status_code == 200
        return answer.content.decode()


def at(day):
    return clock.pretend(clock.midnight(day) + dt.timedelta(hours=9))


def driven(client, name, **given):
    """Return a drive of one seed whose campaign is under way."""
    seed = SEEDS[name]
    drive = Drive(client, seed, **given)
    with at(seed.starts or dt.date(2007, 4, 20)):
        drive.launch()
    return drive
