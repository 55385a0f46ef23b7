"""What sentences assert: kinds, direction, status, setting, advertising."""

from __future__ import annotations

import pytest

from extractors.finders.claims import ClaimContext, ClaimFound, find_claims
from extractors.finders.sentences import sentences
from schemas.spans import NORMALISERS, Span

BODY = ClaimContext()
ITEM = ClaimContext(block_kind="list_item")


def claims_of(text: str, context: ClaimContext = BODY) -> list[ClaimFound]:
    return [claim for sentence in sentences(text, 0, len(text)) for claim in find_claims(text, sentence, context)]


def shown(text: str, context: ClaimContext = BODY) -> set[str]:
    return {
        " ".join(part for part in (claim.kind, claim.polarity, claim.status_term) if part)
        for claim in claims_of(text, context)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The graft improved walking speed and grip strength.", {"efficacy positive"}),
        ("The infusion reduced pain in most volunteers.", {"efficacy positive"}),
        ("Tremor was reduced after the second dose.", {"efficacy positive"}),
        ("Treatment with the antibody slowed disease progression.", {"efficacy positive"}),
        ("The implant was effective in six of ten adults.", {"efficacy positive"}),
        ("About half of the patients responded to the drug.", {"efficacy positive"}),
        ("The vaccine has been shown to restore hearing.", {"efficacy positive"}),
        ("The patch shows promise against spasticity.", {"efficacy positive"}),
        ("The early results are encouraging.", {"efficacy positive"}),
        ("Among 40 people, 30 (75%) improved.", {"efficacy positive"}),
        ("Among 40 people, 30 (75%) increased the dose.", set()),
        ("Of 16 treated eyes, 11 (69%) kept their acuity.", {"efficacy neutral"}),
        ("The injection did not improve bladder function.", {"efficacy negative"}),
        ("Four trials showed no benefit.", {"efficacy negative"}),
        ("These drugs don't halt the decline.", {"efficacy negative"}),
        ("The supplement was not effective against fatigue.", {"efficacy negative"}),
        ("The tablets fail to relieve stiffness.", {"efficacy negative"}),
        ("In a fifth of the patients symptoms worsened.", {"efficacy negative"}),
        ("No therapy has cured the disease.", {"efficacy negative not_a_cure"}),
        ("The treatment is not a cure for arthritis.", {"efficacy negative not_a_cure"}),
        ("It helps many people, but it isn't a cure.", {"efficacy negative not_a_cure"}),
        ("Tablets ease pain, but they do not slow progression.", {"efficacy mixed"}),
        ("In Owlland the product received conditional, time-limited approval in 2031.",
         {"regulatory_status positive approved"}),
        ("The FDA rejected the application.", {"regulatory_status negative not_approved"}),
        ("The EMA issued a negative opinion.", {"regulatory_status negative not_approved"}),
        ("The company withdrew its application in Owlland.", {"regulatory_status negative"}),
        ("The maker submitted a marketing application to the PMDA.", {"regulatory_status neutral expected"}),
        ("The company has applied to the EMA for approval.", {"regulatory_status neutral expected"}),
        ("The drug has not been approved anywhere.", {"regulatory_status negative not_approved"}),
        ("The Owl Project to Cure Paralysis ran the trial.", set()),
        ("If the results are positive, the sponsor plans a meeting.", set()),
        ("The open-label study enrolled six men.", set()),
        ("Many drugs were tried, but no trial has started.", set()),
        ("They were women who had been ill for less than two years.", set()),
        ("Enrolment should be complete by the end of 2031.", set()),
        ("Most participants completed the trial.", set()),
        ("The maker expects to file for approval in 2031.", {"regulatory_status neutral expected"}),
        ("Such cells are regulated as drugs.", {"regulatory_status neutral"}),
        ("No tumours were seen, but four participants developed a leak of fluid.", {"safety mixed"}),
        ("Serious adverse events occurred in 7 of 32 participants; no deaths were recorded.", {"safety mixed"}),
        ("The TGA banned the advertising of such drugs.", {"regulatory_status negative"}),
        ("The drug holds orphan drug designation.", {"regulatory_status positive"}),
        ("The committee rejected the hypothesis.", set()),
        ("More patients walked without help after the drug than after placebo.", {"comparative positive"}),
        ("The drug reduced hospital admissions by a third compared with sham.",
         {"comparative positive", "efficacy positive"}),
        ("Tumours formed in three of ten mice.", {"safety neutral"}),
        ("The graft was rejected in one of eight patients.", {"safety negative"}),
        ("None of the grafts was rejected.", {"safety positive"}),
        ("Nobody knows why some patients respond.", {"evidence_gap negative"}),
        ("Researchers do not know why some patients respond.", {"evidence_gap negative"}),
        ("You do not know where to start.", set()),
        ("All 8 patients reached remission within six months.", {"efficacy positive"}),
        ("No patient reached remission.", {"efficacy negative"}),
        ("Ten of the 12 (83%) no longer needed insulin.", {"efficacy positive"}),
        ("All 12 participants who got the full dose were free of pain.", {"efficacy positive"}),
        ("Patients who are free of pain can join.", set()),
        ("Our doctors have treated more than 600 patients.", set()),
        ("Two participants died during the second year.", {"safety negative"}),
        ("One patient had grade 1 neurotoxicity.", {"safety negative"}),
        ("Neutropenia occurred in three participants.", {"safety neutral"}),
        ("The procedure was safe and well tolerated.", {"safety positive"}),
        ("No serious adverse events were reported.", {"safety positive"}),
        ("The implant did not cause any infections.", {"safety positive"}),
        ("Side effects were mild and short-lived.", {"safety positive"}),
        ("Severe complications were rare.", {"safety positive"}),
        ("The new route lowers the risk of bleeding.", {"safety positive"}),
        ("The gaps may be related to factors such as lower immunogenicity.", set()),
        ("The drug can cause nausea and vomiting.", {"safety negative"}),
        ("The injection carries a risk of stroke.", {"safety negative"}),
        ("Such implants are not safe.", {"safety negative"}),
        ("One volunteer died of heart failure, judged unrelated.", {"safety neutral"}),
        ("Side effects were more frequent than with placebo.", {"safety negative"}),
        ("Risks include infection and bleeding.", {"safety negative"}),
        ("Unproven infusions have led to serious infections in several patients.",
         {"safety negative", "evidence_gap negative unproven"}),
        ("The graft was safe and effective.", {"efficacy positive", "safety positive"}),
        ("The trial found better balance and no serious side effects.", {"safety positive"}),
        ("The cells release growth factors that protect nerve cells.", {"mechanism positive"}),
        ("The vesicles inhibit inflammatory cytokines.", {"mechanism positive"}),
        ("The cells do not become neurons.", {"mechanism negative"}),
        ("The drug doesn't replace the lost neurons.", {"mechanism negative"}),
        ("The immune system attacks the nerve sheath and damages nerves.", {"mechanism neutral"}),
        ("Intravenous delivery was better than intrathecal delivery.", {"comparative positive"}),
        ("The new drug was less effective than placebo.", {"comparative negative"}),
        ("The graft caused fewer complications than surgery.", {"comparative positive", "safety positive"}),
        ("Both doses were comparable to the control treatment.", {"comparative neutral"}),
        ("Compared with tablets, the pump gave longer relief.", {"comparative positive", "efficacy positive"}),
        ("Grip strength rose by 12 points.", {"efficacy positive"}),
        ("The trial met its primary endpoint.", {"efficacy positive"}),
        ("The drug became the first of its kind approved by the FDA.", {"regulatory_status positive approved"}),
        ("The agency placed the study on clinical hold.", {"regulatory_status negative"}),
        ("The EMA approved the gel in 2021.", {"regulatory_status positive approved"}),
        ("The gel is not approved in Europe.", {"regulatory_status negative not_approved"}),
        ("There is no FDA-approved exosome product.", {"regulatory_status negative not_approved"}),
        ("The product has not received marketing authorisation.", {"regulatory_status negative not_approved"}),
        ("The therapy remains experimental.", {"regulatory_status neutral investigational"}),
        ("The patch is considered investigational in Canada.", {"regulatory_status neutral investigational"}),
        ("The infusion is not yet part of routine care.", {"regulatory_status negative not_standard_care"}),
        ("The agency granted the cell product orphan drug designation.", {"regulatory_status positive"}),
        ("The FDA warns against such clinics.", {"regulatory_status negative warning"}),
        ("The maker is seeking approval for the implant.", {"regulatory_status neutral expected"}),
        ("A phase 2 trial of the gel is ongoing.", {"development_status neutral ongoing"}),
        ("The patch is being tested in two hospitals.", {"development_status neutral ongoing"}),
        ("The capsule is in phase 3.", {"development_status neutral ongoing"}),
        ("A larger trial is planned for next spring.", {"development_status neutral planned"}),
        ("The human study is expected to start in May.", {"development_status neutral expected"}),
        ("The first trial has been completed.", {"development_status neutral completed"}),
        ("Researchers are exploring new scaffolds.", {"development_status neutral ongoing"}),
        ("The gel is not widely available.", {"availability negative"}),
        ("The implant is available in Japan.", {"availability positive"}),
        ("Some clinics sell stem cell injections to travellers.", {"availability positive"}),
        ("More research is needed.", {"evidence_gap neutral"}),
        ("Larger studies are required to confirm the finding.", {"evidence_gap neutral"}),
        ("The best dose is unknown.", {"evidence_gap negative"}),
        ("There is little evidence for the claim.", {"evidence_gap negative"}),
        ("The benefit of the infusion is unproven.", {"evidence_gap negative unproven"}),
        ("The trial was limited by its small sample size.", {"limitation negative"}),
        ("One limitation is the lack of a control group.", {"limitation negative"}),
        ("Patients should discuss the choice with a neurologist.", {"recommendation neutral"}),
        ("Regular exercise is recommended.", {"recommendation neutral"}),
        ("Be cautious if a clinic promises a full recovery.", {"recommendation negative warning"}),
        ("Do not stop your tablets without advice.", {"recommendation negative warning"}),
        ("The operation is most suitable for patients with early disease.", {"patient_selection positive"}),
        ("The pump is reserved for people with severe symptoms.", {"patient_selection positive"}),
        ("The gel is contraindicated in children.", {"patient_selection neutral"}),
        ("The disorder affects two million people worldwide.", {"epidemiology neutral"}),
        ("It is the second most common cause of disability.", {"epidemiology neutral"}),
        ("The prevalence is 12 per 100,000.", {"epidemiology neutral"}),
        ("Levodopa is the most commonly prescribed drug.", {"practice neutral"}),
        ("Current treatments include tablets and surgery.", {"practice neutral"}),
    ],
)  # fmt: skip
def test_what_a_sentence_asserts_is_read(text: str, expected: set[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Does the treatment improve walking?",
        "This does not mean that the treatment is safe.",
        "The clinic claims to cure deafness with cells.",
        "Is it safe?",
        "“Will it cure me?”",
        "Can the cells survive where they are placed? [4]",
        "Ask which cells are used and why.",
        "Ask what is being tested and how it is given.",
        "Look for the word placebo in the title.",
        "Think of the brain as an orchestra that lost its violins.",
        "Imagine a factory in which the engineers improve every machine.",
        "Mesenchymal stem cells are a type of adult stem cell.",
        "Dopamine is a chemical messenger.",
        "The scale is a standard tool in neurology.",
        "The clinic lies on a quiet street.",
        "A button takes longer in the morning.",
        "A walk needs more patience than it once did.",
        "She poured the coffee and looked at the sea.",
        "The honest answer requires hope and restraint.",
        "That distinction matters.",
        "In this review, the team assesses the safety and efficacy of the graft.",
        "This article explains how the treatment works.",
        "This page discusses the risks of surgery.",
        "The study aimed to improve walking.",
        "The goal is to restore lost function.",
        "The trial evaluated whether the drug improves sleep.",
        "It is a question of how the cells repair the nerve.",
        "Read more about pain relief in our guide.",
        "Subscribe to our newsletter for weekly updates.",
        "We use cookies to improve your experience.",
        "Safety Profile of the Therapy",
        "Mechanisms and Outcomes",
        "Yes.",
        "No.",
        "Thank you for your patience.",
        "The committee approved the protocol.",
        "The ethics committee approved the study.",
        "The first patient came from a small town.",
        "Miller A, Stone B. Better balance after grafts. J Feather Med. 2020;4(2):1-9. doi: 10.1234/jfm.5.",
        "PMID: 12345678.",
        "The room can hold more than 50 chairs.",
        "He has a high opinion of the team.",
        "The journal was founded in 1921.",
        "Photographs were taken by the family.",
        "By subscribing, you agree to the terms.",
        "All rights reserved.",
        "The second half of the talk was about money.",
    ],
)  # fmt: skip
def test_sentences_that_assert_nothing_of_the_field_give_no_claim(text: str) -> None:
    assert claims_of(text) == []


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("The drug reduces pain.", "asserted"),
        ("No serious adverse events occurred, and the graft was safe.", "asserted"),
        ("The study found that the drug reduces pain.", "reported"),
        ("According to the authors, the drug reduces pain.", "reported"),
        ("The drug reduces pain in some patients.", "qualified"),
        ("In early trials the drug reduced pain.", "qualified"),
        ("The drug is generally safe.", "qualified"),
        ("The drug may reduce pain.", "hedged"),
        ("The results suggest that the drug reduces pain.", "hedged"),
        ("The drug appears to be safe.", "hedged"),
        ("The drug could one day reduce pain.", "speculative"),
        ("If it works, the drug could reduce pain.", "speculative"),
        ("The drug offers hope to patients.", "speculative"),
    ],
)
def test_certainty_goes_by_the_weakest_word(text: str, certainty: str) -> None:
    assert {claim.certainty for claim in claims_of(text)} == {certainty}


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("The drug may reduce pain in some patients.", ["may", "some"]),
        ("Early trials suggest that it could possibly ease pain.", ["Early trials", "suggest", "could", "possibly"]),
        ("The drug [may](/x) reduce pain.", ["may"]),
        ("The drug [may reduce](/x) pain.", ["may"]),
        ("In May 2024 the EMA approved the drug.", []),
        ("The drug reduces pain.", []),
    ],
)
def test_hedges_are_given_in_order(text: str, cues: list[str]) -> None:
    (claim,) = claims_of(text)
    assert [hedge.value for hedge in claim.hedges] == cues


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("The trial participants showed less pain, and the drug improved sleep.", "human"),
        ("The drug improved sleep in adults with insomnia.", "human"),
        ("In rats the graft restored motor function.", "animal"),
        ("In animal models the graft restored motor function.", "animal"),
        ("In vitro, the factor protects neurons.", "in_vitro"),
        ("In the laboratory the cells release growth factors.", "in_vitro"),
        ("In mice and in patients the graft improved balance.", "mixed"),
        ("The graft improves balance.", None),
        ("Cells from the patient's own marrow improve balance.", None),
        ("Human umbilical cord cells improve balance.", None),
    ],
)
def test_the_setting_is_what_the_sentence_tells(text: str, setting: str | None) -> None:
    assert {claim.setting for claim in claims_of(text)} == {setting}


