"""Numbers of the queue are called to their window."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0007_tickets_and_credit"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="booking", name="booking_state_known"),
        migrations.RemoveConstraint(model_name="booking", name="booking_ended_has_its_moment"),
        migrations.RemoveConstraint(model_name="booking", name="booking_present_has_its_number"),
        migrations.AddField(
            model_name="booking",
            name="called_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="booking",
            name="calls",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="booking",
            name="state",
            field=models.CharField(
                choices=[
                    ("booked", "Booked"),
                    ("present", "Here, waiting with a number"),
                    ("called", "Called to the window"),
                    ("cancelled", "Cancelled"),
                    ("arrived", "Came"),
                    ("missed", "Did not come"),
                ],
                default="booked",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=Q(state__in=["booked", "present", "called", "cancelled", "arrived", "missed"]),
                name="booking_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=Q(state__in=["booked", "present", "called"]) | Q(ended_at__isnull=False),
                name="booking_ended_has_its_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=~Q(state__in=["present", "called"]) | Q(ticket__isnull=False, present_at__isnull=False),
                name="booking_present_has_its_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=~Q(state="called") | Q(called_at__isnull=False), name="booking_called_has_its_moment"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                fields=["slot", "ticket"], condition=Q(state__in=["present", "called"]), name="booking_in_the_hall"
            ),
        ),
    ]
