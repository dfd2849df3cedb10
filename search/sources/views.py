"""Services of the site that are no pages: people look for them too."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core import languages
from search.documents import SearchDocument
from search.types import ResultType

#: Name of the view's address, and the words people call it by beside its title.
_WORDS = {
    "where": "مركز قريب أقرب مركز عنوان المراكز أين centre proche adresse où trouver ⵎⴰⵏⵉ",
    "calls": "إعلانات دعوات تسجيلات مفتوحة appels ouverts inscriptions ouvertes annonces ⵜⵉⵖⵔⵉⵡⵉⵏ",
    "track": "تتبع ملفي أين وصل طلبي نتيجة طلبي رقم الملف suivre mon dossier où en est ma demande numéro de dossier réponse",
    "resume": "مواصلة إكمال طلب محفوظ رمز العودة reprendre continuer demande enregistrée brouillon code",
}


class ViewSource:
    """Where am I near to, what is open, what became of my file, where did I stop."""

    name = "view"

    def origins(self) -> Iterator[str]:
        """Every such address."""
        for name in _WORDS:
            yield f"view:{name}"

    def documents(self, key: str) -> list[SearchDocument]:
        """One of them in each language."""
        return list(_documents(key)) if key in _WORDS else []

    def all_documents(self) -> Iterator[SearchDocument]:
        """All of them."""
        for name in _WORDS:
            yield from _documents(name)


def _documents(name: str) -> Iterator[SearchDocument]:
    for language in languages.codes():
        with override(language):
            titles = {"where": _("Centres near me"), "calls": _("Calls and registrations"), "track": _("Follow my file"), "resume": _("Continue a saved file")}
            url = reverse(name)
        yield SearchDocument(
            id=f"view:{name}:{language}",
            origin=f"view:{name}",
            type=ResultType.PAGE,
            language=language,
            title=titles[name],
            url=url,
            keywords=(_WORDS[name],),
            group=f"view:{name}",
        )
