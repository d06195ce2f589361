"""The public's page of good solutions."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhengyou.mechanisms.orders.models import Problem


@require_safe
def highlights(request: HttpRequest) -> HttpResponse:
    """Show the public which problems were solved and what others can learn from it."""
    rows = Problem.objects.filter(is_highlight=True).select_related("body").order_by("-solved_on", "number")
    page = Paginator(rows, 12).get_page(request.GET.get("page"))
    return render(request, "orders/highlights.html", {"page": page})
