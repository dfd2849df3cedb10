"""The audit: :func:`record_act` in the transaction of the act, a sealer soon after, a verifier whenever somebody asks."""

from .acts import act_label, record_act, register_act
from .chain import Verdict, seal_entries, verify_chain

__all__ = ["Verdict", "act_label", "record_act", "register_act", "seal_entries", "verify_chain"]
