"""The method paper of a scheme 考核办法说明, generated from its data: who, what, how, and how to check it."""

from django.utils.translation import gettext as _

from zhengyou.mechanisms.scoring import catalogue, collecting, policy
from zhengyou.mechanisms.scoring.enums import Form, Role, Source, Tie
from zhengyou.mechanisms.scoring.methods.scheme import weights_of
from zhengyou.mechanisms.scoring.models import Part, Scheme
from zhengyou.records.documents import Align, Appendix, Column, Layout, Level, Notice, Paragraph, Table, numbered

ROLES = (Role.BONUS, Role.DEDUCTION, Role.VETO)


def paper(scheme: Scheme) -> Notice:
    """Return the paper of ``scheme``: its rules in sentences, and its tree and indicators as annexes."""
    parts = list(scheme.parts.all())
    chapters = (
        (_("Basis and scope"), _scope(scheme)),
        (_("Parts and weights"), _parts(scheme, parts)),
        (_("How points come about"), _points(scheme)),
        (_("Bonus, deduction and veto"), _events(scheme, parts)),
        (_("Places and grades"), _places(scheme)),
        (_("Objection, correction and checking"), _checking(scheme)),
    )
    body: list[Paragraph] = []
    for head, sentences in chapters:
        body.append(Paragraph(head=head, level=Level.FIRST))
        body += [Paragraph(text) for text in sentences if text]
    return Notice(
        title=_("Method of “%(title)s”") % {"title": scheme.title},
        organs=(scheme.body.name,),
        date=scheme.frozen_at.date() if scheme.frozen_at else scheme.starts_on,
        body=numbered(body),
        layout=Layout.PLAIN,
        appendices=(
            Appendix(_("Parts and weights"), (_tree(scheme, parts),)),
            Appendix(_("Indicators"), (_read(parts),)),
        ),
    )


def _scope(scheme: Scheme) -> list[str]:
    words = {
        "title": scheme.title,
        "version": scheme.version,
        "rhythm": scheme.get_rhythm_display(),
        "day": scheme.starts_on,
    }
    frozen = _("It was approved and frozen on %(day)s, before the period began; nothing of it can be changed since.")
    late = _("It was changed within a running period by this decision: %(decision)s (%(day)s); %(moved)s units moved.")
    return [
        _("Basis: %(basis)s.") % {"basis": scheme.basis} if scheme.basis else "",
        _("Version %(version)s of “%(title)s” holds from %(day)s; %(rhythm)s.") % words,
        _("It applies to %(n)d units. A unit is compared with: %(peers)s.")
        % {"n": len(collecting.units_of(scheme)), "peers": scheme.get_grouping_display()},
        late % {"decision": scheme.decision, "day": scheme.decided_on, "moved": scheme.impact.get("moved", 0)}
        if scheme.decision
        else frozen % {"day": scheme.frozen_at.date()}
        if scheme.frozen_at
        else _("It is a draft and binds nobody yet."),
    ]


def _parts(scheme: Scheme, parts: list[Part]) -> list[str]:
    leaves = [part for part in parts if part.role == Role.PART and part.source != Source.GROUP]
    must = "、".join(part.name for part in leaves if part.mandatory)
    return [
        _("%(n)d parts share 100 points; annex 1 has their weights, goalposts and standards.") % {"n": len(leaves)},
        _("Mandatory: %(names)s. Without them no unit is ranked.") % {"names": must} if must else "",
    ]


def _points(scheme: Scheme) -> list[str]:
    form = (
        _("The total is the weighted mean of the parts.")
        if scheme.form == Form.MEAN
        else _("The total is the weighted geometric mean of the parts: weakness in one is not bought off by another.")
    )
    return [
        _("Each part is brought to 0 to 100 points between two goalposts that were fixed beforehand."),
        _(
            "Parts that are read from records are estimated by one model for all units: everybody is judged on the same"
            " frozen mix of kinds of cases and channels, and a unit with few records is drawn towards its peers."
        ),
        _("With fewer than %(n)d ratings such a part counts as missing.") % {"n": scheme.minimum},
        form,
        _("The weight of what is missing is spread over the rest; at least %(share)d%% must be present to be ranked.")
        % {"share": round(100 * scheme.needed)},
    ]


