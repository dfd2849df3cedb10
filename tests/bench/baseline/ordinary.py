"""What Django and formtools do by themselves: fields built, templates rendered and queries compiled for each request (decisions 411 and 460 taken back)."""

from django.db import DEFAULT_DB_ALIAS, connections

from forms_app.engine import building, shells, step_forms
from portal.core import drawn
from portal.core.upstream import prepared


def take_back() -> None:
    """In this process, for good: pages and answers stay the same, what is kept between two requests goes."""
    shells.shell_of, shells._head = shells.shell_of.__wrapped__, shells._head.__wrapped__
    building.shared_field = shells.shared_field = step_forms.shared_field = building.shared_field.__wrapped__
    drawn._kept = lambda key, render: drawn.Outline(render())
    prepared.Prepared._plan = _compiled
    prepared._cursor = lambda connection: connection.cursor()


def _compiled(query: prepared.Prepared) -> prepared._Plan:
    return prepared._Plan(query._make(*query._like), query._like, connections[DEFAULT_DB_ALIAS])
