"""Looking files up in the database: by reference, by telephone, by parts of a name as it is folded for look-ups."""

from django.db.models import Q, QuerySet

from forms_app.applications.codes import digits_of, read_reference
from forms_app.applications.models import Submission
from portal.core.text import fold

#: An index of trigrams has nothing to say of shorter words.
SHORTEST = 3
#: Of a telephone or a reference: fewer digits are everybody's.
_FEWEST_DIGITS = 5
#: More words than any name has.
_MOST_WORDS = 8
_LONGEST = 120
_COUNTRY = "212"


def find_in_database(*, typed: str, among: QuerySet[Submission]) -> QuerySet[Submission]:
    """Files whose reference or telephone begins so, or whose name holds every word typed; none when nothing can be told from it."""
    typed = typed[:_LONGEST].replace("\x00", "")
    condition = _by_digits(typed) if _is_digits(typed) else _by_name(typed)
    return among.filter(condition) if condition is not None else among.none()


def _is_digits(typed: str) -> bool:
    """Digits and what separates or introduces them."""
    return bool(digits_of(typed)) and not any(char.isalpha() for char in typed)


def _by_digits(typed: str) -> Q | None:
    reference = read_reference(typed)
    if reference:
        return Q(reference=reference)
    digits = digits_of(typed)
    if len(digits) < _FEWEST_DIGITS:
        return None
    national = digits.removeprefix("00").removeprefix(_COUNTRY).lstrip("0")
    phone = f"+{_COUNTRY}{national}"
    condition = Q(phone=phone) | Q(helper_phone=phone)
    return condition | Q(reference__startswith=_as_reference(digits)) if len(digits) <= _AFTER_CALL[1] else condition


#: A reference is written 1012-004817-3: hyphens after these many digits.
_AFTER_CALL = (4, 10)


def _as_reference(digits: str) -> str:
    return "-".join(part for part in (digits[: _AFTER_CALL[0]], digits[_AFTER_CALL[0] : _AFTER_CALL[1]]) if part)


def _by_name(typed: str) -> Q | None:
    words = fold(typed).split()[:_MOST_WORDS]
    if not any(len(word) >= SHORTEST for word in words):
        return None
    condition = Q()
    for word in words:
        condition &= Q(name_key__contains=word)
    return condition
