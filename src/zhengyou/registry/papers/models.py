"""Tables of papers: organs, numbers, papers with basis and recipients, incoming papers and instructions, decisions of
meetings, and the regulations of a house.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers.enums import (
    Aspect,
    IncomingState,
    Kind,
    Manner,
    NumberState,
    RegulationState,
    ResolutionState,
    State,
    Urgency,
)


class Organ(models.Model):
    """A body, or its party organ or group, that issues papers under a code of its own (发文机关代字)."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="organs")
    name = models.CharField(max_length=120)
    """As it signs: 青禾县总工会."""
    code = models.CharField(max_length=20, unique=True)
    """机关代字: 青工发."""
    heading = models.CharField(max_length=200, blank=True)
    """The red text where it is not the name with 文件; several organs, one a line."""
    joint = models.CharField(max_length=200, blank=True)
    """Further organs that issue jointly, divided by 、, behind the host."""

    class Meta:
        ordering = ["body__sort_path", "code"]

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"


class Series(models.Model):
    """The register of numbers of one word in one year; its row is locked while a number is taken."""

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="number_series")
    code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["code", "-year"]
        constraints = [models.UniqueConstraint(fields=["body", "code", "year"], name="series_once_a_year")]

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕"


class Number(models.Model):
    """One number of a register: taken once, never given again; a void one stays with its reason."""

    body_path: ClassVar[str] = "series__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="numbers")
    serial = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    """For what it was taken, as it was called then."""
    state = models.CharField(max_length=16, choices=NumberState, default=NumberState.USED)
    reason = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["series__code", "-series__year", "-serial"]
        constraints = [
            known_state("number", NumberState),
            models.UniqueConstraint(fields=["series", "serial"], name="number_once_in_series"),
            models.CheckConstraint(condition=Q(serial__gte=1), name="number_from_one"),
            models.CheckConstraint(condition=Q(state="used") | ~Q(reason=""), name="number_void_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.series}{self.serial}号"


class Resolution(models.Model):
    """What a meeting of a body's leadership decided (决定事项), with date and basis: papers and regulations rest on it."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="resolutions")
    number = models.OneToOneField(Number, models.PROTECT, related_name="resolution")
    """Its number in the body's register of decisions: 决〔2026〕3号."""
    decided_by = models.CharField(max_length=120)
    """Which organ decided: 县总工会党组."""
    meeting = models.CharField(max_length=120, blank=True)
    """2026年第8次党组会议."""
    decided_on = models.DateField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    basis = models.TextField(blank=True)
    """On what the decision rests, one document a line, numbers with 〔〕."""
    state = models.CharField(max_length=16, choices=ResolutionState, default=ResolutionState.STANDING)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-decided_on", "-id"]
        indexes = [models.Index(fields=["body", "-decided_on"], name="resolution_of_body")]
        constraints = [known_state("resolution", ResolutionState)]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"

    @property
    def as_basis(self) -> str:
        """Return how a paper that rests on it names it: 县总工会党组2026年8月3日决定."""
        day = self.decided_on
        return f"{self.decided_by}{day.year}年{day.month}月{day.day}日决定"  # messages: zh


class Paper(models.Model):
    """An official document of an organ, from the draft to the archive."""

    body_path: ClassVar[str] = "organ__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=16, choices=Kind)
    title = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    urgency = models.CharField(max_length=8, choices=Urgency, blank=True, default="")
    number = models.OneToOneField(Number, models.PROTECT, null=True, blank=True, related_name="paper")
    dated = models.DateField(null=True, blank=True)
    """成文日期; set while drafting only where an older paper is entered, otherwise the day of issue."""
    subject_words = models.CharField(max_length=200, blank=True)
    """主题词, on papers before 2012-07-01 only."""
    honours_basis = models.CharField(max_length=200, blank=True)
    """The approved programme that allows words of commendation."""
    main_line = models.CharField(max_length=300, blank=True)
    """主送 as printed, where it is not the list of names: 各镇工会联合会、窗口单位."""
    copy_line = models.CharField(max_length=300, blank=True)
    printed_copies = models.PositiveSmallIntegerField(default=0)
    """共印…份; nought: not printed."""
    appendix_title = models.CharField(max_length=200, blank=True)
    appendix_text = models.TextField(blank=True)
    """What the paper sends out: the plan behind a notice."""
    note = models.CharField(max_length=300, blank=True)
    """附注."""
    drafted_by = models.CharField(max_length=200)
    drafted_at = models.DateTimeField()
    signed_by = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    receipts_due_on = models.DateField(null=True, blank=True)
    """The last day on which recipients sign for it."""
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-drafted_at", "-id"]
        indexes = [models.Index(fields=["organ", "state", "-drafted_at"], name="paper_of_organ")]
        constraints = [
            known_state("paper", State),
            known_state("paper", Kind, field="kind"),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "withdrawn"])
                | Q(number__isnull=False, dated__isnull=False, issued_at__isnull=False),
                name="paper_issued_has_number",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number_text(self) -> str:
        """Return the number as printed, or nothing while there is none."""
        return str(self.number) if self.number else ""


class Basis(models.Model):
    """One document on which a paper rests: an own paper, one of another organ, or a demand without document."""

    body_path: ClassVar[str] = "paper__organ__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="bases")
    own = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="resting_on_it")
    number_text = models.CharField(max_length=60, blank=True)
    """Normalised to 〔〕; old texts may be masked: ***〔2011〕*号."""
    title = models.CharField(max_length=200, blank=True)
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="papers")
    """The decision of a meeting on which it rests."""
    carries_out = models.BooleanField(default=False)
    """Whether the paper carries it out here: a campaign of an upper level (贯彻), not a document to rest on (依据)."""
    order_number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order_number", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(number_text="") | ~Q(title=""), name="basis_says_something"),
            models.CheckConstraint(condition=~Q(own=models.F("paper")), name="basis_not_itself"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.title}（{self.number_text}）" if self.title and self.number_text else self.title + self.number_text
        )


