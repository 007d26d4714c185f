"""The only reader of YAML: files → core values, or an error naming file, key and what is allowed."""

import hashlib
import json
from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from diagnostic.content import catalogue_schema as catalogue_shapes
from diagnostic.content import (
    checks,
    consent_schema,
    crosswalk_schema,
    device_schema,
    edition_checks,
    edition_schema,
    follow_up_schema,
    funding_schema,
    glossary_schema,
    observatory_schema,
    people_schema,
    privacy_schema,
    schema,
    sessions_schema,
    tipping_schema,
)
from diagnostic.content.document import content_document
from diagnostic.content.observatory import Files, observatory
from diagnostic.content.shapes import Shape, first_error
from diagnostic.content.territory import zones
from diagnostic.content.wording import Wording
from diagnostic.core.editions import of_edition
from diagnostic.core.errors import ContentError, UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.catalogue import Agreement, Content, Context, Need, NoNeed, OpcoTables, Skill
from diagnostic.core.model.crosswalk import Crosswalks
from diagnostic.core.model.edition import Edition
from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.privacy import Register
from diagnostic.core.model.questionnaire import Questionnaire
from diagnostic.core.model.workforce import Workforce
from diagnostic.places import data_path

MAX_BYTES = 2_000_000
TIMESTAMP = "tag:yaml.org,2002:timestamp"
YAML_PROBLEMS = (
    ("cannot start any token", N_("caractère inattendu : une tabulation ? indenter avec des espaces")),
    ("mapping values are not allowed", N_("deux-points inattendus : mettre le texte entre guillemets")),
    ("could not find expected ':'", N_("deux-points manquants après une clé")),
    ("did not find expected", N_("indentation, virgule ou guillemet inattendus")),
    ("unknown alias", N_("les alias YAML (&, *) ne sont pas acceptés")),
)
UNREADABLE = N_("YAML illisible")
FastLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)
ShapeType = TypeVar("ShapeType", bound=Shape)


class TwiceError(yaml.constructor.ConstructorError):
    """Its problem is told in our words already."""


