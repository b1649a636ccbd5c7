"""Consent, and what was asked of us about personal data."""

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Nothing yet."""
