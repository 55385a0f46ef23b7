"""Sentences, names and references for generated captures: all invented, dense with what the finders look for."""

from __future__ import annotations

from random import Random
from typing import Final

CONDITIONS: Final = (
    ("spinal cord injury", "SCI"),
    ("knee osteoarthritis", "OA"),
    ("amyotrophic lateral sclerosis", "ALS"),
    ("Parkinson's disease", "PD"),
    ("heart failure", "HF"),
    ("multiple sclerosis", "MS"),
    ("type 1 diabetes", "T1D"),
    ("macular degeneration", "AMD"),
    ("Crohn's disease", "CD"),
    ("liver cirrhosis", "LC"),
)
CELLS: Final = (
    "mesenchymal stem cells",
    "cardiosphere-derived cells",
    "neural progenitor cells",
    "iPSC-derived neurons",
    "umbilical cord cells",
    "adipose-derived cells",
    "limbal epithelial cells",
    "oligodendrocyte precursors",
)
ORIGINS: Final = ("donor", "autologous", "allogeneic", "cord-derived", "fat-derived", "banked", "gene-edited")
OUTCOMES: Final = (
    "walking distance",
    "pain scores",
    "motor function",
    "grip strength",
    "graft survival",
    "quality of life",
    "ejection fraction",
    "bladder control",
    "visual acuity",
    "cartilage volume",
)
EVENTS: Final = ("fever", "headache", "pain at the injection site", "mild swelling", "nausea", "transient arrhythmia")
ROUTES: Final = ("intravenous infusion", "intrathecal injection", "intra-articular injection", "a stereotactic graft")
MOLECULES: Final = ("VEGF", "BDNF", "IL-10", "TGF-beta", "HGF", "TNF-alpha", "IGF-1")
PLACES: Final = ("Halden", "Lyon", "Osaka", "Leeds", "Utrecht", "Porto", "Toronto", "Graz", "Malmö", "Adelaide")
SURNAMES: Final = (
    "Vandermeer Okoro Farrugia Lindqvist Tanabe Ruiz Achterberg Sundaram Kowalczyk Ibáñez Dube Holm Serrano Oduya "
    "Castellanos Brandt Pinto Solheim Aker Minamoto Norgaard Petrescu Whitlock Abiodun Järvinen Moreau"
).split()
GIVEN: Final = "Maren Jonas Irene Naledi Tomás Ingrid Aurelio Keiko Piet Leila Anton Wanjiru".split()
FIRMS: Final = (
    "Cordavia Therapeutics",
    "Atriva Bio K.K.",
    "Minamoto Cell Works",
    "Polder Regenerative B.V.",
    "Nordlys Biologics Inc.",
    "Halden Cell Company Ltd.",
)
INSTITUTES: Final = (
    "Norrland Heart Centre",
    "Alder Valley Hospital",
    "Fjordland University",
    "Harbour Hospital",
    "University of Sandmark",
    "Institute of Invented Medicine",
)
JOURNALS: Final = (
    ("J Invent Neurol", "Journal of Invented Neurology", "jin"),
    ("Gut Ther Rep", "Gut Therapy Reports", "gtr"),
    ("Cartil Repair Pract", "Cartilage Repair Practice", "crp"),
    ("Cell Graft Lett", "Cell Graft Letters", "cgl"),
    ("Cardiac Repair Today", "Cardiac Repair Today", "crt"),
    ("Ann Restor Med", "Annals of Restorative Medicine", "arm"),
)
MONTHS: Final = "January February March April May June July August September October November December".split()
NUMBER_WORDS: Final = "two three four five six seven eight nine ten eleven twelve".split()

# Each asks for values by name; `sentence` fills them. A capture mixes measured, hedged and plain sentences.
SENTENCES: Final = (
    "In a study of {n} people with {condition}, {percent}% improved in {outcome} after {months} months.",
    "{n} of {total} participants reached the main outcome, compared with {n2} of {total} after sham treatment.",
    "A {phase} trial ({nct}) of {origin} {cells} enrolled {total} participants in {place} and {place2}.",
    "{Outcome} rose from {low}% to {percent}% within {weeks} weeks (p = 0.0{digit}).",
    "The most frequent adverse events were {event} and {event2}, and none of them was serious.",
    "{Cells} release {molecule} and {molecule2}, which may calm inflammation and support repair.",
    "Whether {cells} can restore {outcome} in {condition} is still unclear.",
    "{Surname} et al. treated {total} adults with {origin} {cells} and followed them for {months} months.",
    "No product of this kind has been approved by the FDA for {condition}, and clinics should say so.",
    "Early results suggest that {route} is well tolerated, but larger trials are needed to confirm this.",
    "{Firm}, which sponsors the trial, plans a Phase 3 study of {total} participants from {year}.",
    "A {year} review in {journal} pooled {word} studies with {thousands} patients and found no severe complications.",
    "At {weeks} weeks, scores had fallen by {decimal} points in the cell group and by {decimal2} points in controls.",
    "Doses ranged from {dose} to {dose2} million cells, given by {route} every {word} weeks.",
    "About {percent}% of the cells were alive at week {weeks} in rats, while fewer than {low}% survived in pigs.",
    "Researchers at {institute} describe {condition} as a target for {cells}.",
    "The authors conclude that {origin} cells are safe for up to {years} years, although most studies were small.",
    "Patients were aged {age} to {age2}, and {percent}% of them were women.",
    "Follow-up lasted at least {months} months, and {word} patients missed the last visit.",
    "{Condition} damages tissue slowly, so a treatment that protects what is left would matter to many families.",
    "Standard drugs relieve symptoms of {condition} but do not stop it.",
    "One group received {cells} by {route}; the other received standard care alone.",
    "Animal work showed less scarring and more {molecule} around the lesion.",
    "It is not known how long the effect lasts, and the next trial will look at {outcome} over {years} years.",
    "{Institute} announced that the first patient was treated on {month} {day}, {year}.",
    "Improvement in {outcome} was seen in {word} of the {word2} studies that measured it.",
    "The risk of {event} was {decimal}% per year, similar to that of the general population.",
    "Anyone who thinks about cell therapy for {condition} should ask which cells are used and who oversees the trial.",
    "Manufacturing takes {weeks} weeks and every batch is tested for purity above {percent}%.",
    "In contrast, a trial in {place} found no difference in {outcome} between the groups.",
)
QUESTIONS: Final = (
    "How many treatments are needed?",
    "Is the treatment approved?",
    "Can I stop my medicines afterwards?",
    "How soon would I notice a change?",
    "What happens if the cells are rejected?",
    "Who should not take part?",
)


