"""Words by which prose introduces a source or refers back to one: data from own reasoning, no grammar."""

from __future__ import annotations

from typing import Final, Literal

SourceKind = Literal[
    "analysis",
    "announcement",
    "article",
    "case_report",
    "commentary",
    "fact_sheet",
    "guideline",
    "meta_analysis",
    "overview",
    "paper",
    "preprint",
    "report",
    "review",
    "statement",
    "study",
    "survey",
    "trial",
]

# What a source is called, as written, and what it is. Only the singular: 'reviews' are several works; a guideline is
# one work in the plural, too.
KIND_WORDS: Final[dict[str, SourceKind]] = {
    "systematic review and meta-analysis": "meta_analysis",
    "systematic review and meta analysis": "meta_analysis",
    "meta-analysis": "meta_analysis",
    "meta analysis": "meta_analysis",
    "metaanalysis": "meta_analysis",
    "case report": "case_report",
    "case study": "case_report",
    "case series": "case_report",
    "review article": "review",
    "review paper": "review",
    "review": "review",
    "research article": "article",
    "journal article": "article",
    "news article": "article",
    "article": "article",
    "research paper": "paper",
    "paper": "paper",
    "position paper": "statement",
    "white paper": "report",
    "consensus statement": "statement",
    "scientific statement": "statement",
    "position statement": "statement",
    "policy statement": "statement",
    "statement": "statement",
    "press release": "announcement",
    "news release": "announcement",
    "announcement": "announcement",
    "fact sheet": "fact_sheet",
    "factsheet": "fact_sheet",
    "overview": "overview",
    "practice guideline": "guideline",
    "guidelines": "guideline",
    "guideline": "guideline",
    "recommendations": "guideline",
    "preprint": "preprint",
    "publication": "article",
    "editorial": "commentary",
    "commentary": "commentary",
    "report": "report",
    "analysis": "analysis",
    "survey": "survey",
    "study": "study",
    "trial": "trial",
}
# Everyday words that name a source only beside a body or a journal: 'a Mayo Clinic page', 'an FDA consumer alert'.
WEAK_KIND_WORDS: Final[dict[str, SourceKind]] = {
    "advisory": "announcement",
    "alert": "announcement",
    "backgrounder": "overview",
    "blog post": "overview",
    "briefing": "report",
    "brochure": "overview",
    "bulletin": "announcement",
    "explainer": "overview",
    "explanation": "overview",
    "guide": "overview",
    "news story": "article",
    "notice": "announcement",
    "page": "overview",
    "primer": "overview",
    "resource": "overview",
    "safety communication": "announcement",
    "summary": "overview",
    "update": "announcement",
    "warning": "announcement",
    "webpage": "overview",
    "web page": "overview",
}
# A body that stands before or behind these publishes them; of a study it is where the work was done.
ISSUED_KINDS: Final = frozenset(
    {
        "analysis",
        "announcement",
        "article",
        "commentary",
        "fact_sheet",
        "guideline",
        "overview",
        "report",
        "review",
        "statement",
    }
)
# Only bodies issue these, so that a name without a word of organisations is one ('Mass General Brigham').
BODY_KINDS: Final = frozenset({"announcement", "fact_sheet", "guideline", "overview", "report", "statement"})
# Their year is that of the work done, unless a journal or 'published' says otherwise.
DONE_KINDS: Final = frozenset({"trial", "survey", "study"})

