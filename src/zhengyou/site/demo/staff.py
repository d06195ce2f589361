"""Posts, people, accounts and grants of the demonstration county."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.registry.access.models import Grant, Role, Scope
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Appointment, Body, Post
from zhengyou.registry.people.models import Account, Person
from zhengyou.registry.people.pinyin import sort_key
from zhengyou.site.demo import county, names
from zhengyou.site.demo.events import Book

PASSWORD = "Qinghe-Demo-2026"  # noqa: S105 -- printed on the screen, opens nothing but made-up data
SINCE = dt.date(2024, 1, 2)
"""The day on which everybody took up their post."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A post to be filled: at which body, under what title, with which role in which subtree, by whom."""

    body: str
    title: str
    duty: Duty
    role: str = ""
    scope: str = ""
    login: str = ""
    person: str = ""
    """The login of somebody who holds another seat already: a second hat."""


@dataclass(slots=True)
class Hat:
    """A filled seat."""

    seat: Seat
    appointment: Appointment
    account: Account

    @property
    def actor(self) -> ledger.Actor:
        """Return the actor as the ledger knows it."""
        return ledger.Actor(
            kind="account",
            id=str(self.account.pk),
            label=self.appointment.person.name,
            hat_id=str(self.appointment.public_id),
            hat_label=str(self.appointment),
        )


@dataclass
class Staff:
    """Everybody who holds a post, to be found by body and duty or by login."""

    hats: list[Hat] = field(default_factory=list)
    by_place: dict[tuple[str, Duty], list[Hat]] = field(default_factory=dict)
    by_login: dict[str, Hat] = field(default_factory=dict)

    def add(self, hat: Hat) -> None:
        """Enter a filled seat."""
        self.hats.append(hat)
        self.by_place.setdefault((hat.seat.body, hat.seat.duty), []).append(hat)
        if hat.seat.login and not hat.seat.person:
            self.by_login[hat.seat.login] = hat

    def of(self, body: str, duty: Duty) -> list[Hat]:
        """Return who holds posts of this duty at the body."""
        return self.by_place.get((body, duty), [])


CHOSEN = (
    Seat("office", "县活动办主任", Duty.CLERK, "campaign_office", county.ROOT, "office"),
    Seat("party", "县委副书记", Duty.LEADER, "leader", county.ROOT, "leader"),
    Seat("gov", "常务副县长", Duty.HEAD, "leader", county.ROOT),
    Seat("discipline", "督查室主任", Duty.INSPECTOR, "inspector", county.ROOT, "inspector"),
    Seat("office", "特邀监督员", Duty.SUPERVISOR, "supervisor", county.ROOT, "supervisor"),
    Seat("union", "县总工会主席", Duty.HEAD, "union_cadre", "union"),
    Seat("union", "县总工会副主席", Duty.LEADER, "union_cadre", "union", "union"),
    Seat("union", "县总工会活动专干", Duty.CLERK, "campaign_office", "union", "union-office"),
    Seat(county.CITY, "市总工会经办人", Duty.CLERK, "upper_level", county.ROOT, "upper"),
    Seat("market", "局活动办公室经办人", Duty.CLERK, "campaign_office", "market"),
    Seat("transport", "局活动办公室经办人", Duty.CLERK, "campaign_office", "transport"),
    Seat("gov-office", "系统管理员", Duty.OPERATOR, "system_admin", county.ROOT, "operator"),
    Seat("gov-office", "安全管理员", Duty.OPERATOR, "security_admin", county.ROOT, "security"),
    Seat("gov-office", "审计管理员", Duty.OPERATOR, "auditor", county.ROOT, "auditor"),
)
"""Posts of the county that are not those of every unit."""

ANSWERS_FOR = {
    Duty.HEAD: "对本单位争创工作负总责\n审定本单位公开承诺和整改方案\n约见评价不满意的服务对象",
    Duty.LEADER: "分管窗口服务和评价整改工作\n每月检查窗口一次并留存记录\n审核差评核实情况",
    Duty.LIAISON: "承接活动办任务并按时报送\n归集本单位争创台账\n提醒责任人按期整改",
    Duty.CLERK: "起草活动方案和通知\n汇总各单位进展\n受理并转办群众评价",
    Duty.WINDOW: "首问负责，一次性告知\n按承诺时限办结受理事项\n提醒办事群众自主评价\n保护办事群众个人信息",
    Duty.INSPECTOR: "督查承诺兑现和整改落实\n提出督查意见",
    Duty.SUPERVISOR: "体验并监督窗口服务\n反映群众意见",
}
"""What stands on the back of a plate: one line for each thing a post of this duty answers for."""

SHOWN = "service-centre"
"""The unit whose staff may be tried out by logging in."""

LOGINS = (
    ("窗口人员", "window"),
    ("单位联络员", "liaison"),
    ("单位负责人（另兼县总工会副主席，可切换身份）", "head"),
    ("县活动办公室", "office"),
    ("县领导", "leader"),
    ("督查人员", "inspector"),
    ("特邀监督员", "supervisor"),
    ("工会干部", "union"),
    ("县总工会活动专干", "union-office"),
    ("紫阳县总工会活动办公室", "ziyang"),
    ("上级单位", "upper"),
    ("系统管理员", "operator"),
    ("安全管理员", "security"),
    ("审计管理员", "auditor"),
)


