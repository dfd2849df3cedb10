"""Looking files up for staff: Elasticsearch when its index of files is configured and answers, the database otherwise. What is typed is logged nowhere."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django_tasks import task
from elastic_transport import TransportError
from elasticsearch import ApiError

from forms_app.applications.lookup import register_lookup
from forms_app.applications.models import Submission, SubmissionAct
from forms_app.applications.services.lookup_db import find_in_database
from forms_app.calls.models import CallAct
from portal.core.breaker import Breaker

from .elastic import connection, files_index, files_query
from .elastic.bulk import WriteFailed
from .elastic.indices import files
from .elastic.rights import NotTranslatable

#: Of the files' own client: the public index may answer while this one does not.
breaker = Breaker("Elasticsearch of the files")


def find(user: User, text: str) -> list[int]:
    """Keys of the files that this person may see and that the text may mean, best first."""
    found = _asked(user, text)
    if found is None:
        among = Submission.objects.visible_to(user)
        return list(find_in_database(typed=text, among=among).values_list("pk", flat=True)[: files_query.MOST])
    return found


def look_up(*, typed: str, among: "QuerySet[Submission]", by: User) -> "QuerySet[Submission] | None":
    """For :mod:`forms_app.applications.lookup`: ``among`` narrowed down, or ``None`` when the database must answer."""
    found = _asked(by, typed)
    return None if found is None else among.filter(pk__in=found)


def _asked(user: User, text: str) -> list[int] | None:
    if not settings.ELASTICSEARCH_SUBMISSIONS_URL or not breaker.allows(_answers):
        return None
    try:
        found = files_query.find(user, text)
    except NotTranslatable:
        return None
    except (TransportError, ApiError, KeyError, TypeError, ValueError, AttributeError) as failure:
        breaker.failed(f"{type(failure).__name__} {getattr(failure, 'status_code', '')}".strip())
        return None
    breaker.succeeded()
    return found


def _answers() -> bool:
    client = connection.files_client().options(request_timeout=connection.PROBE_SECONDS, max_retries=0)
    try:
        return bool(client.count(index=files().name).body["_shards"]["successful"])
    except (TransportError, ApiError, KeyError, TypeError):
        return False


@task()
def refresh_file(pk: int) -> None:
    """A file was sent, corrected, decided or erased; what is missed here is found by ``search_index update``."""
    if breaker.is_open:
        return
    try:
        files_index.refresh(pk)
    except (TransportError, ApiError, WriteFailed) as failure:
        breaker.failed(type(failure).__name__)


@task()
def refresh_call(pk: int) -> None:
    """The files of a sealed call were opened."""
    if breaker.is_open:
        return
    try:
        files_index.refresh_call(pk)
    except (TransportError, ApiError, WriteFailed) as failure:
        breaker.failed(type(failure).__name__)


def connect() -> None:
    """Be asked before the database, and listen to what becomes of files."""
    register_lookup(look_up)
    for signal in (post_save, post_delete):
        for model in (Submission, SubmissionAct):
            signal.connect(_changed, sender=model, dispatch_uid=f"search.files.{model.__name__}")
    post_save.connect(_opened, sender=CallAct, dispatch_uid="search.files.opened")


def _changed(sender: type[models.Model], instance: Submission | SubmissionAct, **_signal: Any) -> None:
    if settings.ELASTICSEARCH_SUBMISSIONS_URL:
        pk = instance.pk if isinstance(instance, Submission) else instance.submission_id
        transaction.on_commit(lambda: refresh_file.enqueue(pk))


def _opened(sender: type[models.Model], instance: CallAct, **_signal: Any) -> None:
    if settings.ELASTICSEARCH_SUBMISSIONS_URL and instance.kind == CallAct.Kind.UNSEALED:
        transaction.on_commit(lambda: refresh_call.enqueue(instance.call_id))
