"""The portal as production runs it, with the baseline beside it: one server, one database, the same middleware for both."""

import os

from portal.settings.production import *  # noqa: F403

INSTALLED_APPS = ["tests.bench.baseline", *INSTALLED_APPS]  # noqa: F405
ROOT_URLCONF = "tests.bench.baseline.urls"
TEMPLATES[0]["DIRS"] += [BASE_DIR / "tests" / "bench" / "baseline" / "templates"]  # noqa: F405
#: Only what the public pages name, without its compressed twins.
STATIC_ROOT = os.environ["BENCH_FOLDER"] + "/static"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}  # noqa: F405
