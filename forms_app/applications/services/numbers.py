"""After a restore: numbers that may stand on receipts already are given to nobody else."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forms_app.applications.models import ReferenceCounter
from forms_app.calls.models import Call

#: More than are sent in a call between a backup and the moment at which the site opens again.
ROOM = 100_000


@transaction.atomic
def leave_room() -> int:
    """Let every call go on at the next hundred thousand; how many calls. Done twice it changes nothing more.

    What was sent after the backup is lost, but those women hold receipts: given anew, their numbers would be other women's, in results
    too. Numbers of sealed calls are drawn; their counters stay at nought.
    """
    counters = ReferenceCounter.objects.filter(call__sealed=False).annotate(over=F("last") % ROOM).exclude(over=0)
    moved = counters.update(last=F("last") + ROOM - F("last") % ROOM)
    begun = ReferenceCounter.objects.filter(call__sealed=False, last=0).update(last=ROOM)
    unused = Call.objects.filter(sealed=False, reference_counter=None, closes_at__gt=timezone.now())
    return moved + begun + len(ReferenceCounter.objects.bulk_create(ReferenceCounter(call=call, last=ROOM) for call in unused))
