"""The word check before a paper leaves the house: what the law forbids to say, what to say instead, what to look at."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence
from zhengyou.kernel.secrecy import find_secrecy_mark
from zhengyou.registry.papers import policy


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding of the check; ``must``: the paper is not submitted before it is put right."""

    word: str
    instead: str
    why: Sentence
    must: bool


def secrecy_objection(*texts: str) -> Sentence:
    """Return why these texts may not enter the system, or an empty text."""
    for text in texts:
        if found := find_secrecy_mark(text):
            return _("The text carries the mark of secrecy “%(mark)s”; this system holds nothing classified.") % {
                "mark": found.word
            }
    return ""


def remarks(*texts: str, honours_basis: str = "") -> list[Remark]:
    """Return what the check finds in ``texts``; with the basis of an approved commendation its words may stand."""
    found, rest = [], "\n".join(texts)
    for word in policy.WORDS:
        without = rest.replace(word.instead, "") if word.instead else rest
        if word.word not in without:
            continue
        must = word.must and not honours_basis.strip()
        if word.must and not must:
            continue
        found.append(Remark(word.word, word.instead, word.why, must))
        rest = rest.replace(word.word, "")
    if (length := len("".join(rest.split()))) > policy.MOST_CHARACTERS:
        why = _("The text has %(n)d characters; a paper should not exceed %(most)d.")
        found.append(Remark("", "", why % {"n": length, "most": policy.MOST_CHARACTERS}, must=False))
    return found


def mended(text: str) -> str:
    """Return ``text`` with every word that must go replaced by the lawful one; said twice, it changes nothing more."""
    for word in policy.WORDS:
        if word.must and word.instead:
            text = word.instead.join(part.replace(word.word, word.instead) for part in text.split(word.instead))
    return text


def title_objection(kind: str, title: str) -> Sentence:
    """Return why ``title`` does not fit a paper of ``kind``, or an empty text."""
    bare = title.strip()
    ending = policy.TITLE_ENDS[kind]
    if bare.endswith(ending):
        return ""
    if any(bare.endswith(word) for word in policy.WORKING_PAPERS):
        return _("A plan or working paper gets no red head: issue a notice and put it in as the attachment.")
    return _("The title of this kind of paper ends with “%(ending)s”.") % {"ending": ending}
