"""Production: refuses to start without its secret, its hosts, its database and its keys."""

import logging
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import env

#: A key is random text (`python -c "import secrets; print(secrets.token_urlsafe(32))"` makes one); shorter ones can be guessed.
_SHORTEST_KEY = 32
#: What Django asks of the key that signs.
_SHORTEST_SECRET = 50
for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DATA_KEYS", "LOOKUP_KEYS"):
    if not env.str(name).strip(" ,"):
        raise ImproperlyConfigured(f"{name} is empty: production does not start without it.")
for name in ("DATA_KEYS", "LOOKUP_KEYS"):
    if min(map(len, env.list(name)), default=0) < _SHORTEST_KEY:
        raise ImproperlyConfigured(f"{name} holds a key shorter than {_SHORTEST_KEY} characters: production does not start with it.")
    if any(key != key.strip() for key in env.list(name)):  # the blank would be part of the key: the old one would open nothing
        raise ImproperlyConfigured(f"{name} holds a key with a blank before or after it: production does not start with it.")
for name, served in (("MEDIA_ROOT", MEDIA_ROOT), ("STATIC_ROOT", STATIC_ROOT)):
    if PRIVATE_ROOT.resolve().is_relative_to(Path(served).resolve()):
        raise ImproperlyConfigured(f"PRIVATE_ROOT lies in {name}, whose files the web server hands to anybody: production does not start with it.")

if len(env.str("SECRET_KEY")) < _SHORTEST_SECRET:
    raise ImproperlyConfigured(f"SECRET_KEY is shorter than {_SHORTEST_SECRET} characters: production does not start with it.")

DEBUG = False
#: Signs cookies and tokens; at least 50 random characters. No default on purpose.
SECRET_KEY = env.str("SECRET_KEY")
#: Names under which the site answers, separated by commas. No default on purpose.
ALLOWED_HOSTS = [host for given in env.list("ALLOWED_HOSTS") if (host := given.strip())]
if "*" in ALLOWED_HOSTS:  # links would name whatever host a stranger sends
    raise ImproperlyConfigured("ALLOWED_HOSTS allows any name (*): production does not start with it.")
if not env.str("PUBLIC_URL", default="").strip():
    #: Papers, messages and feeds carry it: where nobody says, the first of those names.
    WAGTAILADMIN_BASE_URL = f"https://{ALLOWED_HOSTS[0].removeprefix('.')}"
# DATABASES is base.py's, with SQLite's options: it read the same DATABASE_URL, which is known to be set here.
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Seconds: a request waits five for a connection, then says so; a database that is back is met at the next request (decision 762).
    _POOL = {"min_size": 2, "max_size": env.int("DATABASE_POOL", default=10), "timeout": 5, "reconnect_timeout": 5}
    DATABASES["default"]["OPTIONS"] |= {"pool": _POOL, "connect_timeout": 3}  # what the address says beside them (sslmode) stays
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    CACHES["default"]["BACKEND"] = "portal.core.shared_cache.SharedCache"  # the site goes on while Redis is away

REQUIRE_AUTHORISATION = True
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=300)
#: The task backend works inside the request: where nobody gave it workers, the loops send and seal instead, and no reader waits for them.
WORK_AFTER_COMMIT = env.bool("WORK_AFTER_COMMIT", default=False)

SECURE_SSL_REDIRECT = True
#: Probes of our own machines come without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
#: Set when a proxy in front ends TLS; it sets X-Forwarded-Proto and appends the visitor's address to X-Forwarded-For.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
COOKIE_PREFIX = "__Host-"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
#: Off in so many words only: an empty or misspelt one leaves it on.
SECOND_FACTOR_REQUIRED = env.str("SECOND_FACTOR_REQUIRED", default="").strip().lower() not in {"false", "no", "off", "0"}
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
#: Where mails leave: smtp://user:password@host:port. Where nobody says, they wait: printed, they would stand in the log and count as sent.
vars().update(env.email("EMAIL_URL") if env.str("EMAIL_URL", default="").strip() else {"EMAIL_BACKEND": "portal.core.outbox.channels.NoMail"})

#: One JSON object a line, on the server's own output: requests, warnings, failures; nobody's words (portal.core.logs, decision 760).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.core.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "portal.requests": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # every address that is not found is no news
        "_granian": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
logging.captureWarnings(True)
