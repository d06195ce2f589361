"""A paper as the typed content of an official document, for PDF and Word."""

from zhengyou.kernel import clock
from zhengyou.records import documents
from zhengyou.records.files.queries import attached_to
from zhengyou.registry.papers import policy
from zhengyou.registry.papers.enums import Kind, Manner
from zhengyou.registry.papers.models import Paper


def notice(paper: Paper) -> documents.Notice:
    """Return ``paper`` laid out by GB/T 9704-2012; the place of the seal is left free, a seal is never drawn."""
    organ = paper.organ
    others = tuple(part.strip() for part in organ.joint.split("、") if part.strip())
    body = documents.paragraphs(paper.text)
    if paper.subject_words:
        body = (*body, documents.Paragraph(text=f"主题词：{paper.subject_words}"))
    upward = paper.kind in (Kind.REPORT, Kind.REQUEST)
    return documents.Notice(
        title=paper.title,
        organs=(organ.name, *others),
        date=paper.dated or clock.today(),
        body=body,
        number=paper.number_text,
        recipients=paper.main_line or _names(paper, Manner.MAIN),
        heading=organ.heading,
        urgency=policy.URGENCY_WORDS[paper.urgency],
        signer=paper.signed_by.split(" · ")[0] if upward else "",
        appendices=_appendices(paper),
        note=paper.note,
        copies_to=_copies(paper),
        printed_by=organ.name,
        printed_on=paper.dated,
    )


def _names(paper: Paper, manner: Manner) -> str:
    return "、".join(row.name for row in paper.recipients.filter(manner=manner))


def _copies(paper: Paper) -> str:
    copies = paper.copy_line or "、".join(
        f"{row.name}（{row.copies}）" if row.copies > 1 else row.name
        for row in paper.recipients.filter(manner=Manner.COPY)
    )
    if above := _names(paper, Manner.UPWARD):
        copies = f"{copies}；抄报：{above}" if copies else f"抄报：{above}"
    if paper.printed_copies:
        copies = f"{copies}（共印{paper.printed_copies}份）"
    return copies


def _appendices(paper: Paper) -> tuple[documents.Appendix, ...]:
    own = (
        (documents.Appendix(paper.appendix_title, documents.paragraphs(paper.appendix_text)),)
        if paper.appendix_title
        else ()
    )
    return own + tuple(documents.Appendix(one.name.rsplit(".", 1)[0]) for one in attached_to(paper))
