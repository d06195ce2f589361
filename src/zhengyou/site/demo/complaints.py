"""Matters of the people in the demonstration: some by every verb, and the register that was taken over."""

import datetime as dt
import random
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.actions import Statement, Taken, Wording
from zhengyou.instruments.complaints.actions.needs import Wanted
from zhengyou.instruments.complaints.enums import Channel, Identity, State
from zhengyou.instruments.complaints.grams import grams_of
from zhengyou.instruments.complaints.models import Category, Complaint, KnowledgeVersion
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.site.demo import county
from zhengyou.site.demo.complaint_texts import ASKED, BOXES, HANDLED, ISSUES, LINES, NEEDS, OPINIONS, TOLD, Story
from zhengyou.site.demo.exchange import exchange
from zhengyou.site.demo.identities import code, dice
from zhengyou.site.demo.staff import Staff

FATES = ("received", "dispatched", "signed", "handling", "returned", "replied", "audited", "solved", "solved", "again")
"""How far a handled matter has come; most were solved."""
TAKEN_OVER = 240
"""Matters of the old register."""


@dataclass
class Office:
    """Who takes matters in, and the ground on which they stand."""

    bodies: dict[str, Body]
    staff: Staff
    chance: random.Random = field(default_factory=lambda: dice("matters"))
    known: dict[str, Actor] = field(default_factory=dict)
    classes: dict[str, Category] = field(default_factory=lambda: {one.code: one for one in Category.objects.all()})

    def login(self, name: str) -> Actor:
        """Return the actor of a login."""
        if name not in self.known:
            hat = self.staff.by_login[name]
            self.known[name] = actor_for(hat.account, hat.appointment)
        return self.known[name]

    def unit(self, key: str, duty: Duty = Duty.LIAISON) -> Actor:
        """Return who answers for a unit."""
        name = f"{key} {duty}"
        if name not in self.known:
            hat = self.staff.of(key, duty)[0]
            self.known[name] = actor_for(hat.account, hat.appointment)
        return self.known[name]

    def category(self, wanted: str) -> Category:
        """Return a class of the tree, or the nearest one above it."""
        while wanted and wanted not in self.classes:
            wanted = wanted[:-2]
        return self.classes[wanted]


def bring_all(bodies: dict[str, Body], staff: Staff, scale: float = 1.0) -> None:
    """Let the people of the county say what they want, and the office see to it."""
    office = Office(bodies, staff)
    with _ago(70):
        _set_up(office)
    _take_over(office, round(TAKEN_OVER * max(scale, 0.1)))
    _handle(office, 40 if scale >= 0.5 else 10)
    _answer_and_inform(office)
    _collect_opinions(office)
    _care(office)
    exchange(office.bodies[county.ROOT], office.login("office"))


def _ago(days: int, hour: int = 10) -> AbstractContextManager[None]:
    moment = clock.midnight(clock.today() - dt.timedelta(days=days)) + dt.timedelta(hours=hour)
    return clock.pretend(min(moment, clock.now()))


def _set_up(office: Office) -> None:
    """Enter lines, boxes, the responsibility table and the knowledge base."""
    actor, root = office.login("office"), office.bodies[county.ROOT]
    for title, phone, place, hours, key in LINES:
        actions.show_line(body=office.bodies[key], title=title, phone=phone, place=place, hours=hours, actor=actor)
    for title, place, key in BOXES:
        actions.put_up_box(body=office.bodies[key], title=title, place=place, actor=actor)
    for category, story in {office.category(story.code): story for story in HANDLED}.items():
        actions.name_responsible(
            body=root,
            category=category,
            lead=office.bodies[story.lead],
            assisting=[office.bodies[key] for key in story.assisting],
            basis="县级部门“三定”规定、权责清单（示例）",
            actor=actor,
        )
    for question, answer, basis, wanted in ASKED:
        wording = Wording(question=question, answer=answer, basis=basis, category=office.category(wanted))
        actions.publish_article(actions.write_article(wording, body=root, actor=actor), actor=actor)


