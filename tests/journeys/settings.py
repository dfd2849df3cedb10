"""Settings of the server that the browser tests read: the development ones without their debug pages.

So a missing page is the reader's 404 and not Django's, as in production; the files of ``static/`` are served from where they are.
"""

from portal.settings.dev import *  # noqa: F403

DEBUG = False
ROOT_URLCONF = "tests.journeys.urls"
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
#: What breaks is written to the server's log, whose end a failing start prints.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR"}},
}
