"""The JSON Schema of every kind of content file, for the editors of those who write them."""

from typing import Any

from pydantic import TypeAdapter

from diagnostic.content import (
    catalogue_schema,
    consent_schema,
    crosswalk_schema,
    device_schema,
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

SCHEMAS: dict[str, tuple[str, Any]] = {
    "referential": ("industry40/referential.yaml", schema.ReferentialShape),
    "item": ("industry40/items/*.yaml", schema.ItemShape),
    "contradictions": ("industry40/contradictions.yaml", tuple[schema.ContradictionShape, ...]),
    "skills": ("skills/<famille>.yaml", tuple[catalogue_schema.SkillShape, ...]),
    "needs": ("skills/needs.yaml", tuple[catalogue_schema.NeedShape, ...]),
    "symptoms": ("entry/symptoms.yaml", tuple[catalogue_schema.SymptomShape, ...]),
    "requirements": ("entry/requirements.yaml", tuple[catalogue_schema.RequirementShape, ...]),
    "context": ("entry/context.yaml", catalogue_schema.ContextShape),
    "restitution": ("entry/restitution.yaml", catalogue_schema.RestitutionTermShape),
    "follow_up": (follow_up_schema.FILE, follow_up_schema.RhythmShape),
    "regions": ("entry/regions.yaml", tuple[catalogue_schema.RegionShape, ...]),
    "observatory_catalogue": (observatory_schema.CATALOGUE, observatory_schema.CatalogueShape),
    "observatory_rules": (observatory_schema.RULES, observatory_schema.RulesShape),
    "observatory_sectors": (observatory_schema.SECTORS, observatory_schema.SectorsShape),
    "departments": (observatory_schema.DEPARTMENTS, observatory_schema.DepartmentsShape),
    "practice": ("people/practice.yaml", tuple[people_schema.PracticeQuestionShape, ...]),
    "aptitudes": ("people/aptitudes.yaml", tuple[people_schema.AptitudeShape, ...]),
    "ways": ("people/ways.yaml", tuple[people_schema.WayShape, ...]),
    "action": ("actions/*.yaml", catalogue_schema.ActionShape),
    "training": ("trainings/*.yaml", funding_schema.TrainingShape),
    "device": ("devices/*.yaml", device_schema.DeviceShape),
    "opcos": ("opco/opcos.yaml", tuple[funding_schema.OpcoShape, ...]),
    "idcc": ("opco/idcc.yaml", funding_schema.AgreementsShape),
    "naf": ("opco/naf.yaml", funding_schema.NafSharesShape),
    "naf_labels": ("opco/naf_labels.yaml", funding_schema.NafLabelsShape),
    "wording": ("i18n/wording.yaml", funding_schema.WordingShape),
    "glossary": (glossary_schema.GLOSSARY, tuple[glossary_schema.TermShape, ...]),
    "consents": (consent_schema.CONSENTS, tuple[consent_schema.ConsentTextShape, ...]),
    "sessions": (sessions_schema.FILE, sessions_schema.SessionsShape),
    "tipping": (tipping_schema.FILE, tipping_schema.TippingShape),
    "dma": (crosswalk_schema.DMA, crosswalk_schema.DmaShape),
    "correspondence": ("industry40/crosswalks/[is]*.yaml", crosswalk_schema.CorrespondenceShape),
    "register": ("privacy/register.yaml", privacy_schema.RegisterShape),
    "map": (f"{edition_schema.FOLDER}/*/{edition_schema.MAP}", edition_schema.MapShape),
}


def schema_of(name: str) -> dict[str, Any]:
    """The schema of that kind of file; unknown keys are refused, as when the file is loaded."""
    files, shape = SCHEMAS[name]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **TypeAdapter(shape).json_schema(),
        "title": f"questionnaires/{files}",
    }
