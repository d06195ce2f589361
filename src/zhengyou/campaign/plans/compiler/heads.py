"""The head and foot of a plan: title, document number, signature with its organisation and day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from zhengyou.campaign.plans.compiler.dates import year_number
from zhengyou.campaign.plans.compiler.draft import Day, Label
from zhengyou.campaign.plans.compiler.names import TITLE_END, looks_like_organisation
from zhengyou.campaign.plans.compiler.outline import Line, Outline, numeral

_ZERO = "〇○零0oOОο"
_MOST_SIGNATURES = 200
_SIGNED = re.compile(
    rf"(?P<y>(?:19|20)\d\d|[二2][{_ZERO}][{_ZERO}一二三四五六七八九]{{2}}|[{_ZERO}][一二][{_ZERO}一二三四五六七八九])\s?[年./-]\s?"
    r"(?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九])\s?(?:[月./-]\s?(?:(?P<d>\d{1,2}|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])\s?日?)?)"
)
_NUMBER = re.compile(
    r"(?P<code>[\u3400-\u9fff×*A-Za-z]{1,14}?(?:\s?\([^()]{1,6}\))?)\s?[〔(]\s?(?P<y>(?:19|20)\d\d)\s?[〕)]\s?(?:第)?\s?(?P<n>\d{1,4})\s?号"
)
_DAMAGED = re.compile(
    r"(?P<code>[\u3400-\u9fff]{2,12}[发字办函通])\s?[〔(]?(?P<y>(?:19|20)\d\d)[〕)]?\s?(?:第)?(?P<n>\d{1,3})(?:号)?"
)
_FORWARD = re.compile(
    r"^(?:[^《》]{0,40}?关于)?(?:批转|印发|转发)\s?(?:[^《》]{0,40})?《(?P<inner>.+)》(?:的?通知|的?函)?$"
)
_FORWARD_PLAIN = re.compile(r"^转发\s?(?P<inner>[^《》]{6,}|《.+》)$")
_OPENING = re.compile(r"(?:为|根据|按照|遵照|依据|在[^,]{2,40}[,]|现将|现就|各[^,]{1,20}[:,])")
_NOT_TITLE = re.compile(r"[。;!?:]|^(?:附件?|附表|抄|主题词|第.{1,3}篇|现将|现就|各)|^\W+$")


@dataclass(frozen=True, slots=True)
class Signature:
    """The organisation and day at the foot of a plan or of the note that covers it."""

    organisation: Label | None
    day: Day | None
    year: int
    month: int
    start: int


def head_lines(outline: Outline) -> list[Line]:
    """The lines before the first numbered heading, forty at most."""
    lines: list[Line] = []
    for line in outline.lines:
        if line.kind in {"main", "part", "point", "chapter", "stage"} or len(lines) >= 40:
            break
        lines.append(line)
    return lines


def find_title(outline: Outline, name: tuple[int, int] | None = None) -> Label | None:
    """The plan's own title: the last title-like line, with the lines it began on, before the numbered text begins.

    A covering note (关于印发《…》的通知) gives way to the plan that it covers; ``name`` is the range of the name that a
    bundle gives the plan, the last resort.
    """
    sheet, lines = outline.sheet, head_lines(outline)
    best: tuple[int, int, float] | None = None
    for position, line in enumerate(lines):
        start, end = _title_range(outline, line)
        text = sheet.text[start:end]
        if not 2 <= len(text) <= 90 or _NOT_TITLE.search(text) or not TITLE_END.search(text):
            continue
        cover = bool(_FORWARD.match(text)) and best is not None
        start = _title_start(outline, lines, position, start)
        if not cover and end - start >= 6:
            best = (start, end, 0.9)
    if best is None:
        best = _untitled(outline, lines)
    if best is None and name is not None and name[1] > name[0]:
        best = None
    return _title_label(outline, *best) if best else None


def _title_range(outline: Outline, line: Line) -> tuple[int, int]:
    """The part of a line that may be a title: without a date before it, or text run on behind it."""
    text = outline.sheet.text
    start, end = line.start, line.end
    signed = _SIGNED.match(text, start, end)
    if signed and end - signed.end() >= 6:
        start = signed.end() + (text[signed.end()] == " ")
    stars = re.compile(r"[\s★☆*]+$").search(text, start, end)
    if stars:
        end = stars.start()
    if not TITLE_END.search(text, start, end):
        run_on = re.compile(r".{4,60}?(?:实施方案|活动方案|工作方案)(?!的|》|》?的)(?=\S{4})").match(text, start, end)
        if run_on and end - start < 90 and "。" not in text[start:end]:
            end = run_on.end()
    return start, end


def _title_start(outline: Outline, lines: list[Line], position: int, start: int) -> int:
    """Where a title begins that runs over several lines."""
    text = outline.sheet.text
    first = lines[position].start
    if start != first:
        return start
    own = text[first : lines[position].end]
    for above in range(position - 1, max(position - 4, -1), -1):
        line = lines[above]
        before = text[line.start : line.end]
        blocked = (
            len(before) > 45
            or _NOT_TITLE.search(before)
            or re.search(r"[。;!?:,]$", before)
            or TITLE_END.search(before)
            or _SIGNED.search(before)
            or _NUMBER.search(before)
            or _DAMAGED.fullmatch(before)
            or before.strip() in {"通知", "公告", "函"}
            or re.match(r"转发|第.{1,3}篇", before)
            or before.endswith("》")
            or before in own
        )
        if blocked:
            break
        full = own.startswith(("关于", "《")) or "关于" in own
        if full and not looks_like_organisation(before) and not _dangling(before):
            break
        first, own = line.start, before + own
    return first


def _dangling(text: str) -> bool:
    """Whether a line cannot end a title, so that the next line must go on with it."""
    return bool(
        re.search(r"(?:年|在职|开展|关于|组织|活动|深入|推进|建设|和|的|与|及|中|”)$", text)
    ) or text.startswith("关于")


def _untitled(outline: Outline, lines: list[Line]) -> tuple[int, int, float] | None:
    """A short first line without punctuation serves as a title of doubt."""
    for line in lines[:2]:
        text = outline.sheet.text[line.start : line.end]
        short = 6 <= len(text) <= 40 and not _NOT_TITLE.search(text) and not re.search(r"[,、]", text)
        if short and not _OPENING.match(text) and not looks_like_organisation(text):
            return line.start, line.end, 0.4
    return None


def _title_label(outline: Outline, start: int, end: int, confidence: float) -> Label:
    text = outline.sheet.text[start:end]
    for pattern in (_FORWARD, _FORWARD_PLAIN):
        found = pattern.match(text.replace("\n", " "))
        if found:
            start, end = start + found.start("inner"), start + found.end("inner")
            text = outline.sheet.text[start:end]
    if text.startswith("《") and text.endswith("》") and text.count("《") == 1:
        start, end = start + 1, end - 1
    pieces = outline.sheet.printed[start:end].split("\n")
    joined = "".join(" ".join(piece.split()) for piece in pieces)
    return Label(joined, outline.sheet.span(start, end), confidence)


def find_document_number(outline: Outline) -> Label | None:
    """The 发文字号 in the head of a plan; a number quoted inside a sentence is another document's."""
    for line in head_lines(outline)[:25]:
        text = outline.sheet.text[line.start : line.end]
        if len(text) > 45:
            continue
        for pattern, confidence in ((_NUMBER, 0.95), (_DAMAGED, 0.6)):
            found = pattern.search(text)
            if (
                not found
                or len(text) - (found.end() - found.start()) > 16
                or re.search(r"《|文件|精神|根据|关于", text)
            ):
                continue
            if confidence < 0.9 and found.group() != text:
                continue
            label = f"{found['code'].replace(' ', '')}〔{found['y']}〕{int(found['n'])}号"
            span = outline.sheet.span(line.start + found.start(), line.start + found.end())
            return Label(label, span, confidence)
    return None


