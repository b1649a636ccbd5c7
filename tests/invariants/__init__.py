"""The invariants I1 to I13 of docs/threat-model.md, each with a mutant in tests/mutants/ that its test catches."""
