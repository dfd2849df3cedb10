"""Wagtail 8.0 gives the password of its log-in form no label, so that Django makes one of the field's name: “Password” in every language.

Red without it: ``tests/core/test_upstream.py::test_the_log_in_form_names_the_password_in_the_language_of_the_page``.
"""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from wagtail.admin.forms.auth import LoginForm


class NamedLoginForm(LoginForm):
    """Wagtail's form with Django's own word for the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = AuthenticationForm.base_fields["password"].label