def find_signatures(outline: Outline) -> list[Signature]:
    """Every signature: a date alone on its line or behind an organisation, with the organisation above or below it."""
    sheet = outline.sheet
    result = []
    for position, line in enumerate(outline.lines):
        if line.end - line.start > 60:
            continue
        text = sheet.text[line.start : line.end]
        found = _SIGNED.search(text)
        if not found or not _signature_shape(text, found):
            continue
        year, month = year_number(found["y"]), numeral(found["m"].lstrip("0"))
        day = numeral(found["d"].lstrip("0")) if found["d"] else None
        if not year or not month or not 1 <= month <= 12:
            continue
        span = sheet.span(line.start + found.start(), line.start + found.end())
        signed = _day(year, month, day)
        organisation = _organisation_beside(outline, position, line.start, found.start())
        result.append(Signature(organisation, Day(signed, span, 0.95) if signed else None, year, month, line.start))
        if len(result) >= _MOST_SIGNATURES:
            break
    return result


def _signature_shape(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()].strip(), text[found.end() :].strip()
    if before == "(" and after == ")":  # the day below the title, as in decisions
        return True
    if re.search(r"[~\-至到]$", before) or after.startswith(("-", "至", "到", "前", "起")):
        return False
    titled = bool(after) and bool(TITLE_END.search(after)) and len(after) >= 6
    return (not before or looks_like_organisation(before)) and (not after or titled)


def _day(year: int, month: int, day: int | None) -> date | None:
    try:
        return date(year, month, day) if day else None
    except ValueError:
        return None


