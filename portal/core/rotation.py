"""Writing again, under today's key, what older keys wrote."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.models import ExpressionWrapper, F, QuerySet, TextField, Value

from .crypt import CannotDecrypt, EncryptedColumn, decrypt, encrypt, registered_columns, writing_prefix
from .encrypted import _EncryptedField

BATCH = 500


@dataclass
class Rotation:
    """What became of one column: rows written again, and rows that no key opens."""

    column: EncryptedColumn
    written: int = 0
    unreadable: int = 0

    @property
    def name(self) -> str:
        """``app_label.model.field``."""
        return f"{self.column.model._meta.label_lower}.{self.column.field}"


def encrypted_columns() -> list[EncryptedColumn]:
    """Every encrypted field of every model, and the columns that were named by hand."""
    found = [
        EncryptedColumn(model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, _EncryptedField)
    ]
    return found + [column for column in registered_columns() if column not in found]


def left_over(column: EncryptedColumn) -> QuerySet:
    """Rows whose token is not of today's key; ``raw`` is the token."""
    rows = column.model._base_manager.annotate(raw=ExpressionWrapper(F(column.field), output_field=TextField()))
    return rows.exclude(raw="").exclude(raw__isnull=True).exclude(raw__startswith=writing_prefix())


def rotate(*, batch: int = BATCH, tell: Callable[[Rotation], None] = lambda _rotation: None) -> list[Rotation]:
    """Write every left-over token again, ``batch`` rows to a transaction. Stopped half-way, it goes on where it was; run again, it finds nothing."""
    done = []
    for column in encrypted_columns():
        rotation = Rotation(column)
        for tokens in _batches(column, batch):
            with transaction.atomic():
                for pk, token in tokens:
                    _write_again(rotation, pk, token)
            tell(rotation)
        done.append(rotation)
    return done


def _batches(column: EncryptedColumn, size: int) -> Iterator[list[tuple]]:
    last = None
    while True:
        rows = left_over(column).order_by("pk")
        tokens = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", "raw")[:size])
        if not tokens:
            return
        yield tokens
        last = tokens[-1][0]


def _write_again(rotation: Rotation, pk: object, token: str) -> None:
    try:
        fresh = encrypt(decrypt(token))
    except CannotDecrypt:
        rotation.unreadable += 1
        return
    # Only if nobody has written the row since it was read: hers is newer, and under today's key already.
    rows = left_over(rotation.column).filter(pk=pk, raw=token)
    rotation.written += rows.update(**{rotation.column.field: Value(fresh, output_field=TextField())})