class UniqueKeys(FastLoader):  # type: ignore[valid-type, misc]
    """A safe YAML loader that refuses a key written twice, and leaves dates to the shapes, which name their place."""

    yaml_implicit_resolvers = {
        first: [(tag, shape) for tag, shape in resolvers if tag != TIMESTAMP]
        for first, resolvers in FastLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[object] = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise TwiceError(None, None, _("clé « {key} » écrite deux fois", key=key), key_node.start_mark)
            seen.add(key)
        mapping: dict[Hashable, object] = super().construct_mapping(node, deep)
        return mapping


def parse_yaml(text: str, name: str) -> object:
    """YAML text → plain values; UserError naming the line. Aliases are refused: they can hide a bomb."""
    if len(text.encode()) > MAX_BYTES:
        raise UserError(_("fichier trop gros"), name, _("au plus {most} Mo", most=MAX_BYTES // 1_000_000))
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=FastLoader)):
            raise UserError(_("les alias YAML (&, *) ne sont pas acceptés"), name)
        return yaml.load(text, Loader=UniqueKeys)  # noqa: S506 (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        what = (error.problem or "") if isinstance(error, TwiceError) else yaml_problem(error.problem or "")
        if error.problem_mark:
            what = _("{what}, ligne {line}", what=what, line=error.problem_mark.line + 1)
        raise UserError(what, name) from error
    except (yaml.YAMLError, TypeError, ValueError, RecursionError) as error:
        raise UserError(_("YAML illisible : une clé ou une valeur n’a pas la forme attendue"), name) from error


def yaml_problem(told: str) -> str:
    """What is wrong with the YAML, as far as its parser says it."""
    return _(next((words for start, words in YAML_PROBLEMS if start in told), UNREADABLE))


class Valued(Protocol[Value_co]):
    def value(self) -> Value_co: ...


class Folder:
    """A content folder being read; every error names the file."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def raw(self, path: Path) -> object:
        name = str(path.relative_to(self.root))
        try:
            return parse_yaml(path.read_text(encoding="utf-8"), name)
        except FileNotFoundError as error:
            raise ContentError(_("fichier absent"), name) from error
        except UnicodeDecodeError as error:
            raise ContentError(_("le fichier n’est pas en UTF-8"), name) from error
        except OSError as error:
            raise ContentError(_("lecture impossible : {why}", why=error.strerror), name) from error
        except UserError as error:
            raise ContentError(error.message, error.field, error.hint) from error

    def parse(self, path: Path, shape: Any) -> Any:
        raw = self.raw(path)
        try:
            return TypeAdapter(shape).validate_python(raw)
        except ValidationError as error:
            place, message, hint = first_error(error, raw)
            name = str(path.relative_to(self.root))
            raise ContentError(message, f"{name}: {place}" if place else name, hint) from error

    def one(self, name: str, shape: type[ShapeType]) -> ShapeType:
        parsed: ShapeType = self.parse(self.root / name, shape)
        return parsed

    def rows(self, name: str, shape: type[Valued[Value]]) -> tuple[Value, ...]:
        return tuple(row.value() for row in self.parse(self.root / name, tuple[shape, ...]))  # type: ignore[valid-type]

    def listed(self, name: str, shape: type[Valued[Value]]) -> tuple[Value, ...]:
        """As `rows`, of a file that may not be empty."""
        if not self.raw(self.root / name):
            raise ContentError(_("fichier vide"), name, _("une liste"))
        return self.rows(name, shape)

    def keyed(self, rows: tuple[Value, ...], name: str, by: str = "id") -> dict[str, Value]:
        found: dict[str, Value] = {}
        for row in rows:
            key = str(getattr(row, by))
            if key in found:
                raise ContentError(_("identifiant « {id} » présent deux fois", id=key), name)
            found[key] = row
        return found

    def each(self, name: str, shape: type[Valued[Value]]) -> dict[str, Value]:
        """One value a file; the file is called like the id."""
        found: dict[str, Value] = {}
        folder = self.root / name
        if not folder.is_dir():
            raise ContentError(_("dossier absent"), name)
        for path in sorted(folder.iterdir()):
            if path.suffix != ".yaml":
                raise ContentError(_("fichier inattendu"), f"{name}/{path.name}", _("seulement des fichiers .yaml"))
            value = self.parse(path, shape).value()
            if value.id != path.stem:
                raise ContentError(
                    _("l’identifiant « {id} » doit être le nom du fichier", id=value.id),
                    f"{name}/{path.name}: id",
                    path.stem,
                )
            found[value.id] = value
        return found


def load_content(directory: Path | None = None) -> Content:
    """All the content of `directory` (by default the one that travels with the program).

    Raises ContentError naming file, key and what is allowed.
    """
    folder = Folder((directory or data_path("questionnaires")).resolve())
    needs, no_needs = read_needs(folder)
    published, questionnaire = read_observatory(folder), read_questionnaire(folder)
    content = Content(
        questionnaire=questionnaire,
        skills=read_skills(folder),
        needs=needs,
        no_needs=no_needs,
        symptoms=folder.keyed(folder.rows("entry/symptoms.yaml", catalogue_shapes.SymptomShape), "entry/symptoms.yaml"),
        requirements=folder.keyed(
            folder.rows("entry/requirements.yaml", catalogue_shapes.RequirementShape), "entry/requirements.yaml"
        ),
        context=read_context(folder),
        regions=folder.rows("entry/regions.yaml", catalogue_shapes.RegionShape),
        actions=folder.each("actions", catalogue_shapes.ActionShape),
        trainings=folder.each("trainings", funding_schema.TrainingShape),
        devices=folder.each("devices", device_schema.DeviceShape),
        opco=read_opco(folder),
        observatory=Catalogue(published.catalogue.version, (), (), (), published.rules.value()),
        workforce=read_workforce(folder),
        rhythm=folder.one(follow_up_schema.FILE, follow_up_schema.RhythmShape).value(),
        sessions=folder.one(sessions_schema.FILE, sessions_schema.SessionsShape).value(),
        tipping=folder.one(tipping_schema.FILE, tipping_schema.TippingShape).value(),
        restitution=folder.one("entry/restitution.yaml", catalogue_shapes.RestitutionTermShape).value(),
        crosswalks=read_crosswalks(folder),
        consents=folder.listed(consent_schema.CONSENTS, consent_schema.ConsentTextShape),
        glossary=folder.listed(glossary_schema.GLOSSARY, glossary_schema.TermShape),
        editions=read_editions(folder, questionnaire),
    )
    checks.refuse(checks.reference_problems(content))
    return replace(
        content,
        questionnaire=replace(content.questionnaire, content_sha256=fingerprint(content)),
        observatory=observatory(content, published),
        editions=tuple(marked(content, edition) for edition in content.editions),
    )


def fingerprint(content: Content) -> str:
    """sha256 of the canonical JSON of the content's structure and French text."""
    document = content_document(content, "fr")
    del document["sha256"]
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def read_observatory(folder: Folder) -> Files:
    return Files(
        catalogue=folder.one(observatory_schema.CATALOGUE, observatory_schema.CatalogueShape),
        rules=folder.one(observatory_schema.RULES, observatory_schema.RulesShape),
        sectors=folder.one(observatory_schema.SECTORS, observatory_schema.SectorsShape),
        departments=folder.one(observatory_schema.DEPARTMENTS, observatory_schema.DepartmentsShape),
        zones=zones(folder.root),
    )


def marked(content: Content, edition: Edition) -> Edition:
    """The same with the fingerprint of the content as that edition reads it."""
    read = of_edition(content, edition.questionnaire.ref)
    return replace(edition, questionnaire=replace(edition.questionnaire, content_sha256=fingerprint(read)))


def read_editions(folder: Folder, current: Questionnaire) -> tuple[Edition, ...]:
    """The earlier editions, oldest first; each is followed by the next one, the last by `current`."""
    root = folder.root / edition_schema.FOLDER
    if not root.is_dir():
        return ()
    names = sorted((path.name for path in root.iterdir()), key=edition_checks.version_key)
    bases = [f"{edition_schema.FOLDER}/{name}" for name in names]
    whole = [read_questionnaire(folder, f"{base}/{schema.FOLDER}") for base in bases]
    maps = [folder.one(f"{base}/{edition_schema.MAP}", edition_schema.MapShape) for base in bases]
    followed = zip(names, whole, maps, [*whole[1:], current], strict=True)
    return tuple(edition_schema.edition(*row) for row in followed)


def read_questionnaire(folder: Folder, base: str = schema.FOLDER) -> Questionnaire:
    referential = folder.one(f"{base}/referential.yaml", schema.ReferentialShape)
    return Questionnaire(
        id=referential.id,
        version=referential.version,
        method=referential.method,
        title=referential.title.value(),
        sources=tuple(text.value() for text in referential.sources),
        stages=tuple(stage.value() for stage in referential.stages),
        functions=tuple(function.value() for function in referential.functions),
        form_names={form.id: form.name.value() for form in referential.forms},
        areas=tuple(area.value() for area in referential.areas),
        items=folder.each(f"{base}/items", schema.ItemShape),
        contradictions=folder.rows(f"{base}/contradictions.yaml", schema.ContradictionShape),
        content_sha256="",
    )


def read_skills(folder: Folder) -> dict[str, Skill]:
    """One file a family, in this order."""
    found: dict[str, Skill] = {}
    for family in catalogue_shapes.FAMILIES:
        name = f"skills/{family}.yaml"
        for row in folder.rows(name, catalogue_shapes.SkillShape):
            if row.id in found:
                raise ContentError(_("identifiant « {id} » présent deux fois", id=row.id), name)
            if row.family != family:
                raise ContentError(
                    _("« {id} » est de la famille {family}", id=row.id, family=row.family),
                    name,
                    _("permis : {allowed}", allowed=family),
                )
            found[row.id] = row
    return found


def read_needs(folder: Folder) -> tuple[tuple[Need, ...], tuple[NoNeed, ...]]:
    rows = folder.rows("skills/needs.yaml", catalogue_shapes.NeedShape)
    needs = tuple(row for row in rows if isinstance(row, Need))
    return needs, tuple(row for row in rows if isinstance(row, NoNeed))


def read_context(folder: Folder) -> Context:
    context = folder.one("entry/context.yaml", catalogue_shapes.ContextShape)
    rows = {name: tuple(row.value() for row in getattr(context, name)) for name in type(context).model_fields}
    return Context(**rows)


def read_workforce(folder: Folder) -> Workforce:
    """`people/*.yaml`; a file that says nothing is refused like one that is absent."""
    practice = folder.listed("people/practice.yaml", people_schema.PracticeQuestionShape)
    aptitudes = folder.listed("people/aptitudes.yaml", people_schema.AptitudeShape)
    ways = folder.listed("people/ways.yaml", people_schema.WayShape)
    return Workforce(
        practice=folder.keyed(practice, "people/practice.yaml"),
        aptitudes=folder.keyed(aptitudes, "people/aptitudes.yaml", by="skill"),
        ways=folder.keyed(ways, "people/ways.yaml"),
    )


def read_crosswalks(folder: Folder) -> Crosswalks:
    siri, impuls = (folder.one(file, crosswalk_schema.CorrespondenceShape) for file in crosswalk_schema.CORRESPONDENCES)
    dma = folder.one(crosswalk_schema.DMA, crosswalk_schema.DmaShape)
    return Crosswalks(dma.value(), siri.value(), impuls.value())


def read_opco(folder: Folder) -> OpcoTables:
    agreements = folder.one("opco/idcc.yaml", funding_schema.AgreementsShape)
    naf = folder.one("opco/naf.yaml", funding_schema.NafSharesShape)
    labels = folder.one("opco/naf_labels.yaml", funding_schema.NafLabelsShape)
    return OpcoTables(
        opcos=folder.keyed(folder.rows("opco/opcos.yaml", funding_schema.OpcoShape), "opco/opcos.yaml"),
        agreements=unique_agreements(agreements),
        agreements_source=agreements.source.value(),
        escape_codes=tuple(row.idcc for row in agreements.escape_codes),
        naf_shares=tuple(row.value() for row in naf.divisions),
        naf_without_suggestion=naf.none,
        naf_source=naf.source.value(),
        naf_labels={row.naf: row.label.value() for row in labels.codes},
    )


def unique_agreements(shape: funding_schema.AgreementsShape) -> dict[int, Agreement]:
    """IDCC → agreement; a code written twice, or more establishments in the OPCO than in all, is refused."""
    found: dict[int, Agreement] = {}
    for row in shape.agreements:
        if row.idcc in found:
            raise ContentError(_("code {idcc} présent deux fois", idcc=row.idcc), "opco/idcc.yaml")
        if row.in_opco > row.siret_count:
            raise ContentError(_("« in_opco » dépasse « siret_count »"), f"opco/idcc.yaml: {row.idcc}")
        found[row.idcc] = row.value()
    return found


def read_wording(directory: Path | None = None) -> Wording:
    """Brands refused and acronyms to explain, for `check`."""
    folder = Folder((directory or data_path("questionnaires")).resolve())
    wording = folder.one("i18n/wording.yaml", funding_schema.WordingShape)
    return Wording(wording.brands, wording.acronyms)


def read_register(directory: Path | None = None) -> Register:
    """Why each thing is kept of people, and for how long."""
    folder = Folder((directory or data_path("questionnaires")).resolve())
    return folder.one("privacy/register.yaml", privacy_schema.RegisterShape).value()
