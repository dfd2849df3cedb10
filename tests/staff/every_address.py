"""Every address of the portal with something in its gaps: things of region 09, which leak by their title."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import URLResolver, get_resolver
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Site, Task, Workflow

from forms_app.applications.models import Export, Submission
from forms_app.applications.services.uploads import add_upload
from forms_app.calls.models import Call, Clarification
from forms_app.engine.models import FormDefinition
from portal.core.models import Assignment, OutboxMessage, SiteNotice
from programmes.models import Figure, RegionalProgrammePage
from regions.models import Agreement, BudgetLine, Centre, IncubatorState, RegistrationCount
from search.models import PromotedResult
from tests.applications.backoffice.makers import open_call, sent
from tests.applications.test_uploads import file, photo, question
from tests.factories_forms import JISR, commune, province

SECRET = "Nothing-of-yours"
WORDS = {"ar": SECRET, "fr": SECRET}
_GAP = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)")
#: Not walked: what leaves the session, and Wagtail's page that fails on purpose.
_NOT_WALKED = {"admin/logout/", "admin/second-factor/leave/", "admin/failwhale/"}


def routes(patterns: list | None = None, before: str = "") -> Iterator[str]:
    """Each pattern of the resolver, written from the top; those below a language in Arabic."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif route not in _NOT_WALKED:
            yield route.removesuffix("$")


def things_of_09(tree: SimpleNamespace, owner: object) -> SimpleNamespace:
    """One of everything that has an address: ``pks`` by model, ``files``: a woman's and a body's, each with a document."""
    place, of = commune(), tree.regions["09"]
    women, bodies = open_call(regions=[of], slug="walk"), open_call(regions=[of], kind=Call.Kind.ASSOCIATIONS)
    files = {"woman": sent(women, place, name=SECRET), "body": sent(bodies, place, name=SECRET)}
    page = tree.pages["09", "ar"].add_child(
        instance=RegionalProgrammePage(title=SECRET, slug="later", programme=tree.programme, live=False, locale=tree.locales["ar"])
    )
    revision = page.save_revision(user=owner)
    media = Collection.objects.get(name__startswith="region 09")
    money = {"ministry": 1, "total": 1}
    one_each = (
        women, tree.programme, of, province(), owner, page, revision, media, tree.locales["fr"], tree.translations["09"], tree.translations["09"].source,
        FormDefinition.objects.create(key="walk", title=WORDS, steps=JISR["steps"]),
        Assignment.objects.create(user=owner, role="regional_agent", region=of),
        SiteNotice.objects.create(key="walk", text=WORDS, starts_at=timezone.now() + timezone.timedelta(days=9)),
        Figure.objects.create(key="walk", label=WORDS, value=1, source=WORDS, as_of="2026"),
        Agreement.objects.create(region=of, order=1, subject=WORDS, signed="2022", duration=WORDS, partners=WORDS, **money),
        BudgetLine.objects.create(region=of, key="walk", order=1, kind="region", name=WORDS, councils=0, indh=0, **money),
        Centre.objects.create(code="walk", kind="social", name=WORDS, region=of, province=province(), open_to_public=False),
        IncubatorState.objects.create(region=of, status="walk", text=WORDS),
        RegistrationCount.objects.create(region=of, women=1),
        PromotedResult.objects.create(words=WORDS, page=page),
        Clarification.objects.create(call=women, language="ar", text=SECRET),
        OutboxMessage.objects.create(channel="sms", language="ar", purpose="walk", dedupe="walk", state="dead", next_try_at=timezone.now()),
        Export.objects.create(by=owner, format="csv"),
        Redirect.objects.create(old_path="/walk", redirect_page=page),
        get_document_model().objects.create(title=SECRET, file=ContentFile(b"%PDF-1.4", name="later.pdf"), collection=media),
        get_image_model().objects.create(title=SECRET, file=get_test_image_file(), collection=media),
        Group.objects.get(name="regional_agent"), Site.objects.get(), Workflow.objects.first(), Task.objects.first(),
    )  # fmt: skip
    return SimpleNamespace(
        pks={one._meta.model_name: one.pk for one in one_each} | {"submission": files["woman"].pk},
        files=files,
        papers={who: _paper(file) for who, file in files.items()},
        above=tree.pages["09", "ar"].pk,
        document=get_document_model().objects.get(),
    )


