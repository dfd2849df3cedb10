"""Settings shared by every environment. Each value that differs between machines is read from the environment."""

from pathlib import Path

import environ

from portal.core.languages import register_languages

from .retention import *
from .safety import *

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

# What runs -----------------------------------------------------------------

INSTALLED_APPS = [
    "home",
    "forms_app.statistics",
    "forms_app.applications",
    "forms_app.calls",
    "forms_app.engine",
    "programmes",
    "regions",
    "portal.core",
    "portal.core.staff.sign_in",
    "search",  # after portal.core, which forgets what was kept of the content before the search reads it
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "formtools",
    "django_tasks",
    "django_otp",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    # First: what it keeps is served before anything else is asked.
    "portal.core.page_cache.middleware.PageCacheMiddleware",
    # Gives the request its id; whatever fails stands below it.
    "portal.core.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.core.upstream.whole_bodies.WholeBodyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    # Above whatever answers by itself, so that errors and redirects carry these headers too.
    "csp.middleware.CSPMiddleware",
    "portal.core.middleware.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.core.middleware.CleanAddressMiddleware",
    "portal.core.middleware.AdminContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.core.middleware.AddressLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "portal.core.staff.sign_in.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
#: Wagtail shows the preview of a page in a frame of the same site, so X-Frame-Options is SAMEORIGIN.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.core.context_processors.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data ----------------------------------------------------------------------

#: Where everything is kept. Default: a SQLite file in the project folder. PostgreSQL: postgres://user:password@host/name
DATABASES = {"default": env.db_url_config(env.str("DATABASE_URL", default="") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: with these, 8 processes writing 200 submissions meet no "database is locked" (DESIGN section 10).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
    }
else:
    # PostgreSQL keeps the few statements of portal.core.upstream.prepared ready. Off where a pooler of transactions stands in between (PgBouncer).
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 3 if env.bool("DATABASE_PREPARED", default=True) else None

#: Cache address: "locmem://", "redis://host:6379/1" or "dummycache://".
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}

#: Seconds for which a public page is kept whole (portal.core.page_cache); any change of content and any turn of the clock ends it at once. 0: none is kept.
PAGE_CACHE_SECONDS = 0
#: Seconds for which it may still be shown after that, while somebody makes it anew.
PAGE_CACHE_LATE_SECONDS = 60
#: Seconds for which a proxy or a CDN in front may show it without asking; so late may an editor's change show there.
PAGE_CACHE_PROXY_SECONDS = env.int("PAGE_CACHE_PROXY_SECONDS", default=5)
#: Bytes of pages that each process keeps in its own memory.
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=32 * 1024 * 1024)

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

#: A form step has few fields; the admin of a trilingual form has many (TRAPS, Wagtail 8).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

#: Virus scanner for applicants' documents: tcp://host:3310 or unix:///run/clamav/clamd.ctl. Empty: none.
CLAMAV_URL = env.str("CLAMAV_URL", default="")

# Languages -----------------------------------------------------------------

