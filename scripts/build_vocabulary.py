"""
Build the vocabulary that ships inside the package.

Run: python scripts/build_vocabulary.py FOLDER, where FOLDER holds vocab/ and labels/ as the project's corpora do.
Only sources whose licence allows shipping are read (docs/reference/vocabulary.md): the Disease Ontology (CC0), MedQuAD
focus and synonyms (CC BY 4.0), MeSH 2020 descriptor names (NLM), openFDA brand and generic names (CC0), the clinical
abbreviation lists (CC BY 4.0) without those drawn from Wikipedia (CC BY-SA), and our own pairs. UMLS identifiers that
some rows carry are left out. Every concept keeps the source it came from.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from curbside import zstd
from curbside.language.tokens import fold
from curbside.language.vocabulary import PAIRS, SHIPPED, key_of

#: Salts, esters and forms that follow the name of a substance.
_FORMS = frozenset(
    """
    hydrochloride sulfate sodium potassium maleate tartrate mesylate acetate citrate phosphate succinate fumarate calcium
    magnesium bromide hydrobromide besylate tosylate malate medoxomil axetil disoproxil alafenamide hemifumarate nitrate
    chloride anhydrous monohydrate dihydrate trihydrate pamoate valerate propionate furoate lactate gluconate tromethamine
    dimesylate ditosylate camsylate dihydrochloride bitartrate hyclate estolate carbonate oxide edisylate esylate
    injection injectable oral topical ophthalmic nasal otic rectal vaginal transdermal inhalation sublingual buccal spray
    patch tablets tablet capsules capsule cream gel ointment solution suspension extended-release delayed-release kit
    er xr sr cr la ir xl odt hct dr intravenous powder film-coated systemic and products combination system implant gum lozenges foam lotion suppositories
    """.split()
)
#: Everyday substances whose names mean more than a medicine; they are drugs only as part of a longer name.
_NOT_DRUGS = frozenset(
    """
    water oxygen air alcohol salt sugar honey iron calcium zinc magnesium potassium sodium iodine fluoride chloride
    glucose dextrose caffeine vitamin vitamins vaccine vaccines sunscreen testosterone estrogen progesterone
    thyroid cortisol hormone hormones fiber protein garlic ginger tea coffee oil soap urea nicotine marijuana cannabis
    progestin progestogen antacid laxative supplements copper selenium phosphorus lactose starch charcoal helium
    nitrogen blood plasma albumin collagen gelatin gas ice enema acid iodide phosphate patch pump
    """.split()
)
_MESH_KINDS = {
    "A": "anatomy",
    "B": "organism",
    "D": "chemical",
    "E": "procedure",
    "F": "phenomenon",
    "G": "phenomenon",
}
#: Words of page titles, not of names.
_PAGES = re.compile(
    r" - |first aid|self-care|resources|discharge|what to ask|\bafter\b|overdose|test\b|tests\b|\bin (?:adults|children)\b|\(.*\)|:|\?",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"[A-Z][A-Z0-9-]{1,6}s?")
_MOST_NAMES = 14


@dataclass
class Concept:
    """One thing and its names, the preferred one first."""

    kind: str
    source: str
    names: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        name = " ".join(name.split())
        if 2 < len(name) <= 90 and key_of(name) and fold(name) not in map(fold, self.names):
            self.names.append(name)


def rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(reader)
        for row in reader:
            yield [cell.replace('\\"', "").strip() for cell in row]


def pairs() -> list[Concept]:
    """Our own pairs; rows of kind "not" name what must never be taken for each other."""
    found = []
    for line in PAIRS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, *names = line.split("\t")
            concept = Concept(kind, "curbside")
            for name in names:
                concept.add(name)
            found.append(concept)
    return found


def diseases(folder: Path) -> tuple[list[Concept], list[tuple[str, str]]]:
    """The Disease Ontology: labels and exact synonyms; its abbreviations are handed on."""
    found: dict[str, Concept] = {}
    short = []
    for term, preferred, kind, identifier in rows(folder / "vocab" / "doid_terms.tsv"):
        concept = found.setdefault(identifier, Concept("disease", "DOID"))
        if not concept.names:
            concept.add(preferred)
        if kind.startswith("abbrev_exact") or (kind == "syn_exact" and _SHORTENED.fullmatch(term)):
            short.append((term, preferred))
        elif kind in ("preferred", "syn_exact"):
            concept.add(term)
    return list(found.values()), short


def medquad(folder: Path) -> tuple[list[Concept], list[tuple[str, str]]]:
    """Subjects of MedQuAD pages with their other names."""
    found: dict[str, Concept] = {}
    short = []
    for term, preferred, kind, identifier in rows(folder / "vocab" / "medquad_synonyms.tsv"):
        collection = identifier.removeprefix("MedQuAD:").partition("_")[0]
        if kind not in ("focus_focus", "focus_disease", "synonym_focus", "synonym_disease") or not preferred:
            continue
        # Pages of the A.D.A.M. encyclopaedia are a publisher's own work, and their lists mix causes with names.
        if collection == "ADAM" or _PAGES.search(term) or _PAGES.search(preferred):
            continue
        concept = found.setdefault(fold(preferred), Concept("disease", "MedQuAD"))
        if not concept.names:
            concept.add(preferred)
        if _SHORTENED.fullmatch(term):
            short.append((term, preferred))
        else:
            concept.add(term)
    return [concept for concept in found.values() if concept.names], short


def mesh_kind(trees: list[str]) -> str:
    """What sort of thing a descriptor names, from its places in the tree; "" for what medicine has no need of."""
    disorders = [tree for tree in trees if tree.startswith(("C", "F03"))]
    if disorders:
        return "finding" if all(tree.startswith("C23") for tree in disorders) else "disease"
    return next((kind for letter, kind in _MESH_KINDS.items() if any(tree.startswith(letter) for tree in trees)), "")


def mesh(folder: Path) -> list[Concept]:
    """Descriptor names, also the other way round where they are inverted ("Vagotomy, Proximal Gastric")."""
    found = []
    for term, _, _, identifier in rows(folder / "vocab" / "mesh2020_descriptors.tsv"):
        trees = [tree for tree in identifier.removeprefix("MeSH:").split(";") if tree]
        kind = mesh_kind(trees)
        if not kind or len(term) > 60:
            continue
        concept = Concept(kind, "MeSH")
        head, comma, tail = term.partition(", ")
        if comma and "," not in tail and not tail[:1].isdigit() and not head[:1].isdigit():
            concept.add(f"{tail} {head}")
        concept.add(term)
        found.append(concept)
    return found


def substance(written: str) -> str:
    """A drug name without its salt, form and biosimilar suffix."""
    name = re.sub(r"\(.*?\)", " ", written.lower())
    name = re.sub(r"-[a-z]{4}\b(?<=[bcdfghjklmnpqrstvwxyz]{4})", "", name)
    kept = name.replace(",", " ").split()
    while len(kept) > 1 and kept[-1] in _FORMS:
        kept.pop()
    return " ".join(kept)


def drugs(folder: Path) -> list[Concept]:
    """Brand and generic names of labels, and the subjects of MedQuAD's drug pages."""
    found: dict[str, Concept] = {}

    def add(name: str, *others: str, source: str) -> None:
        name = substance(name)
        if len(name) < 4 or fold(name) in _NOT_DRUGS | _FORMS or len(name.split()) > 5:
            return
        concept = found.setdefault(fold(name), Concept("drug", source))
        for other in (name, *others):
            if fold(other) not in _NOT_DRUGS:
                concept.add(other)

    index = folder / "labels" / "openfda_labels_index.tsv"
    for row in rows(index):
        generic, brand = row[3], re.sub(r"\(.*?\)", "", row[4]).strip()
        brand = substance(brand)
        parts = [part for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", generic.lower()) if part.strip()]
        brands = (
            [brand] if brand and not any(substance(part) in brand for part in parts) and len(brand.split()) <= 3 else []
        )
        if len(parts) == 1:
            add(parts[0], *brands, source="openFDA")
        else:
            add(" and ".join(map(substance, parts)), *brands, source="openFDA")
            for part in parts:
                add(part, source="openFDA")
    for term, _, kind, identifier in rows(folder / "vocab" / "medquad_synonyms.tsv"):
        if (
            kind == "focus_drug"
            and "MPlusDrugs" in identifier
            and not re.search("vaccine|overdose|product", term, re.IGNORECASE)
        ):
            for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", re.sub(r"\(.*?\)", "", term)):
                add(part, source="MedQuAD")
    return list(found.values())


def initials_fit(short: str, long: str) -> bool:
    """Whether the letters of a short form occur in order, the first at the start ("TTS", "tarsal tunnel syndrome")."""
    letters, text = re.sub(r"[^a-z0-9]", "", short.lower()), long.lower()
    if not letters or not text or letters[0] != text[0]:
        return False
    at = 0
    for letter in letters:
        at = text.find(letter, at)
        if at < 0:
            return False
        at += 1
    return True


def abbreviations(folder: Path, named: list[tuple[str, str]], known: dict[str, set[int]]) -> dict[str, list[str]]:
    """Short forms with the senses that are likely in medical text, likeliest first."""
    support: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    spelling: dict[str, str] = {}
    for term, sense, kind, source in rows(folder / "vocab" / "clinical_abbreviations.tsv"):
        name, *details = source.split(";")
        if kind != "abbrev" or name.startswith("wikipedia") or not re.fullmatch(r"[A-Za-z][A-Za-z0-9&/+-]{1,6}", term):
            continue
        if not initials_fit(term, sense) or len(sense) < 2 * len(term):
            continue
        frequency = next((float(detail[5:]) for detail in details if detail.startswith("freq=")), 0.0)
        given = support[term.lower()][key_of(sense)]
        given[name] = max(given.get(name, 0.0), frequency)
        spelling.setdefault(key_of(sense), sense.lower())
    for term, sense in named:
        support[term.lower()][key_of(sense)]["ontology"] = 0.0
        spelling.setdefault(key_of(sense), sense)
    found: dict[str, list[str]] = {}
    for term, senses in support.items():
        likely = sorted(
            (-score, sense)
            for sense, sources in senses.items()
            if (score := likelihood(term, sense, sources, len(senses), known))
        )
        kept: list[str] = []
        for _, sense in likely:
            same = next((other for other in kept if is_same_sense(sense, other, known)), None)
            if same is None:
                kept.append(sense)
            elif sense.rpartition(" ")[0] == same:
                kept[kept.index(same)] = sense  # "restless legs syndrome" says more than "restless legs"
        if kept and len(senses[kept[0]]) >= 2 and max(senses[kept[0]].values()) >= 0.9:
            # One sense rules in clinical notes; a rare syndrome that shares its letters would only mislead.
            kept = [kept[0], *(sense for sense in kept[1:] if len(senses[sense]) >= 2)]
        if kept:
            found[term] = [spelling[sense] for sense in kept[:4]]
    return found


def likelihood(term: str, sense: str, sources: dict[str, float], rivals: int, known: dict[str, set[int]]) -> float:
    """How likely a sense is meant by a short form, 0 when too unlikely to ship."""
    frequency = max(sources.values())
    if sense.replace(" ", "") == fold(term) or (" " not in sense and sense not in known):
        return 0.0
    if not (
        frequency >= 0.2
        or (len(sources) >= 2 and (frequency == 0.0 or frequency >= 0.05 or sense in known))
        or ("ontology" in sources and len(term) >= 3)
        or (rivals == 1 and sense in known and len(term) >= 3)
    ):
        return 0.0
    return frequency + 0.3 * len(sources) + (0.5 if sense in known else 0.0)


def is_same_sense(sense: str, other: str, known: dict[str, set[int]]) -> bool:
    """Whether two senses name one thing: a shared concept, or the words of one among those of the other."""
    these, those = set(sense.replace("-", " ").split()), set(other.replace("-", " ").split())
    glued = sense.replace("-", "").replace(" ", ""), other.replace("-", "").replace(" ", "")
    return (
        these <= those
        or those <= these
        or glued[0] == glued[1]
        or bool(known.get(sense, set()) & known.get(other, set()))
    )


def main() -> None:
    folder = Path(sys.argv[1])
    ontology, short_ontology = diseases(folder)
    subjects, short_subjects = medquad(folder)
    concepts = [*pairs(), *drugs(folder), *ontology, *subjects, *mesh(folder)]
    concepts = [concept for concept in concepts if concept.kind not in ("spelling", "not") and concept.names]
    spellings = [concept.names for concept in pairs() if concept.kind == "spelling"]
    preferred_drugs = {key_of(name) for concept in concepts if concept.kind == "drug" for name in concept.names}
    known: dict[str, set[int]] = defaultdict(set)
    for number, concept in enumerate(concepts):
        for name in concept.names:
            known[key_of(name)].add(number)
    short = abbreviations(folder, short_ontology + short_subjects, known)

    # Short forms with one meaning are also given as names, but found only by `expand`, which minds capitals. Those with
    # a vowel may be words ("COLD" is a name of COPD), and are left to our own pairs.
    written_short: dict[int, str] = {}
    for term, senses in short.items():
        owners = known.get(key_of(senses[0]))
        if len(senses) == 1 and 3 <= len(term) <= 5 and term.isalpha() and not set("aeiouy") & set(term) and owners:
            fits = "".join(word[0] for word in senses[0].lower().split()) == term
            if fits or min(owners) not in written_short:
                written_short[min(owners)] = term.upper()

    apart = [set(map(key_of, concept.names)) for concept in pairs() if concept.kind == "not"]
    by_key: dict[str, list[int]] = defaultdict(list)
    lines: list[str] = []
    offset = 0
    for index, concept in enumerate(concepts):
        # A disease is never another name of a drug, whatever a noisy list says.
        if concept.kind not in ("drug", "chemical"):
            concept.names = [name for name in concept.names if key_of(name) not in preferred_drugs] or concept.names[:1]
        for unlike in apart:
            alike = [name for name in concept.names if key_of(name) in unlike]
            concept.names = [name for name in concept.names if name not in alike[1:]]
        if len(concept.names) == 1 and by_key.get(key_of(concept.names[0])):
            continue  # adds nothing to what an earlier source says
        number = offset  # where its line begins, so that no line is split before it is asked for
        shown = concept.names[:_MOST_NAMES]
        if index in written_short and written_short[index] not in shown:
            shown = [*shown, written_short[index]]
        lines.append("\t".join([concept.kind, concept.source, *shown]))
        offset += len(lines[-1]) + 1
        for name in concept.names[:_MOST_NAMES]:
            if number not in by_key[key_of(name)]:
                by_key[key_of(name)].append(number)
    keys = sorted(key for key in by_key if by_key[key])
    longest: dict[str, int] = defaultdict(int)
    for key in keys:
        first, count = key.partition(" ")[0], key.count(" ") + 1
        longest[first] = max(longest[first], count)
    sections = [
        "\n".join(keys),
        "\n".join(",".join(map(str, by_key[key])) for key in keys),
        "\n".join(lines),
        "\n".join(longest),
        "".join(str(min(count, 9)) for count in longest.values()),
        "\n".join("\t".join([term, *senses]) for term, senses in sorted(short.items())),
        "\n".join("\t".join(names) for names in spellings),
    ]
    packed = zstd.compress("\x1d".join(sections).encode("utf-8"), level=19)
    SHIPPED.write_bytes(packed)
    print(f"{len(lines):,} concepts, {len(keys):,} names, {len(short):,} abbreviations, {len(packed):,} bytes")
    for kind in sorted({line.partition(chr(9))[0] for line in lines}):
        print(f"  {kind}: {sum(line.startswith(kind + chr(9)) for line in lines):,}")


if __name__ == "__main__":
    main()
