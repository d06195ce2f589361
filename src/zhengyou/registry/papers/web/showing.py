"""How papers, receipts and registers look on the desk."""

import io
from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.records.sheets import XLSX
from zhengyou.registry.approvals.enums import TaskState
from zhengyou.registry.approvals.models import Instance
from zhengyou.registry.papers.enums import IncomingState, NumberState, RegulationState, ResolutionState, State
from zhengyou.registry.papers.models import Paper, Recipient

PAGE = 25
TONES = {
    State.DRAFT: "neutral",
    State.PENDING: "info",
    State.APPROVED: "warning",
    State.ISSUED: "success",
    State.WITHDRAWN: "error",
    State.VOID: "neutral",
}
INCOMING_TONES = {
    IncomingState.REGISTERED: "warning",
    IncomingState.HANDLING: "info",
    IncomingState.FILED: "success",
}
NUMBER_TONES = {NumberState.USED: "success", NumberState.VOID: "error"}
REGULATION_TONES = {
    RegulationState.DRAFT: "warning",
    RegulationState.IN_FORCE: "success",
    RegulationState.REPEALED: "neutral",
}
RESOLUTION_TONES = {ResolutionState.STANDING: "success", ResolutionState.REVOKED: "error"}
ROAD = (State.DRAFT, State.PENDING, State.APPROVED, State.ISSUED)


def steps(paper: Paper) -> list[dict[str, str]]:
    """Return the road of a paper as steps."""
    if paper.state in (State.WITHDRAWN, State.VOID):
        return [{"label": str(paper.get_state_display()), "state": "error", "note": paper.end_reason}]
    here = ROAD.index(State(paper.state))
    last = paper.state == State.ISSUED
    return [
        {"label": str(state.label), "state": "done" if place < here or last else "current" if place == here else "todo"}
        for place, state in enumerate(ROAD)
    ]


def receipt(row: Recipient) -> dict[str, Any]:
    """Return one recipient with the state of its receipt."""
    due = row.paper.receipts_due_on
    if row.body_id is None:
        tone, word = "neutral", _("outside the platform")
    elif row.confirmed_at:
        tone, word = "success", _("Receipt signed")
    elif row.delivered_at is None:
        tone, word = "neutral", _("not delivered yet")
    elif due and due < clock.today():
        tone, word = "error", _("Overdue")
    else:
        tone, word = "warning", _("To be signed for")
    return {"row": row, "tone": tone, "word": word}


def opinions(instance: Instance | None) -> list[dict[str, Any]]:
    """Return what was said in the approval, oldest first, and who is asked now."""
    if instance is None:
        return []
    lines = []
    for task in instance.tasks.exclude(state=TaskState.SKIPPED).order_by("asked_at", "step"):
        moment = task.done_at or task.asked_at
        done = task.state == TaskState.DONE
        lines.append(
            {
                "when": f"{clock.local(moment):%Y-%m-%d %H:%M}",
                "title": f"{task.step_name}：{task.get_decision_display() if done else task.get_state_display()}",
                "who": task.signed_by or task.label,
                "text": task.opinion,
                "tone": "info" if done else "warning",
            }
        )
    return lines


def workbook(content: bytes, name: str) -> FileResponse:
    """Return a workbook to save."""
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
