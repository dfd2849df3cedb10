"""Things a person may try by typing an address, each answering whether it worked."""

import re
from collections.abc import Callable
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import StringSegment, StringTranslation

_EXPLORER = re.compile(r"/admin/pages/\d+/")


def refused(response: HttpResponse) -> bool:
    """Wagtail answers a refusal by sending to the first screen, to the top of her own pages, or to the log-in."""
    if response.status_code in {403, 404}:
        return True
    home, login = reverse("wagtailadmin_home"), reverse("wagtailadmin_login")
    return response.status_code == 302 and (response.url == home or response.url.startswith(login) or bool(_EXPLORER.fullmatch(response.url)))


def opens(name: str) -> Callable[..., bool]:
    """Whether a screen about a page opens."""

    def attempt(client: Client, page: Page) -> bool:
        response = client.get(reverse(name, args=[page.pk]))
        assert response.status_code == 200 or refused(response), (name, response.status_code, response.headers.get("Location"))
        return response.status_code == 200

    return attempt


def edit_data(page: Page, **changes: object) -> dict:
    """What the editor's form of a region's page sends."""
    data = {"title": page.title, "slug": page.slug, "summary": page.summary, "body": streamfield([]), "search_description": "", "seo_title": ""}
    if hasattr(page, "region_id"):
        data["region"] = page.region_id
    return nested_form_data(data | changes)


def saves(client: Client, page: Page) -> bool:
    """Whether a draft with another title is kept."""
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), edit_data(page, title="Saved by hand"))
    return page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Saved by hand"


def publishes(client: Client, page: Page) -> bool:
    """Whether another title becomes public."""
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**edit_data(page, title="Published by hand"), "action-publish": "action-publish"})
    return page.specific_class.objects.get(pk=page.pk).title == "Published by hand"


PAGE_ATTEMPTS = {
    "explore": opens("wagtailadmin_explore"),
    "edit": opens("wagtailadmin_pages:edit"),
    "history": opens("wagtailadmin_pages:history"),
    "copy": opens("wagtailadmin_pages:copy"),
    "move": opens("wagtailadmin_pages:move"),
    "delete": opens("wagtailadmin_pages:delete"),
    "unpublish": opens("wagtailadmin_pages:unpublish"),
    "save": saves,
    "publish": publishes,
}


def submits(client: Client, tree: SimpleNamespace, code: str) -> bool:
    """Whether a page is submitted for translation into Amazigh."""
    page = tree.children[code, "ar"]
    client.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [tree.locales["zgh"].pk]})
    return page.has_translation(tree.locales["zgh"])


def updates(client: Client, tree: SimpleNamespace, code: str) -> bool:
    """Whether translations are brought in step with their original."""
    source = tree.translations[code].source
    before = source.last_updated_at
    client.post(reverse("wagtail_localize:update_translations", args=[source.pk]), {})
    source.refresh_from_db()
    return source.last_updated_at != before


def writes_string(client: Client, tree: SimpleNamespace, code: str) -> bool:
    """Whether one string of the French page is translated."""
    translation = tree.translations[code]
    segment = StringSegment.objects.get(source=translation.source, context__path="summary")
    url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    client.put(url, "value=Mots", content_type="application/x-www-form-urlencoded")
    return StringTranslation.objects.filter(context=segment.context, locale=tree.locales["fr"], data="Mots").exists()


def downloads_po(client: Client, tree: SimpleNamespace, code: str) -> bool:
    """Whether the PO file of the French page comes."""
    response = client.get(reverse("wagtail_localize:download_pofile", args=[tree.translations[code].pk]))
    return response.status_code == 200


def uploads_po(client: Client, tree: SimpleNamespace, code: str) -> bool:
    """Whether a PO file of the French page is taken."""
    translation = tree.translations[code]
    po = translation.export_po()
    entry = next(entry for entry in po if entry.msgctxt == "summary")
    entry.msgstr = "Du fichier"
    file = SimpleUploadedFile("page.po", str(po).encode())
    client.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]), {"file": file})
    return StringTranslation.objects.filter(locale=tree.locales["fr"], context__object_id=translation.source.object_id, data="Du fichier").exists()


def stops(client: Client, tree: SimpleNamespace, code: str) -> bool:
    """Whether the French page is cut loose from its original."""
    translation = tree.translations[code]
    client.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
    translation.refresh_from_db()
    return not translation.enabled


TRANSLATION_ATTEMPTS = {
    "submit": submits,
    "update": updates,
    "string": writes_string,
    "po out": downloads_po,
    "po in": uploads_po,
    "stop": stops,
}