def _take_over(office: Office, number: int) -> None:
    """Write the matters of the old register, answered and closed long ago; they came without orders and clocks."""
    chance, now = office.chance, clock.now()
    rows = []
    for place in range(number):
        story = chance.choice(HANDLED)
        town = chance.choice(county.TOWNS)
        received = now - dt.timedelta(days=chance.randint(75, 360), minutes=chance.randint(0, 540))
        answered = received + dt.timedelta(days=chance.randint(1, 9), minutes=chance.randint(0, 400))
        text = story.text.format(place=town)
        level = chance.choices((5, 4, 3, 2, 1, None), (30, 30, 12, 6, 3, 19))[0]
        rows.append(
            Complaint(
                number=code(9, chance),
                kind=story.kind,
                channel=Channel.IMPORT,
                state=State.CLOSED,
                body=office.bodies[county.ROOT],
                category=office.category(story.code),
                title=text[:30],
                text=text,
                received_at=received,
                answer=story.answer.format(place=town),
                answered_by=office.bodies[story.lead],
                answered_at=answered,
                closed_at=answered + dt.timedelta(days=16),
                level=level,
                solved=None if level is None else level >= 3,
                rated_on=None if level is None else clock.local(answered).date() + dt.timedelta(days=2),
                grams=grams_of(text),
                outer_system="原热线系统",
                outer_number=f"RX{place + 1:06d}",
            )
        )
    Complaint.objects.bulk_create(rows, batch_size=500)


def _handle(office: Office, number: int) -> None:
    """Bring matters to their units and as far as their fate goes."""
    for place in range(number):
        story, fate = HANDLED[place % len(HANDLED)], FATES[place % len(FATES)]
        days = 2 if fate in {"received", "dispatched", "returned"} else 6 + place % 40
        known = place % 3 == 0
        statement = Statement(
            kind=story.kind,
            text=story.text.format(place=county.TOWNS[place % len(county.TOWNS)]),
            channel=(Channel.WEB, Channel.PHONE, Channel.WINDOW)[place % 3],
            place=f"{county.TOWNS[place % len(county.TOWNS)]}镇",
            identity=Identity.CONFIDENTIAL if known else Identity.ANONYMOUS,
            name="示例诉求人" if known else "",
            phone=f"0000-7{place:06d}" if known else "",
            may_publish=place % 4 != 1,
        )
        with _ago(days, 9):
            taken = _bring(office, statement)
        if fate != "received":
            _dispatch(office, story, taken.complaint, fate, days, place)


def _bring(office: Office, statement: Statement) -> Taken:
    if statement.channel == Channel.WEB:
        return actions.submit(statement, body=office.bodies[county.ROOT])
    return actions.receive(statement, body=office.bodies["office"], actor=office.login("office"))


def _dispatch(office: Office, story: Story, matter: Complaint, fate: str, days: int, place: int) -> None:
    actor, unit = office.login("office"), office.unit(story.lead)
    with _ago(days, 11):
        actions.classify(matter, category=office.category(story.code), actor=actor)
        helpers = [office.bodies[key] for key in story.assisting] if place % 2 else []
        moved = actions.dispatch(matter, lead=office.bodies[story.lead], assisting=helpers, actor=actor)
    order = moved.order
    if order is None or fate == "dispatched":
        return
    with _ago(days, 15):
        if fate == "returned":
            orders.return_order(order, reason="经核实，该处设施由镇政府管护，不属我单位职责。", actor=unit)
            return
        orders.sign(order, actor=unit)
        if fate == "signed":
            return
        orders.contact(_fresh(order), words="已电话了解情况，约定现场查看时间。", actor=unit)
    if fate == "handling":
        return
    _finish_parts(office, order, days - 3)
    town = county.TOWNS[place % len(county.TOWNS)]
    _reply(order, story.answer.format(place=town), days - 3, unit)
    if fate == "replied":
        return
    with _ago(days - 4, 10):
        orders.verify(_fresh(order), actor=actor)
    if fate == "audited":
        return
    with _ago(days - 5, 10):
        solved = fate == "solved"
        orders.call_back(
            _fresh(order),
            outcome="solved" if solved else "not_solved",
            satisfaction="satisfied" if solved else "dissatisfied",
            words="" if solved else "来电人反映问题又出现了。",
            actor=actor,
        )
        answered = Complaint.objects.get(pk=matter.pk)
        if solved and answered.may_publish:
            actions.publish(answered, title=answered.title, text=answered.text, answer=answered.answer, actor=actor)
    actions.plan_follow_ups(actor=SYSTEM)


