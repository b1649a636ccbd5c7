"""Proof that the tests of the invariants can fail: ``python -m tests.mutants`` breaks each in a copy of the tree."""
