"""Bodies, posts and appointments."""

import datetime as dt

import factory

from tests.factories.people import PersonFactory
from zhengyou.registry.bodies.models import Appointment, Body, BodyVersion, Post


class BodyFactory(factory.django.DjangoModelFactory[Body]):
    """A body that has stood since ever; its paths and its version follow from its parent, as the verbs make them."""

    class Meta:
        model = Body
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"测试单位{n}")
    order_number = factory.Sequence(int)

    @factory.post_generation
    def paths(self, create, extracted, **kwargs):
        if create:
            above = self.parent
            self.path = f"{above.path if above else ''}{self.pk}."
            self.sort_path = f"{above.sort_path if above else ''}{self.order_number:06d}{self.pk:010d}."
            self.save(update_fields=["path", "sort_path"])
            BodyVersion.objects.create(
                body=self,
                name=self.name,
                short_name=self.short_name,
                kind=self.kind,
                level=self.level,
                parent=above,
                order_number=self.order_number,
                during=(self.founded_on, self.dissolved_on),
            )


class PostFactory(factory.django.DjangoModelFactory[Post]):
    class Meta:
        model = Post

    body = factory.SubFactory(BodyFactory)
    title = "经办人"


class AppointmentFactory(factory.django.DjangoModelFactory[Appointment]):
    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    post = factory.SubFactory(PostFactory)
    starts_on = dt.date(2020, 1, 1)
