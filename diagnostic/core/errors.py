"""What can go wrong, and what a person may read of it."""

from collections.abc import Sequence


class DiagnosticError(Exception):
    """Root of every error raised on purpose."""


class UserError(DiagnosticError):
    """A mistake that its author can mend; shown as one line, a field error or a page.

    `field` is the place in the user's own terms (`answers[12].rating`, a form field), `hint` what is allowed.
    """

    def __init__(self, message: str, field: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.field}: " if self.field else ""
        allowed = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.message}{allowed}"


class SeveralError(UserError):
    """Mistakes found together, to be mended together: the first is told as its own, `others` after it."""

    def __init__(self, found: Sequence[UserError]) -> None:
        first = found[0]
        super().__init__(first.message, first.field, first.hint)
        self.others = tuple(found[1:])


class ContentError(UserError):
    """The content is wrong: the file, the key and what is allowed."""


class AssetError(DiagnosticError):
    """A document names a picture, font or glyph that is missing: the document is not made."""


class DisclosureError(DiagnosticError):
    """Something would still be given away and nothing is left to withhold: no release is made."""
