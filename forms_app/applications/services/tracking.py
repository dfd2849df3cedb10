"""Finding a file again by its reference and secret."""

from forms_app.applications.codes import digits_of, read_reference, secret_hash, secret_matches
from forms_app.applications.models import Submission


def find_submission(*, reference: str, secret: str) -> Submission | None:
    """The file of this reference if the secret is its own; ``None`` otherwise, after the same work."""
    known = read_reference(reference)
    submission = Submission.objects.select_related("call").filter(reference=known).first()
    stored = submission.secret_hash if submission else secret_hash(reference="", secret="")
    matches = secret_matches(reference=known, secret=digits_of(secret), stored=stored)
    return submission if submission and matches else None
