"""Copying a document from one draft to another, each to live and go by itself."""

import hashlib

from django.core.files.base import ContentFile

from forms_app.applications.models import Draft, Upload


def copy_upload(*, upload: Upload, draft: Draft) -> Upload | None:
    """The same bytes under a name of their own, so that either file may go; ``None`` when they are no longer what was received."""
    try:
        with upload.file.open("rb") as content:
            data = content.read()
    except FileNotFoundError:
        return None
    if hashlib.sha256(data).hexdigest() != upload.sha256:
        return None
    names = ("question", "position", "name", "media_type", "size", "sha256", "pages", "turn", "scan", "created_at")
    copy = Upload(draft=draft, **{name: getattr(upload, name) for name in names})
    copy.file.save("", ContentFile(data), save=False)
    copy.save()
    return copy
