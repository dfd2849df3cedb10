"""The baseline's views: formtools' named-URL wizard as its documentation shows it, answers in the session, sessions in the database."""

import json

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from formtools.wizard.views import NamedUrlSessionWizardView

from .forms import STEPS
from .models import StockApplication


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """A page with one button, as ours."""
    request.portal_service = True
    return redirect("stock_step", step=STEPS[0][0]) if request.method == "POST" else render(request, "stock/start.html")


class StockWizard(NamedUrlSessionWizardView):
    """One step."""

    template_name = "stock/step.html"
    form_list = STEPS

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """In the short frame, as ours."""
        request.portal_service = True
        return super().dispatch(request, *args, **kwargs)

    def get_prefix(self, request: HttpRequest, *args: object, **kwargs: object) -> str:
        """Short name of the management form's field."""
        return "wizard"

    def get_form_prefix(self, step: str | None = None, form: object = None) -> str:
        """Fields are named after their questions."""
        return ""

    def get_context_data(self, form: forms.Form, **kwargs: object) -> dict:
        """What the template asks for."""
        previous = self.steps.prev
        back = {"back_url": reverse("stock_step", args=[previous]) if previous else "/ar/"}
        return super().get_context_data(form=form, **kwargs) | back | {"number": self.steps.step1, "total": self.steps.count}

    def done(self, form_list: list[forms.Form], **kwargs: object) -> HttpResponse:
        """Store the answers and show the receipt."""
        answers = json.loads(json.dumps(self.get_all_cleaned_data(), cls=DjangoJSONEncoder, default=str))
        return render(self.request, "stock/receipt.html", {"application": StockApplication.objects.create(answers=answers)})
