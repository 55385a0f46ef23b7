"""Words, spellings and phrases by which terms and names are told apart: data, from own reasoning, no grammar."""

from __future__ import annotations

from typing import Final

# British to American, as pieces of words; the vocabulary is written in British spelling.
SPELLINGS: Final = (
    ("haem", "hem"),
    ("aem", "em"),
    ("foet", "fet"),
    ("oedem", "edem"),
    ("oesoph", "esoph"),
    ("oestr", "estr"),
    ("paed", "ped"),
    ("faec", "fec"),
    ("rrhoea", "rrhea"),
    ("tumour", "tumor"),
    ("isation", "ization"),
    ("ised", "ized"),
    ("ising", "izing"),
    ("fibre", "fiber"),
    ("centre", "center"),
    ("ageing", "aging"),
    ("analogue", "analog"),
    ("neurone", "neuron"),
    ("signalling", "signaling"),
    ("remodelling", "remodeling"),
    ("tunnelling", "tunneling"),
    ("sulph", "sulf"),
    ("disc", "disk"),
    ("programme", "program"),
    ("grey", "gray"),
)
GREEK: Final = (("α", "alpha"), ("β", "beta"), ("γ", "gamma"), ("δ", "delta"), ("κ", "kappa"))
# First parts that are written with a hyphen, with a blank or closed up: 'intra-arterial', 'intraarterial'.
CLOSED_UP: Final = frozenset(
    (
        "intra non multi pre anti re co sub trans micro macro bio over pro post neo peri epi cross tele inter neuro "
        "auto para hyper hypo immuno photo"
    ).split()
)
# Before a hyphen: the compound means that the thing is absent, opposed or imitated.
TURNED_BEFORE: Final = frozenset("non anti pseudo".split())
# Behind a hyphen, likewise: 'exosome-free', 'Schwann-like', 'HIV-negative'.
TURNED_BEHIND: Final = frozenset("free like negative naive naïve deficient null depleted lacking".split())
# Words before a Roman numeral that is no abbreviation: 'phase IV', 'collagen IV'.
NUMBERED: Final = frozenset(
    (
        "phase phases stage stages type types grade grades class collagen level levels part factor chapter group "
        "section table figure appendix nerve nerves i ii iii and or"
    ).split()
)
ROMAN: Final = frozenset("I II III IV V VI VII VIII IX X".split())
# Phrases that hold a term's word in another sense; nothing inside of them is a term.
NO_TERMS: Final = (
    "new england journal of medicine",
    "all india institute of medical sciences",
    "blood and transplant",
    "at the heart of",
    "at its heart",
    "the heart of the",
    "by heart",
    "skin in the game",
    "under the skin of",
    "back bone",
    "backbone",
    "brain drain",
    "gut feeling",
    "in the blood",
    "a death knell",
    "sudden death",
    "rash decision",
    "patient safety group",
    "mobility scooter",
    "tooth fairy",
    "bone of contention",
    "bare bones",
    "turn a blind eye",
    "with an eye",
    "keep an eye",
    "public eye",
    "eye contact",
    "pain point",
    "pain points",
    "growing pains",
    "stroke of",
    "economic depression",
    "in the eye of",
    "muscle memory",
    "scar on",
    "in vitro diagnostic",
    "privacy and safety",
    "road safety",
    "food safety",
    "data safety",
    "social mobility",
    "economic growth factor",
    "risk factor",
)