@pytest.mark.parametrize(
    ("text", "regulator"),
    [
        ("The FDA approved the gel.", "FDA"),
        ("The gel is not FDA-approved.", "FDA"),
        ("The U.S. Food and Drug Administration has not approved the gel.", "U.S. Food and Drug Administration"),
        ("The European Medicines Agency granted approval.", "European Medicines Agency"),
        ("The gel is approved by [Health Canada](/regulators/hc).", "Health Canada"),
        ("The gel is not approved.", None),
    ],
)
def test_the_regulator_is_named(text: str, regulator: str | None) -> None:
    claims = [claim for claim in claims_of(text) if claim.kind == "regulatory_status"]
    assert [claim.regulator and claim.regulator.value for claim in claims] == [regulator]


SELLER = ClaimContext(is_commercial=True, own_names=frozenset({"Harbour Clinic"}))


@pytest.mark.parametrize(
    ("text", "is_marketing"),
    [
        ("Harbour Clinic offers personalised stem cell therapies.", True),
        ("We offer infusions that improve mobility.", True),
        ("Our world-class treatments reduce pain.", True),
        ("The drug reduces pain.", False),
        ("Luxury rooms should never replace evidence.", False),
        ("There is no approved therapy.", False),
    ],
)
def test_advertising_is_told_from_information(text: str, is_marketing: bool) -> None:
    claims = claims_of(text, SELLER)
    assert claims
    assert {claim.is_marketing for claim in claims} == {is_marketing}


