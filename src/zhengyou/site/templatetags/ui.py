"""`{% load ui %}`: every component of the design system under one name."""

from django.template import Library

from zhengyou.site.components import buttons, forms, frame, lists, pictures, structure, words

register = Library()
for part in (structure, lists, forms, buttons, words, pictures, frame):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
