"""wagtail-localize 1.14.5: the submit and update views ask for one global permission and never look at the page.

An editor without rights on a region got 200, and a French copy of its draft; "publish immediately" published the
translations of anybody. Here both views ask for the page's own rights: submitting needs the right to edit the page (and,
with its subtree, every page below), a parent that exists in the language, and syncing with "publish" the right to publish
every translation.
Red without it: tests/staff/test_localize_guards.py.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.views.submit_translations import SubmitTranslationForm, SubmitTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

#: Homes stand under the root, which has no language.
_HOME_DEPTH = 2

_submit_form_init = SubmitTranslationForm.__init__
_submit_form_valid = SubmitTranslationView.form_valid
_submit_dispatch = SubmitTranslationView.dispatch
_update_form_valid = UpdateTranslationsView.form_valid
_update_dispatch = UpdateTranslationsView.dispatch


def _require_edit(user: object, page: object) -> None:
    if isinstance(page, Page) and not page.permissions_for_user(user).can_edit():
        raise PermissionDenied


def _init(self: SubmitTranslationForm, instance: object, *args: Any, **kwargs: Any) -> None:
    """Offer only languages in which the parent stands: otherwise copies of the pages above would be made, outside the editor's territory."""
    _submit_form_init(self, instance, *args, **kwargs)
    if isinstance(instance, Page) and instance.depth > _HOME_DEPTH:
        parents = instance.get_parent().get_translations(inclusive=True)
        locales = self.fields["locales"]
        locales.queryset = locales.queryset.filter(pk__in=parents.values_list("locale_id", flat=True))


def _dispatch_submit(self: SubmitTranslationView, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    _require_edit(request.user, self.get_object())
    return _submit_dispatch(self, request, *args, **kwargs)


def _submit_valid(self: SubmitTranslationView, form: SubmitTranslationForm) -> HttpResponse:
    if isinstance(self.object, Page) and form.cleaned_data["include_subtree"]:
        for page in self.object.get_descendants():
            _require_edit(self.request.user, page)
    return _submit_form_valid(self, form)


def _dispatch_update(self: UpdateTranslationsView, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    _require_edit(request.user, self.get_object().get_source_instance())
    return _update_dispatch(self, request, *args, **kwargs)


def _update_valid(self: UpdateTranslationsView, form: UpdateTranslationsForm) -> HttpResponse:
    if form.cleaned_data["publish_translations"] and not may_publish_translations(self.request.user, self.object):
        raise PermissionDenied
    return _update_form_valid(self, form)


def may_publish_translations(user: object, source: TranslationSource) -> bool:
    """Whether the person may publish every translation in step with ``source``."""
    targets = [translation.get_target_instance() for translation in source.translations.filter(enabled=True)]
    return all(not isinstance(target, Page) or target.permissions_for_user(user).can_publish() for target in targets)


def apply() -> None:
    """Put the checks in front of the two views."""
    SubmitTranslationForm.__init__ = _init
    SubmitTranslationView.dispatch = _dispatch_submit
    SubmitTranslationView.form_valid = _submit_valid
    UpdateTranslationsView.dispatch = _dispatch_update
    UpdateTranslationsView.form_valid = _update_valid
