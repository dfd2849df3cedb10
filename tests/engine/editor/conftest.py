"""A form and somebody who may edit it."""

import pytest

from forms_app.engine.models import FormDefinition
from portal.core.models import Role

from .samples import form, person


@pytest.fixture
def made(db) -> FormDefinition:
    return form()


@pytest.fixture
def editor(db) -> object:
    return person(Role.PROGRAMME_MANAGER)
