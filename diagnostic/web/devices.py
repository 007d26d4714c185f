"""A browser in a few words, for the list of one's own sessions: « Firefox sur Windows »."""

from diagnostic.core.language import N_, _

UNKNOWN = N_("Navigateur inconnu")
ON = " sur "

# Chrome says that it is Safari, Edge that it is Chrome: the first that is found is the right one.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Words of ours only, in French: nothing that the browser sent is kept."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), UNKNOWN)
    system = next((name for sign, name in SYSTEMS if sign in user_agent), None)
    return f"{browser}{ON}{system}" if system else browser


def device_said(kept: str) -> str:
    """What `device_of` gave, in the language spoken."""
    browser, _on, system = kept.partition(ON)
    return _("{browser} sur {system}", browser=_(browser), system=system) if system else _(browser)
