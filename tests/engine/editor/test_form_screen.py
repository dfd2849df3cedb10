"""The screen of the whole form: outline, publishing, approval, history."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from forms_app.engine.editor import acts
from forms_app.engine.editor.words import ENTRIES
from forms_app.engine.editor.workflow import sync_workflow_of_forms
from forms_app.engine.models import FormDefinition, FormVersion
from portal.core.models import Role

from .posting import texts
from .samples import enter, form, newest, person, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(editor) -> Client:
    return enter(editor)


def url(name: str, *args: object) -> str:
    return reverse(f"form_editor:{name}", args=args)


def whole(made: FormDefinition, **changes: object) -> dict:
    """What the screen of the whole form sends; its eligibility sentences are left out."""
    draft = newest(made)
    rules = {"rules-count": "0"}
    return {**texts("title", draft.title), **texts("intro", draft.intro), **rules, "loaded_revision_id": draft.latest_revision_id} | changes


def press(manager: Client, made: FormDefinition, act: str) -> str:
    return manager.post(url("outline", made.pk), {"act": act}).headers["Location"]


def keys(made: FormDefinition) -> list[str]:
    return [step["key"] for step in newest(made).steps]


def test_the_outline_has_every_step_and_question_with_a_way_to_it(made, manager) -> None:
    response = manager.get(url("edit", made.pk))
    page = response.content.decode().split('<ol class="form-outline__steps">')[1]
    for step in made.steps:
        assert page.count(f'href="{url("step", made.pk, step["key"])}"') == 1
        for question in step["questions"]:
            assert page.count(f'value="up:{step["key"]}:{question["key"]}"') == 1


def test_a_form_is_named_in_the_language_of_who_reads(made, manager, editor) -> None:
    """Its screens bore the title in the language of whoever saved it last."""
    with override("ar"):
        made.save_revision()
    UserProfile.objects.create(user=editor, preferred_language="fr")
    named = [manager.get(url(screen, made.pk)).context["page_subtitle"] for screen in ("edit", "inspect", "history")]
    assert named == [made.title["fr"]] * 3


def test_the_buttons_of_the_outline(made, manager) -> None:
    assert press(manager, made, "down:words") == f"{url('edit', made.pk)}#step-words"
    assert keys(made) == ["numbers", "words", "rest"]
    press(manager, made, "copy:rest")
    assert press(manager, made, "remove:numbers") == url("edit", made.pk)
    assert press(manager, made, "add") == url("step", made.pk, "step_4")
    assert keys(made) == ["words", "rest", "rest_2", "step_4"]
    for act in ("up:words:long", "copy:words:long", "remove:words:short"):
        press(manager, made, act)
    assert [question["key"] for question in newest(made).step("words")["questions"]] == ["long", "long_2", "one_of", "some_of"]


@pytest.mark.parametrize("act", ["", "nothing", "up", "add:words:long:more", "drop:words", "up:words:long:more"])
def test_a_button_that_does_not_exist(act, made, manager) -> None:
    expected = 302 if act.startswith("add") else 404
    assert manager.post(url("outline", made.pk), {"act": act}).status_code == expected


def test_a_part_that_is_gone_is_said(made, manager) -> None:
    assert press(manager, made, "up:nowhere") == f"{url('edit', made.pk)}#step-nowhere"
    assert made.revisions.count() == 1


def test_texts_are_saved_beside_the_steps_of_that_moment(made, manager) -> None:
    data = whole(made, title_fr="Autre titre")
    acts.move_step(form=made.pk, step="rest", by=person(Role.PROGRAMME_MANAGER), down=False)
    assert manager.post(url("edit", made.pk), data).status_code == 302
    assert (newest(made).title["fr"], keys(made)) == ("Autre titre", ["words", "rest", "numbers"])


def test_texts_that_somebody_changed_meanwhile_are_not_overwritten(made, manager) -> None:
    data = whole(made, title_fr="De la seconde")
    enter(person(Role.PROGRAMME_MANAGER)).post(url("edit", made.pk), whole(made, title_fr="De la première"))
    assert manager.post(url("edit", made.pk), data).status_code == 200
    assert newest(made).title["fr"] == "De la première"


def test_the_code_of_a_form_never_changes(made, manager) -> None:
    manager.post(url("edit", made.pk), whole(made, key="other"))
    assert newest(made).key == "everything"


def test_publishing_freezes_the_next_version(made, manager, editor) -> None:
    acts.remove_question(form=made.pk, step="rest", question="notice", by=editor)
    response = manager.post(url("edit", made.pk), whole(made, **{"action-publish": "1"}))
    assert response.status_code == 302
    version = FormVersion.objects.get(number=2)
    assert version.definition == newest(made).as_json()
    assert [question["key"] for question in version.definition["steps"][2]["questions"]].count("notice") == 0


def test_publishing_what_is_incomplete_is_refused_with_a_list_that_leads_to_each_step(made, manager, editor) -> None:
    draft = newest(made)
    for key in ("words", "rest"):
        step = draft.step(key)
        acts.save_step(form=made.pk, step=key, content={**step, "title": {"ar": "عنوان"}}, seen="", by=editor, replace=True)
    response = manager.post(url("edit", made.pk), whole(made, **{"action-publish": "1"}))
    assert (response.status_code, FormVersion.objects.count()) == (200, 1)
    page = response.content.decode()
    missing = page.split('<div class="form-findings form-findings--missing">')[1].split("</ul>")[0]
    assert [missing.count(f'href="{url("step", made.pk, key)}"') for key in ("words", "numbers", "rest")] == [1, 0, 1]
    assert missing.count("Français") == 2


def test_approval_of_what_is_incomplete_is_refused(made, manager, editor) -> None:
    sync_workflow_of_forms()
    acts.add_step(form=made.pk, by=editor)
    manager.post(url("edit", made.pk), whole(made, **{"action-submit": "1"}))
    state = newest(made).current_workflow_task_state
    assert state.status == "in_progress"
    manager.post(url("workflow_action", made.pk, "approve", state.pk), {"comment": ""})
    manager.post(url("edit", made.pk), whole(made, **{"action-workflow-action": "1", "workflow-action-name": "approve"}))
    state.refresh_from_db()
    assert (state.status, FormVersion.objects.count()) == ("in_progress", 1)
    acts.remove_step(form=made.pk, step="step_4", by=editor)
    acts.remove_question(form=made.pk, step="rest", question="notice", by=editor)
    manager.post(url("workflow_action", made.pk, "approve", newest(made).current_workflow_task_state.pk), {"comment": ""})
    assert FormVersion.objects.count() == 2


def test_a_form_is_never_unpublished(made, manager) -> None:
    assert manager.post(url("unpublish", made.pk)).status_code == 404
    made.refresh_from_db()
    assert made.live is True


def test_a_comparison_names_what_changed_and_where(made, manager, editor) -> None:
    first = made.latest_revision_id
    step = newest(made).step("words")
    step["questions"][0]["label"] = text("Autre")
    del step["questions"][1]
    acts.save_step(form=made.pk, step="words", content=step, seen="", by=editor, replace=True)
    response = manager.get(url("revisions_compare", made.pk, first, newest(made).latest_revision_id))
    found = [(change.where, change.what, change.before, change.after) for change in response.context["changes"]]
    assert found == [
        ("كلمات", str(ENTRIES["order"]), "short\nlong\none_of\nsome_of", "short\none_of\nsome_of"),
        ("كلمات › كلمات", f"{ENTRIES['label']} · Français", "Court", "Autre"),
        ("كلمات › كلمات", "", "كلمات", ""),
    ]


def test_an_earlier_state_is_taken_back_with_its_steps(made, manager, editor) -> None:
    first = made.latest_revision_id
    acts.remove_step(form=made.pk, step="rest", by=editor)
    page = manager.get(url("revisions_revert", made.pk, first))
    assert page.status_code == 200
    manager.post(page.context["action_url"], {**whole(made), "revision": first})
    assert keys(made) == ["words", "numbers", "rest"]


def test_a_new_form_begins_with_its_words(manager) -> None:
    manager.post(url("add"), {"key": "new_form", **texts("title", text("Neuf")), **texts("intro", {}), "rules-count": "0"})
    made = FormDefinition.objects.get(key="new_form")
    assert (made.live, made.as_json(), FormVersion.objects.count()) == (False, {"title": text("Neuf"), "steps": []}, 0)


def test_every_language_has_its_preview_of_the_whole_form(made, manager) -> None:
    for code, language in made.preview_modes:
        page = manager.get(url("revisions_view", made.pk, made.latest_revision_id), {"mode": code})
        assert (page.status_code, language) == (200, dict(made.preview_modes)[code])


def test_the_outline_costs_the_same_queries_for_3_and_for_8_steps(manager, editor, django_assert_max_num_queries) -> None:
    made = form()
    manager.get(url("edit", made.pk))
    with django_assert_max_num_queries(45):
        manager.get(url("edit", made.pk))
    for _number in range(5):
        acts.duplicate_step(form=made.pk, step="words", by=editor)
    with django_assert_max_num_queries(47):  # two more: there is a draft now
        manager.get(url("edit", made.pk))
