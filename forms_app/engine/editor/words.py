"""What codes of the definition are called on the editor's screens."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

#: Type of question -> name, when to use it, icon of Wagtail. Order is the order of the menu.
TYPES: Mapping[str, tuple] = {
    "short_text": (_("Short answer"), _("A name, a few words: one line."), "title"),
    "long_text": (_("Long answer"), _("Some sentences."), "pilcrow"),
    "choice": (_("One choice"), _("One answer of a list. Best with two to six."), "radio-full"),
    "multiple": (_("Several choices"), _("Any number of answers of a list."), "list-ul"),
    "yes_no": (_("Yes or no"), _("A question answered by yes or no."), "check"),
    "number": (_("Number"), _("A quantity: people, years, surface."), "order"),
    "money": (_("Amount"), _("A sum in dirhams."), "tag"),
    "date": (_("Date"), _("A day, such as a date of birth."), "date"),
    "phone": (_("Telephone"), _("A Moroccan or foreign number."), "mobile-alt"),
    "email": (_("E-mail"), _("An e-mail address. Few have one: do not make it compulsory."), "mail"),
    "cin": (_("National identity card"), _("The number of the card; kept encrypted."), "user"),
    "ice": (_("Company number (ICE)"), _("The 15 digits of a company, cooperative or association."), "clipboard-list"),
    "commune": (_("Place"), _("Commune, found by its name or that of the province."), "site"),
    "provinces": (_("Provinces"), _("Any number of provinces, among those of the call."), "site"),
    "centre": (_("Social centre"), _("One of the centres of this site."), "home"),
    "file": (_("Documents"), _("Documents or photos. Make them optional whenever they can come later."), "doc-full"),
    "group": (_("List of people or things"), _("The same few questions for each line: partners, members, equipment."), "table"),
    "consent": (_("Agreement"), _("A box to tick, with the notice it agrees to."), "success"),
    "information": (_("Information"), _("Words to read; nothing is asked."), "info-circle"),
}
ACCEPTED = {"image": _("Photos"), "pdf": _("PDF"), "office": _("Word and Excel files")}
ANSWERS = {"yes": _("She can apply"), "committee": _("She can apply, the committee decides"), "elsewhere": _("There is a better place for her")}
VARIETIES = {"tachelhit": _("Tachelhit"), "tamazight": _("Tamazight of the Middle Atlas"), "tarifit": _("Tarifit"), "darija": _("Darija")}
AUTOCOMPLETE = [("name", _("Her name")), ("street-address", _("Her address")), ("organization", _("Name of the body"))]
PICTOGRAMS = [
    ("home", _("House")), ("people", _("People")), ("phone", _("Telephone")), ("mail", _("E-mail")), ("place", _("Place")), ("calendar", _("Date")),
    ("training", _("Training")), ("coins", _("Money")), ("sprout", _("Growth")), ("market", _("Market")), ("building", _("Building")), ("doc", _("Document")),
    ("pen", _("Writing")), ("shield", _("Protection")), ("star", _("Star")), ("check", _("Done")), ("info", _("Information")), ("question", _("Question")),
]  # fmt: skip
#: Standard fields (``standard_fields.py``) in words; one that is missing here is shown by its code.
STANDARD = {
    "filled_by": _("Who fills in the form"),
    "centre": _("Social centre"),
    "full_name": _("Full name"),
    "cin": _("National identity card"),
    "ice": _("Company number (ICE)"),
    "receipt_number": _("Number of the final receipt"),
    "birth_date": _("Date of birth"),
    "phone": _("Telephone"),
    "phone_owner": _("Whose telephone it is"),
    "helper_phone": _("Telephone of the person who helps"),
    "email": _("E-mail"),
    "wants_messages": _("Agrees to receive messages"),
    "commune": _("Commune"),
    "headquarters": _("Headquarters"),
    "rural_urban": _("Countryside or town"),
    "marital_status": _("Marital status"),
    "disability": _("Disability"),
    "head_of_household": _("Head of household"),
    "health_coverage": _("Health coverage"),
    "education_level": _("Level of education"),
    "experience": _("Professional experience"),
    "applicant_kind": _("Alone, self-employed or a group"),
    "project_sector": _("Sector of the project"),
    "project_stage": _("Stage of the project"),
    "legal_form": _("Legal form"),
    "members_count": _("Number of members"),
    "support_requested": _("Support requested"),
    "service_card_need": _("Need (service card)"),
    "track": _("Track"),
    "preselection_category": _("Category at pre-selection"),
    "registered_before": _("Registered on an earlier platform"),
}
#: Entries of a question, step or rule, as a comparison names them.
ENTRIES = {
    "label": _("question"), "title": _("title"), "intro": _("introduction"), "hint": _("help"), "text": _("text"), "required": _("must be answered"),
    "show_if": _("asked only if"), "standard": _("standard field"), "sensitive": _("sensitive"), "min": _("at least"), "max": _("at most"),
    "max_length": _("longest answer"), "autocomplete": _("the phone fills in"), "choices": _("choices"), "questions": _("questions of a line"),
    "min_rows": _("at least so many lines"), "max_rows": _("at most so many lines"), "accept": _("files accepted"), "max_files": _("how many files"),
    "annex": _("pages of one document"), "valid_months": _("good for so many months"),
    "pictogram": _("pictogram"), "audio": _("recordings"), "source": _("source"), "total_of": _("total of"), "type": _("type"), "rules": _("eligibility"),
    "before": _("asked before starting"), "order": _("order"),
}  # fmt: skip


def type_name(code: str) -> str:
    """Name of a type of question."""
    return str(TYPES[code][0]) if code in TYPES else code
