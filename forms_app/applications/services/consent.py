"""What she agreed to, kept with the file: the words shown, in the language shown, with the authorisation's number."""

import hashlib
from collections.abc import Mapping

from forms_app.engine.definition import Definition
from forms_app.engine.texts import fill_blanks
from portal.core.privacy import notice_values


def consent_given(definition: Definition, *, answers: Mapping[str, object], language: str) -> dict[str, object]:
    """The consents given (codes), what the notice's blanks held, and the SHA-256 of the words as she read them; empty when none was asked."""
    asked = [question for question in definition.questions() if question.type == "consent"]
    if not asked:
        return {}
    notice = next((question.text for question in asked if question.text), asked[0].label)
    values = notice_values(notice.choose(language)[1])
    words = "\n".join(fill_blanks(text.choose(language)[0], values) for question in asked for text in (question.label, question.hint, question.text))
    return {
        "language": language,
        "given": [question.key for question in asked if answers.get(question.key) == "yes"],
        "values": values,
        "sha256": hashlib.sha256(words.encode()).hexdigest(),
    }
