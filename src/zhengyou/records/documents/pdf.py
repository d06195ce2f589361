"""PDF by typst, in a child process with a limit of time and memory; the same content at the same moment is the same file.

The files are archive PDFs (PDF/A-2b): fonts are embedded, and a character that no font knows is an error rather than
a silent box. Such characters are printed as 〓, the mark of a missing type, with a note on the page and a warning.
"""

import dataclasses
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused, Sentence
from zhengyou.records.documents import fonts
from zhengyou.records.documents.notice import Appendix, Notice
from zhengyou.records.documents.numerals import official_date
from zhengyou.records.documents.rendered import PDF, Rendered
from zhengyou.records.documents.table import Align, Column, Table, cell_text, table_widths
from zhengyou.records.documents.title import title_lines

TEMPLATES = Path(__file__).parent / "typst"
SECONDS = 60
MEGABYTES = 3072
MOST_ROWS = 10_000
"""Longer tables are refused: nobody reads them on paper, and Excel holds them."""
_GETA = "〓"
_CONTROLS: dict[int, str | None] = {code: None for code in range(0x20) if code not in {0x09, 0x0A}}
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


class PressFailed(RuntimeError):
    """The template or the press is at fault, not the content; the message is typst's own report."""


def notice_pdf(notice: Notice) -> Rendered:
    """Return an official notice on A4 as GB/T 9704-2012 lays it out: 22 lines of 28 characters."""
    return render("notice.typ", notice_data(notice))


def table_pdf(table: Table) -> Rendered:
    """Return a table on A4, upright or lying, with its head repeated and its pages counted."""
    return render("table.typ", table_data(table))


def render(template: str, data: Mapping[str, Any]) -> Rendered:
    """Return the PDF of a template of this room with ``data``, which typst sees as data only."""
    data = _translated(data, _CONTROLS)
    chosen = fonts.cast()
    missing = () if chosen.own else _private(data)
    answer, pdf = _press(template, data, chosen, missing)
    if answer.get("missing") and not chosen.system:  # the machine's own fonts may know the character
        chosen = fonts.cast(with_system=True)
        answer, pdf = _press(template, data, chosen, missing)
    while answer.get("missing"):
        more = set("".join(answer["missing"])) - set(missing)
        if not more:
            raise PressFailed(f"{template}: the substitute mark itself is missing: {answer['missing']}")
        missing = (*missing, *sorted(more))
        answer, pdf = _press(template, data, chosen, missing)
    return Rendered(pdf, PDF, "pdf", (*chosen.warnings, *_missing_warnings(missing)))


def _press(
    template: str, data: Mapping[str, Any], chosen: fonts.Cast, missing: tuple[str, ...]
) -> tuple[dict[str, Any], bytes]:
    inputs = {
        **_translated(data, {ord(sign): _GETA for sign in missing}),
        "fonts": chosen.families,
        "substituted": sorted(chosen.substituted),
        "missing": _missing_note(missing),
    }
    order = {
        "template": str(TEMPLATES / template),
        "root": str(TEMPLATES),
        "folders": [str(folder) for folder in chosen.folders],
        "system": chosen.system,
        "data": inputs,
        "timestamp": int(clock.now().timestamp()),
        "seconds": SECONDS,
        "megabytes": MEGABYTES,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(__file__).with_name("press.py"))],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=SECONDS + 5,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(_TOO_LARGE, code="too_large") from error
    if done.returncode < 0:  # ended by the kernel: out of time or memory
        raise Refused(_TOO_LARGE, code="too_large")
    head, _newline, pdf = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise PressFailed(done.stderr.decode(errors="replace")[-2000:])
    answer: dict[str, Any] = json.loads(head)
    if "error" in answer:
        raise PressFailed(answer["error"])
    return answer, pdf


_TOO_LARGE = _("This document is too large to print. Choose fewer rows or download it as Excel.")


def _translated(data: Any, table: Mapping[int, str | None]) -> Any:
    """Return ``data`` with every text in it translated by ``table``."""
    if not table:
        return data
    if isinstance(data, str):
        return data.translate(table)
    if isinstance(data, Mapping):
        return {key: _translated(value, table) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_translated(value, table) for value in data]
    return data


def _private(data: Any) -> tuple[str, ...]:
    """Return the private-use characters of ``data``: without the font they were made for, any glyph would be wrong."""
    return tuple(sorted(set(_PRIVATE.findall(json.dumps(data, ensure_ascii=False)))))


def _missing_note(missing: tuple[str, ...]) -> str:
    if not missing:
        return ""
    codes = " ".join(f"U+{ord(character):04X}" for character in missing[:12])
    return gettext("%(mark)s stands for characters that no installed font has: %(codes)s") % {
        "mark": _GETA,
        "codes": codes,
    }


def _missing_warnings(missing: tuple[str, ...]) -> tuple[Sentence, ...]:
    if not missing:
        return ()
    text = _("No installed font has these characters; 〓 was printed instead: {characters}")
    return (format_lazy(text, characters=" ".join(missing)),)


def notice_data(notice: Notice) -> dict[str, Any]:
    """Return what the template of a notice reads."""
    return {
        **{
            field.name: getattr(notice, field.name)
            for field in dataclasses.fields(notice)
            if isinstance(getattr(notice, field.name), str | bool)
        },
        "title": title_lines(notice.title),
        "organs": list(notice.organs),
        "red_lines": list(notice.red_lines),
        "date": official_date(notice.date),
        "body": [dataclasses.asdict(paragraph) for paragraph in notice.body],
        "appendices": [_appendix_data(appendix) for appendix in notice.appendices],
        "printed_on": official_date(notice.printed_on) if notice.printed_on else "",
    }


def _appendix_data(appendix: Appendix) -> dict[str, Any]:
    return {
        "title": appendix.title,
        "lines": title_lines(appendix.title),
        "body": [
            {"table": table_data(part)} if isinstance(part, Table) else dataclasses.asdict(part)
            for part in appendix.body
        ],
    }


def table_data(table: Table) -> dict[str, Any]:
    """Return what the template of a table reads; every cell is already text."""
    if len(table.rows) > MOST_ROWS:
        raise Refused(_TOO_LARGE, code="too_large")
    columns = table.columns
    heads = [str(column.title) for column in columns]
    rows = [[cell_text(value, column) for value, column in zip(row, columns, strict=True)] for row in table.rows]
    total = (
        [cell_text(value, column) for value, column in zip(table.total, columns, strict=True)] if table.total else []
    )
    if table.numbered:
        columns = (Column(gettext("No."), Align.CENTER), *columns)
        heads = [str(columns[0].title), *heads]
        rows = [[str(number), *row] for number, row in enumerate(rows, 1)]
        total = ["", *total] if total else []
    widths, size = table_widths(columns, heads, [*rows, total] if total else rows, landscape=table.landscape)
    return {
        "title": title_lines(str(table.title)),
        "caption": str(table.caption),
        "heads": heads,
        "aligns": [column.align.value for column in columns],
        "widths": widths,
        "size": size,
        "rows": rows,
        "total": total,
        "footnotes": [str(note) for note in table.footnotes],
        "landscape": table.landscape,
        "source": str(table.source),
        "pages": gettext("Page %(page)s of %(pages)s"),
        "empty": gettext("No rows."),
        "produced": clock.local(table.produced_at).strftime("%Y-%m-%d %H:%M") if table.produced_at else "",
    }
