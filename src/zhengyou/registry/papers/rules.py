"""Who may do what with papers, and which organ may issue them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused, Sentence
from zhengyou.records.ledger import words
from zhengyou.registry.access import functions
from zhengyou.registry.bodies.enums import Kind as BodyKind
from zhengyou.registry.papers import policy

READ = functions.define("papers.read", _("Read papers"))
DRAFT = functions.define("papers.draft", _("Draft papers"))
ISSUE = functions.define("papers.issue", _("Issue, recall and void papers"))
REGISTER = functions.define("papers.register", _("Keep the organs that issue papers"))
SIGN_FOR = functions.define("papers.sign_for", _("Sign for papers"))
RECEIVE = functions.define("papers.receive", _("Register and file incoming papers"))
REGULATE = functions.define("papers.regulate", _("Keep regulations and record decisions"))
COMMENT = functions.define("papers.comment", _("Write instructions on incoming papers"))

words.describe(
    {
        "papers.found_organ": _("Issuing organ entered"),
        "papers.draft": _("Paper drafted"),
        "papers.revise": _("Draft changed"),
        "papers.mend": _("Words put right"),
        "papers.submit": _("Submitted for signature"),
        "papers.approve": _("Signed"),
        "papers.send_back": _("Back with the drafter"),
        "papers.issue": _("Paper issued"),
        "papers.withdraw": _("Paper recalled"),
        "papers.void": _("Paper made void"),
        "papers.take_number": _("Number taken"),
        "papers.void_number": _("Number made void"),
        "papers.confirm": _("Signed for the paper"),
        "papers.remind": _("Reminded recipients"),
        "papers.register": _("Incoming paper registered"),
        "papers.instruct": _("Instruction written"),
        "papers.answer": _("Instruction carried out"),
        "papers.file": _("Incoming paper filed"),
        "papers.resolve": _("Decision recorded"),
        "papers.revoke": _("Decision revoked"),
        "papers.write_regulation": _("Regulation written"),
        "papers.amend": _("Regulation amended"),
        "papers.adopt": _("Regulation put into force"),
        "papers.repeal": _("Regulation repealed"),
    }
)


def organ_objection(body: Any) -> Sentence:
    """Return why ``body`` may not issue papers outward, or an empty text: of internal offices only the 办公室 may."""
    if body.kind == BodyKind.OFFICE and not body.name.endswith(policy.ISSUING_OFFICE):
        return _("An internal office issues nothing outward; its papers go out by the body's general office.")
    return ""


def require_organ(body: Any) -> None:
    """Raise Refused with the reason where ``body`` may not issue papers."""
    if reason := organ_objection(body):
        raise Refused(reason, field="body", code="organ")
