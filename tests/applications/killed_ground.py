"""Makes the database that a server is killed on: one open call, and files ready to be sent. Prints what a browser would hold."""

import json
import sys

import django


def main(count: int) -> None:
    """``count`` complete drafts, as JSON lines: address of the check page, cookie, sending key."""
    django.setup()
    from django.core.management import call_command
    from django.http import HttpResponse

    from forms_app.applications.access import COOKIE, give_key
    from tests.factories_forms import call, commune, complete_draft

    call_command("migrate", verbosity=0)
    made, place = call(slug="registration"), commune()
    for _each in range(count):
        draft, code = complete_draft(made, place)
        response = HttpResponse()
        give_key(response, draft=draft, code=code)
        path = f"/ar/apply/registration/{draft.public_id}/check/"
        print(json.dumps({"path": path, "cookie": response.cookies[COOKIE].value, "key": str(draft.idempotency_key)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
