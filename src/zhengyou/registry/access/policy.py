"""Default roles, which functions each holds, who is kept apart, and how long a borrowed hat is worn.

Functions are named by patterns, since the rooms that declare them stand above this one. A name that no room has
declared yet is ignored; a test sees that each declared function is held by some role.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence


@dataclass(frozen=True, slots=True)
class DefaultRole:
    """A role that every installation has: its title and the patterns, by blank, of the functions it holds."""

    title: Sentence
    patterns: str
    needs_second_factor: bool = False
    """Whether a new installation demands a second factor of whoever has the role."""

    def holds(self, function: str) -> bool:
        """Return whether this role holds ``function``."""
        return any(fnmatchcase(function, pattern) for pattern in self.patterns.split())


READS = (
    "bodies.read deadlines.read papers.read display.read services.read orders.read plans.read campaigns.read "
    "scoring.read ratings.read reports.read approvals.read notices.read "
)
"""What everybody in an office may read within the scope of the hat."""

ROLES: dict[str, DefaultRole] = {
    "window_staff": DefaultRole(
        _("Window staff"),
        "bodies.read services.read services.register display.read "
        "ratings.read orders.read orders.answer campaigns.read complaints.receive complaints.speak scoring.appeal",
    ),
    "unit_liaison": DefaultRole(
        _("Unit liaison officer"),
        READS + "campaigns.duty campaigns.answer campaigns.submit campaigns.convene campaigns.keep campaigns.report "
        "campaigns.file scoring.self_check scoring.object orders.answer "
        "ratings.appeal ratings.call_back ratings.kiosks orders.propose orders.problems display.manage services.register services.import papers.draft papers.receive papers.sign_for "
        "approvals.start notices.send complaints.receive complaints.exchange complaints.open_box complaints.needs complaints.speak "
        "complaints.investigate complaints.knowledge",
    ),
    "unit_head": DefaultRole(
        _("Unit head"),
        READS
        + "campaigns.duty campaigns.answer campaigns.submit campaigns.convene campaigns.keep campaigns.report campaigns.file campaigns.agree scoring.self_check scoring.object orders.* display.* services.* "
        "papers.* approvals.* notices.send deadlines.extend people.manage access.read access.delegate scoring.appeal "
        "ratings.appeal ratings.call_back ratings.kiosks "
        "complaints.receive complaints.exchange complaints.open_box complaints.needs complaints.speak complaints.investigate "
        "complaints.knowledge complaints.support",
    ),
    "campaign_office": DefaultRole(
        _("Campaign office"),
        READS + "plans.* campaigns.* orders.open orders.dispatch orders.verify orders.check orders.keep orders.propose "
        "orders.pause orders.supervise orders.trigger orders.problems orders.tours display.* services.* ratings.* scoring.* papers.* reports.* approvals.* "
        "deadlines.* notices.* bodies.read bodies.manage bodies.import bodies.numbers people.manage documents.* sheets.* files.* access.read access.delegate complaints.*",
    ),
    "leader": DefaultRole(
        _("Leader"),
        READS + "campaigns.comment campaigns.approve campaigns.decide approvals.* papers.comment papers.sign reports.* "
        "orders.verify orders.dispatch orders.decide orders.comment complaints.read complaints.opinions complaints.speak complaints.protect "
        "complaints.support ratings.decide_appeal",
    ),
    "inspector": DefaultRole(
        _("Inspector"),
        READS
        + "orders.open orders.verify orders.check orders.supervise orders.account orders.violations orders.problems orders.tours inspections.* campaigns.verify scoring.assess ratings.forced_praise ratings.protect ratings.check "
        "complaints.read complaints.protect complaints.speak complaints.investigate",
    ),
    "supervisor": DefaultRole(
        _("Invited supervisor"),
        "bodies.read display.read scoring.read reports.read orders.read inspections.report",
    ),
    "union_cadre": DefaultRole(
        _("Union cadre"),
        READS
        + "orders.problems orders.violations unions.* elections.* congress.* aid.* visits.* disputes.* suggestions.* contests.* training.* "
        "publicity.* campaigns.duty campaigns.answer campaigns.submit campaigns.convene campaigns.keep campaigns.report complaints.receive complaints.open_box "
        "complaints.needs complaints.speak complaints.support",
    ),
    "upper_level": DefaultRole(
        _("Upper level"), "bodies.read campaigns.read plans.read scoring.read reports.read papers.read"
    ),
    "system_admin": DefaultRole(
        _("System administrator"), "people.* bodies.* jobs.* system.* access.read deadlines.calendar", True
    ),
    "security_admin": DefaultRole(_("Security administrator"), "access.read access.manage seal.* bodies.read", True),
    "auditor": DefaultRole(_("Auditor"), "ledger.read access.read bodies.read", True),
}
"""The kinds of users of the mission; the public needs no role."""

EXCLUSIVE = {
    "system_admin": "people.accounts bodies.roots jobs.* system.*",
    "security_admin": "access.manage seal.*",
    "auditor": "ledger.read",
}
"""三员分立: the functions that make somebody system, security or audit administrator; nobody is two of these, and
none of them touches business (GB/T 22239-2019, level 3)."""

HAT_IDLE_MINUTES = 20
"""After this long without a page, a hat other than the first is taken off."""


def functions_of(role: str, known: Iterable[str]) -> list[str]:
    """Return which of the ``known`` functions the default role holds."""
    return list(_named_by(ROLES[role].patterns, frozenset(known)))


@functools.cache
def _named_by(patterns: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return which of the ``known`` functions the patterns name, sorted; asked for with every page, so kept."""
    return tuple(sorted(name for name in known if any(fnmatchcase(name, pattern) for pattern in patterns.split())))


def offices_of(functions: Iterable[str]) -> frozenset[str]:
    """Return which of the three administrators somebody is who holds these functions; nobody may be two."""
    return frozenset(
        office
        for office, patterns in EXCLUSIVE.items()
        if any(fnmatchcase(name, pattern) for name in functions for pattern in patterns.split())
    )


def foreign_to(office: str, functions: Iterable[str]) -> list[str]:
    """Return those of the functions that an administrator of this office must not hold: all business."""
    return sorted(name for name in functions if not ROLES[office].holds(name))
