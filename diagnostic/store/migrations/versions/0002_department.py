"""A company's department: some devices open in two departments of a region only."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("companies", sa.Column("department", sa.String(3)))
