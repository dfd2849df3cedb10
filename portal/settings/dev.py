"""Development: everything on this machine, mail on the console, a log-in printed by ``make run``."""

from .base import *
from .base import env

DEBUG = True
SECRET_KEY = "development-only-" + "0" * 40
DATA_KEYS = DATA_KEYS or [SECRET_KEY]
LOOKUP_KEYS = LOOKUP_KEYS or [SECRET_KEY]
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
SMS_PROVIDER = env.str("SMS_PROVIDER", default="portal.core.outbox.sms.ConsoleSms")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

#: The command ``development_login`` works only where this is true.
DEVELOPMENT_LOGIN = True
