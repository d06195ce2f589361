"""What is proposed for a matter that waits: its class, its unit, earlier matters like it. The officer decides."""

from typing import Any

from zhengyou.instruments.complaints.enums import State
from zhengyou.instruments.complaints.models import Complaint
from zhengyou.instruments.complaints.queries import dispatching, learning, likeness
from zhengyou.records import jobs


def proposals(matter: Complaint) -> dict[str, Any]:
    """Return what the page of a matter proposes; where nothing was learned yet, the learning is put into the queue."""
    if matter.state != State.RECEIVED:
        return {}
    if learning.lesson_in_use() is None:
        jobs.defer("complaints.learn", once="complaints.learn")
    classes = learning.proposed(matter.title, matter.text)
    return {
        "class_proposals": classes if matter.category is None else [],
        "unit_proposals": dispatching.units_for(matter, classes),
        "alike": likeness.of_matter(matter)[:5],
        "upper_order": getattr(matter, "upper_order", None),
    }
