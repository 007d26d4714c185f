"""What Flask-Security says, in our own words."""

from collections.abc import Mapping

NOT_TOGETHER = "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez l’un et l’autre."
AGAIN = "Recommencez depuis le début."

MESSAGES: Mapping[str, tuple[str, str]] = {
    "API_ERROR": ("La réponse de votre appareil n’est pas arrivée entière. Recommencez.", "error"),
    "GENERIC_AUTHN_FAILED": (NOT_TOGETHER, "error"),
    "UNAUTHENTICATED": ("Connectez-vous pour ouvrir cette page.", "info"),
    "REAUTHENTICATION_SUCCESSFUL": ("C’est bien vous, vous pouvez continuer.", "info"),
    "INVALID_REDIRECT": ("Cette adresse n’est pas de Palier.", "error"),
    "PASSWORD_NOT_PROVIDED": ("Tapez le mot de passe.", "error"),
    "PASSWORD_INVALID_LENGTH": ("Il faut au moins %(length)s signes.", "error"),
    "PASSWORD_IS_THE_SAME": ("C’est déjà votre mot de passe. Choisissez-en un autre.", "error"),
    "PASSWORD_CHANGE": ("Votre mot de passe est enregistré. Vos autres appareils sont déconnectés.", "success"),
    "RETYPE_PASSWORD_MISMATCH": ("Les deux ne sont pas identiques. Retapez-le.", "error"),
    "INVALID_PASSWORD": ("Ce n’est pas votre mot de passe.", "error"),
    "INVALID_EMAIL_ADDRESS": ("Cette adresse n’a pas la bonne forme.", "error"),
    "EMAIL_NOT_PROVIDED": ("Donnez votre adresse de courriel.", "error"),
    "DISABLED_ACCOUNT": (NOT_TOGETHER, "error"),
    "INVALID_CODE": ("Ce code n’est pas le bon.", "error"),
    "INVALID_RECOVERY_CODE": ("Ce code de secours n’est pas le bon, ou il a déjà servi.", "error"),
    "INVALID_INPUT": ("Ce texte contient un signe qui ne peut pas être gardé.", "error"),
    "INVALID_INPUT_LENGTH": ("C’est trop long : %(length)s signes au plus.", "error"),
    "TWO_FACTOR_INVALID_TOKEN": ("Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant.", "error"),
    "TWO_FACTOR_PERMISSION_DENIED": ("Le délai est passé. Connectez-vous à nouveau.", "info"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": ("Choisissez l’une des deux réponses.", "error"),
    "WEBAUTHN_EXPIRED": (f"Le délai est passé. {AGAIN}", "error"),
    "WEBAUTHN_NAME_REQUIRED": ("Donnez-lui un nom.", "error"),
    "WEBAUTHN_NAME_INUSE": ("Une de vos clés porte déjà ce nom. Choisissez-en un autre.", "error"),
    "WEBAUTHN_NAME_NOT_FOUND": ("Vous n’avez pas de clé de ce nom.", "error"),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": ("Ce nom contient un signe qui ne peut pas être gardé.", "error"),
    "WEBAUTHN_CREDENTIAL_DELETED": ("La clé « \u2068%(name)s\u2069 » est supprimée.", "info"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": ("La clé « \u2068%(name)s\u2069 » est enregistrée.", "success"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": ("Cette clé est déjà enregistrée.", "error"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": ("Palier ne connaît pas cette clé d’accès.", "error"),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": ("Palier ne connaît pas cette clé d’accès.", "error"),
    "WEBAUTHN_NO_VERIFY": ("La clé n’a pas pu être vérifiée. Recommencez, ou connectez-vous autrement.", "error"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": ("Palier ne connaît pas cette clé d’accès.", "error"),
    "WEBAUTHN_MISMATCH_USER_HANDLE": ("Cette clé d’accès n’est pas celle de ce compte.", "error"),
}
