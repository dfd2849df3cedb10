"""Development: everything on this machine, mail on the console, a log-in printed by ``make run``."""

from .base import *  # noqa: F403

DEBUG = True
SECRET_KEY = "development-only-" + "0" * 40  # noqa: S105 - never used outside this file's settings
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405

#: The command ``development_login`` works only where this is true.
DEVELOPMENT_LOGIN = True
