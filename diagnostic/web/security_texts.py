"""What Flask-Security says, in our own words and in the language spoken."""

from collections.abc import Mapping

from flask_security.babel import FsDomain

from diagnostic.core.language import N_, _

NOT_TOGETHER = N_("Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez l’un et l’autre.")

MESSAGES: Mapping[str, tuple[str, str]] = {
    "API_ERROR": (N_("La réponse de votre appareil n’est pas arrivée entière. Recommencez."), "error"),
    "GENERIC_AUTHN_FAILED": (NOT_TOGETHER, "error"),
    "UNAUTHENTICATED": (N_("Connectez-vous pour ouvrir cette page."), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (N_("C’est bien vous, vous pouvez continuer."), "info"),
    "INVALID_REDIRECT": (N_("Cette adresse n’est pas de Palier."), "error"),
    "PASSWORD_NOT_PROVIDED": (N_("Tapez le mot de passe."), "error"),
    "PASSWORD_INVALID_LENGTH": (N_("Il faut au moins %(length)s signes."), "error"),
    "PASSWORD_IS_THE_SAME": (N_("C’est déjà votre mot de passe. Choisissez-en un autre."), "error"),
    "PASSWORD_CHANGE": (N_("Votre mot de passe est enregistré. Vos autres appareils sont déconnectés."), "success"),
    "RETYPE_PASSWORD_MISMATCH": (N_("Les deux ne sont pas identiques. Retapez-le."), "error"),
    "INVALID_PASSWORD": (N_("Ce n’est pas votre mot de passe."), "error"),
    "INVALID_EMAIL_ADDRESS": (N_("Cette adresse n’a pas la bonne forme."), "error"),
    "EMAIL_NOT_PROVIDED": (N_("Donnez votre adresse de courriel."), "error"),
    "DISABLED_ACCOUNT": (NOT_TOGETHER, "error"),
    "INVALID_CODE": (N_("Ce code n’est pas le bon."), "error"),
    "INVALID_RECOVERY_CODE": (N_("Ce code de secours n’est pas le bon, ou il a déjà servi."), "error"),
    "INVALID_INPUT": (N_("Ce texte contient un signe qui ne peut pas être gardé."), "error"),
    "INVALID_INPUT_LENGTH": (N_("C’est trop long : %(length)s signes au plus."), "error"),
    "TWO_FACTOR_INVALID_TOKEN": (N_("Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant."), "error"),
    "TWO_FACTOR_PERMISSION_DENIED": (N_("Le délai est passé. Connectez-vous à nouveau."), "info"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (N_("Choisissez l’une des deux réponses."), "error"),
    "WEBAUTHN_EXPIRED": (N_("Le délai est passé. Recommencez depuis le début."), "error"),
    "WEBAUTHN_NAME_REQUIRED": (N_("Donnez-lui un nom."), "error"),
    "WEBAUTHN_NAME_INUSE": (N_("Une de vos clés porte déjà ce nom. Choisissez-en un autre."), "error"),
    "WEBAUTHN_NAME_NOT_FOUND": (N_("Vous n’avez pas de clé de ce nom."), "error"),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": (N_("Ce nom contient un signe qui ne peut pas être gardé."), "error"),
    "WEBAUTHN_CREDENTIAL_DELETED": (N_("La clé « \u2068%(name)s\u2069 » est supprimée."), "info"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": (N_("La clé « \u2068%(name)s\u2069 » est enregistrée."), "success"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": (N_("Cette clé est déjà enregistrée."), "error"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (N_("Palier ne connaît pas cette clé d’accès."), "error"),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": (N_("Palier ne connaît pas cette clé d’accès."), "error"),
    "WEBAUTHN_NO_VERIFY": (N_("La clé n’a pas pu être vérifiée. Recommencez, ou connectez-vous autrement."), "error"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": (N_("Palier ne connaît pas cette clé d’accès."), "error"),
    "WEBAUTHN_MISMATCH_USER_HANDLE": (N_("Cette clé d’accès n’est pas celle de ce compte."), "error"),
}


def saying(name: str) -> str:
    """One of the messages, in the language spoken."""
    french, _category = MESSAGES[name]
    return _(french)


class Sayings(FsDomain):
    """Our sentences as `_` says them; those of Flask-Security's own as it translates them itself."""

    def gettext(self, string: str, **variables: object) -> str:
        told: str = super().gettext(_(string), **variables)  # type: ignore[no-untyped-call]
        return told
