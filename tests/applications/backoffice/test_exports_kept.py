"""Tables asked for: they wait, are made, fetched by who asked and may, and are gone after a day; the audit says who."""

import datetime as dt
import io

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from forms_app.applications.backoffice.selection import Selection
from forms_app.applications.backoffice.tasks import write_export, write_waiting
from forms_app.applications.models import Export, PersonalCopy, Submission
from forms_app.applications.models.uploads import private_storage
from forms_app.applications.services.export import ask_export, columns_of, expire_exports, jobs, make_export
from portal.core.models import Assignment, AuditEntry, Role
from tests.factories_forms import region

from .makers import content_of, holder, manager, open_call, sent, signed_in, three_places
from .test_exports import ADDRESS, asked

pytestmark = pytest.mark.django_db


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
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert (sheet.max_row, sheet.sheet_view.rightToLeft) == (3, True)
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


def test_who_may_export_no_more_opens_none_of_her_tables():
    sent(open_call())
    user = holder(Role.REGIONAL_AGENT, "export_submission", region=region())
    address = signed_in(user).post(ADDRESS, {"format": "xlsx", "query": ""}).headers["Location"]
    write_waiting()
    user.user_permissions.remove(Permission.objects.get(codename="export_submission"))
    assert [signed_in(user).get(where).status_code for where in (ADDRESS, address, f"{address}table/")] == [302, 302, 302]
    assert Export.objects.get().expires_at > timezone.now()


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


LONG_AGO = timezone.now() - dt.timedelta(hours=3)


@pytest.mark.parametrize(
    ("state", "begun", "left"), [("running", None, "failed"), ("ready", LONG_AGO, "ready"), ("expired", None, "expired"), ("failed", LONG_AGO, "failed")]
)
def test_only_what_is_still_being_made_is_given_up(state, begun, left):
    Export.objects.create(by=manager(), state=state, taken_at=begun, asked_at=LONG_AGO)
    assert (write_waiting(), Export.objects.get().state) == (0, left)


@pytest.mark.parametrize("state", ["running", "ready", "failed", "expired"])
def test_a_table_that_does_not_wait_is_begun_by_nobody(state):
    export = Export.objects.create(by=manager("export_submission"), state=state, filters={"_language": ["fr"]}, format="csv", path="exports/kept.csv")
    before = Export.objects.values().get()
    write_export.call(export=export.pk)
    assert Export.objects.values().get() == before


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
