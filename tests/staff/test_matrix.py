"""Who can see, edit, translate and publish what, by typing addresses."""

import pytest

from portal.core import languages
from portal.core.models import Role

from .attempts import PAGE_ATTEMPTS, TRANSLATION_ATTEMPTS

NOTHING: set[str] = set()
EDIT = {"explore", "edit", "history", "copy", "save"}
#: A region's page is not its people's to delete or move; a page below it is.
PUBLISH = EDIT | {"publish", "unpublish"}
ALL_PAGE = set(PAGE_ATTEMPTS)
TRANSLATE = set(TRANSLATION_ATTEMPTS)

#: Person -> what she may do with the page of region 09 in Arabic, French and Amazigh; then with its translations; then the same of region 07.
MATRIX = {
    "editor of 09": (Role.REGIONAL_EDITOR, "09", (EDIT, EDIT, EDIT), TRANSLATE, (NOTHING, NOTHING, NOTHING), NOTHING),
    "publisher of 09": (Role.REGIONAL_PUBLISHER, "09", (PUBLISH, PUBLISH, PUBLISH), TRANSLATE, (NOTHING, NOTHING, NOTHING), NOTHING),
    "editor of 07": (Role.REGIONAL_EDITOR, "07", (NOTHING, NOTHING, NOTHING), NOTHING, (EDIT, EDIT, EDIT), TRANSLATE),
    "communication team": (Role.COMMUNICATION, "", (ALL_PAGE,) * 3, TRANSLATE, (ALL_PAGE,) * 3, TRANSLATE),
    "Amazigh translator": (Role.AMAZIGH, "", (NOTHING, NOTHING, EDIT), NOTHING, (NOTHING, NOTHING, EDIT), NOTHING),
    "second reader": (Role.SECOND_READER, "", (NOTHING, NOTHING, PUBLISH), NOTHING, (NOTHING, NOTHING, PUBLISH), NOTHING),
    "call manager of 09": (Role.CALL_MANAGER, "09", (NOTHING,) * 3, NOTHING, (NOTHING,) * 3, NOTHING),
    "regional agent of 09": (Role.REGIONAL_AGENT, "09", (NOTHING,) * 3, NOTHING, (NOTHING,) * 3, NOTHING),
    "programme manager": (Role.PROGRAMME_MANAGER, "", (NOTHING,) * 3, NOTHING, (NOTHING,) * 3, NOTHING),
    "data protection officer": (Role.DATA_PROTECTION, "", (NOTHING,) * 3, NOTHING, (NOTHING,) * 3, NOTHING),
    "technical administrator": (Role.TECHNICAL, "", (NOTHING,) * 3, NOTHING, (NOTHING,) * 3, NOTHING),
    "logged in without a right": (None, "", (NOTHING,) * 3, NOTHING, (NOTHING,) * 3, NOTHING),
    "anonymous": ("anonymous", "", (NOTHING,) * 3, NOTHING, (NOTHING,) * 3, NOTHING),
}


@pytest.mark.one_database
@pytest.mark.parametrize("who", MATRIX)
def test_who_does_what(who, tree, person, enter, django_capture_on_commit_callbacks) -> None:
    """Every attempt of every kind of person on her own region and on another, in each language."""
    role, region, own_pages, own_translations, other_pages, other_translations = MATRIX[who]
    client = enter(None if role == "anonymous" else person(role, region))
    expected, found = {}, {}
    with django_capture_on_commit_callbacks(execute=True):
        for code, pages, translations in (("09", own_pages, own_translations), ("07", other_pages, other_translations)):
            for language, allowed in zip(languages.codes(), pages, strict=True):
                expected[code, language] = allowed
                found[code, language] = {name for name, attempt in PAGE_ATTEMPTS.items() if attempt(client, tree.pages[code, language])}
            expected[code] = translations
            found[code] = {name for name, attempt in TRANSLATION_ATTEMPTS.items() if attempt(client, tree, code)}
    assert found == expected
