"""The web server's entry with the gate: ratings are taken by the gate, everything else by Django's WSGI application."""

import os
from typing import cast

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from zhengyou.gate.pages import Application

threads = int(os.environ.get("WEB_THREADS", "4"))
django = cast("Application", WSGIMiddleware(get_wsgi_application(), workers=threads))

from zhengyou.gate.door import Gate  # noqa: E402 -- models can be imported only when Django stands

application = Gate(django, alone=os.environ.get("ZHENGYOU_GATE") == "alone")
