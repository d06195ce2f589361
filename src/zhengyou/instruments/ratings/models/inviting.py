"""Tables of other ways to be asked: tickets of a hall without a case, and invitations that go out by text message."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.instruments.ratings.enums import PushState, State
from zhengyou.instruments.ratings.models.giving import Invitation, invitation_code
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import Window


class Ticket(models.Model):
    """一次一评: what the queue machine of a hall gives to a visitor without a case; its code is used once."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    code = models.CharField(max_length=12, unique=True, default=invitation_code, editable=False)
    window = models.ForeignKey(Window, models.PROTECT, related_name="tickets")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    queue_number = models.CharField(max_length=20)
    """As it was called; once a day at a window, so that a repeated request gives the same ticket."""
    state = models.CharField(max_length=16, choices=State, default=State.INVITED)
    made_on = models.DateField()
    expires_on = models.DateField()

    class Meta:
        constraints = [
            known_state("ticket", State),
            models.UniqueConstraint(fields=["window", "made_on", "queue_number"], name="ticket_once_for_each_number"),
        ]
        indexes = [models.Index(fields=["expires_on"], condition=Q(state="invited"), name="ticket_expiring")]

    def __str__(self) -> str:
        return str(self.window)


class TextInvitation(models.Model):
    """An invitation that goes to the applicant's telephone: at once, or later where chance drew it for the control series.

    It goes out whether the case was rated meanwhile or not: that it was left out would tell who has rated.
    """

    body_path: ClassVar[str] = "invitation__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="text")
    is_control = models.BooleanField(default=False)
    """Drawn by chance: its code is printed nowhere and goes out `policy.CONTROL_AFTER` days later."""
    send_on = models.DateField()
    state = models.CharField(max_length=16, choices=PushState, default=PushState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True, blank=True)
    """When it was begun to be sent; committed before the sending, so that nobody gets it twice."""
    problem = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [known_state("text_invitation", PushState)]
        indexes = [models.Index(fields=["send_on"], condition=Q(state="waiting"), name="text_invitation_due")]

    def __str__(self) -> str:
        return str(self.invitation)
