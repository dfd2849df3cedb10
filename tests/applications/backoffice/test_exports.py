"""Exports: what the list shows, for whom it shows it; harmless in a spreadsheet."""

import csv
import io

import openpyxl
import pytest
from django.utils import timezone, translation

from forms_app.applications.backoffice.rights import sealed_condition
from forms_app.applications.models import Submission
from forms_app.applications.services.export import columns_of, csv_lines, write_xlsx
from forms_app.calls.models import Call
from forms_app.engine.definition import definition_of, parted
from portal.core.models import Assignment, AuditEntry, Role
from regions.models import Centre
from tests.factories_forms import commune, form, province, region

from .makers import holder, manager, open_call, sent, signed_in, three_places

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/files/exports/"
SECRETS = ["السكري", "JB123456", "أرملة", "Veuve"]


def read(data: bytes) -> list[dict[str, str]]:
    assert data.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def exported(files: object, language: str = "fr", **options: object) -> list[dict[str, str]]:
    return read(b"".join(csv_lines(files=files, columns=columns_of(files=files, language=language, **options))))


def asked(user: object, language: str = "fr", **posted: str) -> list[dict[str, str]]:
    """What a person gets who presses the button."""
    client = signed_in(user)
    client.cookies["language"] = language
    response = client.post(ADDRESS, {"format": "csv", "query": ""} | posted)
    if not response.streaming:
        return []
    return read(b"".join(response.streaming_content))


def everything() -> object:
    return sealed_condition(type("Anybody", (), {"is_superuser": True}))


def test_answers_and_typed_columns_stand_in_words_of_the_readers_language():
    file = sent(open_call(), name="فاطمة", idea="زيت")
    row = exported(Submission.objects.all())[0]
    expected = {
        "Votre idée": "زيت", "Vos besoins": "Local | Outils", "Vos associées": "Prénom: زهرة, Âge: 30 | Prénom: إطو, Âge: 41", "Nom complet": "فاطمة",
    }  # fmt: skip
    with translation.override("fr"):
        heading = str(Submission._meta.get_field("full_name").verbose_name)
    values = {key: value for key, value in row.items() if key in expected}
    assert values | {"Nom complet": row[heading[:1].upper() + heading[1:]]} == expected
    assert file.reference in row.values()
    assert "06 12 34 56 78" in row.values()
    assert timezone.localtime(file.submitted_at).strftime("%Y-%m-%d %H:%M:%S") in row.values()


def test_choices_inside_a_group_stand_in_words():
    inner = [
        question("first", "short_text", label=WORDS),
        question("link", "choice", choices=[choice("kin", "قريبة", "Parente"), choice("friend", "صديقة", "Amie")]),
        question("needs", "multiple", choices=[choice("shop", "محل", "Local"), choice("tools", "أدوات", "Outils")]),
        question("agrees", "yes_no"),
    ]
    filled = [{"first": "زهرة", "link": "kin", "needs": ["shop", "tools"], "agrees": "yes"}, {"first": "kin", "link": "gone", "needs": [], "agrees": "no"}]
    answered("groups", [question("people", "group", questions=inner)], people=filled)
    row = exported(Submission.objects.all())[0]
    assert row["people"] == "Mot: زهرة, link: Parente, needs: Local | Outils, agrees: Oui | Mot: kin, link: gone, agrees: Non"


def test_places_asked_for_beside_the_typed_ones_are_named():
    centre = Centre.objects.create(code="tiznit-1", kind="emf", name={"ar": "فضاء", "fr": "Espace"}, region=region())
    asked_for = [question("shop", "commune"), question("helped", "centre"), question("other", "centre")]
    answered("places", asked_for, shop=commune().code, helped=centre.code, other="gone")
    row = exported(Submission.objects.all())[0]
    assert (row["shop"], row["helped"], row["other"]) == (commune().name["fr"], "Espace", "gone")


def test_two_hundred_choices_stop_no_table():
    many = [choice(f"c{number}", "خ", f"Choix {number}") for number in range(200)]
    answered("many", [question("few", "multiple", choices=many)], few=["c7", "gone", "c199"])
    assert exported(Submission.objects.all())[0]["few"] == "Choix 7 | gone | Choix 199"


def test_one_code_for_two_questions_spoils_no_table():
    """Two forms, or two versions of one, may ask something else under the same code."""
    answered("one", [question("thing", "short_text", label=WORDS), question("two", "choice", choices=[choice("a", "أ", "A")])], thing="كلمة", two="a")
    answered(
        "one",
        [question("thing", "group", questions=[question("first", "short_text")]), question("two", "choice", choices=[choice("c", "ج", "C")])],
        thing=[{"first": "x"}],
    )
    answered("two", [question("thing", "multiple", choices=[choice("b", "ب", "B")]), question("two", "short_text", label=WORDS)], thing=["b"], two="y")
    rows = exported(Submission.objects.order_by("pk"))
    assert [(row["Mot"], row["thing"], row["thing (2)"], row["two"], row["Mot (2)"]) for row in rows] == [
        ("كلمة", "", "", "A", ""), ("", "first: x", "", "", ""), ("", "", "B", "", "y"),
    ]  # fmt: skip


