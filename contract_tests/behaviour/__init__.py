"""What an implementation does, held against what its contract says of it under `x-behaviour`."""

from understudy.contract_tests.behaviour.check import Findings, check
from understudy.contract_tests.behaviour.declaration import DeclarationError

__all__ = ["DeclarationError", "Findings", "check"]
