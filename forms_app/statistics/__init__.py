"""How many registrations, from where, and from whom. Above the applications it counts."""
