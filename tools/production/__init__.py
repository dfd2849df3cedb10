"""The portal as production runs it, on this machine."""