def _paper(submission: Submission) -> str:
    """A document, as if the file had been sent with it."""
    code = add_upload(draft=submission.draft, question=question(key="papers"), file=file(photo()), at=timezone.now()).public_id
    submission.answers["papers"] = [code]
    submission.save(update_fields=["answers"])
    return code


#: What stands in a gap, by its name; where the address says of what, by the model it names.
_OF_PART = {
    "users": "user", "people": "user", "groups": "group", "locales": "locale", "sites": "site", "workflows": "workflow", "tasks": "task",
    "collections": "collection", "redirects": "redirect", "call-questions": "clarification", "exports": "export", "form-editor": "formdefinition",
    "pages": "regionalprogrammepage", "images": "image", "documents": "document", "settings": "site", "submissions": "regionalprogrammepage",
}  # fmt: skip
_OF_NAME = {
    "page_id": "regionalprogrammepage", "page_to_move_id": "regionalprogrammepage", "page_pk": "regionalprogrammepage", "workflow_pk": "workflow",
    "task_id": "task", "image_id": "image", "document_id": "document", "doc_id": "document", "collection_id": "collection", "redirect_id": "redirect",
    "revision_id": "revision", "translation_id": "translation", "translation_source_id": "translationsource",
}  # fmt: skip
_WORDS = {
    "revision_id_a": "earliest", "revision_id_b": "latest", "content_type_app_name": "programmes", "content_type_model_name": "regionalprogrammepage",
    "app_label": "programmes", "model_name": "regionalprogrammepage", "app_name": "core", "filter_spec": "width-100", "language": "fr", "kind": "extended",
    "key": "you", "name": "amazigh", "label": "core.sitenotice", "mode": "", "uidb64": "MQ", "token": "x", "action": "delete", "action_name": "approve",
    "draft": "nobodys-draft", "step": "you",
}  # fmt: skip


def addresses(route: str, things: SimpleNamespace) -> dict[str, str]:
    """The addresses of a pattern by what they are told apart by: one, or two where the address is of a file."""
    if route == "ar/((?:[\\w\\-]+/)*)":
        return {"": "/ar/regions/souss-massa/"}
    if route.startswith("documents/("):
        return {"": f"/documents/{things.document.pk}/{things.document.filename}"}
    if route == "admin/.*/":
        return {"": "/admin/nothing-is-here/"}
    whose = ("woman", "body") if "<file:" in route else ("",)
    return {who: "/" + _GAP.sub(partial(_filled, route=route, things=things, who=who), route) for who in whose}


def _filled(gap: re.Match, **asked: object) -> str:
    return str(_fill(gap[2] or gap[3], gap[1], **asked))


def _fill(name: str, kind: str | None, route: str, things: SimpleNamespace, who: str) -> object:
    parts = route.split("/")
    if kind == "file":
        return things.files[who].pk
    if name == "public_id":
        return things.papers[who or "woman"]
    if name in {"parent_page_id", "destination_id"}:
        return things.above
    if parts[1] == "settings":
        return things.pks["site"] if name == "pk" else {"app_name": "core", "model_name": "privacysettings"}[name]
    if name in _OF_NAME:
        return things.pks[_OF_NAME[name]]
    if kind == "uuid":
        return things.pks["outboxmessage"]
    if name in {"pk", "object_id"}:
        if parts[1] == "snippets":
            return things.pks[parts[4] if parts[2] == "choose" else parts[3]]
        of = [part for part in parts if part in _OF_PART]
        return things.pks[_OF_PART[of[-1]]] if of else 1
    if name in {"slug", "call"}:
        return "walk"
    return _WORDS.get(name, 1)


#: For who asks for addresses at which nothing need stand.
NOWHERE = SimpleNamespace(
    pks=defaultdict(lambda: 1, outboxmessage="00000000-0000-0000-0000-000000000001"),
    files=defaultdict(lambda: SimpleNamespace(pk=1)),
    papers=defaultdict(lambda: "x"),
    above=1,
    document=SimpleNamespace(pk=1, filename="x.pdf"),
)
