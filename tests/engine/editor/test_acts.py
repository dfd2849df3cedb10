"""What editors do to a form, alone and two at a time."""

import pytest
from django.utils import timezone

from forms_app.engine.definition import fingerprint
from forms_app.engine.editor import acts
from forms_app.engine.models import FormDefinition
from portal.core.models import Role

from .samples import newest, person, text

pytestmark = pytest.mark.django_db


def keys(made: FormDefinition) -> list[tuple[str, list[str]]]:
    return [(step["key"], [question["key"] for question in step["questions"]]) for step in newest(made).steps]


def save(made: FormDefinition, by: object, key: str, seen: str, **changes: object) -> None:
    step = newest(made).step(key)
    acts.save_step(form=made.pk, step=key, content={**step, **changes}, seen=seen, by=by)


def test_a_saved_step_is_a_draft_that_applicants_do_not_see(made, editor) -> None:
    save(made, editor, "words", fingerprint(made.step("words")), title=text("Autre titre"))
    made.refresh_from_db()
    assert (made.step("words")["title"], made.has_unpublished_changes) == (text("Des mots"), True)
    assert newest(made).step("words")["title"] == text("Autre titre")
    assert made.latest_revision.user == editor


def test_two_editors_on_two_steps_keep_both_works(made, editor) -> None:
    other = person(Role.PROGRAMME_MANAGER)
    opened = {key: fingerprint(made.step(key)) for key in ("words", "rest")}
    save(made, editor, "words", opened["words"], title=text("De la première"))
    save(made, other, "rest", opened["rest"], title=text("De la seconde"))
    assert [step["title"] for step in newest(made).steps] == [text("De la première"), text("Des nombres"), text("De la seconde")]


def test_two_editors_on_one_step_the_second_is_told_and_nothing_is_lost(made, editor) -> None:
    other = person(Role.PROGRAMME_MANAGER)
    opened = fingerprint(made.step("words"))
    save(made, editor, "words", opened, title=text("De la première"))
    with pytest.raises(acts.StepChanged) as clash:
        save(made, other, "words", opened, title=text("De la seconde"))
    assert (clash.value.theirs["title"], clash.value.revision.user) == (text("De la première"), editor)
    assert newest(made).step("words")["title"] == text("De la première")
    acts.save_step(form=made.pk, step="words", content={**made.step("words"), "title": text("De la seconde")}, seen=opened, by=other, replace=True)
    assert newest(made).step("words")["title"] == text("De la seconde")
    assert made.revisions.filter(user=editor).get().as_object().step("words")["title"] == text("De la première")


def test_a_step_removed_meanwhile_cannot_be_saved(made, editor) -> None:
    content = made.step("words")
    acts.remove_step(form=made.pk, step="words", by=editor)
    with pytest.raises(acts.NoSuchPart):
        acts.save_step(form=made.pk, step="words", content=content, seen=fingerprint(content), by=editor)


def test_a_locked_form_is_changed_only_by_who_locked_it(made, editor) -> None:
    other = person(Role.PROGRAMME_MANAGER)
    FormDefinition.objects.filter(pk=made.pk).update(locked=True, locked_by=editor, locked_at=timezone.now())
    before = keys(made)
    with pytest.raises(acts.FormLocked):
        acts.add_step(form=made.pk, by=other)
    assert keys(made) == before
    acts.move_step(form=made.pk, step="rest", by=editor, down=False)
    assert [key for key, _questions in keys(made)] == ["words", "rest", "numbers"]


def test_a_new_step_comes_last_with_a_code_of_its_own(made, editor) -> None:
    assert acts.add_step(form=made.pk, by=editor) == "step_4"
    assert acts.add_step(form=made.pk, by=editor) == "step_5"
    assert keys(made)[3:] == [("step_4", []), ("step_5", [])]


