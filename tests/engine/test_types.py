"""Each type of question: what people type, what is kept, what they are told."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from forms_app.engine.centres import Territory
from forms_app.engine.definition import matching_rules, parse, problems, sensitive_keys
from forms_app.engine.rechecking import recheck
from forms_app.engine.step_forms import UploadInfo, build_step_form
from regions.models import Centre
from tests.engine.every_type import EVERY, FORM, POSTED, choices, form_of, question, saved, step_of, words
from tests.factories_forms import commune, province, region


def query(posted: dict) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in posted.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def answered(asked: dict, *typed: object, **posted: object) -> object:
    """The kept answer of one question, or its first error."""
    form = build_step_form(step_of(asked), language="fr", answers={})(data=query({asked["key"]: typed[0]} if typed else posted))
    with override("en"):
        return form.answers().get(asked["key"]) if form.is_valid() else "! " + " ".join(form.errors[asked["key"]])


def test_every_type_may_be_published():
    assert problems(EVERY) == []


def test_every_type_is_kept_as_codes_numbers_and_plain_text(db):
    kept = saved(commune().code)
    forms = {key: build_step_form(FORM.step(key), language="ar", answers={})(data=query(posted)) for key, posted in POSTED.items()}
    assert {key: form.errors for key, form in forms.items() if not form.is_valid()} == {}
    assert {key: form.answers() for key, form in forms.items()} == kept


def test_what_was_kept_is_found_right_when_checked_again(db):
    kept = saved(commune().code)
    assert recheck(FORM, answers=kept, language="fr") == ({key: value for step in kept.values() for key, value in step.items()}, [])


@pytest.mark.parametrize(
    ("asked", "typed", "said"),
    [
        (question("women", "number", standard="members_count"), "-1", "! The smallest number accepted is 0."),
        (question("women", "number", standard="members_count", min=-5), "-1", "! The smallest number accepted is 0."),
        (question("women", "number", standard="members_count"), "99999999999", "! The largest number accepted is 2,147,483,647."),
        (question("women", "number", standard="members_count", max=30), "31", "! The largest number accepted is 30."),
        (question("women", "number", standard="members_count"), "12", 12),
        (question("since", "number", min=1958, max=2100), "20222", "! The largest number accepted is 2100."),
        (question("name", "short_text", standard="full_name", max_length=400), "x" * 201, "! Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_an_answer_that_its_column_could_not_hold_is_refused_at_once(asked, typed, said):
    assert answered(asked, typed) == said


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1250", 1250),
        ("1 250", 1250),
        ("1\u202f250,5", "1250.50"),
        ("1,250.50 DH", "1250.50"),
        ("1.250,50 درهم", "1250.50"),
        ("١٬٢٥٠٫٧٥", "1250.75"),
        ("1.250", 1250),
        ("1,250,000", 1250000),
        ("0,5", "0.50"),
        ("12.00", 12),
        ("\ufeff1\u200b250", 1250),
        ("-3", "! The smallest number accepted is 0."),
        ("1.2.3", "! Write a number in digits, for example 1500."),
        ("1,25,3", "! Write a number in digits, for example 1500."),
        ("0.123", "! Write a number in digits, for example 1500."),
        ("mille", "! Write a number in digits, for example 1500."),
        ("1e9", "! Write a number in digits, for example 1500."),
        ("9" * 13, "! This number has too many digits."),
        ("²", "! Write a number in digits, for example 1500."),
    ],
)
def test_amounts_are_read_as_morocco_writes_them(typed, kept):
    assert answered(question("price", "money", min=0), typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("٣", 3),
        ("3,5", "! Write a whole number, without a comma."),
        ("0", "! The smallest number accepted is 1."),
        ("501", "! The largest number accepted is 500."),
    ],
)
def test_numbers_are_whole_and_within_their_limits(typed, kept):
    assert answered(question("number", "number", min=1, max=500), typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ab123456", "AB123456"),
        ("J 456", "J456"),
        ("JE-١٢٣٤٥٦", "JE123456"),
        ("\u200eAB 123456\u202c", "AB123456"),
        ("AB\u2011123\u00ad456\ufeff", "AB123456"),
        ("АВ123456", "! Write the letters of the card in Latin letters: A, B, C..."),
        ("Α123456", "! Write the letters of the card in Latin letters: A, B, C..."),
        ("أب123456", "! Write the letters of the card in Latin letters: A, B, C..."),
        ("ıb123", "! Write the letters of the card in Latin letters: A, B, C..."),
        ("ABC123", "! The number of the card has one or two letters, then up to 6 digits, like AB123456."),
        ("AB1234567", "! The number of the card has one or two letters, then up to 6 digits, like AB123456."),
        ("123456", "! The number of the card has one or two letters, then up to 6 digits, like AB123456."),
    ],
)
def test_a_card_has_one_spelling_and_no_letter_that_only_looks_latin(typed, kept):
    assert answered(question("card", "cin"), typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("001561191000066", "001561191000066"),
        ("٠٠١ ٥٦١ ١٩١ ٠٠٠ ٠٦٦", "001561191000066"),
        ("00156119100006", "! This ICE has 14 digits; 15 are expected."),
        ("001561191000067", "! This ICE has a mistake in it. Compare it with your papers."),
        ("ICE", "! The ICE has 15 digits and no letter."),
    ],
)
def test_an_ice_is_checked_by_its_own_digits(typed, kept):
    assert answered(question("company", "ice"), typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" A@Example.ORG ", "A@example.org"),
        ("fatima٢@example.ma", "fatima2@example.ma"),
        ("\u202afatima\u200b@example.ma\ufeff", "fatima@example.ma"),
        ("x@y", "! This e-mail address is not correct. Write it like name@example.org."),
        ("х@example.org", "! This e-mail address is not correct. Write it like name@example.org."),
    ],
)
def test_an_address_can_be_written_to(typed, kept):
    assert answered(question("mail", "email"), typed) == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["b", "a", "b"], ["a", "b"]),
        (["a"], "! Choose at least 2 answers."),
        (["a", "b", "c", "d"], "! Choose at most 3 answers."),
        (["a", "z"], "! Choose one of the answers shown."),
        (["a", "\ud800"], "! Choose one of the answers shown."),
    ],
)
def test_as_many_answers_as_asked_for(given, kept):
    assert answered(question("needs", "multiple", choices=choices("a", "b", "c", "d"), min=2, max=3), given) == kept


@pytest.mark.parametrize(("required", "kept"), [(True, "! Without your consent we cannot receive the application."), (False, "no")])
def test_a_consent_left_alone_is_a_no_where_it_may_be(required, kept):
    assert answered(question("agree", "consent", required=required), **{"other": "x"}) == kept


def centre(code: str, *, of: object, **more: object) -> Centre:
    return Centre.objects.create(code=code, kind=Centre.Kind.SOCIAL, name={"ar": code, "fr": code.title()}, region=of, **more)


def test_centres_are_those_of_the_territory_by_province(db):
    souss, tiznit = region(), province()
    elsewhere = region("oriental", "02", ar="الشرق", fr="Oriental")
    centre("agdal", of=souss, province=tiznit)
    centre("unplaced", of=souss)
    centre("hidden", of=souss, province=tiznit, open_to_public=False)
    centre("oujda", of=elsewhere)
    asked = step_of(question("helper", "centre"))
    form = build_step_form(asked, language="fr", answers={}, territory=Territory(provinces=frozenset({tiznit.code})))()
    listed = [label if isinstance(label, str) else str(label) for _code, label in form["helper"].field.widget.choices if not isinstance(label, list)]
    groups = [(name, inside) for name, inside in form["helper"].field.widget.choices if isinstance(inside, list)]
    assert (groups, len(listed)) == ([("Souss-Massa", [("unplaced", "Unplaced")]), ("Tiznit", [("agdal", "Agdal")])], 2)
    kept = {code: answered(question("helper", "centre"), code) for code in ("agdal", "other", "hidden", "nowhere", "x\x00y")}
    assert kept == {"agdal": "agdal", "other": "other"} | dict.fromkeys(("hidden", "nowhere", "x\x00y"), "! Choose the centre in the list.")


def test_files_are_those_the_wizard_knows_of_and_nothing_that_is_posted():
    asked = step_of(question("papers", "file", max_files=2))
    known = [UploadInfo(id=f"u{number}", name=f"صورة {number}.jpg", size=2048) for number in (1, 2, 3)]
    results = []
    for uploads in ([], known[:2], known):
        form = build_step_form(asked, language="fr", answers={}, uploads={"papers": uploads})(data=query({"papers": "u9"}))
        results.append(form.answers() if form.is_valid() else form.errors["papers"].as_data()[0].code)
    assert (results, form.is_multipart()) == (["required", {"papers": ["u1", "u2"]}, "too_many"], True)


def test_a_file_received_can_be_taken_back_and_a_full_list_asks_for_no_more():
    asked = step_of(question("papers", "file", max_files=1, accept=["image", "pdf"]))
    bodies = [
        build_step_form(asked, language="fr", answers={}, uploads={"papers": uploads})().body()
        for uploads in ([], [UploadInfo(id="u1", name="<b>.jpg", size=1)])
    ]
    assert [body.count('type="file"') for body in bodies] == [1, 0]
    assert 'accept="image/*,.heic,.heif,.pdf,application/pdf"' in bodies[0]
    assert bodies[1].count('name="upload:papers" value="remove:u1"') == 1
    assert "<b>.jpg" not in bodies[1]


def test_conditions_may_be_joined():
    data = form_of(
        [question("idea", "yes_no"), question("kind", "choice", choices=choices("alone", "group"))],
        [
            question("both", "short_text", show_if={"all": [{"key": "idea", "in": ["yes"]}, {"key": "kind", "in": ["group"]}]}),
            question("either", "short_text", show_if={"any": [{"key": "idea", "in": ["yes"]}, {"key": "kind", "in": ["group"]}]}),
            question("always", "short_text"),
        ],
    )
    assert problems(data) == []
    step = parse(data).steps[1]
    asked = {
        (idea, kind): [one.key for one in step.questions if one.asked({"idea": idea, "kind": kind})]
        for idea, kind in (("yes", "group"), ("no", "group"), ("no", "alone"), (None, None))
    }
    assert asked == {
        ("yes", "group"): ["both", "either", "always"],
        ("no", "group"): ["either", "always"],
        ("no", "alone"): ["always"],
        (None, None): ["always"],
    }


def test_rules_advise_those_they_concern():
    rule = {"if": {"key": "idea", "in": ["no"]}, "answer": "elsewhere", "text": words("go"), "link": "services/incubation/", "source": "guide"}
    data = form_of([question("idea", "yes_no")], rules=[rule])
    assert problems(data) == []
    form = parse(data)
    assert [[(one.answer, one.link) for one in matching_rules(form, {"idea": idea})] for idea in ("yes", "no")] == [[], [("elsewhere", "services/incubation/")]]


def test_the_number_of_a_card_is_kept_encrypted_whatever_the_form_says():
    inside = question("members", "group", questions=[question("card", "cin")])
    assert sensitive_keys(parse(form_of([question("card", "cin"), inside, question("company", "ice")]))) == {"card", "members"}


def test_a_group_is_as_sensitive_as_what_is_in_it():
    inside = question("members", "group", questions=[question("card", "cin", sensitive=True)])
    assert sensitive_keys(parse(form_of([question("name", "short_text"), inside, question("mail", "email", sensitive=True)]))) == {"members", "mail"}


def test_a_question_hidden_on_its_own_screen_comes_back_with_what_was_saved():
    step = step_of(question("idea", "yes_no"), question("what", "short_text", show_if={"key": "idea", "in": ["yes"]}))
    opened = build_step_form(step, language="fr", answers={})
    assert [list(opened(initial=initial).fields) for initial in ({}, {"idea": "yes", "what": "x"})] == [["idea"], ["idea", "what"]]


def test_the_size_of_a_document_is_not_read_into_the_kinds_before_it():
    """“PDF. 10” would be one piece of Latin in an Arabic line: the 10 beside PDF, far from its megabytes."""
    form = build_step_form(step_of(question("papers", "file", accept=["image", "pdf"])), language="ar", answers={})()
    field = form.fields["papers"]
    assert f"<bdi>{field.accepted}</bdi> <bdi>{field.limits}</bdi>" in form.body()