register_languages()
LANGUAGE_CODE = "ar"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = (("ar", "العربية"), ("fr", "Français"), ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ"))
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ar", "العربية"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
#: Where Wagtail's own dates in Arabic come from.
FORMAT_MODULE_PATH = "portal.date_formats"
WAGTAIL_I18N_ENABLED = True
#: Otherwise a new translation is live at once, before anybody has read it (TRAPS, wagtail-localize).
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
#: What the reader chose at `/`: kept a year.
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"

USE_TZ = True
TIME_ZONE = "Africa/Casablanca"

# Files ---------------------------------------------------------------------

STATIC_URL = "/static/"
#: Folder into which collectstatic puts what the web server serves.
STATIC_ROOT = environ.Path(env.str("STATIC_ROOT", default="") or str(BASE_DIR / "collected"))
STATICFILES_DIRS = [BASE_DIR / "static"]
#: Folder of the applicants' documents and of staff's exports. Never below a folder that the web server serves.
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", default="") or BASE_DIR / "private")
_PRIVATE = {"BACKEND": "portal.core.private_files.PrivateFiles", "OPTIONS": {"location": str(PRIVATE_ROOT), "base_url": None}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": _PRIVATE,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "/media/"
#: Folder of the editors' pictures and documents.
MEDIA_ROOT = environ.Path(env.str("MEDIA_ROOT", default="") or str(BASE_DIR / "media"))

# Wagtail -------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Jisr Tamkin wa Riyada"
WAGTAILADMIN_USER_LOGIN_FORM = "portal.core.upstream.login_label.NamedLoginForm"
#: Public address of the site, used in mails and feeds.
WAGTAILADMIN_BASE_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").strip().rstrip("/")
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # a third party otherwise sees who edits
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "ods", "csv", "zip", "mp4", "webm", "vtt", "mp3", "ogg", "opus", "m4a"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILSEARCH_HITS_MAX_AGE = 7
WAGTAIL_AUTOSAVE_INTERVAL = 30_000  # milliseconds; the default floods the history of a page
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # nobody chooses another one: a deadline typed in the admin is Moroccan time, as its help text says
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict] = []  # nothing is fetched from elsewhere

# Safety --------------------------------------------------------------------

#: Only where a proxy of ours stands in front may what it says of the visitor be believed.
BEHIND_PROXY = False
LOGIN_URL = "wagtailadmin_login"
#: Readers of private pages sign in where staff do: they are staff, and give their code there too.
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview shows pages in a frame of the same site
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "portal.core.error_views.csrf_failure"

# Keys ----------------------------------------------------------------------

#: Keys of personal columns, separated by commas: the first writes, all read. See docs/decisions/401. Development and tests make theirs from SECRET_KEY.
DATA_KEYS = env.list("DATA_KEYS", default=[])
#: Keys of the hashes by which personal columns are looked up: the first writes, all are looked for.
LOOKUP_KEYS = env.list("LOOKUP_KEYS", default=[])

# Backups -------------------------------------------------------------------

#: Folder into which ``manage.py backup`` writes; best on another machine. Empty: --to must be given.
BACKUP_FOLDER = env.str("BACKUP_FOLDER", default="")
#: Public keys (age1...), separated by commas: any of their private keys opens the backups. Made by "manage.py backup_keys pair".
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
#: File with a private key, only on the machine that tries backups or restores one. Empty: --identity must be given.
BACKUP_IDENTITY = env.str("BACKUP_IDENTITY", default="")

# Messages and audit ----------------------------------------------------------

#: Sender of every mail. Neutral on purpose, as the messages are: no name of the programme.
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="").strip() or "no-reply@localhost"
#: Seconds a mail server may be silent; the outbox gives a message to another worker after five minutes.
EMAIL_TIMEOUT = 20
#: Class that hands text messages to an operator (portal.core.outbox.sms.SmsProvider): NoSms, ConsoleSms, FileSms, or one of yours.
SMS_PROVIDER = env.str("SMS_PROVIDER", default="portal.core.outbox.sms.NoSms")
#: File to which the provider FileSms adds a line a message.
SMS_FILE = env.str("SMS_FILE", default=f"{PRIVATE_ROOT}/sms.jsonl")
#: Most SMS (as the operator counts them) that leave in a day and in a month; what is over waits for the next day. Default: no cap.
SMS_DAILY_CAP = env.int("SMS_DAILY_CAP", default=None)
SMS_MONTHLY_CAP = env.int("SMS_MONTHLY_CAP", default=None)
#: Days after which a message that could not be sent loses its address and words.
OUTBOX_DEAD_DAYS = 30
#: Whether a background task sends messages and seals the audit right after a commit. False: only send_outbox --loop and seal_audit --loop do.
WORK_AFTER_COMMIT = True

# Health --------------------------------------------------------------------

#: Opens /health/full and /metrics, as "Authorization: Bearer ...". Empty: only the networks below may read them.
HEALTH_TOKEN = env.str("HEALTH_TOKEN", default="")
#: Networks whose machines read /health/full and /metrics without the token, separated by commas.
HEALTH_NETWORKS = [network.strip() for network in env.list("HEALTH_NETWORKS", default=["127.0.0.0/8", "::/64"])]

# Open data -----------------------------------------------------------------

#: Licence of the files below /data/, its address, and whether the ministry has confirmed it. Until then the page says that it is a proposal.
OPEN_DATA_LICENCE = env.str("OPEN_DATA_LICENCE", default="ODC-By 1.0")
OPEN_DATA_LICENCE_URL = env.str("OPEN_DATA_LICENCE_URL", default="https://opendatacommons.org/licenses/by/1-0/")
OPEN_DATA_LICENCE_CONFIRMED = env.bool("OPEN_DATA_LICENCE_CONFIRMED", default=False)

# Search --------------------------------------------------------------------

#: Elasticsearch of the public site, as https://user:password@host:9200; several nodes with commas between. Empty: the database searches.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
#: The same with the user of the index of files, who may read and write nothing else. Empty: the back office looks files up in the database.
ELASTICSEARCH_SUBMISSIONS_URL = env.str("ELASTICSEARCH_SUBMISSIONS_URL", default="")
#: File with the certificate of the authority that signed the nodes'. Empty: those the system knows.
ELASTICSEARCH_CA = env.str("ELASTICSEARCH_CA", default="")
#: First part of the names of indices and aliases: several sites can share a cluster.
ELASTICSEARCH_PREFIX = env.str("ELASTICSEARCH_PREFIX", default="jisr")

# The programme -------------------------------------------------------------

#: Number of the national commission's authorisation (law 09-08) printed in the privacy notice. Empty: not yet given.
PRIVACY_AUTHORISATION = env.str("PRIVACY_AUTHORISATION", default="")
#: One-time codes by SMS that one file may ask for in a day; each costs money (a cap for all of them: SMS_DAILY_CAP).
TRACKING_CODES_A_DAY = 3
#: List of all erasures: a restore erases again what is in it. Best on another disk than the database, and never overwritten by a backup.
ERASURE_LIST = env.str("ERASURE_LIST", default="") or f"{PRIVATE_ROOT}/erasures.jsonl"
#: Whether a call that collects personal data needs that number before it opens. Production says yes.
REQUIRE_AUTHORISATION = False
#: Seconds that cached fragments (menus, lists) may live without an editor's change.
FRAGMENT_SECONDS = 600