def seats(units: Iterable[county.Unit]) -> Iterator[Seat]:
    """Yield every seat of the county, first holders before second hats."""
    yield from CHOSEN
    for unit in units:
        shown = unit.key == SHOWN
        if unit.windows or unit.key.startswith("town-"):
            role = "union_cadre" if unit.key == "union" else "unit_head"
            if unit.key != "union":
                yield Seat(unit.key, "主要负责人", Duty.HEAD, role, unit.key, "head" if shown else "")
                yield Seat(unit.key, "分管领导", Duty.LEADER, "unit_head", unit.key)
            yield Seat(unit.key, "联络员", Duty.LIAISON, "unit_liaison", unit.key, "liaison" if shown else "")
            for number in range(unit.windows):
                login = "window" if shown and number == 0 else ""
                yield Seat(unit.key, "窗口工作人员", Duty.WINDOW, "window_staff", unit.key, login)
        elif unit.key.startswith("union-"):
            yield Seat(unit.key, "工会主席", Duty.HEAD, "union_cadre", unit.key)
        elif unit.key in county.PLACES:
            login = unit.key if unit.key == "ziyang" else ""
            yield Seat(unit.key, "活动办公室经办人", Duty.CLERK, "campaign_office", unit.key, login)
        elif unit.above in county.PLACES or unit.above == "market":
            yield Seat(unit.key, "联络员", Duty.LIAISON, "unit_liaison", unit.key)
        elif unit.above == "party" and unit.key != "office":
            yield Seat(unit.key, "主要负责人", Duty.HEAD, "unit_head", unit.key)
            yield Seat(unit.key, "联络员", Duty.LIAISON, "unit_liaison", unit.key)
    yield Seat("union", "县总工会兼职副主席", Duty.OTHER, "union_cadre", "union", "head-in-union", "head")


def appoint(wanted: Iterable[Seat], bodies: dict[str, Body], book: Book, *, at: dt.datetime) -> Staff:
    """Fill every seat with somebody who does not exist, give accounts and roles, and return them all."""
    staff = Staff()
    fresh = names.people()
    password = make_password(PASSWORD)
    posts: dict[tuple[str, str], Post] = {}
    roles = {role.code: role for role in Role.objects.all()}
    scopes: dict[str, Scope] = {}
    grants: list[Grant] = []
    for number, seat in enumerate(wanted):
        account = staff.by_login[seat.person].account if seat.person else _account(next(fresh), number, seat, password)
        post = posts.get((seat.body, seat.title))
        if post is None:
            place = 10 * (1 + sum(body == seat.body for body, _title in posts))
            post = Post(
                body=bodies[seat.body], title=seat.title, duty=seat.duty, order_number=place,
                responsibilities=ANSWERS_FOR.get(seat.duty, ""),
            )  # fmt: skip
            posts[seat.body, seat.title] = post
        hat = Hat(seat, Appointment(person=account.person, post=post, starts_on=SINCE), account)
        staff.add(hat)
        if seat.role:
            scope = scopes.setdefault(seat.scope, Scope(body=bodies[seat.scope]))
            grants.append(Grant(appointment=hat.appointment, role=roles[seat.role], scope=scope, starts_on=SINCE))
    upper = staff.by_login["upper"].appointment
    for key in county.PLACES:
        scope = scopes.setdefault(key, Scope(body=bodies[key]))
        grants.append(Grant(appointment=upper, role=roles["upper_level"], scope=scope, starts_on=SINCE))
    _save(staff, list(posts.values()), list(scopes.values()), grants)
    _note(staff, posts.values(), grants, book, at)
    return staff


def _account(name: str, number: int, seat: Seat, password: str) -> Account:
    """Return an unsaved account with its person; the telephone numbers have an area code that does not exist."""
    person = Person(name=name, sort_key=sort_key(name), phone=f"0000-6{number:06d}")
    return Account(
        person=person,
        username=seat.login or f"qh{number:04d}",
        password=password,
        must_change_password=False,
        password_changed_at=clock.now(),
    )


def _save(staff: Staff, posts: list[Post], scopes: list[Scope], grants: list[Grant]) -> None:
    accounts = [hat.account for hat in staff.hats if not hat.seat.person]
    Person.objects.bulk_create([account.person for account in accounts])
    Account.objects.bulk_create(accounts)
    Post.objects.bulk_create(posts)
    for hat in staff.hats:
        hat.appointment.post = hat.appointment.post  # takes over the key that saving gave
    Appointment.objects.bulk_create([hat.appointment for hat in staff.hats])
    Scope.objects.bulk_create(scopes)
    for given in grants:
        given.scope, given.appointment = given.scope, given.appointment
    Grant.objects.bulk_create(grants)


def _note(staff: Staff, posts: Iterable[Post], grants: list[Grant], book: Book, at: dt.datetime) -> None:
    system = ledger.SYSTEM
    for post in posts:
        book.write("bodies.define_post", post.body, actor=system, at=at, fields=["title", "duty", "responsibilities"])
    for hat in staff.hats:
        if not hat.seat.person:
            book.write("people.enrol", hat.account.person, actor=system, at=at, fields=["name", "phone"])
            book.write("people.open_account", hat.account, actor=system, at=at, fields=["username"])
        book.write("bodies.appoint", hat.appointment, actor=system, at=at, fields=["person", "post", "seat"])
    for given in grants:
        fields = ["role", "scope", "starts_on", "ends_on"]
        book.write("access.grant", given, actor=system, at=at, fields=fields)
