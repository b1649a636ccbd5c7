"""Proof that the tests of the invariants can fail: ``python -m tests.mutants`` breaks each one, in a copy of the tree."""
