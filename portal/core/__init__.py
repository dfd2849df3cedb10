"""The portal's core: languages, rights, sections, pages' common ground. Knows no other app."""
