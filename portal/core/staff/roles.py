"""What each role may do beside pages and media: one table (DESIGN section 9).

Permissions are written ``app_label.codename``. A permission whose model is not installed is skipped with a note, so the
core can name the calls and applications of upper apps without importing them. An app may add its own with
:func:`register_role_permissions`.
"""

from portal.core.models import Role


def _all(app_label: str, model: str) -> tuple[str, ...]:
    return tuple(f"{app_label}.{action}_{model}" for action in ("add", "change", "delete", "view"))


def _edit(app_label: str, model: str) -> tuple[str, ...]:
    return tuple(f"{app_label}.{action}_{model}" for action in ("add", "change", "view"))


#: Every role may log in to the admin.
ADMIN = ("wagtailadmin.access_admin",)
#: wagtail-localize asks for it everywhere; the page's own rights are checked by the guard in ``upstream/localize_rights.py``.
TRANSLATE = ("wagtail_localize.submit_translation",)
_CENTRES = (*_edit("regions", "centre"), "regions.change_incubatorstate", "regions.view_incubatorstate")
_FACTS = tuple(f"regions.{action}_{model}" for model in ("agreement", "budgetline", "registrationcount", "region", "province") for action in ("change", "view"))
_MESSAGES = ("core.view_outboxmessage", "core.retry_outboxmessage")
#: Forms are written and published by the country; whoever runs a call reads them.
_FORMS = (*_edit("engine", "formdefinition"), *(f"engine.{action}_formdefinition" for action in ("publish", "lock", "unlock")))
_FILES = ("applications.view_submission", "applications.change_submission")

_PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.COMMUNICATION: (
        *ADMIN, *TRANSLATE, *_all("core", "sitenotice"), *_all("wagtailredirects", "redirect"), *_CENTRES, *_FACTS,
        *_edit("programmes", "figure"), "programmes.change_programme", "programmes.view_programme", "calls.view_call", "core.change_privacysettings",
    ),
    Role.REGIONAL_EDITOR: (*ADMIN, *TRANSLATE, *_CENTRES),
    Role.REGIONAL_PUBLISHER: (*ADMIN, *TRANSLATE, *_CENTRES),
    Role.AMAZIGH: ADMIN,
    Role.SECOND_READER: ADMIN,
    Role.CALL_MANAGER: (*ADMIN, *_edit("calls", "call"), "applications.view_submission", "regions.view_centre", "engine.view_formdefinition"),
    Role.PROVINCIAL_AGENT: (*ADMIN, *_FILES, "regions.view_centre"),
    Role.REGIONAL_AGENT: (*ADMIN, *_FILES, "regions.view_centre"),
    Role.PROGRAMME_MANAGER: (
        *ADMIN, *_edit("calls", "call"), *_FILES, *_CENTRES, *_edit("programmes", "figure"), "engine.view_formversion", *_FORMS,
        *_MESSAGES, "core.view_auditentry", "applications.record_outcome", "applications.export_submission",
    ),
    Role.DATA_PROTECTION: (*ADMIN, "core.view_auditentry"),  # export and erasure come with their own permissions
    Role.TECHNICAL: (*ADMIN, *_all("auth", "user"), *_all("core", "assignment"), "wagtailcore.change_site", "wagtailcore.view_site", *_MESSAGES),
}  # fmt: skip

#: Rights on pages, by where they are held: every page, the Amazigh tree, the pages of a region.
PAGE_ACTIONS: dict[str, tuple[str, ...]] = {
    Role.COMMUNICATION: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
    Role.AMAZIGH: ("change",),
    Role.SECOND_READER: ("change", "publish"),
    Role.REGIONAL_EDITOR: ("add", "change"),
    Role.REGIONAL_PUBLISHER: ("add", "change", "publish", "lock", "unlock"),
}

#: What whoever works in a collection of media may do with pictures and documents.
MEDIA_ACTIONS = tuple(
    f"{app}.{action}_{model}" for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")) for action in ("add", "change", "choose")
)
CHOOSE_ACTIONS = ("wagtailimages.choose_image", "wagtaildocs.choose_document")

_extra: dict[str, set[str]] = {}


def register_role_permissions(role: str, *permissions: str) -> None:
    """Let an upper app add permissions (``app_label.codename``) to a role; registering twice changes nothing."""
    _extra.setdefault(role, set()).update(permissions)


def permissions_of(role: str) -> frozenset[str]:
    """Every permission of a role, as ``app_label.codename``."""
    return frozenset(_PERMISSIONS[role]) | _extra.get(role, set())
