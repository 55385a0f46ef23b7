"""Words by which trials, their people and their organisations are told apart.

The lists come from own reading of trial reports; terms follow the ClinicalTrials.gov data model (study type, overall
status, sponsor). They are data: what a word does is decided where it is used.
"""

from __future__ import annotations

from typing import Final

NUMBER: Final = (
    r"(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})++|\d{1,6}+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine)(?!\w))?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)(?![\w%]|[.,]\d)"
)
PEOPLE: Final = (
    r"(?:patients?|participants?|subjects?|volunteers?|people|persons?|individuals|adults|children|adolescents|infants"
    r"|men|women|recipients)(?!\w)"
)

DEFINITE: Final = frozenset("the this that these those its their his her our your".split())
POINTING: Final = frozenset("the this that these those".split())
INDEFINITE: Final = frozenset("a an another".split())
# 'any trial', 'no trial', 'such trials': nothing is said of one that took place.
UNREAL: Final = frozenset("no any every each either neither such what which whichever whatever".split())
VAGUE: Final = frozenset("several many most some few fewer numerous multiple various both all certain".split())

# What may stand before 'trial' without naming it.
PLAIN: Final = frozenset(
    (
        "clinical human early-phase late-phase early-stage late-stage mid-stage early late small large larger "
        "smaller recent new latest current randomized randomised controlled double-blind double-blinded "
        "single-blind blinded triple-blind placebo-controlled sham-controlled open-label open single-arm two- "
        "arm three-arm multi-center multicenter multi-centre multicentre single-center single-centre single- "
        "site multi-site national international global pilot feasibility safety efficacy dose-escalation "
        "dose-finding first-in-human first-in-man pivotal confirmatory exploratory proof-of-concept "
        "prospective parallel-group crossover cross-over adaptive registered published ongoing completed "
        "active recruiting planned upcoming terminated underway longer longer-term long-term initial first "
        "second third next similar previous prior same formal regulated overseas non-randomized non- "
        "randomised randomized-controlled quality high-quality well-designed interventional therapeutic key "
        "main two-centre two-center earlier later follow-up extension in-human investigator-initiated "
        "investigator-led academic parallel still currently now yet only just other more further additional "
        "separate"
    ).split()
)
STATUS_ADJECTIVES: Final = frozenset(
    "ongoing completed active recruiting planned upcoming terminated withdrawn suspended halted discontinued enrolling "
    "forthcoming unfinished paused stopped".split()
)
# Where a noun phrase before 'trial' begins at the latest.
BORDERS: Final = frozenset(
    (
        "of in on for with to by from at into onto within during after before under over through via among between "
        "against about around per and or but nor yet so as than then if when while where because although though "
        "since until unless whether that which who whom whose is are was were be been being am has have had having do "
        "does did will would shall should can could may might must not there it they we you he she i "
        "began begin begins started starts start launched launches launch opened opens open plans plan planning "
        "planned-for runs ran run conducted conducts conducting completes completing initiated initiates announced "
        "announces reported reports describes described says said shows showed found finds tests tested see sees "
        "include includes including included joined join joins joining entered enters enter enrolled enrolls enrols "
        "enroll enrol leads led lead supports supported uses used using says sponsors sponsored funds funded pooled "
        "reviewed analyzed analysed analyzing analysing review reviews reviewing examined examines compared comparing "
        "requires require required needs need needed involve involves involved involving follows followed called named "
        "known identified identify covering covers summarizes summarises summarized summarised evaluates evaluated "
        "assesses assessed provides provided seen took take takes taking like across despite without"
    ).split()
)
NOT_A_TRIAL_BEFORE: Final = frozenset(
    (
        "animal animals mouse mice murine rat rats rodent pig pigs porcine sheep canine dog primate monkey preclinical "
        "pre-clinical field court mock free time criminal jury murder speed laboratory lab vitro bench veterinary"
    ).split()
)
NOT_A_TRIAL_BEHIND: Final = (
    r"\s(?:and\serror|period|version|run\b|court|judge|lawyer|attorney|subscription|membership|offer|by\s(?:jury|fire))"
)

# Abbreviations that stand before 'trial' and name a condition, a therapy, a method or an organisation.
NOT_ACRONYMS: Final = frozenset(
    (
        "UCLA UCSF UCSD UCI USC MIT NIH NIAID NHLBI NINDS NIMH CIRM FDA EMA MHRA PMDA WHO NICE AIFA ANVISA HIPAA NASA "
        "COVID COVID-19 SARS AIDS NAFLD NASH COPD ADHD PTSD ARDS ALS PD MS SCI TBI RA SLE OA GVHD HSCT AHSCT CRISPR "
        "ADSC ADSCS ADMSC AMSC UCMSC HUCMSC BMMSC BMSC MSC MSCS IPSC IPSCS ESC ESCS HESC NSC NSCS OPC OPCS CART CAR-T "
        "GDNF BDNF VEGF LRRK2 UPDRS EDSS ELISA GCSF G-CSF GM-CSF RCT RCTS US USA UK EU PHASE CLINICAL TRIAL STUDY "
        "BIONTECH MRNA EEG EMG MRI FMRI PET DBS GMP GCP IRB IND NCT ISRCTN COVID19 PRE-COVID POST-COVID ASIA-PACIFIC "
        "CELL CELLS GENE THERAPY NEW KEY FINDINGS FIRST MULTI-CENTER HIV CMV EBV HPV IVF ICU AND THE"
    ).split()
)
PLACEHOLDERS: Final = frozenset(
    "multiple various several n/a na none unspecified unknown tbd tba other others - – — ? null nan".split()
) | {
    "not specified", "not stated", "not available", "not reported", "not applicable", "multiple sponsors",
    "various sponsors", "to be announced", "to be determined", "multiple institutions", "multiple sites",
}  # fmt: skip

ORGANISATION_WORD: Final = (
    r"(?:Universit\w+|Hospitals?|Institut\w*|Inc|Ltd|LLC|GmbH|AG|K\.K|Corp\w*|Co|PLC|plc|S\.A|Therapeutics|Pharma\w*"
    r"|Bio\w*|Centers?|Centres?|Foundation|Trust|Company|Sciences?|Clinic|College|Academy|School|Health|Medicine"
    r"|Medical|Laborator\w+|Labs?|Group|Network|Agency|Council|Biotech\w*|Technolog\w+|Society|Charit\w+|Works)"
)
# Nouns that something given to a patient ends in.
GIVEN: Final = frozenset(
    (
        "cell cells neuron neurons progenitors precursors exosomes vesicles therapy therapies transplant transplants "
        "transplantation transplantations infusion infusions injection injections graft grafts patch patches sheet "
        "sheets implant implants vaccine vaccines drug drugs antibody antibodies stimulation skin islets organoids "
        "plasma serum tablets inhibitor inhibitors hydrogel scaffold scaffolds matrix product products spray sprays "
        "lysate secretome insulin device treatment treatments gene vector vectors hormone supplement supplements "
        "organoid tissue cartilage keratinocytes fibroblasts platelets stents stent"
    ).split()
)
# Nouns that a condition ends in.
CONDITIONS: Final = (
    r"(?:disease|diseases|syndrome|syndromes|disorder|disorders|injury|injuries|failure|cancer|cancers|burns|stroke"
    r"|infarction|fibrosis|palsy|dystrophy|deficiency|degeneration|ulcers?|wounds?|defects?|fistulas?"
    r"|\p{L}{2,}(?:itis|osis|oma"
    r"|pathy|emia|aemia|plegia|sclerosis|trophy))(?!\w)"
)
