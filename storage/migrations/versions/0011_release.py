"""Anonymous cases wait for their release."""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Nothing yet."""
