"""What a person does with the letters that they receive."""

import re
from email.message import EmailMessage
from urllib.parse import urlsplit

LINK = re.compile(r"https?://\S+")
CODE = re.compile(r": (\d{4}) (\d{4})$", re.MULTILINE)


def text_of(letter: EmailMessage) -> str:
    return str(letter.get_content())


def link_of(letter: EmailMessage) -> str:
    """The path of the first link of a letter."""
    found = LINK.search(text_of(letter))
    assert found, text_of(letter)
    return urlsplit(found.group()).path


def code_of(letter: EmailMessage) -> str:
    found = CODE.search(text_of(letter))
    assert found, text_of(letter)
    return "".join(found.groups())