def _finish_parts(office: Office, order: Order, days: int) -> None:
    """Let the assisting units reply to the lead unit, which accepts."""
    keys = {body.pk: key for key, body in office.bodies.items()}
    for part in order.parts.select_related("body"):
        with _ago(days, 9):
            helper = office.unit(keys[part.body_id])
            orders.reply(part, finding="true", reason="按职责配合。", answer="已派员到现场配合处理。", actor=helper)
            orders.verify(_fresh(part), actor=office.unit(keys[order.body_id]))


def _reply(order: Order, text: str, days: int, unit: Actor) -> None:
    with _ago(days, 16):
        orders.reply(_fresh(order), finding="true", reason="巡查不到位，已补上。", answer=text, actor=unit)


def _fresh(order: Order) -> Order:
    return Order.objects.select_related("body", "verifier", "caller", "parent").get(pk=order.pk)


def _answer_and_inform(office: Office) -> None:
    """Answer questions from the knowledge base, explain the six classes, keep some questions open."""
    actor, root = office.login("office"), office.bodies[county.ROOT]
    versions = {one.question: one for one in KnowledgeVersion.objects.select_related("article")}
    for place, (question, answer, _basis, _code) in enumerate(ASKED):
        with _ago(1 + place, 9):
            asked = actions.submit(Statement(kind="consultation", text=f"请问{question}"), body=root)
            if place:
                actions.answer(asked.complaint, text=answer, version=versions[question], actor=actor)
    for place, (special, text, told) in enumerate(TOLD):
        with _ago(3 + place, 14):
            taken = actions.submit(Statement(kind="help", text=text), body=root)
            actions.inform(taken.complaint, special=special, told=told, actor=actor)
    with _ago(20, 10):
        first = actions.submit(Statement(kind="complaint", text="稻香镇新街施工噪声大，夜里十点还在打桩。"), body=root)
        again = actions.submit(Statement(kind="complaint", text="新街工地半夜施工吵得睡不着。"), body=root)
        actions.merge(again.complaint, into=first.complaint, actor=actor)
    with _ago(12, 10):
        _report(office)


def _report(office: Office) -> None:
    """Let a false claim of social aid be reported and investigated."""
    actor, civil = office.login("office"), office.unit("civil", Duty.HEAD)
    statement = Statement(
        kind="report", text="有人名下有两套房还领低保，希望核查。", about=office.bodies["town-3"], may_publish=False
    )
    taken = actions.submit(statement, body=office.bodies[county.ROOT])
    inquiry = actions.open_inquiry(
        taken.complaint,
        body=office.bodies["civil"],
        about=office.bodies["town-3"],
        subject="示例户",
        task="核查穗丰镇在册低保户家庭财产申报是否属实。",
        actor=actor,
    )
    inquiry = actions.begin_inquiry(inquiry, actor=civil)
    actions.conclude(
        inquiry,
        finding="partly",
        facts="名下登记住房两套，其中一套已出售未过户。",
        measures="停发低保金，追回多领部分，镇民政办重新审核同批12户。",
        actor=civil,
    )


