"""The mutants are kept up to date: each changes what is there, and each invariant has one."""

import re
from pathlib import Path

import pytest

from tests.mutants.__main__ import ROOT
from tests.mutants.mutants import MUTANTS, Edit, Mutant

INVARIANTS = 13


def test_each_invariant_has_a_mutant() -> None:
    """I1 to I13, once each."""
    assert [mutant.invariant for mutant in MUTANTS] == [f"I{n}" for n in range(1, INVARIANTS + 1)]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.invariant)
def test_what_a_mutant_changes_is_there(mutant: Mutant) -> None:
    """The text is in its file exactly once; its tests exist and are named by the invariant."""
    for edit in mutant.edits:
        assert edit.is_possible(ROOT), f"write the mutant anew: {edit.path} has changed"
    for test in mutant.tests:
        assert f"def {mutant.named}" in (ROOT / test).read_text(encoding="utf-8"), test


def test_a_mutant_that_no_longer_fits_fails_loudly(tmp_path: Path) -> None:
    """Neither a text that has gone nor one that is there twice is changed in silence."""
    (tmp_path / "code.py").write_text("one = 1\ntwo = 2\ntwo = 2\n")
    for gone in ("three", "two"):
        with pytest.raises(ValueError, match=re.escape("not exactly once in code.py")):
            Edit("code.py", gone, "").apply(tmp_path)
    Edit("code.py", "one = 1", "one = 2").apply(tmp_path)
    assert (tmp_path / "code.py").read_text().startswith("one = 2")
