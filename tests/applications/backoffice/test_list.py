"""The list: look-ups in any spelling, filters, pages that do not count, and nothing of another territory through any of them."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from forms_app.applications.backoffice.paging import Place, page_of_files
from forms_app.applications.lookup import find_files, register_lookup, unregister_lookup
from forms_app.applications.models import ReferenceCounter, Submission
from forms_app.calls.models import Call
from portal.core.models import Assignment, Role
from tests.factories_forms import province, region

from .makers import LIST, holder, manager, open_call, sent, signed_in, three_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def files() -> dict[str, Submission]:
    places, women = three_places(), open_call()
    return {
        "fatima": sent(women, places["tiznit"], name="فاطمة الزهراء أيت الحاج", phone="+212611111111"),
        "halima": sent(women, places["tata"], name="Halima El Ouardi", phone="+212622222222"),
        "elsewhere": sent(women, places["nador"], name="فاطمة بنعلي", phone="+212611111111"),
        "body": sent(open_call(kind=Call.Kind.ASSOCIATIONS), places["tiznit"], name="Association Fatima", phone="+212633333333"),
    }


def names(files: dict[str, Submission], page: str) -> list[str]:
    return [name for name, file in files.items() if file.reference in page]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("فاطمه", ["fatima", "elsewhere"]),
        ("الزهراء فاطمة", ["fatima"]),
        ("ait", []),
        ("HALIMA ouardi", ["halima"]),
        ("ouard", ["halima"]),
        ("06 11 11 11 11", ["fatima", "elsewhere"]),
        ("+212622222222", ["halima"]),
        ("٠٦٢٢٢٢٢٢٢٢", ["halima"]),
        ("0612", []),
        ("fa", []),
        ("%", []),
        ("___", []),
        ("fatima' OR 1=1", []),
        ("\x00halima", ["halima"]),
        ("x" * 5000, []),
    ],
)
def test_who_is_found_by_what_is_typed(files, typed, found):
    seen = set(find_files(typed=typed, among=Submission.objects.visible_to(manager()), by=manager()))
    assert [name for name, file in files.items() if file in seen] == found


def test_a_reference_is_found_whole_and_by_its_beginning(files):
    file = files["halima"]
    everything = Submission.objects.all()
    by_hand = file.reference.replace("-", " ")
    assert [list(find_files(typed=typed, among=everything, by=None)) for typed in (file.reference, by_hand, file.reference[:11])] == [[file]] * 3


def test_a_look_up_finds_nobody_of_another_territory(files):
    client = signed_in(holder(Role.REGIONAL_AGENT, region=region()))
    pages = [client.post(LIST, {"typed": typed}).context["object_list"] for typed in ("فاطمة", "0611111111", files["elsewhere"].reference)]
    assert pages == [[files["fatima"]], [files["fatima"]], []]


def test_what_is_typed_stands_in_no_address(files):
    page = signed_in(manager()).post(LIST, {"typed": "halima"})
    assert (names(files, page.content.decode()), "typed=" in page.content.decode(), page.wsgi_request.get_full_path()) == (["halima"], False, LIST)


def test_a_typed_name_in_the_address_is_not_obeyed(files):
    assert names(files, signed_in(manager()).get(LIST, {"q": "halima", "typed": "halima", "export": "xlsx"}).content.decode()) == list(files)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"province": "tata"}, ["halima"]),
        ({"status": ["received"]}, ["fatima", "halima", "elsewhere", "body"]),
        ({"status": ["selected", "withdrawn"]}, []),
        ({"marital_status": "widowed"}, ["fatima", "halima", "elsewhere", "body"]),
        ({"marital_status": "married"}, []),
        ({"submitted_at_from": "2000-01-01", "submitted_at_to": "2001-01-01"}, []),
        ({"possible_duplicate": "true"}, []),
        ({"synthetic": "false", "region": "oriental"}, ["elsewhere"]),
    ],
)
def test_filters_narrow_the_list(files, query, found):
    for name in ("province", "region"):
        if name in query:
            query = query | {name: str(next(getattr(file, f"{name}_id") for file in files.values() if getattr(file, name).slug == query[name]))}
    assert names(files, signed_in(manager()).get(LIST, query).content.decode()) == found


def test_filters_offer_the_readers_own_places_and_calls_only(files):
    page = signed_in(holder(Role.REGIONAL_AGENT, region=region())).get(LIST)
    form = page.context["filters"].form
    offered = {name: [str(one) for one in form.fields[name].queryset] for name in ("region", "call")}
    assert offered == {"region": ["سوس-ماسة"], "call": [str(files["fatima"].call)]}


@pytest.fixture
def calls() -> dict[str, Call]:
    """Answered ones of each kind and place, and those that nobody answered, or of which nobody may know it yet."""
    oriental = region("oriental", "02", ar="الشرق", fr="Oriental")
    associations = {"kind": Call.Kind.ASSOCIATIONS}
    opened = timezone.now() - dt.timedelta(hours=1)
    made = {
        "country": open_call(), "here": open_call(provinces=[province()]), "there": open_call(regions=[oriental]),
        "bodies": open_call(regions=[region()], **associations), "others": open_call(regions=[oriental], **associations),
        "unanswered": open_call(), "sealed": open_call(sealed=True, **associations),
        "opened": open_call(sealed=True, closes_at=opened, unsealed_at=opened, **associations),
    }  # fmt: skip
    for name in ("country", "here", "there", "bodies", "others"):
        ReferenceCounter.objects.create(call=made[name], last=1)
    ReferenceCounter.objects.create(call=made["unanswered"], last=0)
    return made


@pytest.mark.parametrize(
    ("role", "where", "offered"),
    [
        (Role.PROVINCIAL_AGENT, "province", ["country", "here"]),
        (Role.REGIONAL_AGENT, "region", ["country", "here"]),
        (Role.CALL_MANAGER, "region", ["bodies", "opened"]),
        (Role.PROGRAMME_MANAGER, None, ["country", "here", "there", "bodies", "others", "opened"]),
        (Role.COMMUNICATION, None, []),
    ],
)
def test_the_calls_to_choose_from_are_answered_ones_of_her_kinds_and_places(calls, role, where, offered):
    page = signed_in(holder(role, **{"region": {"region": region()}, "province": {"province": province()}, None: {}}[where])).get(LIST)
    chosen = page.context["filters"].form.fields["call"].queryset
    assert [name for name, made in calls.items() if made in chosen] == offered


@pytest.mark.parametrize(("language", "word"), [("ar", "الفلاحة"), ("fr", "Agriculture")])
def test_sectors_are_offered_in_words(files, language, word):
    page = signed_in(manager()).get(LIST)
    with override(language):
        assert f'value="farming">{word}<' in str(page.context["filters"].form["project_sector"])


def test_who_may_not_read_of_a_womans_situation_cannot_filter_by_it(files):
    client = signed_in(holder(Role.CALL_MANAGER, region=region()))
    assert names(files, client.get(LIST, {"marital_status": "married"}).content.decode()) == ["body"]
    assert "marital_status" not in client.get(LIST).context["filters"].form.fields


def test_who_reads_situations_in_one_province_filters_no_other_right_of_hers_by_them(files):
    """Agent in Tata, call manager of the region: the body in Tiznit answers to no question about a situation."""
    user = holder(Role.PROVINCIAL_AGENT, "export_submission", province=files["halima"].province)
    Assignment.objects.create(user=user, role=Role.CALL_MANAGER, region=region())
    client = signed_in(type(user).objects.get(pk=user.pk))
    pages = [names(files, client.get(LIST, {"marital_status": status}).content.decode()) for status in ("", "widowed", "married")]
    table = b"".join(client.post("/admin/files/exports/", {"format": "csv", "query": "marital_status=widowed"}).streaming_content).decode()
    assert (pages, names(files, table)) == ([["halima", "body"], ["halima"], []], ["halima"])


def test_pages_go_through_all_files_once_and_back():
    women = open_call()
    at = timezone.now() - dt.timedelta(days=1)
    pks = [sent(women).pk for _each in range(7)]
    for place, pk in enumerate(pks):  # three of them in the very same moment
        Submission.objects.filter(pk=pk).update(submitted_at=at if 2 <= place <= 4 else at + dt.timedelta(microseconds=place - 3))
    files = Submission.objects.all()
    seen, token, back = [], "", []
    while True:
        page = page_of_files(files, size=2, after=token)
        seen += [file.pk for file in page]
        if not page.has_next:
            break
        token = page.after
    while page.has_previous:
        page = page_of_files(files, size=2, before=page.before)
        back = [file.pk for file in page] + back
    newest_first = list(Submission.objects.order_by("-submitted_at", "-pk").values_list("pk", flat=True))
    assert (seen, back + seen[len(back) :]) == (newest_first, newest_first)


@pytest.mark.parametrize("token", ["", "x", "1.5", "9" * 30, "1.000000-99999999999999999999", "-1.000000-1", "٣.000000-1"])
def test_a_forged_place_is_the_first_page(files, token):
    client = signed_in(manager())
    pages = [names(files, client.get(LIST, query).content.decode()) for query in ({}, {"after": token}, {"before": token})]
    assert pages == [list(files)] * 3


def test_a_place_survives_its_address():
    place = Place(dt.datetime(1969, 12, 31, 23, 59, 59, 5, tzinfo=dt.UTC) + dt.timedelta(days=20000), 12)
    assert Place.read(str(place)) == place


def test_a_list_costs_the_same_with_one_file_and_with_fifty(files):
    client = signed_in(holder(Role.REGIONAL_AGENT, region=region()))
    client.get(LIST)
    counts = []
    for more in (0, 12):
        for _each in range(more):
            sent(files["fatima"].call)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            page = client.get(LIST)
        counts.append(
            (len(queries), [query["sql"] for query in queries if "COUNT(" in query["sql"] and "applications_submission" in query["sql"]], page.status_code)
        )
    assert counts == [(counts[0][0], [], 200)] * 2


def test_another_engine_is_asked_first_and_may_decline(files):
    asked = []

    def engine(*, typed: str, among: object, by: object) -> object:
        asked.append(typed)
        return among.filter(pk=files["body"].pk) if typed == "mine" else None

    register_lookup(engine)
    register_lookup(engine)
    try:
        found = [set(find_files(typed=typed, among=Submission.objects.all(), by=None)) for typed in ("mine", "halima")]
    finally:
        unregister_lookup(engine)
    assert (found, asked) == ([{files["body"]}, {files["halima"]}], ["mine", "halima"])


def test_only_the_date_sorts(files):
    client = signed_in(manager())
    columns = client.get(LIST).context["table"].columns.values()
    pages = [
        [file.pk for file in client.get(LIST, {"ordering": key}).context["object_list"]] for key in ("submitted_at", "-submitted_at", "full_name", "-reference")
    ]
    oldest = [file.pk for file in files.values()]
    assert ([column.sort_key for column in columns if column.sort_key], pages) == (["submitted_at"], [oldest, oldest[::-1], oldest[::-1], oldest[::-1]])


def test_no_number_of_a_file_is_torn_at_its_hyphen(files):
    assert signed_in(manager()).get(LIST).content.decode().count('<td class="w-whitespace-nowrap title">') == len(files)


@pytest.mark.parametrize("address", [LIST, "/admin/files/outcomes/"])
def test_the_help_of_a_field_is_read_out_with_it(admin_client, address):
    page = BeautifulSoup(admin_client.get(address).content, "html.parser")
    said = [one for field in page.main.find_all(attrs={"aria-describedby": True}) for one in field["aria-describedby"].split()]
    assert (bool(said), [one for one in said if page.find(id=one) is None]) == (True, [])
