"""Who signs in and how, how often the public forms may be used, and what browsers may load and be asked for. Decisions 710 to 712."""

import datetime as dt

import environ

env = environ.Env()

#: Whether whoever signs in gives a code from an authenticator after the password. Without it, only those who set one up do. Decision 710.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=False)
#: Wrong passwords: by user name and address together, so that one clerk's mistakes lock nobody else of her centre. Decision 711.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
#: Wrong passwords in a row, and how long the name is then refused from that address. Attempts meanwhile do not make it longer.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
#: Wrong passwords of one address in a quarter of an hour, whatever the names.
SIGN_IN_FAILURES_AN_ADDRESS = 60
AXES_USERNAME_FORM_FIELD = "username"
AXES_HANDLER = "portal.core.staff.sign_in.lockout.SignInHandler"
AXES_USERNAME_CALLABLE = "portal.core.staff.sign_in.lockout.hidden_name"
AXES_CLIENT_IP_CALLABLE = "portal.core.staff.sign_in.lockout.hidden_address"
AXES_LOCKOUT_CALLABLE = "portal.core.staff.sign_in.lockout.answer"
AXES_DISABLE_ACCESS_LOG = True  # who signed in when: nobody needs it
AXES_VERBOSE = False
#: Private pages and documents are for who signs in. A password that is passed around has no brake, belongs to nobody and is never taken back. Decision 711.
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}

#: Seconds after which staff sign in again, whether they are working or not: a working day.
SESSION_COOKIE_AGE = 12 * 3600
#: What the names of our cookies begin with. "__Host-" (production): a browser takes them over TLS only, and from no other host of the domain.
COOKIE_PREFIX = ""
#: The tokens of forms stand in the forms; no script reads the cookie.
CSRF_COOKIE_HTTPONLY = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]

_MINUTE, _HOUR = 60, 3600
#: How often the public forms take an action before they ask to wait: (times, seconds) of one address and of one file. Decision 712.
#: A whole town may share one address of a telephone operator; a social centre sends forty whole files an hour from one.
THROTTLES = {
    "start": {"address": (1_000, _HOUR)},
    "save": {"address": (60_000, _HOUR), "file": (600, _HOUR)},
    "autosave": {"address": (120_000, _HOUR), "file": (1_200, _HOUR)},
    "upload": {"address": (10_000, _HOUR), "file": (300, _HOUR)},
    "submit": {"address": (5_000, _HOUR), "file": (30, _HOUR)},
    "track": {"address": (2_000, 15 * _MINUTE)},
    "code": {"address": (10, 15 * _MINUTE)},  # each is an SMS
    "ask": {"address": (10, 15 * _MINUTE)},
    "follow": {"address": (10, 15 * _MINUTE)},  # each is a message to somebody
    "search": {"address": (600, _MINUTE)},
    "suggest": {"address": (2_400, _MINUTE)},
}

_SELF = ["'self'"]
#: Static and strict: no inline script or style, no third party, no nonce (DESIGN 8.9). The admin's is in the middleware.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": _SELF,
        "style-src": _SELF,
        "img-src": [*_SELF, "data:"],
        "font-src": _SELF,
        "media-src": _SELF,
        "connect-src": _SELF,
        "form-action": _SELF,
        "frame-ancestors": _SELF,
        "base-uri": ["'none'"],
        "manifest-src": _SELF,
    }
}
#: What sees, hears, finds, follows or charges somebody, and reaches her devices: no page asks a browser for it, nor may whatever stands in
#: a frame of ours. Photographing a document needs none of it. The header travels with every page, so that what merely amuses is not in it.
PERMISSIONS_POLICY = dict.fromkeys(
    (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment",
        "serial", "usb",
    ),
    "()",
)  # fmt: skip
