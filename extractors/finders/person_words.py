"""Words that tell people, their degrees, their positions and organisations apart: data, no grammar."""

from __future__ import annotations

from typing import Final

# Degrees, licences and fellowships as they stand behind a name, written without full stops.
CREDENTIALS: Final = frozenset(
    (
        "MD DO DC DDS DMD DPM DPT DNP DVM DSc DPhil DMSc DHSc DrPH DACM DAOM EdD JD LLM MBBS MBBCh MBChB "
        "MBBChir BMBS BMBCh ND NMD OD OMD PhD PharmD PsyD ScD ThD AuD PT OT OTR OTR/L SLP CCC-SLP ATC LAc LMT "
        "LMFT LCSW LICSW LMHC LPC MSW RN BSN MSN LPN LVN NP FNP FNP-C FNP-BC ANP ANP-BC AGNP AGNP-C AGPCNP-BC "
        "ACNP ACNP-BC PNP PMHNP PMHNP-BC WHNP CNM CNP CNS CRNP CRNA APN APRN ARNP CCRN CEN CPNP DCN PA PA-C "
        "PAC MPAS MMS RPh BCPS RD RDN LD LDN CDE CDCES CNSC CSSD RDMS RT RRT EMT CSCS CPT CHES MCHES CPH CCRP "
        "CCRC CRA BA BS BSc BAppSc BEng BEd BPharm BSPharm MA MS MSc MScPH MRes MPhil MPH MPA MPP MBA MHA MHS "
        "MHSc MEd MEng MPharm MSPT MPT MSOT MSCI MSCR MCh MChir MDCM MDS MMed MMedSci MRCP MRCS MRCPCH MRCGP "
        "MRCOG MRCPsych FACC FACS FACP FACOG FACEP FACR FACG FACE FAHA FAAP FAAN FAAFP FAAOS FAAPMR FAANS "
        "FASN FASCO FASE FASTRO FESC FRCA FRCP FRCPC FRCPath FRCPCH FRCR FRCS FRCSC FRCSI FRACP FRACS FRS "
        "FMedSci FHRS FSCAI FCCP FCCM FIDSA FNLA DABR DABIM DABFM DABRM DABAAM ABFM ABIM ABAAM ABAARM FAARM "
        "FAAARM FAAMM IFMCP BCHN MBCHB MICR CSci FIBMS"
    ).split()
)
# Bodies that certify specialists form endless letters of one pattern each: FACxx, FAAxx, FRCxx, MRCxx, DABxx.
CREDENTIAL_FORM: Final = r"F(?:AC|AA|RC|AHA|ES|CC)[A-Z]{0,5}|MRC[A-Z]{1,5}|DAB[A-Z]{1,5}"

POSITION_WORDS: Final = frozenset(
    (
        "director directors officer ceo cto cfo coo cmo cso cio founder cofounder co-founder founders head "
        "chief chair chairman chairwoman chairperson president vice-president vp dean provost rector "
        "professor lecturer instructor reader teacher educator trainer coach tutor lead leader manager "
        "supervisor coordinator administrator principal partner owner executive secretary treasurer registrar "
        "resident intern fellow consultant adviser advisor specialist expert analyst associate assistant "
        "scientist researcher investigator biologist chemist engineer statistician epidemiologist physicist "
        "student candidate physician doctor surgeon nurse practitioner midwife therapist physiotherapist "
        "psychotherapist pharmacist dentist dietitian dietician nutritionist chiropractor osteopath "
        "naturopath paramedic technician technologist sonographer counsellor counselor clinician internist "
        "pediatrician paediatrician psychiatrist podiatrist obstetrician generalist hospitalist intensivist "
        "anesthetist anaesthetist veterinarian editor writer author journalist reporter correspondent "
        "columnist contributor blogger producer publisher photographer communicator spokesperson spokesman "
        "spokeswoman ambassador advocate member trustee"
    ).split()
)
# Words that end so are physicians and scientists of a field: cardiologist, pharmacologist.
POSITION_ENDING: Final = r"\p{L}{4,20}(?:ologist|ologists|iatrist|ontist|opedist|opaedist)"

ORGANISATION_WORDS: Final = frozenset(
    (
        "university universität université universidad universidade college school faculty institute institut "
        "instituto institution hospital hospitals clinic clinics klinik klinikum clínica center centre "
        "centers centres centro department dept division laboratory laboratories lab labs foundation trust "
        "society association academy council committee commission consortium collaboration network alliance "
        "federation organisation organization agency ministry authority administration board bureau office "
        "service services group company corporation corp inc ltd llc gmbh ag plc sa bv nv kg pharma "
        "pharmaceuticals therapeutics biotech biosciences biologics sciences health healthcare medicine "
        "medical wellness press publishing media magazine journal times post news newspaper tribune herald "
        "gazette reuters agency associated radio television broadcasting library museum"
    ).split()
)
# Position words that are family names as well.
FAMILY_NAMES: Final = frozenset("dean head reader fellow provost coach chair trainer partner".split())
# Capitalised words of headings, menus and labels, which no person is called.
NO_NAME_WORDS: Final = frozenset(
    (
        "the a an and or of for from in on at to with by as is are be our your my their its this that these "
        "those what when where which who whom why how all any more most new read about contact home book view "
        "see learn find get share follow subscribe search menu next previous back continue click here author "
        "authors editor editors editorial staff team writer writers review reviewed reviewer reviews last "
        "first updated published posted written article articles story stories blog blogs news patient "
        "patients stem cell cells therapy therapies treatment treatments research study studies trial trials "
        "disease diseases care guide summary conclusion introduction background results methods discussion "
        "references sources source disclaimer privacy policy terms frequently asked questions key findings "
        "takeaways overview table contents comments guest anonymous unknown"
    ).split()
)

# Accounts and desks under which sites post without naming a person.
ACCOUNT: Final = (
    r"(?:the )?(?:site |web ?|wp-?|blog |super ?|system )?(?:admin(?:istrator)?s?\d{0,4}|webmaster)"
    r"|(?:the )?(?:(?:web|site|blog|managing|news|content|guest|online|digital|medical) )?editors?\d{0,3}"
    r"|(?:the )?(?:[\p{L}&'’-]{2,20} ){0,4}(?:editorial|content|news|web|blog|writing|medical|marketing|communications?"
    r"|social media) (?:staff|team|desk|board|department|group)"
    r"|(?:the )?(?:[\p{L}&'’-]{2,20} ){0,4}(?:staff|team|newsroom|news ?desk)|(?:the )?(?:staff|guest|contributing)[ -]"
    r"(?:writers?|reports?|reporters?|authors?|contributors?|bloggers?|posts?)"
    r"|guest|author|anonymous|user\d{0,6}|root|moderator|support|contributor|info|marketing|wordpress|blogger|staff|team|webteam"
)