def test_what_became_sensitive_later_is_told_of_the_earlier_files_too_to_who_may_read_it():
    answered("one", [question("ill", "choice", choices=[choice("a", "أ", "A")])], ill="a")
    answered("one", [question("ill", "short_text", sensitive=True)], ill="b")
    files = Submission.objects.order_by("pk")
    rows = [exported(files), exported(files, entitled=everything())]
    told = [sorted(value for name, value in row.items() if name.startswith("ill") and value) for table in rows for row in table]
    assert told == [[], [], ["A"], ["b"]]


def test_a_sealed_row_is_as_plain_and_as_harmless_as_any():
    """The signs that keep its cells apart on a page would hide where a formula begins."""
    inner = [question("first", "short_text"), question("job", "short_text")]
    answered("one", [question("people", "group", sensitive=True, questions=inner)], people=[{"first": "=1+1", "job": "أم"}])
    row = exported(Submission.objects.all(), entitled=everything())[0]
    assert [value for name, value in row.items() if name.startswith("people")] == ["'=1+1 – أم"]


WORDS = {"ar": "كلمة", "fr": "Mot"}


def question(key: str, kind: str, **more: object) -> dict:
    return {"key": key, "type": kind, "label": {"ar": key, "fr": key}, "required": False} | more


def choice(value: str, ar: str, fr: str) -> dict:
    return {"value": value, "label": {"ar": ar, "fr": fr}}


def answered(key: str, questions: list[dict], **answers: object) -> Submission:
    """A file of a form of its own with these questions and answers."""
    file = sent(open_call())
    version = form(key, {"title": WORDS, "steps": [{"key": "step", "title": WORDS, "questions": questions}]})
    Submission.objects.filter(pk=file.pk).update(form_version=version, **parted(definition_of(version), answers))
    return file


def test_nothing_sensitive_leaves_without_being_asked_for_and_being_entitled():
    women, bodies, places = open_call(), open_call(kind=Call.Kind.ASSOCIATIONS), three_places()
    sent(women, places["tiznit"], card="JB123456")
    sent(bodies, places["tiznit"], card="JB123456")
    plain = asked(manager("export_submission"))
    chief = asked(manager("export_submission"), sealed="on")
    call_manager = asked(holder(Role.CALL_MANAGER, "export_submission", region=region()), sealed="on")
    found = [sorted({secret for row in rows for secret in SECRETS if secret in row.values()}) for rows in (plain, chief, call_manager)]
    assert (found, len(plain), len(chief), len(call_manager)) == ([[], sorted(["السكري", "JB123456", "Veuve"]), []], 2, 2, 1)
    assert set(call_manager[0]) == set(plain[0])


def test_sensitive_cells_stay_empty_for_files_of_another_right():
    """Provincial agent in Tiznit and call manager of the region: her bodies' rows are there, without what is sensitive in them."""
    women, bodies, places = open_call(), open_call(kind=Call.Kind.ASSOCIATIONS), three_places()
    woman, body = sent(women, places["tiznit"], card="JB123456"), sent(bodies, places["tata"], card="JB654321")
    user = holder(Role.PROVINCIAL_AGENT, "export_submission", province=province())
    Assignment.objects.create(user=user, role=Role.CALL_MANAGER, region=region())
    rows = asked(type(user).objects.get(pk=user.pk), sealed="on")
    shown = {reference: [value for row in rows if reference in row.values() for value in row.values()] for reference in (woman.reference, body.reference)}
    assert [("JB123456" in values, "السكري" in values, "Veuve" in values) for values in shown.values()] == [(True, True, True), (False, False, False)]
    assert "JB654321" not in shown[body.reference]


PEOPLE = [
    (Role.PROGRAMME_MANAGER, None, ["tiznit", "tata", "nador", "body"]),
    (Role.REGIONAL_AGENT, "region", ["tiznit", "tata"]),
    (Role.PROVINCIAL_AGENT, "province", ["tiznit"]),
    (Role.CALL_MANAGER, "region", ["body"]),
    (Role.DATA_PROTECTION, None, []),
    (Role.TECHNICAL, None, []),
]


@pytest.mark.parametrize(("role", "held", "expected"), PEOPLE)
@pytest.mark.parametrize("query", ["", "region=&province=", "synthetic=false"])
def test_who_exports_which_files(role, held, expected, query):
    women, places = open_call(), three_places()
    files = {name: sent(women, place) for name, place in places.items()} | {"body": sent(open_call(kind=Call.Kind.ASSOCIATIONS), places["tiznit"])}
    territory = {"region": {"region": region()}, "province": {"province": province()}, None: {}}[held]
    rows = asked(holder(role, "export_submission", **territory), query=query)
    given = {value for row in rows for value in row.values()}
    assert [name for name, file in files.items() if file.reference in given] == expected