def sentence(random: Random) -> str:
    """Return one sentence, 60 to 130 characters long."""
    return random.choice(SENTENCES).format_map(_Values(random))


def paragraph(random: Random, sentences: int) -> str:
    """Return sentences as one paragraph."""
    return " ".join(sentence(random) for _ in range(sentences))


def topic(random: Random) -> str:
    """Return a title in title case, such as 'Adipose-Derived Cells for Knee Osteoarthritis'."""
    cells, condition = random.choice(CELLS), random.choice(CONDITIONS)[0]
    form = random.choice(("{cells} for {condition}", "{cells} in {condition}", "What {cells} may do in {condition}"))
    return _title(form.format(cells=cells, condition=condition))


def heading(random: Random) -> str:
    """Return a section heading."""
    form = random.choice(
        (
            "why {outcome} matters",
            "what trials of {condition} have tested",
            "open questions about {cells}",
            "how {cells} are delivered",
            "safety of {route}",
            "what the team in {place} found",
        )
    )
    return _title(form.format_map(_Values(random)))


def person(random: Random) -> str:
    """Return an invented name."""
    return f"{random.choice(GIVEN)} {random.choice(SURNAMES)}"


def nct(random: Random) -> str:
    """Return an NCT number that is not in use."""
    return f"NCT09{random.randrange(10**6):06d}"


def reference(random: Random) -> str:
    """Return a full reference in the style of PubMed, with a DOI of the prefix kept for examples."""
    authors = ", ".join(
        f"{random.choice(SURNAMES)} {random.choice('ABCEHJKLMPRST')}{random.choice(['', 'A', 'M', 'J'])}"
        for _ in range(random.randint(1, 6))
    )
    short, _, code = random.choice(JOURNALS)
    year, volume, issue, page = (random.randint(*r) for r in ((2012, 2025), (2, 40), (1, 12), (10, 900)))
    month = MONTHS[random.randrange(12)][:3]
    doi = f"10.5555/{code}.{year}.{page:04d}{random.randrange(1000):03d}"
    pmid = random.randint(99_000_000, 99_999_999)
    return (
        f"{authors}. {_first_upper(topic(random).lower())}: a trial. {short}. {year} {month} {random.randint(1, 28)};"
        f"{volume}({issue}):{page}-{page + random.randint(4, 15)}. doi: {doi}. PMID: {pmid}."
    )


def slug(title: str, number: int) -> str:
    """Return the last part of an address; the number keeps it unique."""
    kept = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in title.lower())
    return "-".join(part for part in kept.split("-") if part) + f"-{number}"


def _title(text: str) -> str:
    small = {"for", "in", "of", "the", "may", "have", "are", "about", "a", "do"}
    words = text.split(" ")
    return " ".join(word if place and word in small else _first_upper(word) for place, word in enumerate(words))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


class _Values(dict[str, str]):
    """Makes the value of a placeholder when a sentence asks for it."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self._random = random

    def __missing__(self, name: str) -> str:
        plain = name.rstrip("2")
        if plain[0].isupper():
            return _first_upper(self._word(plain.lower()))
        return self._word(plain)

    def _word(self, name: str) -> str:
        random = self._random
        if name in _RANGES:
            return f"{random.randint(*_RANGES[name]):,}" if name == "thousands" else str(random.randint(*_RANGES[name]))
        if name in _CHOICES:
            return random.choice(_CHOICES[name])
        if name == "nct":
            return nct(random)
        if name == "phase":
            return random.choice(("Phase 1", "Phase 1/2", "Phase 2", "Phase 2a", "Phase 3", "Phase I/II"))
        if name == "decimal":
            return f"{random.randint(1, 9)}.{random.randint(1, 9)}"
        raise KeyError(name)


_RANGES: Final = {
    "n": (5, 60),
    "total": (61, 240),
    "percent": (31, 96),
    "low": (4, 30),
    "months": (3, 36),
    "weeks": (4, 52),
    "years": (2, 9),
    "year": (2019, 2027),
    "thousands": (1_000, 9_000),
    "dose": (5, 200),
    "age": (18, 70),
    "day": (1, 28),
    "digit": (1, 4),
}
_CHOICES: Final[dict[str, tuple[str, ...] | list[str]]] = {
    "condition": tuple(name for name, _ in CONDITIONS),
    "cells": CELLS,
    "origin": ORIGINS,
    "outcome": OUTCOMES,
    "event": EVENTS,
    "route": ROUTES,
    "molecule": MOLECULES,
    "place": PLACES,
    "surname": SURNAMES,
    "firm": FIRMS,
    "institute": INSTITUTES,
    "journal": tuple(name for _, name, _ in JOURNALS),
    "month": MONTHS,
    "word": NUMBER_WORDS,
}