INTRODUCING: Final = frozenset("a an the one another".split())
# Determiners of the page's own text and of sources that were introduced before.
REFERRING: Final = frozenset(
    (
        "this that these those our my your their its his her same such each every no any some both which what whose "
        "all own whole next first second third last previous present current following above below earlier"
    ).split()
)
# Small words that end the walk back from the kind word: what stands before them is another phrase.
BLOCKING: Final = frozenset(
    (
        "in on at to from with by as into onto over under after before during through between among within without "
        "against about like than per via since until is are was were be been being am has have had do does did can "
        "could may might must shall should will would not nor or but if when while where because so that which who "
        "whom whose what why how there here it he she they we you i us them him me also then thus only just even "
        "still yet says said say see read reads found find finds shows showed show reported reports notes noted cites "
        "cited published released issued posted called titled entitled"
    ).split()
)
JOINING: Final = frozenset("of for and de la del der van von du di da & the".split())
# 'a planned 2027 review' is no source yet; a review of charts, scans or applications is no publication.
NO_SOURCE_BEFORE: Final = frozenset(
    (
        "full planned upcoming forthcoming expected future pending proposed draft peer chart ethics ethical "
        "institutional regulatory priority safety performance budget medical clinical-records record records file "
        "files imaging mri ct scan radiology pathology laboratory lab blood police weather school book film product "
        "customer user patient internal interim status self bug crash credit data literature-search sales earnings "
        "quarterly job field daily weekly monthly mid-year final-year expert-panel continuous accelerated expedited "
        "design code security judicial day hour week month year years months days weeks hours minute minutes quality "
        "clinic insurance biopsy discharge operative surgical ultrasound x-ray autopsy incident crime traffic expense "
        "utilization utilisation medication"
    ).split()
)
# A kind word before these is the first half of a compound ('review board', 'study drug').
COMPOUND_BEHIND: Final = frozenset(
    (
        "board boards committee committees panel panels process processes period periods procedure procedures date "
        "dates session sessions team teams meeting meetings cycle cycles group groups arm arms site sites drug drugs "
        "design designs participant participants population populations protocol protocols visit visits center "
        "centers centre centres phase phases sponsor sponsors registry registries registration result results data "
        "outcome outcomes number numbers card cards form forms template templates writer writers author authors "
        "subject subjects patient patients volunteer volunteers investigator investigators coordinator coordinator's "
        "nurse staff personnel section question questions page pages list lists title titles type types record "
        "records entry entries status start day days week weeks month months year years duration endpoint endpoints "
        "end-point hall room abroad program programme plan plans tool tools trail towel time timeline window "
        "medication product products treatment treatments intervention interventions cohort cohorts eye knee limb "
        "enrollment enrolment recruitment update report reports article articles paper papers lead leads chair plan's "
        "course courses guide material materials"
    ).split()
)
# Reviews 'of' these are acts of offices, not texts.
NO_SOURCE_OF: Final = (
    r"\sof\s(?:the|its|their|his|her|your|our|a|an|this|that|each|every|all|my)?\s?(?:\w+\s)?(?:applications?|submissions?"
    r"|dossiers?|files?|charts?|records?|licen[cs]es?|budgets?|polic(?:y|ies)|scans?|images|imaging|history|case|cases"
    r"|medications?|symptoms|contract|systems|request|petition|biopsy|slides|plan|plans|performance)\b"
)

