"""Addresses of bodies on the desk."""

from django.urls import path

from zhengyou.registry.bodies.web import desk

app_name = "bodies"
mount = "bodies"

desk_urlpatterns = [
    path("tree/<uuid:public_id>/", desk.tree_children, name="tree-children"),
]