def _events(scheme: Scheme, parts: list[Part]) -> list[str]:
    named = {role: "、".join(part.name for part in parts if part.role == role) for role in ROLES}
    told = []
    if named[Role.BONUS]:
        told.append(
            _("Bonus: %(names)s; %(cap)g points at most.") % {"names": named[Role.BONUS], "cap": scheme.bonus_cap}
        )
    if named[Role.DEDUCTION]:
        told.append(
            _("Deduction: %(names)s; %(cap)g points at most.")
            % {"names": named[Role.DEDUCTION], "cap": scheme.deduction_cap}
        )
    if named[Role.VETO]:
        text = _("Veto: %(names)s. It takes no points, but bars honours and withholds the grade until it is lifted.")
        told.append(text % {"names": named[Role.VETO]})
    return [*told, _("An event counts once, and each rests on evidence.")]


def _places(scheme: Scheme) -> list[str]:
    ties = {
        Tie.SHARE: _("Units with equal points share the place."),
        Tie.PART: _("With equal points the heaviest part decides, then the next."),
        Tie.LOT: _(
            "With equal points a lot decides, drawn by a number that the version and the period fix beforehand."
        ),
    }
    grades = "，".join(f"{name}≥{least:g}" for name, least in scheme.grades)
    return [
        _("A place is shown with the range that holds it nine times in ten; it stands within the peer group."),
        ties[Tie(scheme.tie)],
        _("Grades: %(grades)s.") % {"grades": grades} if grades else "",
        _("A grade rises by at most %(n)d steps a period; it falls at once.") % {"n": scheme.climb}
        if scheme.climb
        else "",
        _(
            "Beside every ranking stands how far it depends on the weights: the places under weights within 25% of these."
        ),
    ]


def _checking(scheme: Scheme) -> list[str]:
    return [
        _("Results are shown to the units first; they may object for %(days)d working days.")
        % {"days": policy.OBJECTION_DAYS},
        _("A published result that proves wrong is computed again; both stay on record with their difference."),
        _(
            "Everything that went in is kept with its check sum, the version of the scheme and of the program; anybody"
            " entitled may have it computed again and compared."
        ),
    ]


def _tree(scheme: Scheme, parts: list[Part]) -> Table:
    shares = weights_of(
        [
            (str(part.pk), str(part.parent_id) if part.parent_id else None, part.weight)
            for part in parts
            if part.role == Role.PART
        ]
    )
    columns = (
        Column(_("Part of the scheme"), weight=2),
        Column(_("Of 100 points"), Align.RIGHT, decimals=1),
        Column(_("Where its points come from"), weight=1),
        Column(_("Goalposts")),
        Column(_("Standard"), weight=2),
    )
    rows: list[list[str | float | None]] = []

    def walk(parent: Part | None, depth: int) -> None:
        for part in parts:
            if part.parent_id == (parent.pk if parent else None):
                leaf = part.role == Role.PART and part.source != Source.GROUP
                source = part.get_source_display() if part.role == Role.PART else part.get_role_display()
                posts = f"{part.worst:g} → {part.target:g}" if leaf else ""
                rows.append(["　" * depth + part.name, shares.get(str(part.pk)), source, posts, part.standard])
                walk(part, depth + 1)

    walk(None, 0)
    return Table(title=_("Parts and weights"), columns=columns, rows=rows, caption=str(scheme))


def _read(parts: list[Part]) -> Table:
    offered = catalogue.offered()
    names = dict.fromkeys(part.indicator for part in parts if part.indicator in offered)
    columns = (
        Column(_("Indicator"), weight=1),
        Column(_("Unit of measure")),
        Column(_("Definition"), weight=4),
        Column(_("Denominator"), weight=2),
        Column(_("Direction")),
    )
    rows = [
        [str(one.label), str(one.unit), str(one.definition), str(one.denominator), str(one.direction.label)]
        for one in (offered[name] for name in names)
    ]
    return Table(title=_("Indicators"), columns=columns, rows=rows)