# Third person or past, as a source's verb; participles that stand before 'in JOURNAL' are handled apart.
REPORTING: Final = (
    r"(?:describe[sd]?|explain(?:s|ed)|address(?:es|ed)|note[sd]|sa(?:ys|id)|state[sd]|f(?:inds|ound)|show(?:s|ed)"
    r"|report(?:s|ed)|conclude[sd]?|suggest(?:s|ed)?|highlight(?:s|ed)|outline[sd]|summari[sz]e[sd]?|list(?:s|ed)"
    r"|discuss(?:es|ed)|examine[sd]?|estimate[sd]?|point(?:s|ed)|argue[sd]?|warn(?:s|ed)?|caution(?:s|ed)?"
    r"|recommend(?:s|ed)?|advise[sd]?|confirm(?:s|ed)?|identif(?:ies|ied)|look(?:s|ed)|ma(?:kes|de)|emphasi[sz]e[sd]?"
    r"|stress(?:es|ed)?|reveal(?:s|ed)?|compare[sd]?|evaluate[sd]?|assess(?:es|ed)?|test(?:s|ed)|pool(?:s|ed)"
    r"|analy[sz]e[sd]?|follow(?:s|ed)|include[sd]?|cover(?:s|ed)|call(?:s|ed)|add(?:s|ed)|puts?|offer(?:s|ed)|provide[sd]?"
    r"|g(?:ives|ave)|indicate[sd]?|demonstrate[sd]?|observe[sd]?|detail(?:s|ed)|present(?:s|ed)|mention(?:s|ed)"
    r"|acknowledge[sd]?|support(?:s|ed)|define[sd]|rank(?:s|ed)|treat(?:s|ed)|enrol(?:l?s|led)|review(?:s|ed)"
    r"|explore[sd]?|propose[sd]?|predict(?:s|ed)?|announce[sd]|underline[sd]?|cite[sd]|count(?:s|ed)|track(?:s|ed)"
    r"|is|are|was|were|has|have|had|does|did|do|can|could|may|might|will|would|should|must)"
)
# What authors do in their text, in the plural; words that are nouns as well ('review', 'state') only in the past.
AUTHORS_WRITE: Final = (
    r"(?:report(?:ed)?|f(?:ind|ound)|conclude[d]?|note[d]?|suggest(?:ed)?|point(?:ed)?\sout|argue[d]?|wr(?:ite|ote)"
    r"|describe[d]?|observe[d]?|propose[d]?|show(?:ed)?|estimate[d]?|highlight(?:ed)?|summari[sz]e[d]?|reviewed|pooled"
    r"|analy[sz]e[d]?|compare[d]?|hypothesi[sz]e[d]?|identif(?:y|ied)|assess(?:ed)?|evaluate[d]?|explore[d]?|examine[d]?"
    r"|outline[d]?|demonstrate[d]?|investigate[d]?|gathered|collected|screened|enrol(?:led|l)|transplanted|implanted"
    r"|randomi[sz]ed|injected|recommend(?:ed)?)"
)
AUTHORS_DO: Final = (
    rf"(?:{AUTHORS_WRITE}|state[d]?|sa(?:y|id)|caution(?:ed)?|warn(?:ed)?|stress(?:ed)?|emphasi[sz]e[d]?|call(?:ed)?\sfor"
    r"|believe[d]?|anticipate[d]?|acknowledge[d]?|explain(?:ed)?|discuss(?:ed)?|counted|attribute[d]?|speculate[d]?"
    r"|concede[d]?|add(?:ed)?|agree[d]?|admit(?:ted)?|present(?:ed)?|measured|treated|tested|studied|followed|looked"
    r"|searched|recruited|surveyed|interviewed)"
)
ADVERB: Final = r"(?:also|recently|first|further|again|now|then|therefore|however|\p{Ll}{2,14}ly)"

# Abbreviated bodies that publish guidelines, reports and reviews, beside those of the vocabulary.
BODIES: Final = frozenset(
    (
        "WHO FDA EMA NIH CDC NICE EULAR ESC AHA ACC ACR AAN AAOS ADA EASD ESMO ASCO ISSCR ISCT ISCRM IOF OARSI ESSKA "
        "KDIGO ACP AAP ACOG RCOG EASL AASLD ECCO ACG AGA NCCN SIGN USPSTF IDSA ATS ERS GOLD GINA IARC OECD UNESCO "
        "UNICEF PAHO AIHW NHS MHRA PMDA TGA EANM ASTCT EBMT ASRM ESHRE AUA EAU AAD BAD AAO ARVO ISAKOS AOSSM MDS CIRM "
        "Cochrane"
    ).split()
)
# Their reviews are acts of offices.
REGULATORS: Final = frozenset(
    "FDA EMA MHRA PMDA TGA FTC CBER CHMP CAT NMPA IRB EU US U.S UK Food European Medicines".split()
)
# Last words of names of health systems, media and the like, beside the heads that all organisations have.
BODY_ENDINGS: Final = frozenset(
    "Health Healthcare Medicine Medical News Times Post Press Magazine Clinic Brigham Cochrane Labs".split()
)
# Capitalised words that are no names: origins, languages, months, and what titles hold.
NO_NAMES: Final = frozenset(
    (
        "american british european asian african australian canadian chinese japanese korean german french italian "
        "spanish swedish danish dutch swiss indian israeli mexican brazilian nordic western eastern northern southern "
        "english january february march april may june july august september october november december monday tuesday "
        "wednesday thursday friday saturday sunday phase stem cell cells therapy trial study review report treatment "
        "covid-19 covid mri ct ii iii iv i parkinson parkinson's alzheimer alzheimer's new recent systematic "
        "narrative clinical randomized randomised mesenchymal bayesian"
    ).split()
)