def test_own_voice_is_no_advertising_where_nothing_is_sold() -> None:
    assert not claims_of("We offer infusions that improve mobility.")[0].is_marketing


@pytest.mark.parametrize(
    ("item", "lead_in", "expected"),
    [
        ("Early disease with mild symptoms", "The graft may be most suitable for:", {"patient_selection positive"}),
        ("Promises of a full recovery", "Be cautious if you hear any of these:", {"recommendation negative warning"}),
        ("Warm rooms and quiet streets", "The town has much to offer:", set()),
        ("What the dose is", "Be cautious if you do not learn:", set()),
        ("Protects neurons from stress", "The factor acts in several ways:", {"mechanism positive"}),
    ],
)
def test_items_take_over_what_introduces_them(item: str, lead_in: str, expected: set[str]) -> None:
    text = f"{lead_in} {item}"
    context = ClaimContext(block_kind="list_item", lead_in=Span(0, len(lead_in)))
    found = find_claims(text, Span(len(lead_in) + 1, len(text)), context)
    parts = {" ".join(p for p in (claim.kind, claim.polarity, claim.status_term) if p) for claim in found}
    assert parts == expected


def test_a_hedge_before_a_list_limits_its_items() -> None:
    text = "Early data suggest that the factor may act as follows: Protects neurons from stress"
    context = ClaimContext(block_kind="list_item", lead_in=Span(0, 54))
    (claim,) = find_claims(text, Span(55, len(text)), context)
    assert (claim.certainty, claim.hedges) == ("hedged", ())


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("Clinical Development Needs", "Trials with standard endpoints", {"evidence_gap neutral"}),
        ("Challenges", "Long waiting lists at most centres", {"limitation negative"}),
        ("Our Team", "Long waiting lists at most centres", set()),
    ],
)
def test_a_heading_says_what_bare_items_are(heading: str, text: str, expected: set[str]) -> None:
    assert shown(text, ClaimContext(block_kind="list_item", heading=heading)) == expected


