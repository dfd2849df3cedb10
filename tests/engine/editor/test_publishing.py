"""From an edited form to a frozen version; the shipped forms and their editors."""

import pytest

from forms_app.engine.editor import acts
from forms_app.engine.editor.publishing import PUBLISHED, definition_from_json
from forms_app.engine.editor.workflow import sync_workflow_of_forms
from forms_app.engine.models import FormDefinition, FormVersion
from forms_app.engine.services import InvalidDefinition, current_version
from portal.core.models import AuditEntry, Role
from portal.core.records import Outcome

from .samples import everything, form, newest, person, text

pytestmark = pytest.mark.django_db


def versions() -> list[tuple[str, int]]:
    return list(FormVersion.objects.order_by("pk").values_list("key", "number"))


def test_publishing_freezes_the_very_definition() -> None:
    made = form()
    version = FormVersion.objects.get()
    assert (version.key, version.number, version.definition) == ("everything", 1, everything())
    assert (made.live, made.has_unpublished_changes, made.as_json()) == (True, False, everything())


def test_publishing_is_written_in_the_audit() -> None:
    editor = person(Role.PROGRAMME_MANAGER)
    made = form()
    acts.duplicate_question(form=made.pk, step="words", question="long", by=editor)
    newest(made).latest_revision.publish(user=editor)
    entry = AuditEntry.objects.filter(act=PUBLISHED).order_by("pk").last()
    version = FormVersion.objects.get(number=2)
    assert (entry.actor_id, entry.object_id) == (editor.pk, str(version.pk))
    assert entry.details == {"form": "everything", "number": 2, "sha256": version.sha256}


def test_an_incomplete_form_is_not_published_in_any_way() -> None:
    editor = person(Role.PROGRAMME_MANAGER)
    made = form()
    acts.add_step(form=made.pk, by=editor)
    with pytest.raises(InvalidDefinition) as refused:
        newest(made).latest_revision.publish(user=editor)
    assert {problem.place for problem in refused.value.problems} == {"step_4.title"}
    made.refresh_from_db()
    assert (len(made.steps), made.has_unpublished_changes, versions()) == (3, True, [("everything", 1)])
    assert AuditEntry.objects.filter(act=PUBLISHED).count() == 1


def test_the_same_words_published_again_give_no_version() -> None:
    editor = person(Role.PROGRAMME_MANAGER)
    made = form()
    acts.move_step(form=made.pk, step="words", by=editor, down=False)
    newest(made).latest_revision.publish(user=editor)
    assert versions() == [("everything", 1)]


def test_words_of_an_older_version_published_again_are_what_is_asked_from_then_on() -> None:
    editor = person(Role.PROGRAMME_MANAGER)
    made = form()
    for down in (False, True):
        acts.move_step(form=made.pk, step="rest", by=editor, down=down)
        newest(made).latest_revision.publish(user=editor)
    current = current_version(key="everything")
    assert (current.number, current.definition) == (3, FormDefinition.objects.get().as_json()) == (3, everything())


def test_loading_again_changes_nothing() -> None:
    form()
    assert definition_from_json(key="everything", data=everything())[1] == Outcome.UNCHANGED
    assert (versions(), FormDefinition.objects.get().revisions.count()) == ([("everything", 1)], 1)


def test_new_shipped_words_are_published_while_nobody_has_edited() -> None:
    form()
    assert definition_from_json(key="everything", data=everything() | {"title": text("Tout nouveau")})[1] == Outcome.UPDATED
    assert versions() == [("everything", 1), ("everything", 2)]


@pytest.mark.parametrize("publish", [False, True])
def test_an_editors_change_is_never_overwritten(publish) -> None:
    editor = person(Role.PROGRAMME_MANAGER)
    made = form()
    acts.remove_question(form=made.pk, step="words", question="long", by=editor)
    if publish:
        newest(made).latest_revision.publish(user=editor)
    assert definition_from_json(key="everything", data=everything() | {"title": text("Tout nouveau")})[1] == Outcome.KEPT
    assert [question["key"] for question in newest(made).steps[0]["questions"]] == ["short", "one_of", "some_of"]
    assert str(newest(made).title["fr"]) == "Tout"


def test_reset_takes_the_shipped_words_again() -> None:
    made = form()
    acts.remove_question(form=made.pk, step="words", question="long", by=person(Role.PROGRAMME_MANAGER))
    assert definition_from_json(key="everything", data=everything() | {"title": text("Tout nouveau")}, reset=True)[1] == Outcome.UPDATED
    assert newest(made).as_json() == everything() | {"title": text("Tout nouveau")}


def test_the_workflow_of_forms_is_made_once_and_an_administrators_choice_stays() -> None:
    workflow = sync_workflow_of_forms()
    assert sync_workflow_of_forms() == workflow == form().get_workflow()
    assert [group.name for task in workflow.tasks.specific() for group in task.groups.all()] == [Role.PROGRAMME_MANAGER]


def test_a_submitted_form_is_published_by_its_approval() -> None:
    sync_workflow_of_forms()
    author, approver = person(Role.PROGRAMME_MANAGER), person(Role.PROGRAMME_MANAGER)
    made = form()
    acts.remove_question(form=made.pk, step="words", question="long", by=author)
    draft = newest(made)
    state = draft.get_workflow().start(draft, author)
    with pytest.raises(acts.FormLocked):
        acts.add_step(form=made.pk, by=person(Role.CALL_MANAGER, "souss"))
    state.current_task_state.approve(user=approver)
    assert versions() == [("everything", 1), ("everything", 2)]
