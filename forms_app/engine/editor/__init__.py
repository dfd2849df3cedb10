"""The screens on which forms are written: one for the whole form, one for each step. Nothing here is needed to fill a form in."""
