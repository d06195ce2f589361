"""A campaign that runs, and the pages of everybody in it."""

from django.urls import reverse

from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from zhengyou.campaign.campaigns import actions
from zhengyou.campaign.campaigns.models import Meeting

LEADS = (*plans.OFFICE, *(f"campaigns.{name}" for name in ("convene", "keep", "report", "submit")))
UNIT = ("campaigns.read", "campaigns.submit", "campaigns.convene", "campaigns.keep", "campaigns.report")


class Ground:
    """A county's campaign with three stations, its office and the people of the first two stations."""

    def __init__(self, client):
        self.client = client
        self.county = BodyFactory(name="青禾县")
        self.account, self.office = access.signed_in(*LEADS, body=self.county)
        self.units = [BodyFactory(parent=self.county, name=name) for name in ("东关站", "西关站", "南关站")]
        self.people = [access.signed_in(*UNIT, body=unit, duty="liaison") for unit in self.units]
        self.campaign = actions.launch(plans.plan(self.county, self.office), units=self.units, actor=self.office)

    def as_office(self):
        self.client.force_login(self.account)

    def as_unit(self, number):
        self.client.force_login(self.people[number][0])

    def post(self, route, *args, expect=302, **given):
        """Send a form and return the answer."""
        answer = self.client.post(reverse(f"campaigns:{route}", args=args), given)
        assert answer.status_code == expect, answer.content.decode()[-3000:]
        return answer

    def see(self, route, *args, **query):
        """Return what a page shows."""
        answer = self.client.get(reverse(f"campaigns:{route}", args=args), query)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def appointment(self, number):
        return self.people[number][0].person.appointments.get()

    def meeting(self, **given):
        """Prepare a meeting of the office through its page."""
        facts = {
            "kind": "planning", "title": "专项研究会", "starts_at": "2026-03-12T09:00", "place": "三楼会议室",
            "agenda": "通报进展\n研究下一步措施", "everybody": "on", "body": str(self.county.public_id),
        }  # fmt: skip
        self.as_office()
        self.post("meeting-new", self.campaign.pk, **facts | given)
        return Meeting.objects.earliest("pk") if Meeting.objects.count() == 1 else Meeting.objects.latest("pk")

    def hold(self, meeting, coming=(0, 1)):
        """Send the notice, let units answer, and keep the minutes."""
        self.as_office()
        self.post("meeting-call", meeting.pk)
        for number in coming:
            self.as_unit(number)
            key = meeting.invitations.get(body=self.units[number]).pk
            self.post("meeting-answer", key, coming="1", appointments=[str(self.appointment(number).public_id)])
        self.as_office()
        there = [str(a.pk) for i in meeting.invitations.all() for a in i.attendees.all()]
        self.post("meeting-presence", meeting.pk, present=there)
        self.post("meeting-minutes", meeting.pk, minutes="会议听取汇报并议定措施。", **{"item-1": "已通报"})
        meeting.refresh_from_db()
        return meeting
