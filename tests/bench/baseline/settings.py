"""The portal as production runs it, with the baseline beside it: one server, one database, the same middleware for both."""

import os

from portal.settings.production import *  # noqa: F403

INSTALLED_APPS = ["tests.bench.baseline", *INSTALLED_APPS]  # noqa: F405
ROOT_URLCONF = "tests.bench.baseline.urls"
TEMPLATES[0]["DIRS"] += [BASE_DIR / "tests" / "bench" / "baseline" / "templates"]  # noqa: F405
#: Only what the public pages name, without its compressed twins.
STATIC_ROOT = os.environ["BENCH_FOLDER"] + "/static"
#: One machine plays every applicant: all is counted, nobody is held back.
THROTTLES = {action: {of: (10**9, limit[1]) for of, limit in limits.items()} for action, limits in THROTTLES.items()}  # noqa: F405
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}  # noqa: F405
