"""Apply, in three rooms: applications -> calls -> engine."""
