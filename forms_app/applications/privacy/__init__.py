"""The data protection officer's room: one person's data found, copied for her, erased; what is kept too long; who opened which file."""
