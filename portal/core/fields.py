"""Fields of models, as what they are."""

from typing import cast

from django.db import models


def field_of(model: models.Model | type[models.Model], name: str) -> models.Field:
    """The column of that name; no relation that only points to the model is asked for by name here.

    Raises:
        FieldDoesNotExist: when there is none.
    """
    return cast("models.Field", model._meta.get_field(name))
