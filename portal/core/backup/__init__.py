"""Backups: one encrypted file that holds the database, the pictures and the documents, and the way back. Decisions 730 and 731.

``making`` writes one, ``opening`` reads one and believes nothing of it, ``restoring`` puts it in place, ``verifying`` tries it beside the
living site, ``keeping`` says which old ones go.
"""


class BackupError(Exception):
    """Could not be made, opened or put in place. The words are for the person at the keyboard; they quote no row."""
