"""The mock as reference: the same requests to mock and target, and what differs in the answers."""

from understudy.contract_tests.reference.comparing import Comparison, Fidelity, compare

__all__ = ["Comparison", "Fidelity", "compare"]
