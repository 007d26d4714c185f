"""`make messages`: the English catalogue, with the sentences that the program says now and no other.

A new sentence comes in without English, and `palier check` refuses it until somebody has written it.
"""

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from diagnostic.content.marked import key_of, sentences
from diagnostic.content.message_checks import texts
from diagnostic.content.messages import FILE, FOLDER, read_catalogue
from diagnostic.core.language import ENGLISH
from diagnostic.places import data_path


def main() -> None:
    folder = data_path(FOLDER)
    before = read_catalogue(folder, ENGLISH)
    known = {key_of(message): message.string for message in before if message.id}
    kept = Catalog(
        locale=ENGLISH,
        header_comment="# What Palier says in English (`make messages`).",
        fuzzy=False,
        creation_date=before.creation_date,
        revision_date=before.revision_date,
    )
    found = sorted((one for one in sentences() if one.id), key=lambda one: one.locations[0])
    for one in found:
        places = sorted({(name, None) for name, _line in one.locations})
        kept.add(one.id, known.get(key_of(one), ""), locations=places, context=one.context)
    with (folder / ENGLISH / FILE).open("wb") as file:
        write_po(file, kept, width=0, include_lineno=False, omit_header=False)
    missing = sum(not all(texts(one.string)) for one in kept if one.id)
    print(f"{len(found)} sentences, {missing} without English")


if __name__ == "__main__":
    main()
