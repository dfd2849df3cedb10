"""A commune outside the call: the right call is offered, and nothing has to be written again."""

import pytest
from django.utils import timezone

from forms_app.applications.models import Draft
from forms_app.applications.services import OutsideTerritory, saved_answers, submit_draft
from forms_app.applications.services.elsewhere import calls_of_hers, carry_over, commune_code, is_outside
from forms_app.calls.models import Call
from tests.factories_forms import call, commune, complete_draft, province, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """Tiznit in the south, Nador in the north."""
    north = region("oriental", "02", ar="الشرق", fr="Oriental")
    nador = commune("02.381.01.01.", of=province("nador", "02.381.", of=north, ar="الناظور", fr="Nador"), ar="الناظور", fr="Nador")
    return {"south": region(), "north": north, "tiznit": commune(), "nador": nador}


def test_the_open_calls_of_her_commune_are_offered_and_no_other(places):
    here = call(regions=[places["south"]])
    hers = call(regions=[places["north"]])
    country = call()
    call(regions=[places["north"]], kind=Call.Kind.ASSOCIATIONS)
    call(regions=[places["north"]], form_key="")
    call(regions=[places["north"]], cancelled_at=timezone.now(), cancel_reason={"ar": "س", "fr": "r"})
    draft = complete_draft(here, places["nador"])[0]
    code = commune_code(draft=draft)
    assert (code, is_outside(draft=draft, commune=code), is_outside(draft=draft, commune=places["tiznit"].code)) == (places["nador"].code, True, False)
    assert {offered.pk for offered in calls_of_hers(draft=draft, commune=code, at=timezone.now())} == {hers.pk, country.pk}


def test_answers_are_carried_over_and_can_be_sent_at_once(places):
    here, hers = call(regions=[places["south"]]), call(regions=[places["north"]])
    draft, code = complete_draft(here, places["nador"])
    with pytest.raises(OutsideTerritory):
        submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    new, new_code = carry_over(draft=draft, to=hers, at=timezone.now())
    assert (saved_answers(draft=new), new_code == code, Draft.objects.count()) == (saved_answers(draft=draft), False, 2)
    assert submit_draft(draft=new, resume_code=new_code, language="ar", at=timezone.now()).call == hers


def test_where_she_has_not_said_where_she_lives_nothing_is_offered(places):
    draft = complete_draft(call(), places["tiznit"])[0]
    draft.steps.all().delete()
    code = commune_code(draft=draft)
    assert (code, is_outside(draft=draft, commune=code), calls_of_hers(draft=draft, commune=code, at=timezone.now())) == ("", False, [])
