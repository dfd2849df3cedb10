"""Papers of an application: the blank or half-filled form, and the receipt."""
