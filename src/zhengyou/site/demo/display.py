"""What units show beside promises and cards: signed sheets, standards, posts, practical matters, what hangs where."""

import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal

from PIL import Image

from zhengyou.instruments.display import actions
from zhengyou.instruments.display.actions import Line, Wanted
from zhengyou.instruments.display.enums import AssetKind, Audience, ItemKind, Measure, Pledger, Source, SpotKind
from zhengyou.instruments.display.models import Commitment, DisplayItem, Pledge, PledgeTemplate, PostType, Spot
from zhengyou.kernel import clock
from zhengyou.records.files import actions as files
from zhengyou.records.files import owner_of
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.site.demo.county import ROOT
from zhengyou.site.demo.staff import SHOWN, Hat, Staff
from zhengyou.site.demo.windows import Counter

DAY = dt.timedelta(days=1)
UNITS = (SHOWN, "market", "hospital", "toll")
HEADINGS = ("能力", "作风", "效能", "品牌")
UNIT_LINES = (
    ("能力", "窗口人员业务考试合格率100%，一次说清、一次办对。", Measure.NONE, None),
    ("作风", "群众评价满意率不低于95%，不让群众受冷遇。", Measure.SATISFACTION, 95),
    ("效能", "承诺事项按时办结率不低于90%。", Measure.TIMELINESS, 90),
    ("品牌", "打造群众叫得响的服务品牌，每季度公开一次成效。", Measure.NONE, None),
)
PERSONAL = (
    "每月至少学习一项新政策",
    "首问负责，不说“不知道”“不清楚”",
    "能当场办的当场办结",
    "争当业务标兵，维护窗口形象",
)
STANDARD = (
    "来有迎声，问有答声，走有送声。",
    "一次性告知全部材料和办理流程，并出具告知单。",
    "资料双手接递，办结当面点清。",
    "离岗须摆放暂停服务牌，由AB岗接替。",
)
TYPES = (
    ("党员示范岗", "中共党员，近一年无有责投诉，群众满意率居单位前列。", 12),
    ("巾帼文明岗", "女职工占60%以上，服务规范，群众认可。", 24),
    ("青年文明号", "35周岁以下职工占半数以上，业务考核优秀。", 24),
    ("教师示范岗", "师德高尚，家长满意率高。", 12),
)
ITEMS = (
    ("创建活动标志", ItemKind.SIGN, [SpotKind.OFFICE, SpotKind.HALL, SpotKind.TOLL]),
    ("服务承诺公示牌", ItemKind.COMMITMENT, [SpotKind.HALL, SpotKind.TOLL, SpotKind.HOSPITAL]),
    ("办事流程图", ItemKind.PROCESS, [SpotKind.HALL]),
    ("工作人员公示栏", ItemKind.STAFF, [SpotKind.HALL, SpotKind.HOSPITAL]),
    ("宣传标语", ItemKind.SLOGAN, [SpotKind.OFFICE]),
    ("健康知识墙报", ItemKind.HEALTH, [SpotKind.HOSPITAL]),
)
MATTERS = (
    (SHOWN, "增设母婴室和爱心座椅", Source.OPINION, "群众留言2件", Audience.PUBLIC, "大厅一楼增设母婴室1间、爱心座椅12个。", 60, "38000"),
    (SHOWN, "改善窗口人员更衣休息条件", Source.CONGRESS, "职代会第7号提案", Audience.STAFF, "改造更衣室和休息间，配备微波炉、饮水机。", -20, "26000"),
    ("hospital", "开通老年人绿色通道", Source.VISIT, "走访12户老年患者", Audience.PUBLIC, "挂号、收费、取药设老年人优先窗口。", -45, "15000"),
    ("toll", "收费站增设司机休息点", Source.RATING, "差评分析", Audience.WORKERS, "设休息点1处，免费提供热水和应急药品。", 25, "9000"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Who drafts and who reviews in a unit."""

    drafter: Hat
    reviewer: Hat

    @property
    def drafts(self) -> Actor:
        """Return the liaison officer under the own hat."""
        return actor_for(self.drafter.account, self.drafter.appointment)

    @property
    def reviews(self) -> Actor:
        """Return the head under the own hat."""
        return actor_for(self.reviewer.account, self.reviewer.appointment)


def show_all(counters: list[Counter], bodies: dict[str, Body], staff: Staff) -> None:
    """Let a few units show everything that the room knows, by its verbs, over the last months."""
    office = staff.by_login["office"]
    keeper = actor_for(office.account, office.appointment)
    with clock.pretend(clock.now() - 120 * DAY):
        templates, types = _catalogues(bodies[ROOT], keeper)
        pairs = {key: _pair(staff, key) for key in UNITS}
        for number, key in enumerate(UNITS):
            own = [counter for counter in counters if counter.unit.key == key]
            _promise(bodies[key], pairs[key], templates, keeper, own[0].clerk)
            _hang(bodies[key], key, pairs[key])
            _award(bodies[key], pairs[key], types[number % len(types)], own, keeper)
    _brand(bodies[SHOWN], pairs[SHOWN])
    _do(bodies, pairs)
    _say(bodies[SHOWN], pairs[SHOWN])
    actions.judge_all()
    actions.press_late()


def _pair(staff: Staff, key: str) -> Pair:
    leading = staff.of(key, Duty.HEAD) or staff.of(key, Duty.CLERK)
    return Pair(staff.of(key, Duty.LIAISON)[0], leading[0])


def _catalogues(root: Body, keeper: Actor) -> tuple[dict[str, PledgeTemplate], list[PostType]]:
    opening = "为优质高效服务群众，我们郑重承诺："
    templates = {
        name: actions.add_template(
            body=root, name=name, pledger=pledger, headings=HEADINGS, opening=opening, actor=keeper
        )
        for name, pledger in (("公开承诺书", Pledger.UNIT), ("岗位服务承诺书", Pledger.PERSON))
    }
    types = [
        actions.add_post_type(body=root, name=name, conditions=conditions, term_months=months, actor=keeper)
        for name, conditions, months in TYPES
    ]
    for name, kind, required in ITEMS:
        actions.add_item(body=root, name=name, kind=kind, required_at=required, actor=keeper)
    slogan = actions.draft_asset(
        body=root, title="活动主题标语", kind=AssetKind.SLOGAN, text="为民服务，创先争优", actor=SYSTEM
    )
    actions.show(actions.submit(slogan, actor=SYSTEM), actor=keeper)
    return templates, types


def _promise(body: Body, pair: Pair, templates: dict[str, PledgeTemplate], keeper: Actor, clerk: Hat) -> None:
    starts_on, ends_on = clock.today(), clock.today() + 300 * DAY
    lines = [Line(*line) for line in UNIT_LINES]
    sheet = actions.draft_pledge(
        template=templates["公开承诺书"],
        body=body,
        lines=lines,
        actor=pair.drafts,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _sign_and_show(sheet, pair.reviews, keeper)
    held = clerk.appointment
    personal = actor_for(clerk.account, held)
    own = [Line(heading, text) for heading, text in zip(HEADINGS, PERSONAL, strict=True)]
    sheet = actions.draft_pledge(
        template=templates["岗位服务承诺书"],
        body=body,
        appointment=held,
        lines=own,
        actor=personal,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _sign_and_show(sheet, personal, pair.reviews)
    standard = actions.draft_standard(
        body=body, title="窗口服务规范", lines=STANDARD, valid_from=clock.today(), actor=pair.drafts
    )
    actions.show(actions.submit(standard, actor=pair.drafts), actor=pair.reviews)


def _sign_and_show(sheet: Pledge, signer: Actor, reviewer: Actor) -> None:
    actions.show(actions.sign(sheet, actor=signer), actor=reviewer)


def _hang(body: Body, key: str, pair: Pair) -> None:
    kinds = {"hospital": SpotKind.HOSPITAL, "toll": SpotKind.TOLL}
    names = (("办公楼大厅", SpotKind.OFFICE), ("办事大厅", kinds.get(key, SpotKind.HALL)))
    spots = [actions.open_spot(body=body, name=name, kind=kind, actor=pair.drafts) for name, kind in names]
    for item in DisplayItem.objects.select_related("body"):
        wanted = [spot for spot in spots if spot.kind in item.required_at]
        if item.kind == ItemKind.PROCESS or not wanted:
            continue
        text = "为民服务，创先争优" if item.kind == ItemKind.SLOGAN else ""
        until = clock.today() + (100 if item.kind == ItemKind.HEALTH else 240) * DAY
        actions.post_up(item=item, spots=wanted, text=text, until=until, actor=pair.drafts)
    duties = "引导咨询、帮办代办、秩序维护，发现问题当场处理。"
    actions.mark_area(
        body=body, name="办事大厅责任区", appointment=pair.drafter.appointment, duties=duties,
        spots=Spot.objects.filter(pk=spots[1].pk).select_related("body"), actor=pair.drafts,
    )  # fmt: skip


def _award(body: Body, pair: Pair, kind: PostType, own: list[Counter], keeper: Actor) -> None:
    window = own[0].window
    deeds = "近一年办件零差错、零有责投诉，推行帮办代办，服务老年群众三百余人次。"
    post = actions.apply_for_post(kind=kind, body=body, name=window.name, deeds=deeds, window=window, actor=pair.drafts)
    actions.award(actions.submit_post(post, actor=pair.drafts), actor=keeper)
    if len(own) > 1:
        again = actions.apply_for_post(
            kind=kind, body=body, name=own[1].window.name, deeds=deeds, window=own[1].window, actor=pair.drafts
        )
        actions.submit_post(again, actor=pair.drafts)


def _brand(body: Body, pair: Pair) -> None:
    with clock.pretend(clock.now() - 90 * DAY):
        meaning = "为党政分忧、为企业服务、为职工解难，一窗受理、帮办到底。"
        brand = actions.draft_brand(body=body, name="青禾帮办", meaning=meaning, since=clock.today(), actor=pair.drafts)
        actions.show(actions.submit(brand, actor=pair.drafts), actor=pair.reviews)
    for days, text in ((60, "帮办代办企业开办事项86件，平均用时半天。"), (20, "上门服务行动不便群众31人次。")):
        with clock.pretend(clock.now() - days * DAY):
            actions.prove(brand, on=clock.today(), text=text, actor=pair.drafts)


def _do(bodies: dict[str, Body], pairs: dict[str, Pair]) -> None:
    for key, title, source, origin, audience, promise, days, budget in MATTERS:
        pair, due = pairs[key], clock.today() + days * DAY
        with clock.pretend(clock.now() - 100 * DAY):
            wanted = Wanted(title, source, origin, promise, due, audience, Decimal(budget))
            matter = actions.draft_matter(wanted, body=bodies[key], actor=pair.drafts)
            actions.show(actions.submit(matter, actor=pair.drafts), actor=pair.reviews)
        with clock.pretend(clock.now() - 60 * DAY):
            half = Decimal(budget) / 2
            actions.report_progress(
                matter, on=clock.today(), text="完成方案和采购，已进场施工。", share=60, spent=half, actor=pair.drafts
            )
        if key == "hospital":
            with clock.pretend(clock.midnight(due) - DAY):
                files.attach(owner_of(matter), name="现场照片.jpg", content=_picture(), actor=pair.drafts)
                matter = actions.finish(
                    matter, result="三类窗口全部开通，日均服务五十人次。", done_on=clock.today(), actor=pair.drafts
                )
            for level in (5, 5, 4, 5, 3, 5, 4):
                actions.say(matter, level=level)


def _picture() -> bytes:
    """Return a plain picture that stands for a photograph."""
    out = io.BytesIO()
    Image.new("RGB", (640, 420), (186, 205, 226)).save(out, "JPEG")
    return out.getvalue()


def _say(body: Body, pair: Pair) -> None:
    promise = Commitment.objects.filter(body=body, state="shown", pledge__isnull=True).order_by("order_number").first()
    if promise is None:
        return
    with clock.pretend(clock.now() - 15 * DAY):
        remark = actions.say(promise, text="排队叫号有时跳号，希望改进。")
    with clock.pretend(clock.now() - 13 * DAY):
        actions.answer(remark, text="已更换叫号系统，欢迎继续监督。", actor=pair.reviews)
        actions.note_fulfilment(promise, on=clock.today(), text="更换叫号系统，增设引导员2名。", actor=pair.drafts)
    actions.say(promise, text="周六也能办，很方便。")