def _organisation_beside(outline: Outline, position: int, line_start: int, date_at: int) -> Label | None:
    """The organisation on the same line, else on the lines above, else on the line below."""
    sheet, lines = outline.sheet, outline.lines
    if date_at > 2:
        stop = line_start + date_at
        return Label(sheet.label(line_start, stop), sheet.span(line_start, stop), 0.9)
    start: int | None = None
    end: int | None = None
    for above in range(position - 1, max(position - 4, -1), -1):
        line = lines[above]
        text = sheet.text[line.start : line.end]
        if (line.kind and line.kind != "first") or not _part_of_signature(text, first=end is None):
            break
        end = line.end if end is None else end
        start = line.start
    if start is not None and end is not None:
        text = sheet.text[start:end]
        pieces = [p for p in re.split(r"\s*\n\s*", text) if p]
        joiner = "、" if all(looks_like_organisation(p) and len(p) > 5 for p in pieces) and _several(pieces) else ""
        return Label(joiner.join(" ".join(p.split()) for p in pieces), sheet.span(start, end), 0.9)
    if position + 1 < len(lines):
        line = lines[position + 1]
        text = sheet.text[line.start : line.end]
        if looks_like_organisation(text) and not line.kind:
            return Label(sheet.label(line.start, line.end), sheet.span(line.start, line.end), 0.7)
    return None


def _several(pieces: list[str]) -> bool:
    """Whether the lines of a signature are several organisations, not one name over two lines."""
    return (
        len(pieces) > 1
        and not any(re.search(r"(?:系统|创先争优|活动|深入)$", piece) for piece in pieces[:-1])
        and not all("领导小组" in piece or piece.endswith("系统") for piece in pieces[1:])
    )


def _part_of_signature(text: str, *, first: bool) -> bool:
    if looks_like_organisation(text):
        return True
    return (
        not first
        and 3 <= len(text) <= 24
        and not re.search(r"[。;:!?,、\d()《》]", text)
        and text.endswith(("系统", "人民", "活动", "工作", "委员", "争优"))
    )


def issuer_from_title(title: Label | None) -> str | None:
    """The organisation that a title begins with: 绍兴市教育局关于…, 某某管理所2012…, 某某社区深入开展…."""
    if title is None:
        return None
    text = title.text.replace(" ", "")
    found = re.match(
        r"(?P<name>[^关“《\d]{2,40}?(?:委员会|总支部|支部|工会|联合会|协会|政府|办公室|领导小组|局|厅|处|科|中心|大学|学院|中学|小学|[一二三四五六七八九十]中|学校|公司"
        r"|集团|银行|医院|研究院|院|管理所|所|站|社区|街道|镇|乡|村|党委|党组|团委|妇联|县委|市委|区委|省委|部|办))"
        r"(?!委员会)(?=关于|(?:19|20)\d\d|[“《]|深入|开展|第[一二三四五六七八九十]|市直|实施|创|组织|年度|党员|教师|学生|青年|行风|作风|校园|教工|职工|文明)",
        text,
    )
    if not found:
        return None
    name = found["name"]
    if re.search(r"(?:开展|推进|加强|做好|进一步|创建|在全|举办)", name):
        return None
    return name


def organisation_in_text(outline: Outline) -> tuple[int, int, float] | None:
    """An organisation that the text names as host or author: 由…举办, …决定开展, or the name it repeats most."""
    text = outline.sheet.text[:6000]
    hosts = re.search(
        r"由(?P<name>[^,。;:由]{3,40}?)(?:联合|共同)?(?:主办|举办)[,。;]?|(?:主办单位|主办)\s?[:](?P<unit>[^,。;\n]{3,40})",
        text,
    )
    if hosts:
        group = "name" if hosts["name"] else "unit"
        return hosts.start(group), hosts.end(group), 0.7
    decides = re.search(
        r"[,。](?:经[^,。]{1,12}[,])?(?P<name>[\u3400-\u9fff]{2,20}(?:工会|局|委员会|委|院|处|中心|学校|公司|厅|政府|党委|党组))(?:研究)?决定"
        r"(?:在|于|从|举办|开展|组织|继续|评选)",
        text,
    )
    if decides and not re.search(r"经|现|我", decides["name"]):
        return decides.start("name"), decides.end("name"), 0.7
    return _most_named(text)


def _most_named(text: str) -> tuple[int, int, float] | None:
    """The organisation with its place name that the text repeats at least five times."""
    counts: dict[str, list[int]] = {}
    pattern = re.compile(
        r"(?=(?P<name>[\u3400-\u9fff]{1,5}[省市县区镇](?:总工会|教育局|卫生局|质监局|工会|党委|政府|第[一二三四五]中学)))"
    )
    for found in pattern.finditer(text):
        counts.setdefault(found["name"], []).append(found.start("name"))
    if not counts:
        return None
    most = max(len(places) for places in counts.values())
    if most < 4:
        return None
    name = max((key for key, places in counts.items() if len(places) >= 0.6 * most), key=len)
    return counts[name][0], counts[name][0] + len(name), 0.5
