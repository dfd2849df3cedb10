"""Exports: what the list shows, for whom it shows it; harmless in a spreadsheet; on record, private, gone after a day."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone, translation

from forms_app.applications.backoffice.rights import sealed_condition
from forms_app.applications.backoffice.selection import Selection
from forms_app.applications.backoffice.tasks import write_waiting
from forms_app.applications.models import Export, PersonalCopy, Submission
from forms_app.applications.models.uploads import private_storage
from forms_app.applications.services.export import ask_export, columns_of, csv_lines, expire_exports, jobs, make_export, write_xlsx
from forms_app.calls.models import Call
from forms_app.engine.definition import definition_of, parted
from portal.core.models import Assignment, AuditEntry, Role
from regions.models import Centre
from tests.factories_forms import commune, form, province, region

from .makers import content_of, holder, manager, open_call, sent, signed_in, three_places

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


def test_an_export_waits_is_made_fetched_and_gone_after_a_day():
    for _each in range(2):
        sent(open_call())
    user = manager("export_submission")
    client = signed_in(user)
    address = client.post(ADDRESS, {"format": "xlsx", "query": ""}).headers["Location"]
    waiting = client.get(address)
    assert (waiting.headers["Refresh"], client.get(f"{address}table/").status_code) == ("3", 404)
    assert (write_waiting(), write_waiting()) == (1, 0)
    export = Export.objects.get()
    assert (export.state, export.done, export.total, "Refresh" in client.get(address).headers) == ("ready", 2, 2, False)
    content = content_of(client.get(f"{address}table/"))
    assert openpyxl.load_workbook(io.BytesIO(content)).active.max_row == 3
    assert expire_exports(at=timezone.now() + dt.timedelta(hours=23)) == 0
    path = export.path
    assert (expire_exports(at=timezone.now() + dt.timedelta(hours=25)), private_storage().exists(path)) == (1, False)
    assert (client.get(f"{address}table/").status_code, Export.objects.get().state) == (404, "expired")
    acts = list(AuditEntry.objects.filter(object_type="applications.export").order_by("pk").values_list("act", "actor"))
    assert acts == [(act, user.pk) for act in ("export.asked", "export.made", "export.fetched")]


def test_a_table_answered_at_once_makes_no_other_one_ready():
    sent(open_call())
    other = ask_export(by=manager("export_submission"), table_format="csv", filters={"_language": ["fr"]}, total=1, at=timezone.now())
    assert len(asked(manager("export_submission"))) == 1
    assert sorted(Export.objects.values_list("pk", "state")) == [(other.pk, "waiting"), (Export.objects.exclude(pk=other.pk).get().pk, "ready")]


def test_an_export_is_its_own_readers():
    sent(open_call())
    first, second = manager("export_submission"), manager("export_submission")
    address = signed_in(first).post(ADDRESS, {"format": "xlsx", "query": ""}).headers["Location"]
    write_waiting()
    assert [signed_in(second).get(where).status_code for where in (address, f"{address}table/")] == [404, 404]
    assert signed_in(second).get(ADDRESS).context["exports"].count() == 0


def test_who_lost_her_right_while_the_table_waited_gets_an_empty_one():
    sent(open_call())
    user = manager("export_submission")
    signed_in(user).post(ADDRESS, {"format": "xlsx", "query": ""})
    user.assignments.all().delete()
    write_waiting()
    assert Export.objects.values_list("state", "done").get() == ("ready", 0)


def test_who_works_elsewhere_now_fetches_no_table_of_where_she_worked(monkeypatch):
    """Nor one that was being made when she left: its files were chosen before."""
    women, places = open_call(), three_places()
    sent(women, places["nador"])
    user = holder(Role.REGIONAL_AGENT, "export_submission", region=places["nador"].province.region)
    addresses = [signed_in(user).post(ADDRESS, {"format": "xlsx", "query": ""}).headers["Location"] for _each in range(2)]
    assert (write_waiting(limit=1), bool(content_of(signed_in(user).get(f"{addresses[0]}table/")))) == (1, True)

    def moved(*_columns: object, **_table: object) -> None:
        right = Assignment.objects.get(user=user)
        right.region = region()
        right.save()

    monkeypatch.setattr("forms_app.applications.services.export.jobs.write_xlsx", lambda path, **_table: (path.write_bytes(b"x"), moved()))
    kept = tables_kept()
    assert (write_waiting(), tables_kept()) == (1, kept)
    assert [signed_in(user).get(f"{address}table/").status_code for address in addresses] == [404, 404]


def test_who_is_no_superuser_any_more_fetches_no_table_of_the_whole_country():
    sent(open_call())
    user = holder(Role.REGIONAL_AGENT, "export_submission", region=region("oriental", "02", ar="الشرق", fr="Oriental"))
    type(user).objects.filter(pk=user.pk).update(is_superuser=True)
    address = signed_in(user).post(ADDRESS, {"format": "xlsx", "query": ""}).headers["Location"]
    write_waiting()
    assert content_of(signed_in(user).get(f"{address}table/"))
    user.refresh_from_db()
    user.is_superuser = False
    user.save()
    assert (Export.objects.get().done, signed_in(user).get(f"{address}table/").status_code) == (1, 404)


def test_without_the_right_nothing_is_asked_for():
    sent(open_call())
    user = holder(Role.REGIONAL_AGENT, region=region())
    response = signed_in(user).post(ADDRESS, {"format": "csv", "query": ""})
    assert (response.status_code, response.streaming, Export.objects.count()) == (302, False, 0)


def test_a_table_that_cannot_be_written_says_so():
    sent(open_call())
    export = ask_export(by=manager(), table_format="csv", filters={}, total=1, at=timezone.now())
    with pytest.raises(AttributeError):
        make_export(export=export, files=Submission.objects.all(), columns=None, language="ar", at=timezone.now())
    assert Export.objects.get().state == "failed"


def test_a_table_that_cannot_be_noted_leaves_its_bytes_nowhere(monkeypatch):
    sent(open_call())
    files, before = Submission.objects.all(), tables_kept()
    export = ask_export(by=manager(), table_format="csv", filters={}, total=1, at=timezone.now())
    monkeypatch.setattr("forms_app.applications.services.export.jobs.record_act", full_disk)
    with pytest.raises(OperationalError):
        make_export(export=export, files=files, columns=columns_of(files=files, language="fr"), language="fr", at=timezone.now())
    assert (Export.objects.values_list("state", "path").get(), tables_kept()) == (("failed", ""), before)


def full_disk(**_act: object) -> None:
    raise OperationalError


def tables_kept() -> list[str]:
    where = private_storage()
    return sorted(where.listdir("exports")[1]) if where.exists("exports") else []


def test_what_waited_for_hours_and_was_just_begun_is_not_given_up_by_another_loop(monkeypatch):
    long_ago = timezone.now() - dt.timedelta(hours=3)
    ask_export(by=manager("export_submission"), table_format="csv", filters={"_language": ["fr"]}, total=0, at=long_ago)
    died = Export.objects.create(by=manager(), state="running", taken_at=long_ago, asked_at=long_ago)
    write = jobs.write_csv
    monkeypatch.setattr(jobs, "write_csv", lambda **table: (write_waiting(), write(**table)))
    write_waiting()
    assert (Export.objects.exclude(pk=died.pk).get().state, Export.objects.get(pk=died.pk).state) == ("ready", "failed")


def test_rights_that_change_before_the_writing_begins_take_the_table_back_too(monkeypatch):
    sent(open_call())
    user = manager("export_submission")
    signed_in(user).post(ADDRESS, {"format": "xlsx", "query": ""})
    columns = Selection.columns
    monkeypatch.setattr(Selection, "columns", lambda self, language: (columns(self, language), jobs.take_back(of=user))[0])
    kept = tables_kept()
    write_waiting()
    assert (Export.objects.get().state, tables_kept()) == ("failed", kept)


def test_a_table_that_the_disk_keeps_holds_nobody_up_and_leaves_none_undeleted():
    long_ago, stuck = timezone.now() - dt.timedelta(days=2), private_storage().save("exports/folder/inside", ContentFile(b"x"))
    other, copy = (private_storage().save(place, ContentFile(b"x")) for place in ("exports/other.csv", "copies/other.zip"))
    for path in ("exports/folder", other):  # a folder with something in it is not deleted
        Export.objects.create(by=manager(), state="ready", path=path, asked_at=long_ago, expires_at=long_ago)
    PersonalCopy.objects.create(by=manager(), made_at=long_ago, expires_at=long_ago, path=copy, holds=[])
    waiting = ask_export(by=manager("export_submission"), table_format="csv", filters={"_language": ["fr"]}, total=0, at=timezone.now())
    with pytest.raises(OSError, match="not empty"):
        call_command("make_exports")
    left = [place for place in (stuck, other, copy) if private_storage().exists(place)]
    assert (left, Export.objects.get(pk=waiting.pk).state) == ([stuck], "ready")
    private_storage().delete(stuck)


def test_a_table_whose_bytes_are_gone_is_not_there_and_was_not_fetched():
    export = Export.objects.create(by=manager("export_submission"), state="ready", path="exports/lost.csv", expires_at=timezone.now() + dt.timedelta(hours=1))
    page = signed_in(export.by).get(f"{ADDRESS}{export.pk}/table/")
    assert (page.status_code, AuditEntry.objects.filter(act="export.fetched").exists()) == (404, False)


def test_the_commands_make_and_delete():
    ask_export(by=manager("export_submission"), table_format="csv", filters={"_language": ["fr"]}, total=0, at=timezone.now())
    out = io.StringIO()
    call_command("make_exports", stdout=out)
    call_command("expire_exports", stdout=out)
    assert out.getvalue().splitlines() == ["1 made, 0 deleted", "0 tables and 0 copies for persons deleted"]


def test_a_table_that_the_disk_keeps_holds_up_no_other(monkeypatch):
    user, at = manager("export_submission"), timezone.now()
    asked = [ask_export(by=user, table_format="csv", filters={"_language": ["fr"]}, total=0, at=at) for _each in range(3)]
    for export in asked[:2]:
        Export.objects.filter(pk=export.pk).update(state="ready", path=f"exports/{export.pk}.csv", expires_at=at)

    def kept(name: str) -> None:
        if name == f"exports/{asked[0].pk}.csv":
            raise PermissionError

    monkeypatch.setattr(type(private_storage()), "delete", lambda _storage, name: kept(name))
    with pytest.raises(PermissionError):
        call_command("make_exports", stdout=io.StringIO())
    assert list(Export.objects.order_by("pk").values_list("state", flat=True)) == ["ready", "expired", "ready"]


def test_audit_holds_codes_only():
    sent(open_call())
    asked(manager("export_submission"), query="status=received&q=فاطمة&typed=0612345678")
    assert AuditEntry.objects.get(act="export.asked").details["filters"] == ["status:received", "language:fr", "synthetic:no", "sealed:no"]


def test_blanks_around_what_stands_in_the_address_stop_no_export():
    file = sent(open_call())
    asked(manager("export_submission"), query=f"call=+{file.call_id}+")
    assert AuditEntry.objects.get(act="export.asked").details["filters"][0] == f"call:{file.call_id}"
