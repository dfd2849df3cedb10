"""How long personal data are kept. Decision 722."""

import environ

env = environ.Env()

#: Days that personal data are kept, by what they are. No document of the programme gives a period (the platform's list of collected data names
#: none, and the consent leaves a blank that "Settings > Personal data" fills): the ministry must confirm each, and the notice must say the same.
RETENTION_DAYS = {
    # Told to her on every step; the reminder goes out 14 days before. A draft in use is kept longer.
    "drafts": 90,
    # She may be asked why she did not send, or a call may be re-opened: never sooner after the closing. The ministry must confirm.
    "drafts_after_closing": 60,
    # Files, from the end of the call or the last act on the file, whichever is later. The ministry must confirm every one.
    "files_withdrawn": 90,
    "files_not_selected": 730,
    "files_not_retained": 730,  # pre-selected or on the waiting list, and never selected
    "files_undecided": 1095,  # the call is over and nobody decided
    "files_selected": 3650,  # public money was given: whoever audits it comes years later
    # Who opened which file, who exported what (law 09-08 asks that it can be told; how long, the ministry must confirm).
    "openings": 1825,
    "exports": 1825,
    # Messages have no words once they left; this long a keyed hash still tells to whom. The ministry must confirm.
    "outbox": 365,
    # Hashes of one-time codes, which are good for a quarter of an hour.
    "codes": 30,
}
#: Whether the ministry has confirmed the periods of files. False: ``apply_retention`` reports files whose time is over, and erases none of them.
RETENTION_CONFIRMED = env.bool("RETENTION_CONFIRMED", default=False)
