"""The accounts that Flask-Security signs in: the one kind of row that pages may hold."""

from typing import TYPE_CHECKING, cast

from flask import current_app
from flask_security import Security, UserMixin, current_user

if TYPE_CHECKING:

    class Holder(UserMixin):
        """An account, with what Palier adds to Flask-Security's. `tf_last_counter`: of the last code used."""

        public_id: str
        tf_last_counter: int | None
else:
    Holder = UserMixin


def security() -> Security:
    """Flask-Security, as wired in web.security."""
    return cast(Security, current_app.extensions["security"])


def known(user: UserMixin | None) -> Holder:
    """The account that Flask-Security has found."""
    assert user is not None
    return cast(Holder, user)


def signed() -> Holder:
    """Whoever is signed in."""
    return cast(Holder, current_user._get_current_object())


def with_email(email: str) -> Holder | None:
    return cast(Holder | None, security().datastore.find_user(email=email))


def with_id(id: str) -> Holder | None:
    return cast(Holder | None, security().datastore.find_user(public_id=id))


def with_uniquifier(uniquifier: object) -> Holder | None:
    """The account that a session names, open or not."""
    if not isinstance(uniquifier, str):
        return None
    return cast(Holder | None, security().datastore.find_user(fs_uniquifier=uniquifier))
