"""What stays when the data of a file are erased, and why. Every column that is not named here is emptied. Decision 720.

A new column needs no line to be erased; it needs one, with its reason, to stay. ``tests/applications/privacy/test_columns.py`` reads every
model of the portal and asks for a word on each that is new.
"""

from collections.abc import Mapping

from django.db.models import Field, Model

_ROW = "The row's own number or its tie to another row."
_PROOF = "Proof that the file was sent: whoever has it can compute it again, nobody can read it."
_WHEN = "A date: it proves that the file was in time."

#: Rows that stay, with the columns that stay in them.
KEPT: Mapping[str, Mapping[str, str]] = {
    "applications.submission": {
        "id": _ROW,
        "reference": "Printed on her receipt; without it nobody could tell her that her data were erased.",
        "call": _ROW,
        "form_version": "The questions that were asked, not her answers.",
        "idempotency_key": "A random number.",
        "secret_hash": "Keyed hash of eight random digits: with her receipt she reads that her data were erased.",
        "status": "Says that it was erased.",
        "erased_from": "How its study ended: a court asks how many were selected.",
        "version": "How many times it was sent.",
        "register_number": "The register of a sealed call has no gaps.",
        "submitted_at": _WHEN,
        "resubmitted_at": _WHEN,
        "answers_sha256": _PROOF,
        "call_sha256": _PROOF,
        "documents_sha256": _PROOF,
        "consent_sha256": _PROOF,
        "region": "Counts of registrations by region: thousands of women live there.",
        "province": "Counts of registrations by province, for the staff.",
        "filled_by": "Counts of files filled in alone or with help; names no helper.",
        "synthetic": "A made-up file is never counted.",
    },
    "applications.submissionversion": {"id": _ROW, "submission": _ROW, "number": _ROW, "answers_sha256": _PROOF, "sent_at": _WHEN},
    "applications.submissionact": {
        "id": _ROW,
        "submission": _ROW,
        "kind": "What was done, without its words.",
        "status": "The state after it.",
        "at": _WHEN,
        "by": "Who of the staff answers for it.",
        "until": _WHEN,
    },
    "applications.opening": {
        "id": _ROW,
        "submission": _ROW,
        "by": "The access log is about the staff; it goes when its own time is over.",
        "at": _WHEN,
        "upload": "A random code; the document is gone.",
    },
}
#: Rows that go with the file, whole.
GONE: Mapping[str, str] = {
    "applications.draft": "What she saved.",
    "applications.draftstep": "Her answers, and what she typed.",
    "applications.draftshare": "Links of colleagues, and what they typed.",
    "applications.upload": "Her documents; their bytes go after the commit.",
    "applications.annex": "Pages put together; their bytes go after the commit.",
    "applications.trackingcode": "Codes sent to her telephone.",
    "applications.preparedoutcome": "A decision that nobody was told.",
}
#: The same for rows that other apps empty: what is not named is empty once a person's rows were erased.
KEPT_ELSEWHERE: Mapping[str, Mapping[str, str]] = {
    "core.outboxmessage": {
        **dict.fromkeys(("id", "dedupe", "claim"), "A random number, or a keyed hash of one: the same message is never written twice."),
        **dict.fromkeys(("channel", "language", "purpose", "bulk", "parts"), "What was sent in how many parts: it was paid for."),
        **dict.fromkeys(("state", "emptied", "attempts", "last_error"), "What became of it."),
        **dict.fromkeys(("next_try_at", "expires_at", "created_at", "sent_at"), "A date without a recipient."),
    },
    "calls.callsubscription": {
        **dict.fromkeys(("id", "token"), "A random number: the link of an old message still says that it is ended."),
        **dict.fromkeys(("channel", "language", "call", "kind", "region", "programme"), "What was followed, by nobody any more."),
        **dict.fromkeys(("code_tries", "code_sent_at", "created_at", "confirmed_at", "ended_at"), "A date or a count without an address."),
    },
    "calls.clarification": {
        **dict.fromkeys(("id", "call", "told_in"), _ROW),
        **dict.fromkeys(("language", "emptied", "reason", "by"), "How the staff saw to it."),
        **dict.fromkeys(("published_text", "reply"), "Published to all, in words that name nobody."),
        **dict.fromkeys(("asked_at", "answered_at", "corrected_at", "set_aside_at"), "A date; who asked is not known."),
    },
}
#: Rows that hold nothing of an applicant, by model of ours or by app of others.
NOT_HERS: Mapping[str, str] = {
    "applications.erasure": "References, digests and dates: what a restore must erase again.",
    "applications.export": "What the staff exported: filters as codes; the table itself lives a day.",
    "applications.personalcopy": "Who made a copy; the copy itself lives a day, and goes at once when what is in it is erased.",
    "applications.referencecounter": "A number a call.",
    **dict.fromkeys(
        ("applications.registerfile", "applications.registerline", "applications.heldday"),
        "Published to all: salted digests, which nothing ties to a file once its salt is emptied.",
    ),
    "applications.remainder": "Counts, one answer at a time.",
    "calls.call": "Published to all.",
    "calls.call_regions": "Published to all.",
    "calls.call_provinces": "Published to all.",
    "calls.callact": "Published to all: results name bodies, and women by reference only.",
    "calls.callversion": "Published to all.",
    "calls.calldocument": "Published to all.",
    "calls.callnotice": "How many were told.",
    "calls.noticekey": "Keyed hashes of those told so far; deleted when all were told.",
    "core.auditentry": "Numbers and codes, refused otherwise; an entry is never changed.",
    "core.assignment": "Rights of the staff.",
    "core.clockrun": "Jobs of the clock.",
    "core.loadedcontent": "Fingerprints of content files.",
    "core.privacysettings": "Words of the notice.",
    "core.sitenotice": "Published to all.",
    "search.searchmiss": "Words looked for and not found, never by whom; those that may name somebody are not kept, and all go after ninety days.",
    **dict.fromkeys(("engine", "home", "programmes", "regions", "search"), "Content that editors publish, and its index; no application enters it."),
    "statistics": "Counts of months, and sheets of counts that the staff kept.",
    **dict.fromkeys(("auth", "sessions", "wagtailusers", "axes", "sign_in"), "People of the staff; applicants have no account."),
    **dict.fromkeys(("contenttypes", "taggit", "wagtailsearch", "wagtailembeds", "wagtailredirects", "wagtaildocs", "wagtailimages"), "Pages and media."),
    **dict.fromkeys(("wagtail_localize", "wagtailadmin"), "Pages, their translations, and the staff at work on them."),
    "wagtailcore": "Pages and their history. Applications are not edited there and leave no entry in it.",
    "wagtailforms": "Installed with Wagtail; no page of the portal is such a form.",
    "django_tasks_database": "Tasks waiting for a worker: their arguments are numbers.",
}


def to_empty(model: type[Model]) -> list[Field]:
    """The columns of a model that erasing empties."""
    label = model._meta.label_lower
    kept = KEPT.get(label) or KEPT_ELSEWHERE[label]
    return [field for field in model._meta.local_concrete_fields if field.name not in kept]


def emptied(model: type[Model]) -> dict[str, object]:
    """What stands in them afterwards, by name of the column."""
    return {field.attname: None if field.null else field.get_default() for field in to_empty(model)}
