"""Tests: fast hashing, files in a temporary folder, the database named by DATABASE_URL."""

import tempfile
from pathlib import Path

from .base import *

DEBUG = False
SECRET_KEY = "test-only-" + "0" * 50
DATA_KEYS = DATA_KEYS or [SECRET_KEY]
LOOKUP_KEYS = LOOKUP_KEYS or [SECRET_KEY]
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WORK_AFTER_COMMIT = False  # tests call deliver_due and seal_entries themselves
PRIVACY_AUTHORISATION = ""
SMS_DAILY_CAP = SMS_MONTHLY_CAP = None
SECOND_FACTOR_REQUIRED = False
AXES_ENABLED = False  # tests sign people in without a password; those of signing in switch it on
PRIVATE_ROOT = Path(tempfile.mkdtemp(prefix="jisr-private-"))
ERASURE_LIST = f"{PRIVATE_ROOT}/erasures.jsonl"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "portal.core.private_files.PrivateFiles", "OPTIONS": {"location": str(PRIVATE_ROOT), "base_url": None}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
#: Tests that want Elasticsearch say so (tests/search/elastic_ground.py) and have indices of their own there.
TEST_ELASTICSEARCH_URL, ELASTICSEARCH_URL, ELASTICSEARCH_SUBMISSIONS_URL = ELASTICSEARCH_URL, "", ""
MEDIA_ROOT = tempfile.mkdtemp(prefix="jisr-media-")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATIC_ROOT = tempfile.mkdtemp(prefix="jisr-static-")  # WhiteNoise warns of a folder that is not there
#: ``load_samples`` works here, as it does in development: the site's tests read its pages.
SAMPLES_ALLOWED = True