class Recipient(models.Model):
    """One recipient of a paper: a unit here, which signs for it, or somebody outside, by name only.

    Kept are the moments of delivery and of signing for it, never how long somebody read.
    """

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"name": "a unit's name"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="recipients")
    manner = models.CharField(max_length=8, choices=Manner)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="papers_received")
    name = models.CharField(max_length=120)
    """As it was called when the paper was addressed, and again when it was issued."""
    copies = models.PositiveSmallIntegerField(default=1)
    order_number = models.PositiveIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["order_number", "id"]
        indexes = [models.Index(fields=["body", "confirmed_at"], name="recipient_of_body")]
        constraints = [
            known_state("recipient", Manner, field="manner"),
            models.UniqueConstraint(fields=["paper", "body"], name="recipient_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(delivered_at__isnull=False),
                name="recipient_confirms_what_came",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Incoming(models.Model):
    """A paper that came to a unit, in its register, with what is proposed, instructed and done (阅办单)."""

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"from_name": "the sending organ's name"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="incoming_papers")
    number = models.OneToOneField(Number, models.PROTECT, related_name="incoming")
    """Its number in the unit's own register: 收〔2026〕12号."""
    from_name = models.CharField(max_length=120)
    from_number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    dated = models.DateField(null=True, blank=True)
    received_on = models.DateField()
    receipt = models.OneToOneField(Recipient, models.PROTECT, null=True, blank=True, related_name="incoming")
    """The receipt by which it came, where it was issued on this platform."""
    proposal = models.TextField(blank=True)
    """拟办意见."""
    result = models.TextField(blank=True)
    """办理结果."""
    state = models.CharField(max_length=16, choices=IncomingState, default=IncomingState.REGISTERED)

    class Meta:
        ordering = ["-received_on", "-id"]
        indexes = [models.Index(fields=["body", "state", "-received_on"], name="incoming_of_body")]
        constraints = [known_state("incoming", IncomingState)]

    def __str__(self) -> str:
        return self.title


class Instruction(models.Model):
    """A leader's instruction (批示) on an incoming paper, to one unit: it becomes that unit's duty."""

    body_path: ClassVar[str] = "incoming__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    incoming = models.ForeignKey(Incoming, models.PROTECT, related_name="instructions")
    body = models.ForeignKey(Body, models.PROTECT, related_name="instructions")
    """Who is to carry it out."""
    text = models.TextField()
    leader = models.CharField(max_length=200)
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.incoming} · {self.body}"


class Regulation(models.Model):
    """A regulation of a house (制度): its wording in force and all earlier ones; together they are its set (制度汇编)."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="regulations")
    title = models.CharField(max_length=120)
    aspect = models.CharField(max_length=16, choices=Aspect)
    state = models.CharField(max_length=16, choices=RegulationState, default=RegulationState.DRAFT)
    current = models.ForeignKey("RegulationVersion", models.PROTECT, null=True, blank=True, related_name="+")
    """The wording in force."""
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["body__sort_path", "aspect", "id"]
        indexes = [models.Index(fields=["body", "state"], name="regulation_of_body")]
        constraints = [
            known_state("regulation", RegulationState),
            known_state("regulation", Aspect, field="aspect"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(current__isnull=False), name="regulation_in_force_has_wording"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RegulationVersion(models.Model):
    """One wording of a regulation, what it changed and why, and on what its adoption rests."""

    body_path: ClassVar[str] = "regulation__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    changes = models.TextField(blank=True)
    """What is new in it, and why; the first wording needs none."""
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    adopted_on = models.DateField(null=True, blank=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="regulations")
    """The issued paper that put it into force."""
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="regulations")
    """The decision that put it into force."""

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["regulation", "number"], name="regulation_version_once"),
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=True) | Q(paper__isnull=False) | Q(resolution__isnull=False),
                name="regulation_adopted_on_a_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regulation} {self.number}"


class RegulationIssue(models.Model):
    """A problem for which a regulation was amended (普遍性问题): by the number under which another room knows it, or words."""

    body_path: ClassVar[str] = "version__regulation__body"
    impersonal: ClassVar[dict[str, str]] = {"address": "where the thing's page stands on the desk"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    version = models.ForeignKey(RegulationVersion, models.CASCADE, related_name="issues")
    kind = models.CharField(max_length=64, blank=True)
    """The model of the thing in the room that knows it (`orders.order`); empty: words alone."""
    thing = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=200)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "thing"], name="regulation_issue_thing")]

    def __str__(self) -> str:
        return self.label
