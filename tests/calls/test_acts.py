"""Acts on a call: every state by every act at every place of the clock, and what each act leaves behind."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from forms_app.calls.fingerprint import call_fingerprint
from forms_app.calls.models import Call, CallAct, SilentChange, State, possible_acts
from forms_app.calls.services import NotPossible, propose_call, publish_call, state_token, withdraw_proposal
from portal.core.fingerprints import fingerprint
from portal.core.models import AuditEntry, Role
from portal.core.staff.amazigh.texts import operational_text, write_amazigh
from tests.calls.acts import AT, CLOSES, DAY, DO, IN_STATE, OPENS, POSSIBLE, SEALED, SECOND, WORDS, Kind, call_in
from tests.factories_forms import call, change_call, region, staff

pytestmark = pytest.mark.django_db
S = State


def unsaved(state: State, **values: object) -> Call:
    """As ``call_in``, without a database."""
    return Call(**{"opens_at": OPENS, "closes_at": CLOSES, "published_at": OPENS - 30 * DAY} | IN_STATE[state] | values)


@pytest.mark.parametrize("state", list(State))
def test_the_table_says_which_acts_are_possible(state):
    assert [kind.value for kind in possible_acts(unsaved(state), AT[state])] == POSSIBLE[state]


@pytest.mark.parametrize("state", list(SEALED))
def test_sealed_files_are_opened_before_anything_is_studied(state):
    assert [kind.value for kind in possible_acts(unsaved(state, sealed=True), AT[state])] == SEALED[state]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENS - SECOND, POSSIBLE[S.ANNOUNCED]),
        (OPENS, POSSIBLE[S.OPEN]),
        (CLOSES, POSSIBLE[S.CLOSING_SOON]),
        (CLOSES + dt.timedelta(seconds=59, microseconds=999999), POSSIBLE[S.CLOSING_SOON]),
        (CLOSES + 60 * SECOND, POSSIBLE[S.CLOSED]),
    ],
    ids=["second before opening", "opening", "closing minute", "its last second", "minute after"],
)
def test_acts_follow_the_clock_to_the_second(at, expected):
    assert [kind.value for kind in possible_acts(unsaved(S.OPEN), at)] == expected


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"closes_at": None}, {"extended", "review_started", "unsealed"}),
        ({"sealed": True, "unsealed_at": CLOSES + DAY}, {"extended", "unsealed"}),
    ],
    ids=["closing date not stated", "files opened"],
)
def test_what_must_hold_besides_the_state(values, refused):
    made = unsaved(S.CLOSED, **values)
    assert refused & {kind.value for kind in possible_acts(made, CLOSES + 2 * DAY)} == set()


def audited(made: Call) -> list[str]:
    """Acts of the audit on this call."""
    return list(AuditEntry.objects.filter(object_type="calls.call", object_id=str(made.pk)).values_list("act", flat=True))


@pytest.mark.parametrize("kind", list(DO))
def test_every_service_obeys_the_table(kind):
    sealed = kind == Kind.UNSEALED
    tried = {}
    for state in State:
        made = call_in(state, sealed=sealed)
        try:
            act = DO[kind](made, AT[state])
        except NotPossible:
            tried[state] = ("refused", made.acts.count(), audited(made))
        else:
            tried[state] = (act.kind, act.at, audited(made))
    table = SEALED if sealed else POSSIBLE
    clock = {S.ANNOUNCED, S.OPEN, S.CLOSING_SOON, S.CLOSED}
    possible = clock if kind == Kind.CLOCK_CHANGED else {state for state in State if kind.value in table.get(state, [])}
    assert tried == {state: (kind.value, AT[state], [f"call.{kind.value}"]) if state in possible else ("refused", 0, []) for state in State}


@pytest.mark.parametrize("kind", [kind for kind in DO if kind != Kind.PROPOSED])
def test_every_act_leaves_a_version_whose_fingerprint_can_be_computed_again_and_no_other_call_changed(kind):
    state = next(state for state in (S.DRAFT, S.OPEN, S.CLOSED) if kind == Kind.CLOCK_CHANGED or kind.value in (*POSSIBLE[state], *SEALED.get(state, ())))
    state = S.OPEN if kind == Kind.CLOCK_CHANGED else state
    made, beside = call_in(state, sealed=kind == Kind.UNSEALED), Call.objects.filter(pk=call_in(state).pk)
    before = beside.values().get()
    act = DO[kind](made, AT[state])
    made = Call.objects.get(pk=made.pk)
    assert beside.values().get() == before
    kept = list(made.versions.values_list("number", flat=True))
    assert (fingerprint(act.version.content), kept) == (act.version.sha256, [1] if kind == Kind.PUBLISHED else [1, 2])
    assert (made.text_sha256, call_fingerprint(made)) == (act.version.sha256, act.version.sha256)


def test_an_extension_keeps_the_first_date_and_says_what_changed():
    made = call_in(S.OPEN)
    DO[Kind.EXTENDED](made, OPENS)
    act = DO[Kind.EXTENDED](made, OPENS + DAY, closes_at=CLOSES + 9 * DAY)
    assert (made.extended_from, made.closes_at, made.closes_local) == (CLOSES, CLOSES + 9 * DAY, "2026-12-24T16:00")
    assert act.changes == [{"field": "closes_at", "old": "2026-12-22T15:00:00Z", "new": "2026-12-24T15:00:00Z"}]


def test_a_call_is_extended_up_to_the_day_of_its_decision():
    made = call_in(S.OPEN, decision_by=dt.date(2026, 12, 20))
    midnight = dt.datetime(2026, 12, 20, 23, 0, tzinfo=dt.UTC)  # 0:00 of the 21st on a Moroccan clock
    with pytest.raises(ValidationError) as refused:
        DO[Kind.EXTENDED](made, AT[S.OPEN], closes_at=midnight)
    assert list(refused.value.message_dict) == ["closes_at"]
    DO[Kind.EXTENDED](made, AT[S.OPEN], closes_at=midnight - dt.timedelta(minutes=1))


@pytest.mark.parametrize(("state", "kind", "values"), [(S.DRAFT, Kind.PUBLISHED, {}), (S.OPEN, Kind.CORRECTED, {"values": {"summary": WORDS}})])
def test_no_decision_is_announced_for_a_day_before_the_closing(state, kind, values):
    made = change_call(call_in(state), decision_by=CLOSES.date() - DAY)
    with pytest.raises(ValidationError) as refused:
        DO[kind](made, AT[state], **values)
    assert list(refused.value.message_dict) == ["decision_by"]


@pytest.mark.parametrize(("at", "after"), [(CLOSES + 59 * SECOND, False), (CLOSES + 60 * SECOND, True)], ids=["last second", "after closing"])
def test_an_extension_reopens_until_the_study_has_begun(at, after):
    made = call_in(S.OPEN)
    act = DO[Kind.EXTENDED](made, at)
    assert (act.details["after_closing"], made.accepts(at)) == (after, True)
    DO[Kind.REVIEW_STARTED](made, made.closes_at + 60 * SECOND)
    with pytest.raises(NotPossible):
        DO[Kind.EXTENDED](made, made.closes_at + DAY)


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (Kind.EXTENDED, {"closes_at": CLOSES}, "closes_at"),
        (Kind.EXTENDED, {"closes_at": CLOSES - DAY}, "closes_at"),
        (Kind.EXTENDED, {"reason": ""}, "reason"),
        (Kind.EXTENDED, {"reason": "merged"}, "reason"),
        (Kind.CANCELLED, {"reason": "other"}, "text"),
        (Kind.UNSEALED, {"present": ["أمينة", " "]}, "present"),
        (Kind.RELAUNCHED, {"provinces": []}, "provinces"),
        (Kind.RELAUNCHED, {"opens_at": CLOSES + 9 * DAY, "closes_at": CLOSES + DAY}, "__all__"),
        (Kind.RESULTS_PUBLISHED, {"counts": {}}, "received"),
        (Kind.RESULTS_PUBLISHED, {"counts": {"received": 3, "selected": 4}}, "selected"),
        (Kind.CORRECTED, {"values": {"received": 3, "selected": 4}}, "selected"),
        (Kind.CORRECTED, {"values": {"title": {"fr": "seul"}}}, "title"),
        (Kind.CORRECTED, {"values": {"closes_at": CLOSES + DAY}}, "__all__"),
        (Kind.CORRECTED, {"values": {"opens_at": OPENS + DAY}}, "__all__"),
        (Kind.CORRECTED, {"values": {}}, "__all__"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field_and_nothing_is_done(kind, values, field):
    made = call_in(S.CLOSED, sealed=kind == Kind.UNSEALED)
    with pytest.raises(ValidationError) as refused:
        DO[kind](made, AT[S.CLOSED], **values)
    found = refused.value.message_dict if hasattr(refused.value, "error_dict") else {"__all__": refused.value.messages}
    assert (field in found, made.acts.count(), made.versions.count(), Call.objects.count()) == (True, 0, 0, 1)


def test_figures_that_were_printed_so_are_no_matter_of_another_correction():
    made = call_in(S.CLOSED, received=3, selected=4)
    assert DO[Kind.CORRECTED](made, AT[S.CLOSED]).kind == Kind.CORRECTED


def test_a_correction_keeps_what_was_said_before():
    made = call_in(S.OPEN)
    before = dict(made.title)
    act = DO[Kind.CORRECTED](made, OPENS, reason="other", text=WORDS)
    assert act.changes == [{"field": "title", "old": before, "new": WORDS}]
    assert [version.content["title"] for version in made.versions.all()] == [before, WORDS]
    assert (act.text, act.told_at, act.kind in CallAct.TOLD) == (WORDS, None, True)


def test_before_it_opens_a_call_may_open_at_another_moment():
    made = call_in(S.ANNOUNCED)
    DO[Kind.CORRECTED](made, AT[S.ANNOUNCED], values={"opens_at": OPENS + DAY})
    assert made.opens_local == "2026-11-26T09:00"


def test_no_correction_opens_a_call_at_a_moment_that_has_passed():
    made, at = call_in(S.ANNOUNCED), AT[S.ANNOUNCED]
    for moment in (at - DAY, at):
        with pytest.raises(ValidationError) as refused:
            DO[Kind.CORRECTED](made, at, values={"opens_at": moment})
        assert refused.value.message_dict == {"opens_at": ["يجب أن يكون تاريخ الفتح في المستقبل."]}


def test_a_relaunch_is_a_call_of_its_own_linked_both_ways():
    made = call_in(S.CLOSED, sealed=True)
    act = DO[Kind.RELAUNCHED](made, AT[S.CLOSED], slug="again")
    again = Call.objects.get(slug="again")
    assert (again.relaunch_of, act.details, again.number > made.number, again.sealed) == (made, {"call": again.pk, "slug": "again"}, True, True)
    assert [place.slug for place in again.provinces.all()] == ["tiznit"]
    assert (list(made.relaunches.all()), [one.kind for one in again.acts.all()], again.state_at(AT[S.CLOSED])) == ([again], ["published"], S.ANNOUNCED)
    assert again.versions.get().content["provinces"] == [{"slug": "tiznit", "name": {"ar": "تيزنيت", "fr": "Tiznit"}}]


def test_a_relaunch_for_a_whole_region_is_for_that_region_alone():
    made = call_in(S.CLOSED)
    DO[Kind.RELAUNCHED](made, AT[S.CLOSED], slug="again", provinces=[], regions=[region("oriental", "02")])
    again = Call.objects.get(slug="again")
    assert ([place.slug for place in again.regions.all()], again.provinces.count()) == (["oriental"], 0)


def test_two_pairs_of_eyes_publish_a_call():
    made = call_in(S.DRAFT)
    at, souss = AT[S.DRAFT], region()
    first, second = (staff(Role.CALL_MANAGER, region=souss) for _each in range(2))
    for by, done in ((second, "not proposed"), (first, "her own")):
        with pytest.raises(NotPossible):
            publish_call(call=made, by=by, at=at)
        if done == "not proposed":
            propose_call(call=made, by=first, at=at)
    publish_call(call=made, by=second, at=at)
    assert (made.published_at, [act.by for act in made.acts.all()]) == (at, [first, second])


def test_a_programme_manager_publishes_alone_and_a_changed_draft_is_proposed_again():
    made = call_in(S.DRAFT)
    propose_call(call=made, by=None, at=AT[S.DRAFT])
    assert (withdraw_proposal(call=made), withdraw_proposal(call=made)) == (True, False)
    publish_call(call=made, by=staff(Role.PROGRAMME_MANAGER), at=AT[S.DRAFT])
    assert made.state_at(AT[S.DRAFT]) == S.ANNOUNCED


def test_a_screen_that_is_out_of_date_does_nothing_and_tells_what_happened():
    made = call_in(S.OPEN)
    seen, faster = state_token(made), staff()
    DO[Kind.EXTENDED](made, OPENS, by=faster, seen=seen)
    closes = made.closes_at
    with pytest.raises(NotPossible) as refused:
        DO[Kind.EXTENDED](made, OPENS, seen=seen)
    assert (str(faster) in str(refused.value), made.acts.count(), Call.objects.get(pk=made.pk).closes_at) == (True, 1, closes)


@pytest.mark.parametrize(
    "values", [{"title": WORDS}, {"closes_at": CLOSES + DAY}, {"received": 4}, {"cancelled_at": OPENS}, {"published_at": None}, {"sealed": True}]
)
def test_a_published_call_is_never_changed_silently(values):
    made = Call.objects.get(pk=call_in(S.OPEN).pk)
    for name, value in values.items():
        setattr(made, name, value)
    with pytest.raises(SilentChange) as refused:
        made.save()
    assert refused.value.fields == list(values)


def test_what_is_not_shown_and_a_draft_are_changed_freely():
    made, draft = call_in(S.OPEN), call_in(S.DRAFT)
    for one, values in ((made, {"internal_note": "12/2026"}), (draft, {"title": WORDS, "closes_at": CLOSES + DAY})):
        for name, value in values.items():
            setattr(one, name, value)
        one.save()
    assert (Call.objects.get(pk=made.pk).internal_note, Call.objects.get(pk=draft.pk).title, draft.closes_local) == ("12/2026", WORDS, "2026-12-16T16:00")


def test_amazigh_that_was_to_come_comes_with_a_line_and_without_a_message():
    made = call_in(S.OPEN)
    DO[Kind.CORRECTED](made, OPENS)
    made.title = {**made.title, "zgh": "ⴰⵙⵓⵜⵔ"}
    made.save()
    last = made.acts.latest("pk")
    assert (last.kind, last.reason, last.told_at is None) == (Kind.CORRECTED, "translation", False)
    assert last.changes == [{"field": "title", "old": WORDS, "new": {**WORDS, "zgh": "ⴰⵙⵓⵜⵔ"}}]


def test_amazigh_written_while_somebody_corrects_takes_nothing_back():
    """The translator's screen read the call before the correction, and saved after it."""
    made = call_in(S.OPEN)
    read = Call.objects.get(pk=made.pk)
    DO[Kind.CORRECTED](made, OPENS)
    write_amazigh(text=operational_text("calls.Call"), record=read, words={"title": "ⴰⵙⵓⵜⵔ"}, by=staff())
    assert Call.objects.get(pk=made.pk).title == {**WORDS, "zgh": "ⴰⵙⵓⵜⵔ"}


def test_a_call_never_touched_by_an_act_keeps_a_fingerprint():
    made = call(closes_at=CLOSES, opens_at=OPENS)
    first = call_fingerprint(made)
    change_call(made, title=WORDS)
    assert (len(first), call_fingerprint(made) == first) == (64, False)