def test_filters_narrow_the_export_and_wrong_ones_give_nothing():
    women, places = open_call(), three_places()
    files = {name: sent(women, place) for name, place in places.items()}
    chief = manager("export_submission")
    queries = {f"province={files['tata'].province_id}": 1, "status=selected": 0, "status=received&status=selected": 3, "province=999999": 0, "call=x": 0}
    assert {query: len(asked(chief, query=query)) for query in queries} == queries


def test_made_up_files_are_left_out_or_under_a_banner():
    real, made_up = sent(open_call()), sent(open_call(sample=True))
    chief = manager("export_submission")
    assert [(len(rows), real.reference in str(rows), made_up.reference in str(rows)) for rows in (asked(chief), asked(chief, synthetic="on"))] == [
        (1, True, False),
        (2, True, True),
    ]
    banner = [next(iter(row.values())) for row in exported(Submission.objects.all(), synthetic=True)]
    assert (banner[0], bool(banner[1])) == ("", True)


@pytest.mark.parametrize("words", ["=1+1", "+212", "-2+3", "@SUM(A1)", "＝1+1", "\t=1", '=HYPERLINK("http://x";"y")'])
def test_a_spreadsheet_calculates_with_nothing_that_was_typed(words, tmp_path):
    sent(open_call(), idea="x", name="y", health=words)
    Submission.objects.update(full_name=words, answers={**Submission.objects.get().answers, "idea": words, "partners": [{"first": words, "age": 3}]})
    files = Submission.objects.all()
    columns = columns_of(files=files, language="fr", entitled=everything())
    row = read(b"".join(csv_lines(files=files, columns=columns)))[0]
    assert [value for value in row.values() if value.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))] == []
    write_xlsx(files=files, columns=columns, path=tmp_path / "t.xlsx", right_to_left=False)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    cells = [cell for line in sheet.iter_rows(min_row=2) for cell in line]
    assert ([cell.coordinate for cell in cells if cell.data_type == "f"], [cell.value or "" for cell in cells]) == ([], list(row.values()))


@pytest.mark.parametrize("words", ["lait;=1+1", "lait;@SUM(A1)\t+1", 'x"y;=HYPERLINK("http://x")', "lait\n=1+1", "lait\r\n+1"])
def test_nor_with_what_it_takes_for_another_cell(words):
    """Excel in French parts a table at semicolons, and LibreOffice at semicolons and tabs too."""
    sent(open_call(), health=words)
    Submission.objects.update(full_name=words, answers={**Submission.objects.get().answers, "partners": [{"first": words, "age": 3}]})
    files = Submission.objects.all()
    table = b"".join(csv_lines(files=files, columns=columns_of(files=files, language="fr", entitled=everything()))).decode("utf-8-sig")
    cells = [cell for parting in ";\t" for line in csv.reader(table.splitlines(), delimiter=parting, quoting=csv.QUOTE_NONE) for cell in line]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "＝"))] == []


def test_a_list_of_several_lines_stays_a_list():
    file = sent(open_call())
    Submission.objects.update(answers={**file.answers, "idea": "زيت:\n- أركان\n- صبار; - زيتون"})
    assert exported(Submission.objects.all())[0]["Votre idée"] == "زيت:\n- أركان\n- صبار; - زيتون"


def test_excel_holds_the_same_cells_as_csv_and_reads_from_the_right_in_arabic(tmp_path):
    women = open_call()
    for _each in range(3):
        sent(women)
    files = Submission.objects.all()
    columns = columns_of(files=files, language="ar", entitled=everything())
    rows = read(b"".join(csv_lines(files=files, columns=columns)))
    write_xlsx(files=files, columns=columns, path=tmp_path / "t.xlsx", right_to_left=True)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    cells = [[cell.value or "" for cell in line] for line in sheet.iter_rows()]
    assert (cells, sheet.sheet_view.rightToLeft) == ([columns.headings, *[list(row.values()) for row in rows]], True)


def test_one_answer_longer_than_a_cell_of_excel_stops_nobodys_table(tmp_path):
    sent(open_call())
    Submission.objects.update(answers={**Submission.objects.get().answers, "partners": [{"first": "ا" * 2000, "age": 3}] * 20})
    files = Submission.objects.all()
    columns = columns_of(files=files, language="fr")
    write_xlsx(files=files, columns=columns, path=tmp_path / "t.xlsx", right_to_left=False)
    cut = max((cell.value or "" for line in openpyxl.load_workbook(tmp_path / "t.xlsx").active.iter_rows() for cell in line), key=len)
    whole = max(read(b"".join(csv_lines(files=files, columns=columns)))[0].values(), key=len)
    assert (len(cut), cut[:-1], cut[-1]) == (32_767, whole[:32_766], "…")


def test_blanks_around_what_stands_in_the_address_stop_no_export():
    file = sent(open_call())
    asked(manager("export_submission"), query=f"call=+{file.call_id}+")
    assert AuditEntry.objects.get(act="export.asked").details["filters"][0] == f"call:{file.call_id}"
