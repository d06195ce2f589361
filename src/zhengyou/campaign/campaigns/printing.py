"""Papers of campaigns: the notice of a meeting, its sign-in sheet and name cards, task sheets, the leader's one page."""

from django.db.models import QuerySet

from zhengyou.campaign.campaigns.enums import Answer, PointKind
from zhengyou.campaign.campaigns.models import Attendee, Meeting, PrintedPage, Report, TaskSheet
from zhengyou.campaign.campaigns.queries import boards
from zhengyou.campaign.campaigns.scanning import word_of
from zhengyou.kernel import clock
from zhengyou.records import documents
from zhengyou.records.documents.numerals import official_date

HINT = "签字盖章后扫描上传，系统按右上角二维码自动归档到本表。"


def attendees_of(meeting: Meeting) -> QuerySet[Attendee]:
    """Return who was announced for a meeting, in official order."""
    rows = Attendee.objects.filter(invitation__meeting=meeting, invitation__answer=Answer.COMING)
    return rows.select_related("appointment__person", "appointment__post__body", "invitation__body").order_by(
        "invitation__body__sort_path", "appointment__post__order_number", "pk"
    )


def when(meeting: Meeting) -> str:
    """Return day and hour of a meeting in official words."""
    at = clock.local(meeting.starts_at)
    half = "上午" if at.hour < 12 else "下午"
    return f"{official_date(at.date())}（星期{'一二三四五六日'[at.weekday()]}）{half}{at:%-H:%M}"


def meeting_notice(meeting: Meeting) -> documents.Rendered:
    """Return the notice of a meeting as a working paper."""
    agenda = "；".join(f"{item.order_number}.{item.title}" for item in meeting.agenda.all())
    units = "、".join(one.body.name for one in meeting.invitations.select_related("body"))
    asked = "请各单位于会前通过平台反馈参会人员；因故不能参会的，请说明原因。"
    said = "请参会人员准备表态发言。" if meeting.wants_statements else ""
    level = documents.Level.FIRST
    body = [
        documents.Paragraph(text=f"根据《{meeting.campaign.title}》安排，现将会议有关事项通知如下。"),
        documents.Paragraph(head="一、时间：", text=when(meeting), level=level),
        documents.Paragraph(head="二、地点：", text=meeting.place, level=level),
        documents.Paragraph(head="三、议程：", text=f"{agenda}。", level=level),
        documents.Paragraph(head="四、参会单位：", text=f"{units}。", level=level),
        documents.Paragraph(head="五、要求：", text=asked + said, level=level),
    ]
    return documents.notice_pdf(
        documents.Notice(
            title=f"关于召开{meeting.title}的通知", organs=(meeting.body.name,), date=clock.today(), body=tuple(body),
            recipients="各参会单位", layout=documents.Layout.PLAIN,
        )
    )  # fmt: skip


def name_cards(meeting: Meeting) -> documents.Rendered:
    """Return the name cards of everybody announced."""
    return documents.name_cards_pdf(
        tuple(
            documents.NameCard(one.appointment.person.name, one.appointment.post.body.name)
            for one in attendees_of(meeting)
        )
    )


def sign_in_sheet(meeting: Meeting, page: PrintedPage) -> documents.Rendered:
    """Return the sign-in sheet: everybody announced, empty lines for others, and the code for its scan."""
    rows = [
        (one.appointment.post.body.name, one.appointment.person.name, one.appointment.post.title, "")
        for one in attendees_of(meeting)
    ]
    rows += [("", "", "", "")] * 5
    columns = (
        documents.Column("单位", weight=3),
        documents.Column("姓名", documents.Align.CENTER, weight=1.4),
        documents.Column("职务", weight=2),
        documents.Column("签到", weight=2),
    )
    return documents.form_pdf(
        documents.PaperForm(
            title=f"{meeting.title}签到表", number=page.number, word=word_of(page.number),
            facts=(("时间", when(meeting)), ("地点", meeting.place), ("召集单位", meeting.body.name)),
            table=documents.Table(title="", columns=columns, rows=tuple(rows), numbered=True), hint=HINT,
        )
    )  # fmt: skip


def task_sheet(sheet: TaskSheet, page: PrintedPage) -> documents.Rendered:
    """Return a task sheet on paper with room for what was done and for the unit's seal."""
    return documents.form_pdf(
        documents.PaperForm(
            title="任务单", number=page.number, word=word_of(page.number),
            facts=(
                ("活动", sheet.duty.campaign.title), ("任务", sheet.duty.name), ("承办单位", sheet.body.name),
                ("完成期限", official_date(sheet.due_on)), ("依据", sheet.duty.source[:300]),
            ),
            blocks=(("完成情况", sheet.evidence),), seal=f"{sheet.body.name}（盖章）", hint=HINT,
        )
    )  # fmt: skip


def leader_page(report: Report) -> documents.Rendered:
    """Return the leader's one page on A4."""
    found = report.figures
    lines = [line for line in boards.level(report.campaign, boards.top_of(report.campaign), report.ends_on) if line.due]
    worst = sorted(lines, key=lambda line: line.accepted / line.due)[:12]
    due = found.get("sheets", 0)
    share = f"{100 * found.get('accepted', 0) / due:.0f}" if due else "—"
    points = list(report.points.all())
    return documents.brief_pdf(
        documents.Brief(
            title=report.title,
            source=f"{report.body.name}  {official_date(report.ends_on)}  数据由系统按记录生成",
            figures=(
                (str(found.get("units", 0)), "个", "参加单位"),
                (share, "%", "到期任务通过率"),
                (str(found.get("overdue", 0)), "项", "逾期未报"),
                (str(found.get("meetings", 0)), "次", "会议"),
                (str(found.get("served", 0)), "人次", "服务群众"),
            ),
            progress=tuple((line.body.known_as, line.accepted, line.due) for line in worst),
            text=report.text,
            problems=tuple(one.text for one in points if one.kind == PointKind.PROBLEM),
            wanted=tuple((one.text, one.answer) for one in points if one.kind == PointKind.WANTED),
        )
    )  # fmt: skip


def report_paper(report: Report) -> documents.Rendered:
    """Return any other report as a working paper."""
    parts = [documents.Paragraph(text=line) for line in report.text.splitlines() if line.strip()]
    heads = ((PointKind.PROBLEM, "存在的问题"), (PointKind.MEASURE, "改进措施"), (PointKind.RULE, "需要修订的制度"))
    numerals = iter("一二三四五")
    for kind, head in heads:
        texts = [point.text for point in report.points.all() if point.kind == kind]
        if texts:
            parts.append(documents.Paragraph(head=f"{next(numerals)}、{head}", level=documents.Level.FIRST))
            parts += [documents.Paragraph(text=f"{number}.{text}") for number, text in enumerate(texts, 1)]
    return documents.notice_pdf(
        documents.Notice(
            title=report.title, organs=(report.body.name,), date=clock.today(), body=tuple(parts),
            layout=documents.Layout.PLAIN,
        )
    )  # fmt: skip