def _collect_opinions(office: Office) -> None:
    """Open a box, take opinions in, merge them, draw a report up; list needs and hot issues."""
    actor, root = office.login("office"), office.bodies[county.ROOT]
    liaison, head = office.unit("service-centre"), office.unit("service-centre", Duty.HEAD)
    made = []
    with _ago(9, 9):
        box = office.bodies["service-centre"].opinion_boxes.get()
        slips = [text for _kind, channel, text in OPINIONS if channel == "box"]
        opening = actions.open_box(box, slips=len(slips), actor=liaison)
        opening = actions.confirm_opening(opening, actor=head)
        told = [Statement(kind="opinion", text=text) for text in slips]
        made += [actions.enter_slip(opening, statement=one, actor=liaison) for one in told]
        actions.finish_opening(opening, actor=liaison)
        for kind, channel, text in OPINIONS:
            if channel == "web":
                made.append(actions.submit(Statement(kind=kind, text=text), body=root))
            elif channel == "staff":
                said = Statement(kind=kind, text=text, channel=Channel.STAFF, may_publish=False)
                actions.speak(said, body=root, actor=liaison)
    with _ago(7, 10):
        words = [taken.complaint for taken in made]
        item = actions.collect(
            words[:2], body=root, category=office.category("0502"), title="大厅饮水机缺水，需专人管护", actor=actor
        )
        actions.answer_item(item, text="已指定专人每日早中晚巡查，并增设直饮水机两台。", actor=actor)
        actions.publish_item(item, shown=True, actor=actor)
        other = actions.collect(
            words[2:4], body=root, category=office.category("0502"), title="中午保留值班窗口", actor=actor
        )
        actions.route(other, lead=office.bodies["service-centre"], actor=actor)
        first = clock.today().replace(day=1)
        title = f"{first:%Y年%m月}群众意见综合报告"
        actions.draw_up(
            body=root, title=title, starts_on=first, ends_on=(first + dt.timedelta(days=32)).replace(day=1), actor=actor
        )
    _list_needs_and_issues(office)


def _list_needs_and_issues(office: Office) -> None:
    actor, root = office.login("office"), office.bodies[county.ROOT]
    with _ago(15, 10):
        for place, (title, sector, people, key) in enumerate(NEEDS):
            need = actions.list_need(Wanted(title=title, sector=sector, people=people), body=root, actor=actor)
            if place:
                due = clock.today() + dt.timedelta(days=30)
                need = actions.claim(need, body=office.bodies[key], due_on=due, actor=office.unit(key))
            if place > 2:
                need = actions.meet(need, result="已按需求办成，现场验收。", actor=office.unit(key))
            if place > 3:
                actions.confirm_need(need, actor=actor)
        for place, (sector, title, wanted, key, measures) in enumerate(ISSUES):
            issue = actions.list_issue(
                body=root,
                sector=sector,
                title=title,
                category=office.category(wanted),
                month=clock.today().replace(day=1) if place == 0 else None,
                actor=actor,
            )
            if place < 3:
                due = clock.today() + dt.timedelta(days=60)
                issue = actions.tackle(issue, lead=office.bodies[key], measures=measures, due_on=due, actor=actor)
            if place == 1:
                actions.settle_issue(issue, result="入学材料由九项减为四项，今年1,860名随迁子女全部入学。", actor=actor)
        rule = actions.save_rule(
            body=root, title="群众满意度最低的单位", indicator="satisfaction", days=400, actor=actor
        )
    actions.propose(rule, actor=actor)


def _care(office: Office) -> None:
    """Let a member of staff be supported after an insult."""
    window, head = office.unit("service-centre", Duty.WINDOW), office.unit("service-centre", Duty.HEAD)
    hat = office.staff.of("service-centre", Duty.WINDOW)[0]
    with _ago(5, 11):
        case = actions.report_abuse(
            appointment=hat.appointment,
            kind="insult",
            happened_on=clock.today(),
            place="一楼3号窗口",
            text="按规定说明缺少材料，对方拍桌辱骂十几分钟。",
            actor=window,
        )
        actions.support(case, kind="talk", note="当天由主任谈心安抚，调整半天休息。", actor=head)
