"""A notice of supervision as a working paper for PDF and Word, in its colour, with the receipt behind it."""

from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.enums import Shade
from zhengyou.mechanisms.orders.models import Writ
from zhengyou.records import documents
from zhengyou.records.documents.numerals import official_date

COLOURS = {Shade.BLUE: "#1d4ed8", Shade.YELLOW: "#b45309", Shade.RED: "#b91c1c"}


def notice(writ: Writ) -> documents.Notice:
    """Return ``writ`` laid out as GB/T 9704-2012 lays out a working paper; the place of the seal stays free."""
    heads = [("事项", writ.title), ("有关情况", writ.facts), ("工作要求", writ.demand)]
    if writ.basis:
        heads.append(("依据", writ.basis))
    numerals = "一二三四五"
    body: list[documents.Paragraph] = []
    for at, (head, text) in enumerate(heads):
        first, *others = documents.paragraphs(text) or (documents.Paragraph(),)
        opening = first.head + first.text
        body.append(documents.Paragraph(head=f"{numerals[at]}、{head}：", text=opening, level=documents.Level.FIRST))
        body.extend(others)
    last = f"请于{official_date(writ.due_on)}前办结并通过平台反馈；收到后请先签收。"
    return documents.Notice(
        title=str(writ.get_sheet_display()),
        organs=(writ.issuer.name,),
        date=clock.local(writ.issued_at).date(),
        body=(*body, documents.Paragraph(text=last)),
        number=str(writ.number),
        recipients=writ.body.name if writ.violation is None else writ.violation.unit_name,
        layout=documents.Layout.PLAIN,
        appendices=(documents.Appendix(_("Receipt signed by the unit"), (_receipt(writ),)),),
        mark=f"{writ.get_shade_display()} · {writ.get_sheet_display()}",
        mark_colour=COLOURS[Shade(writ.shade)],
    )


def _receipt(writ: Writ) -> documents.Table:
    """Return the receipt: filled in where the unit signed on the platform, with empty lines for the pen where not."""
    signed = f"{clock.local(writ.received_at):%Y-%m-%d %H:%M}" if writ.received_at else ""
    rows = (
        ("文号", str(writ.number)),
        ("收件单位", writ.body.name),
        ("签收人", writ.received_by),
        ("签收时间", signed),
        ("签收意见", writ.remark),
        ("办理期限", f"{writ.due_on:%Y-%m-%d}"),
    )
    columns = (documents.Column("项目", documents.Align.CENTER, weight=1), documents.Column("内容", weight=3))
    return documents.Table(title="", columns=columns, rows=rows)
