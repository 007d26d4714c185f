"""The language that a person asked for last: their letters are written in it, and their next browser opens in it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("users", sa.Column("language", sa.String(2)))
