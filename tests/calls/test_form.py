"""A call names a form that exists: otherwise its button would lead nowhere."""

import pytest
from django.core.exceptions import ValidationError

from tests import factories_forms as make

pytestmark = pytest.mark.django_db


def test_a_call_refuses_a_form_that_does_not_exist() -> None:
    call = make.call(form_key="no_such_form")
    with pytest.raises(ValidationError) as refused:
        call.clean()
    assert list(refused.value.message_dict) == ["form_key"]


def test_a_call_takes_no_address_below_the_list_that_is_the_portals_own() -> None:
    with pytest.raises(ValidationError) as caught:
        make.call(slug="follow").full_clean()
    assert list(caught.value.message_dict) == ["slug"]


def test_a_call_takes_a_published_form() -> None:
    version = make.form()
    assert make.call(form_key=version.key).clean() is None
