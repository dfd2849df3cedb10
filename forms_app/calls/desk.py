"""The staff's side of telling people: questions to answer, and who follows calls, in the admin."""

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.core.keyset import keyset_page
from portal.core.staff.requests import StaffRequest
from portal.core.translated import TranslatedFormField
from portal.core.wagtail_hooks import PermittedMenuItem

from .forms import FollowForm
from .models import Call, CallSubscription, Clarification
from .questions_panel import ANSWER
from .services.clarifications import answer, mark_of, set_aside, tell_answers
from .services.subscriptions import stop_address_by_hand

PER_PAGE = 50
VIEW_SUBSCRIPTIONS, END_SUBSCRIPTIONS = "calls.view_callsubscription", "calls.end_callsubscription"
_STATES = {"waiting": gettext_lazy("To answer"), "answered": gettext_lazy("Answered"), "set_aside": gettext_lazy("Set aside")}


class AnswerForm(forms.Form):
    """The question as readers will see it, and its answer."""

    published_text = forms.CharField(
        label=gettext_lazy("Question, as it is published"),
        help_text=gettext_lazy("Take out names, telephone numbers and whatever tells who asks. The rest stays as it was asked."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
    reply = TranslatedFormField(multiline=True, label=gettext_lazy("Answer"), help_text=gettext_lazy("In Arabic and in French; the Amazigh may follow."))


class SetAsideForm(forms.Form):
    """Why a question is not published."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=Clarification.Reason.choices, widget=forms.RadioSelect)


def _require(user: User, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied


@require_http_methods(["GET"])
def questions_desk(request: StaffRequest) -> HttpResponse:
    """Questions of her territory in one state, the newest first, and the calls whose new answers nobody was told of.

    Raises:
        PermissionDenied: not for her.
        Http404: a state that does not exist.
    """
    _require(request.user, ANSWER)
    state = request.GET.get("state", "waiting")
    if state not in _STATES:
        raise Http404
    hers = Clarification.objects.visible_to(request.user, ANSWER).defer("address")
    found = getattr(hers, state)().select_related("call", "by")
    untold = hers.answered().filter(told_in=None).order_by().values("call").annotate(answers=Count("pk")).values_list("call", "answers")
    counts = dict(untold)
    context = {
        "page": keyset_page(found, moment="asked_at", after=request.GET.get("after", ""), per_page=PER_PAGE),
        "state": state,
        "states": list(_STATES.items()),
        "untold": [(call, counts[call.pk]) for call in Call.objects.filter(pk__in=counts).order_by("slug")],
    }
    return TemplateResponse(request, "calls/admin/questions.html", context)


@require_http_methods(["GET", "POST"])
def question_desk(request: StaffRequest, pk: int) -> HttpResponse:
    """One question: answer it, correct its answer, or set it aside. What was typed stays when something is wrong."""
    _require(request.user, ANSWER)
    question = get_object_or_404(Clarification.objects.visible_to(request.user, ANSWER).defer("address").select_related("call", "by"), pk=pk)
    act = request.POST.get("act", "")
    initial = {"published_text": question.published_text or question.text, "reply": question.reply}
    answering = AnswerForm(request.POST if act == "answer" else None, initial=initial)
    aside = SetAsideForm(request.POST if act == "set_aside" else None)
    form = {"answer": answering, "set_aside": aside}.get(act)
    if form is not None and form.is_valid() and _seen_to(request, question, act, form):
        return redirect("call_questions_desk")
    context = {"question": question, "answering": answering, "aside": aside, "seen": mark_of(question)}
    return TemplateResponse(request, "calls/admin/question.html", context)


def _seen_to(request: StaffRequest, question: Clarification, act: str, form: forms.Form) -> bool:
    data, at = form.cleaned_data, timezone.now()
    try:
        if act == "answer":
            seen = request.POST.get("seen", "")
            answer(question=question, published_text=data["published_text"], reply=data["reply"], by=request.user, at=at, seen=seen)
            messages.success(request, _("The answer is published on the page of the call."))
        else:
            set_aside(question=question, reason=data["reason"], by=request.user, at=at)
            messages.success(request, _("The question is set aside: it will not be published."))
    except ValidationError as error:
        form.add_error(None, error)
        question.refresh_from_db(fields=["published_text", "reply", "answered_at", "set_aside_at", "reason", "by"])
        return False
    return True


@require_POST
def tell_desk(request: StaffRequest, pk: int) -> HttpResponse:
    """Have those concerned by a call told of its new answers, once for all of them."""
    _require(request.user, ANSWER)
    call = get_object_or_404(Call.objects.visible_to(request.user, ANSWER), pk=pk)
    if tell_answers(call=call, by=request.user, at=timezone.now()):
        messages.success(request, _("Those concerned will be told of the new answers."))
    else:
        messages.warning(request, _("There are no new answers to tell of."))
    return redirect("call_questions_desk")


@require_http_methods(["GET", "POST"])
def subscriptions_desk(request: StaffRequest) -> HttpResponse:
    """Who follows what, without addresses; and, for whoever may, the end of all that an address follows."""
    _require(request.user, VIEW_SUBSCRIPTIONS)
    may_end = request.user.has_perm(END_SUBSCRIPTIONS)
    form = FollowForm(request.POST or None) if may_end else None
    if request.method == "POST":
        _require(request.user, END_SUBSCRIPTIONS)
        if form is not None and form.is_valid():
            ended = stop_address_by_hand(to=form.cleaned_data["address"], by=request.user, at=timezone.now())
            words = ngettext("%(count)d subscription was ended.", "%(count)d subscriptions were ended.", ended) % {"count": ended}
            messages.success(request, words)
            return redirect("call_subscriptions_desk")
    rows = CallSubscription.objects.defer("address").select_related("call", "region", "programme")
    page = keyset_page(rows, moment="created_at", after=request.GET.get("after", ""), per_page=PER_PAGE)
    return TemplateResponse(request, "calls/admin/subscriptions.html", {"page": page, "form": form})


@hooks.register("register_admin_urls")
def desk_addresses() -> list[URLPattern]:
    """``/admin/call-questions/`` and ``/admin/call-subscriptions/``."""
    return [
        path("call-questions/", questions_desk, name="call_questions_desk"),
        path("call-questions/<row:pk>/", question_desk, name="call_question_desk"),
        path("call-questions/tell/<row:pk>/", tell_desk, name="call_questions_tell"),
        path("call-subscriptions/", subscriptions_desk, name="call_subscriptions_desk"),
    ]


@hooks.register("register_admin_menu_item")
def questions_menu_item() -> MenuItem:
    """The queue of questions, below the calls."""
    return PermittedMenuItem(
        gettext_lazy("Questions about calls"), reverse("call_questions_desk"), name="call-questions", icon_name="help", order=155, permission=ANSWER
    )


@hooks.register("register_reports_menu_item")
def subscriptions_menu_item() -> MenuItem:
    """Who follows calls."""
    return PermittedMenuItem(
        gettext_lazy("Subscriptions to calls"),
        reverse("call_subscriptions_desk"),
        name="call-subscriptions",
        icon_name="mail",
        order=890,
        permission=VIEW_SUBSCRIPTIONS,
    )
