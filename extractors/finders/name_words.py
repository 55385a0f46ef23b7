"""Words by which names of organisations and products are told from titles and descriptions: data, no grammar."""

from __future__ import annotations

from typing import Final

# Last words of companies that make medicines, cells and devices.
COMPANY_WORDS: Final = frozenset(
    (
        "therapeutics biotherapeutics biosciences bioscience "
        "biosystems biotech biotechnology biotechnologies biologics "
        "biopharma biopharmaceuticals pharma pharmaceutical pharmaceuticals laboratories holdings technologies bio "
        "genomics neuroscience neurosciences corporation company ventures biomedical biomedicals biomaterials biomedics"
    ).split()
)
# Legal forms, without full stops.
LEGAL_FORMS: Final = frozenset(
    (
        "inc ltd limited llc llp lp gmbh ag se sa sas sarl spa "
        "srl bv nv ab aps oy oyj kk co corp corporation plc pty pte "
        "kg ug a/s as incorporated bhd sdn"
    ).split()
)
# Two letters are a person's initials in references ('Gad SA'), so they count with full stops ('S.A.') or behind a word
# of companies.
WEAK_LEGAL_FORMS: Final = frozenset(form for form in LEGAL_FORMS if len(form) == 2)
# What organisations are called, at the end of the name or before 'of' and 'for'.
HEADS: Final = frozenset(
    (
        "university universität universitätsklinikum université universidad universidade università college institute "
        "institut instituto institutet istituto hospital hospitals klinikum klinik hôpital ospedale clinic clinics "
        "center centre school academy society association foundation trust council agency ministry "
        "authority alliance consortium federation commission laboratory network group charity "
        "polyclinic infirmary department"
    ).split()
)
# Heads whose names go on behind 'of' or 'for' over 'and': 'Institute of Neurological Disorders and Stroke'.
FIELD_HEADS: Final = HEADS - frozenset("university universität université universidad universidade hospital".split())
# Heads that name nothing by themselves, so that a distinctive word must stand beside them in plain text.
COMMON_HEADS: Final = frozenset("center centre group network department authority trust clinics".split())
ORIGINS: Final = frozenset(
    (
        "national international american european british japanese korean chinese german french italian spanish swiss "
        "swedish norwegian danish finnish dutch belgian austrian australian canadian indian israeli iranian turkish "
        "brazilian mexican asian african world global federal royal imperial nordic scandinavian irish scottish polish "
        "saudi singapore taiwan"
    ).split()
)
# Words that describe and do not distinguish.
PLAIN_WORDS: Final = frozenset(
    (
        "stem cell cells therapy therapies medical clinical research regenerative medicine health healthcare care "
        "treatment treatments patient patients control study studies trial trials science sciences cancer heart brain "
        "burn burns eye kidney liver lung bone marrow blood cord spine spinal neurology neurological neuroscience "
        "surgery surgical orthopedic orthopaedic pediatric paediatric children's women's veterans academic community "
        "local private public regional central general "
        "specialist specialty outpatient inpatient comprehensive advanced "
        "modern new first second third leading major single multi multiple data safety ethics review drug food disease "
        "diseases disorders rehabilitation recovery aging ageing diagnostic imaging laboratory "
        "placebo experimental intervention comparison treated untreated target age support working steering advisory "
        "expert focus parkinson's alzheimer's diabetes transplant transplantation donor tissue gene genetic biology "
        "biological technology translational teaching training education educational business law nursing public "
        "primary secondary tertiary high middle elementary graduate summer day night fertility pain sleep trauma "
        "emergency critical acute chronic dental oral skin wound vision women men children infant maternal family "
        "regulatory quality manufacturing production processing banking storage home main north south east west "
        "year month decade award future art participating recruiting coordinating collaborating enrolling "
        "investigational"
    ).split()
)
# Words at which a name's tail ends in a title: 'University of Poona Trial Results'.
TITLE_WORDS: Final = frozenset(
    (
        "trial trials study studies results announces announced announcement opens reports report begins launches says "
        "said protocol treatments resources starts shows finds receives wins names joins completes doses treats "
        "program programs programme update news review team researchers scientists website page blog"
    ).split()
)
# Words that stand before a name in a title or at the beginning of a sentence and are none of it.
LEADING_WORDS: Final = frozenset(
    (
        "the a an at in on from by with for to of and "
        "or our your their his her its this that these those if when while "
        "although however recently today visit contact about why how "
        "what who where both also and as since after before "
        "under between among through via per see dr prof professor mr mrs ms ceo cto cfo founder president director "
        "researchers scientists investigators doctors physicians clinicians "
        "surgeons teams meanwhile most some many all "
        "each every another one two three several any no "
        "not only even such other like including source sponsor company "
        "affiliation developer manufacturer partner partners author authors"
    ).split()
)
# Titles of journals hold names of organisations.
JOURNAL_BEFORE: Final = (
    r"(?:Journal|Annals|Archives|Proceedings|Transactions|Bulletin|Acta|Advances|Reviews|Frontiers|Letters|Reports)"
    r"\s(?:of|in|from)\s(?:the\s)?(?:\p{Lu}[\p{L}'’]*\s){0,4}$"
)
PLACEHOLDER: Final = (
    r"(?:(?:multiple|various|several|many|different|diverse|numerous|other|others|mixed)(?:\s(?:sponsors?|compan(?:y|ies)"
    r"|cent(?:er|re)s?|sites?|institutions?|universit(?:y|ies)|hospitals?|groups?|products?|developers?|countries"
    r"|investigators?|sources?))?|unknown|n\.?/?a\.?|none|null|nan|nil|not (?:specified|reported|available|disclosed"
    r"|applicable|stated|known|given|yet \p{L}++)|tb[acd]|to be (?:determined|announced|confirmed)|unspecified"
    r"|undisclosed|unnamed|investigator[- ]initiated|academic|academia|industry|private|public|government|in-house"
    r"|self-funded|yes|no|[-–—.?*/\s]++|\d[\d.,%]*+)"
)
# Letters before a number that is no product: genes, proteins, markers, scales, registers, standards, cell lines.
NO_PRODUCT_PREFIXES: Final = frozenset(
    (
        "IL IGF TGF TNF MMP CCL CXCL SOX FGF BMP CD NCT SF "
        "EQ PDQ COVID SARS GMFM DAS HLA NT TIMP ADAMTS GDF TLR GLP SDF "
        "MCP NBK PMC PMID ISO IEC ICD CFR SC HEK CHO CA MIR GSE GSM RRID DOI ISRCTN UMIN JRCT EUDRACT HIV HPV HSV HTLV "
        "CMV EBV IFN IGFBP VEGF PDGF EGF NGF BDNF GDNF STAT SMAD "
        "AKT ERK MAPK CASP BCL CAS TP ADP ATP GABA TRPV KCN SLC "
        "ABC CYP450 FIG TABLE NO PAGE LEVEL TYPE PHASE GRADE STAGE DAY WEEK MONTH YEAR GMP USP EP ASTM ANSI EN DIN PHQ "
        "GAD WHO MMSE UPDRS PET MRI CT SUV HU RR UN US UK EU FDA EMA IRB IND NDA BLA HR LC MS GC PCR ELISA DNA RNA AAV "
        "MHC KI PCL PLGA PEG PBS DMEM RPMI MEM SHH OCT KLF LN LDH AST ALT CPK CK HB"
    ).split()
)
# What makes a code with a number the name of a trial, a line or a document.
NOT_PRODUCT_BEHIND: Final = (
    r"\s(?:trials?|stud(?:y|ies)|protocol|cohort|registry|gene|protein|receptor|cell lines?|antibod(?:y|ies)|pathway"
    r"|mutation|allele|variant|score|scale|questionnaire|standard|mice|mouse|rats?|strain)\b"
)
# Names with capitals inside that people call platforms and that are none of medicine.
NO_PLATFORMS: Final = frozenset(
    "pubmed youtube linkedin github wordpress researchgate tiktok whatsapp scidex chatgpt facebook paypal".split()
)
# Keys of the vocabulary's places that are no countries.
NO_COUNTRIES: Final = frozenset(
    (
        "europe north-america south-america latin-america asia "
        "southeast-asia east-asia asia-pacific middle-east africa "
        "oceania scandinavia european-union california texas florida new-york massachusetts los-cabos tijuana "
        "los-angeles boston london paris berlin tokyo kyoto osaka seoul beijing shanghai toronto sydney melbourne"
    ).split()
)
# Words of a product cell that describe and name nothing.
DESCRIBING: Final = frozenset(
    (
        "allogeneic autologous xenogeneic human derived cultured "
        "expanded engineered modified fresh frozen cryopreserved "
        "adult cell cells product products therapy and or of from the a based stem injection infusion"
    ).split()
)
# Words with a genitive that belong to a name; behind any other ('Bayer's BlueRock') another name begins.
OWN_GENITIVES: Final = frozenset(
    (
        "people children women men veterans king queen saint patient parkinson alzheimer huntington mother infant "
        "workers farmers"
    ).split()
)
# Universities whose sites stand behind a comma.
CAMPUS: Final = (
    r"(?<=University of California),?[ ](?:San Francisco|San Diego|Los Angeles|Irvine|Davis|Berkeley|Santa Barbara"
    r"|Santa Cruz|Riverside|Merced)"
)