def test_steps_move_and_stay_at_the_ends(made, editor) -> None:
    acts.move_step(form=made.pk, step="words", by=editor, down=False)
    assert [key for key, _questions in keys(made)] == ["words", "numbers", "rest"]
    acts.move_step(form=made.pk, step="words", by=editor, down=True)
    assert [key for key, _questions in keys(made)] == ["numbers", "words", "rest"]


def test_a_copied_step_has_codes_of_its_own_and_conditions_that_follow(made, editor) -> None:
    assert acts.duplicate_step(form=made.pk, step="numbers", by=editor) == "numbers_2"
    copied = newest(made).steps[2]
    assert [question["key"] for question in copied["questions"]] == ["how_many_2", "how_much_2", "born_2", "agree_2", "members_2", "costs_2", "sum_2"]
    assert copied["questions"][6]["total_of"] == "costs_2.amount"
    assert copied["questions"][3]["show_if"] == {"key": "one_of", "in": ["two"]}  # asked in a step that was not copied
    acts.duplicate_step(form=made.pk, step="words", by=editor)
    steps = newest(made).steps
    steps[1]["questions"][1]["show_if"] = {"all": [{"key": "one_of_2", "in": ["one"]}]}
    acts.save_step(form=made.pk, step="words_2", content=steps[1], seen=fingerprint(newest(made).steps[1]), by=editor)
    acts.duplicate_step(form=made.pk, step="words_2", by=editor)
    assert newest(made).step("words_2_2")["questions"][1]["show_if"] == {"all": [{"key": "one_of_2_2", "in": ["one"]}]}


def test_questions_move_within_their_step_and_into_the_next(made, editor) -> None:
    acts.move_question(form=made.pk, step="words", question="some_of", by=editor, down=False)
    assert keys(made)[0] == ("words", ["short", "long", "some_of", "one_of"])
    acts.move_question(form=made.pk, step="words", question="one_of", by=editor, down=True)
    assert [questions for _key, questions in keys(made)][:2] == [
        ["short", "long", "some_of"],
        ["one_of", "how_many", "how_much", "born", "agree", "members", "costs", "sum"],
    ]
    acts.move_question(form=made.pk, step="numbers", question="one_of", by=editor, down=False)
    assert keys(made)[0] == ("words", ["short", "long", "some_of", "one_of"])
    acts.move_question(form=made.pk, step="words", question="short", by=editor, down=False)
    acts.move_question(form=made.pk, step="rest", question="consent", by=editor, down=True)
    assert (keys(made)[0][1][0], keys(made)[2][1][-1]) == ("short", "consent")


def test_a_copied_question_fills_no_column_twice(made, editor) -> None:
    assert acts.duplicate_question(form=made.pk, step="words", question="short", by=editor) == "short_2"
    first, second = newest(made).steps[0]["questions"][:2]
    assert second == {name: value for name, value in first.items() if name != "standard"} | {"key": "short_2"}


def test_a_copy_fills_no_column_and_is_not_asked_before_a_file(made, editor) -> None:
    acts.duplicate_step(form=made.pk, step="words", by=editor)
    acts.duplicate_question(form=made.pk, step="words", question="one_of", by=editor)
    questions = [question for step in newest(made).steps for question in step["questions"]]
    assert [question["key"] for question in questions if question.get("standard") == "full_name" or question.get("before")] == ["short", "one_of"]


def test_a_removed_question_is_in_the_history(made, editor) -> None:
    acts.remove_question(form=made.pk, step="words", question="long", by=editor)
    assert keys(made)[0] == ("words", ["short", "one_of", "some_of"])
    earlier = made.revisions.order_by("pk").first().as_object()
    assert [question["key"] for question in earlier.steps[0]["questions"]] == ["short", "long", "one_of", "some_of"]


@pytest.mark.parametrize("act", [acts.remove_question, acts.duplicate_question])
def test_a_question_that_is_gone(act, made, editor) -> None:
    with pytest.raises(acts.NoSuchPart):
        act(form=made.pk, step="words", question="nowhere", by=editor)