def test_what_a_page_calls_limitations_are_limitations() -> None:
    context = ClaimContext(page_role="limitation", block_kind="list_item")
    (claim,) = claims_of("Most centres were in one country.", context)
    assert (claim.kind, claim.page_role, claim.polarity) == ("limitation", "limitation", "negative")


@pytest.mark.parametrize("text", ["Low rates of serious adverse events", "Well tolerated across centres",
                                  "No tumours during follow-up"])  # fmt: skip
def test_bare_items_on_safety_are_claims(text: str) -> None:
    assert shown(text, ITEM) == {"safety positive"}


def test_headings_are_no_claims() -> None:
    assert claims_of("The graft is safe.", ClaimContext(block_kind="heading")) == []


def test_the_text_is_the_whole_sentence_without_marks() -> None:
    text = "Before. The [graft](/g) **improved** walking. After."
    (claim,) = claims_of(text)
    assert claim.text.value == "The graft improved walking."
    assert text[claim.text.start : claim.text.end] == "The [graft](/g) **improved** walking."
    assert NORMALISERS[claim.text.normaliser](text[claim.text.start : claim.text.end]) == claim.text.value


def test_another_classifier_can_be_plugged_in() -> None:
    class Silent:
        def judge(self, sentence: object, context: ClaimContext) -> tuple[()]:
            return ()

    text = "The graft is safe."
    assert find_claims(text, Span(0, len(text)), BODY, Silent()) == []
