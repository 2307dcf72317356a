"""The contracts: one for each table of the warehouse, the only place where a column is defined.

Knows nothing about how rows are made.
"""

from contracts.model import Column, Contract
from contracts.switches import ContractsSwitchedOff, assert_contracts_are_on
from contracts.tables import CONTRACTS

__all__ = ["CONTRACTS", "Column", "Contract", "ContractsSwitchedOff", "assert_contracts_are_on"]
