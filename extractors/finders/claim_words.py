"""Words by which claims are told: data. Each class is a list of words and phrases, parted by commas.

The lists come from own reasoning over how health pages word things. The idea to keep hedges, negation and their scope
apart as word lists is that of BioScope (doi:10.1186/1471-2105-9-S11-S9) and ConText (doi:10.1016/j.jbi.2009.05.002).
A hyphen counts as a blank ('well-tolerated'). A word may be in several classes.
"""

from __future__ import annotations

from typing import Final

# Verbs are given as 'base' (regular), 'base*' (last letter doubled) or with all their forms: 'show/shows/showed'.
# Their forms in -ing make a class of their own, named like the first one with ING behind it.
VERBS: Final[dict[str, str]] = {
    "IMPROVE": "improve, enhance, restore, boost, regain, strengthen, ameliorate, ease, relieve, alleviate, "
    "rescue, optimise, optimize, increase, extend, prolong, normalise, normalize, better",
    "REDUCE": "reduce, decrease, lower, lessen, slow, halt, stop*, prevent, delay, diminish, minimise, minimize, reverse, "
    "shrink/shrinks/shrank/shrunk/shrinking, curb*, mask, manage, control*, stabilise, stabilize, treat, suppress, "
    "ease, relieve, alleviate, calm, ameliorate, limit, cut/cuts/cutting, combat, counteract",
    "WORSEN": "worsen, deteriorate, decline, aggravate, exacerbate",
    "MECH": "release, secrete, produce, activate, inhibit, promote, modulate, regulate, suppress, protect, support, "
    "stimulate, block, shift, differentiate, transfer*, degrade, trigger, attack, damage, destroy, transform, convert, "
    "encourage, rebuild/rebuilds/rebuilt/rebuilding, repair, regenerate, replace, replenish, integrate, migrate, "
    "engraft, influence, preserve, mediate, induce, upregulate, downregulate, proliferate, recruit, polarise, polarize, "
    "dampen, rebalance, balance, attract, deplete, silence, disrupt, impair, infiltrate, mimic/mimics/mimicked/mimicking, "
    "bind/binds/bound/binding, lose/loses/lost/losing, cross, increase, decrease, reduce, calm, slow, block, inhibit, "
    "improve, enhance, boost, restore, lower, prevent, accelerate, express, compress, carry, signal, survive, "
    "degenerate, develop, kill, become/becomes/became/becoming, control*, degenerate, clear, drive/drives/drove/driven/driving",
    "CAUSE": "cause, carry, raise, increase, trigger, induce, produce, lead/leads/led/leading, result, pose, bring/brings/"
    "brought/bringing, experience, suffer, develop, provoke, have/has/had/having, include, report, observe, come/comes/"
    "came/coming, associate, link, entail, involve, create, form, show/shows/showed/shown/showing",
    "SHOW": "show/shows/showed/shown/showing, demonstrate, find/finds/found/finding, report, observe, reveal, see/sees/"
    "saw/seen/seeing, experience, document, record, confirm, achieve, have/has/had/having, note, produce, offer, yield, "
    "provide, result, lead/leads/led/leading, bring/brings/brought/bringing, hold/holds/held/holding, display, maintain",
    "REPORT": "show/shows/showed/shown, demonstrate, find/finds/found, report, observe, reveal, conclude, confirm, "
    "document, describe, note, emphasise, emphasize, highlight, publish",
    "BENEFIT": "benefit, help, respond, aid",
    "STUDY": "study/studies/studied/studying, test, investigate, explore, evaluate, examine, assess, develop, "
    "research, pursue, trial/trialled/trialed/trialling, try/tries/tried/trying, work, refine, recruit, watch",
    "START": "begin/begins/began/begun/beginning, start, launch, open, initiate, commence, enrol/enrols/enrolled/"
    "enrolling, enroll/enrolls, enter, advance, move, progress, proceed, reach",
    "APPROVE": "approve, authorise, authorize, license/licenses/licensed, licence, clear/clears/cleared, greenlight",
    "OFFER": "offer, sell/sells/sold/selling, market, provide, advertise, promote, deliver",
    "USE": "use, prescribe, give/gives/gave/given/giving, perform, administer, deliver, inject, infuse, apply, implant",
    "RECOMMEND": "recommend, advise, urge, caution, endorse, advocate",
    "WARN": "warn, caution, alert",
    "PLAN": "plan*, propose, intend, await, seek/seeks/sought/seeking, anticipate",
    "AFFECT": "affect, strike/strikes/struck, afflict, experience, develop, have/has/had, live/lives, suffer, occur*",
    "VARY": "vary, differ, fluctuate",
    "FAIL": "fail, lack",
}
WORDS: Final[dict[str, str]] = {
    # -- grammar
    "BE": "is, are, was, were, be, been, being, remain, remains, remained, it's, that's, they're, there's, he's, she's, "
    "we're, becomes, became, proved, considered, deemed, stays",
    "NOT": "not, isn't, aren't, wasn't, weren't, don't, doesn't, didn't, won't, wouldn't, cannot, can't, couldn't, hasn't, "
    "haven't, hadn't, shouldn't, never, neither, nor, no longer, unable, rarely, hardly, not yet, not been",
    "NO": "no, none, zero, nil, without, not a single, free of, free from, absence of, lack of, neither, not any, nor",
    "FREE": "free",
    "PLUS": "not only, not just, not merely, not simply",
    "TO": "to",
    "AIM": "aim, aims, aimed, aiming, goal, goals, purpose, objective, hope, hopes, designed, intended, attempt, attempts, "
    "effort, efforts, seek, seeks, need, needs, needed, required, ways, way, methods, how, order, try, trying, "
    "tries, want, wants, path, priority, question, used",
    "PURPOSE": "for, of, on, at, toward, towards, about, before, without, from, than, is, are, require, requires",
    "ABLE": "shown, able, potential, ability, capacity, capable, appear, appears, appeared, seem, seems, seemed, proven, "
    "likely, tend, tends, known, found, thought, reported, believed, expected, continue, continues, helped, used, need",
    "WHETHER": "whether, how, why, by which, if any, determine if, see if, ask if, asks if, testing if, know if, learn if, "
    "what, which types, how much, how many, to what extent",
    "IF": "if, unless, should these, provided that, assuming, once these, were they to",
    "BUT": "but, however, although, though, while, whereas, yet, except, despite",
    "AND": "and, or, with, plus",
    "WILL": "will, would, shall, going to, about to, set to, due to begin, due to start",
    "CAN": "can",
    "MODAL": "may, might, could, would, can",
    "SHOULD": "should, shouldn't, must, mustn't, ought to, need to, needs to",
    "WHO": "who, whom, whose, that, which, where",
    "WH": "what, who, how, where, when, which, why, whether",
    "THAN": "than",
    "RATHER": "rather than, other than, more than just, more than simply, more than a, no more than, instead of",
    "COMPARED": "compared with, compared to, versus, vs, in comparison with, in comparison to, relative to, against placebo, "
    "compared against, when compared",
    # -- people, things, places
    "PEOPLE": "patient, patients, people, persons, individuals, participants, volunteers, subjects, adults, children, men, women, "
    "those, recipients, sufferers, everyone, candidates, families, many, some, others, responders, another, cases, "
    "person, users, survivors, veterans, athletes, infants, newborns, babies",
    "COUNTED": "patients, people, individuals, participants, volunteers, adults, children, men, women, recipients, cases",
    "RESEARCHER": "researchers, scientists, doctors, clinicians, investigators, physicians, companies, teams, team, "
    "institutions, authors, author, experts, surgeons, groups, company, university, universities, scientist, researcher, "
    "protocols, protocol, techniques, technique, technology, laboratories, manufacturers, centres, centers",
    "CLINIC": "clinic, clinics, institute, provider, providers, center, centre, centers, centres, hospital, hospitals, "
    "practice, company, companies, website, websites, we, manufacturer, manufacturers, vendors",
    "TRIAL": "trial, trials, study, studies, program, programs, programme, programmes, clinical research, cohort, arm, "
    "investigation, investigations",
    "RESEARCH": "research, trial, trials, study, studies, evidence, data, investigation, investigations, work, follow up, "
    "biomarkers, biomarker development, replication, comparisons, comparison, criteria, monitoring, clarification, rcts",
    "DATA": "data, evidence, results, findings, information, studies, trials, research, literature, reports, knowledge",
    "RESULT": "results, result, findings, data, outcomes, signals, signs, evidence, progress, indications, reports, outcome, "
    "improvement rates, response rates, response, responses, efficacy, effect, effects, benefits, benefit",
    "TOPIC": "therapy, therapies, treatment, treatments, cell, cells, msc, mscs, stem, drug, drugs, medication, "
    "medications, medicine, medicines, injection, injections, infusion, infusions, surgery, transplant, transplants, "
    "transplantation, administration, delivery, intravenous, intrathecal, placebo, control, controls, group, groups, arm, "
    "procedure, device, dose, doses, vaccine, implant, implants, graft, grafts, intervention, interventions, product, "
    "products, exosomes, escs, ipscs, hscs, hsct, levodopa, stimulation, rehabilitation, regimen, antibody, antibodies, "
    "approach, option, inhibitor, inhibitors, supplement, supplements, vector, vectors, platform, platforms, prp, hormone",
    "OPTION": "option, options, approach, approaches, alternative, alternatives, strategy, strategies, candidate, "
    "candidates, treatment, treatments, therapy, therapies, avenue, avenues, tool, tools, possibilities, possibility, "
    "frontier, intervention, interventions, results, result, findings, advances, advancements, target, targets, future, "
    "improvement rates, improvement, indications, progress, path, outcomes, solution",
    "LIST": "type, types, kind, kinds, form, forms, group, class, family, category, subset, subtype",
    # -- outcomes
    "OUT": "function, functions, functioning, mobility, movement, movements, balance, gait, walking, strength, coordination, "
    "cognition, memory, sleep, vision, sight, hearing, speech, swallowing, independence, quality of life, survival, "
    "remission, recovery, daily living, score, scores, outcome, outcomes, sensation, endurance, stamina, range of motion, "
    "bladder, bowel, daily activities, wellbeing, well being, scale, scales, edss, updrs, mobility, performance, "
    "condition, conditions, health, healing, life expectancy, lifespan, comfort, capacity, fertility, joint, joints, "
    "ejection fraction, disease control, tolerance, skin, hair, motor, efficacy, effectiveness, lives, patients, "
    "outcome measures, exercise, dexterity, attention, mood, muscle, sensory, benefit, benefits, stability",
    "BADOUT": "symptom, symptoms, pain, stiffness, tremor, tremors, slowness, rigidity, spasticity, fatigue, disability, "
    "relapse, relapses, relapse rate, relapse rates, progression, progressing, decline, swelling, mortality, "
    "hospitalisation, hospitalization, hospitalisations, hospitalizations, dyskinesia, dyskinesias, dementia, seizures, "
    "flare, flares, flare ups, weakness, paralysis, depression, anxiety, incontinence, cravings, disease activity, "
    "disease, condition, ulcers, relapsing, impairment, impairments, deficits, loss, symptom burden, "
    "cholesterol, blood pressure, weight, exacerbations, attacks, scarring, lesions, severity, depressive, itching, "
    "recurrence, recurrences, injury, damage, motor symptoms, wear, breakdown, degeneration, neurodegeneration",
    "GAIN": "improvement, improvements, benefit, benefits, relief, recovery, gains, gain, remission, remissions, "
    "healing, responses, success, efficacy, effectiveness, effect",
    "EFFECTIVE": "effective, beneficial, efficacious, helpful, successful, curative",
    "INEFFECTIVE": "ineffective, useless, worthless, futile, limited in their effectiveness, limited effectiveness, "
    "limited efficacy, limited benefit, inadequate, fall short, falls short, fell short, wear off, wears off, insufficient",
    "STABLE": "remained stable, stayed stable, remain stable, maintain stability, maintained stability, stable disease",
    "CURE": "cure, cures, cured, curing, cure all, miracle",
    "PROMISING": "promising, encouraging, exciting, attractive, appealing, hopeful, compelling, positive",
    "PROMISE": "promise, hope, potential, benefits, benefit, advantages, advantage, relief, reassurance",
    "INCONSISTENT": "inconsistent, mixed, conflicting, contradictory, not consistent, inconclusive, vary widely",
    # -- mechanisms
    "BIO": "inflammation, neuroinflammation, inflammatory, cytokine, cytokines, immune, immunity, apoptosis, cell death, "
    "neuron, neurons, nerve, nerves, tissue, tissues, cartilage, bone, bones, collagen, blood vessels, vessels, "
    "angiogenesis, vascular, synapse, synapses, synaptic, mitochondria, mitochondrial, protein, proteins, enzyme, "
    "enzymes, gene, genes, receptor, receptors, pathway, pathways, signalling, signaling, signals, factor, factors, "
    "molecule, molecules, microglia, astrocytes, macrophages, lymphocytes, t cell, t cells, b cells, dopamine, "
    "neurotransmitter, neurotransmitters, myelin, remyelination, exosomes, vesicles, regeneration, differentiation, "
    "proliferation, oxidative stress, plasticity, circuits, blood flow, barrier, substances, chondrocytes, matrix, scar, "
    "glial, aggregation, alpha synuclein, synuclein, amyloid, hormones, insulin, brain, growth, atp, antibodies, antigen, "
    "stem cells, cells, cell, chemokines, interleukin, oxidative, neurotrophic, trophic, excitotoxicity, cascades, "
    "autoimmunity, autoimmune, viability, metabolism, mucosa, osteoblasts, osteoclasts, fibroblasts, spinal cord, "
    "axons, axon, motor circuits, neurogenesis, neurodegeneration, neuroplasticity, blood, fibrosis, muscle fibres, "
    "platelets, bacteria, virus, viral, tumour cells, tumor cells, degeneration, survival, healing, repair, pathology, "
    "scarring, movement, homeostasis, membrane, dna, rna, mrna, transcription, healing",
    "EFFECTS": "immunomodulatory, neuroprotective, anti inflammatory, anti apoptotic, regenerative, paracrine, trophic, "
    "neurotrophic, immunosuppressive, therapeutic, antioxidant",
    "MECHNOUN": "mechanism, mechanisms, mode of action, effects, properties, activity, driven by, mediated by",
    "AGENT": "msc, mscs, cells, exosomes, therapy, drug, treatment, factors",
    # -- safety
    "HARM": "adverse event, adverse events, adverse effect, adverse effects, adverse reaction, adverse reactions, "
    "side effect, side effects, complication, complications, toxicity, toxicities, tumour, tumours, tumor, tumors, "
    "tumour formation, tumor formation, teratoma, teratomas, death, deaths, infection, infections, embolism, thrombosis, "
    "blood clots, rejection, immune rejection, immune reaction, immune reactions, immune response, allergic reaction, "
    "allergic reactions, bleeding, haemorrhage, hemorrhage, harm, harms, harmed, safety concerns, safety concern, "
    "safety signals, safety signal, safety issues, nausea, vomiting, discomfort, injection site pain, hallucinations, "
    "headache, headaches, fever, overgrowth, graft versus host disease, dyskinesia, dyskinesias, unwanted effects, "
    "injuries, cancer, cancers, toxic effects, blindness, vision loss, withdrawals, fatalities, stroke, "
    "adverse outcomes, dropouts, unwanted immune response, hospitalisations, hospitalizations, graft failure, "
    "side effects and, malignancy, malignancies, arrhythmia, anaphylaxis, sepsis, immunogenicity, embolisms, "
    "secondary cancers, tumourigenicity, tumorigenicity, immune issues, ectopic tissue",
    "HARMNAME": "headache, headaches, fever, nausea, vomiting, infection, infections, bleeding, stroke, dyskinesia, "
    "dyskinesias, cancer, cancers, hallucinations, hospitalisations, hospitalizations, immune response, death, deaths, "
    "injuries, tumour, tumours, tumor, tumors, overgrowth, blindness, discomfort, rejection, blood clots",
    "RISK": "risk, risks, danger, dangers, hazard, hazards, likelihood",
    "SERIOUS": "serious, severe, major, life threatening, fatal, significant, dangerous, grave, catastrophic, permanent, grade 3",
    "MILD": "mild, minor, transient, temporary, manageable, short lived, self limiting, tolerable, minimal, resolved, light",
    "FEW": "few, fewer, rare, rarely, low, lower, minimal, uncommon, infrequent, less, little, reduced, very few, limited",
    "SAFE": "safe, safely, tolerable, safer",
    "TOLERATED": "well tolerated, better tolerated, favourable safety, favorable safety, good safety, acceptable safety, "
    "excellent safety, reassuring initial safety, reassuring safety, safety and tolerability were, good tolerability, "
    "favourable tolerability, tolerated well, safety was confirmed, acceptable tolerability, clean safety",
    "SAFETY": "safety, tolerability, safety profile",
    "UNSAFE": "unsafe, dangerous, harmful, toxic, risky, hazardous, poorly tolerated",
    "ATTRIBUTED": "attributed to, not the treatment, unrelated to, not related to, unrelated, underlying disease",
    # -- comparison
    "MORECMP": "better, superior, safer, faster, greater, higher, longer, longer lasting, stronger, quicker, easier, cheaper, "
    "earlier, larger, milder, favoured, favored, outperformed, outperforms, more effective, more pronounced, more likely, "
    "more affordable, more accessible, more readily available, more meaningful, more effectively, more frequently, exceeds, "
    "exceeded, surpasses, surpassed, more rapid, more durable",
    "LESSCMP": "worse, inferior, slower, weaker, shorter, less effective, less, fewer, lower, smaller, poorer, less likely, "
    "reduced, more invasive, less durable, harder, underperformed, less well",
    "MORE": "more",
    "OUTDO": "outperformed, outperforms, outperform, exceeds, exceeded, surpasses, surpassed, surpass",
    "EQUAL": "similar to, comparable to, comparable, as effective as, as safe as, equally effective, equally safe, non inferior, "
    "noninferior, equivalent to, no different from, on par with, no better than, no worse than, no difference between, "
    "no differences between, did not differ, similar between, equivalent, no significant difference, no difference in",
    "DIFFER": "different from, differ from, differs from, distinct from, not the same as, differ in, differs in, "
    "difference between, fundamentally different, not mutually exclusive",
    "ADVANTAGE": "advantage, advantages, superiority, fewer side effects, benefits",
    # -- status
    "STATUSADJ": "investigational, experimental",
    "APPROVAL": "approval, authorisation, authorization, clearance, licence, marketing authorization, marketing authorisation, "
    "regulatory approval, green light, marketing approval",
    "GRANT": "received, receives, receive, won, granted, gained, obtained, secured, given, earned, awarded, got, grants, has, "
    "have, had, gain, win, obtain, secure, gives, awards, with, achieved",
    "UNAPPROVED": "unapproved, unlicensed, unauthorised, unauthorized, unregulated, not fda approved",
    "DESIGNATION": "fast track, orphan drug, breakthrough therapy, rmat, regenerative medicine advanced therapy, "
    "prime designation, orphan designation, sakigake, conditional approval, priority review, breakthrough device, "
    "compassionate use, expanded access, emergency use authorization, accelerated approval, orphan status",
    "PERMIT": "trial, trials, study, studies, ind, application, investigational new drug, first human, testing, protocol, "
    "research, request",
    "ETHICS": "ethics, ethical, institutional review board, irb, review board, committee, committees, hypothesis, "
    "cookies, account, password, loan, insurers, manuscript, board",
    "REGULATORY": "regulator, regulators, regulatory, regulations, regulation, regulated, agency, agencies, law, legal, "
    "illegal, fda, ema, mhra, guidance, rule, rules",
    "STANDARD": "standard care, standard of care, standard treatment, standard therapy, established treatment, established "
    "therapy, established medicine, routine care, routine practice, established practice, routine treatment, "
    "mainstream care, standard part, standard practice, a standard option, first line treatment, is established, "
    "treatment is established, widely accepted treatment, established care",
    "UNPROVEN": "unproven, untested, not proven, yet to be proven, not been proven, unsupported, not validated, unvalidated, "
    "not scientifically proven, isn't proven, not yet proven, remains unproven",
    # -- development
    "PHASE": "phase",
    "ONGOING": "ongoing, underway, under way, in progress, recruiting, enrolling, active, continuing, under investigation, "
    "under study, under formal study, under development, being conducted, in development, currently running, actively recruiting, "
    "in clinical trials, in trials, in human trials, in preclinical development, in clinical development, "
    "in early development, in late stage development",
    "COMPLETED": "completed, concluded, finished, has ended, have ended, was terminated",
    "PLANNED": "planned, in planning, being planned, scheduled, upcoming, plans to, plan to, planning, planning to, in preparation",
    "EXPECTED": "expected to, expected in, anticipated, about to, set to, due to begin, due to start, will begin, will start, slated, "
    "expected, poised to, awaiting",
    "EARLYSTAGE": "early stage, early stages, in its early days, in its infancy, early days, still early, early phase, in their infancy, "
    "preclinical stage, preclinical stages, early in development, highly experimental, proof of concept",
    "NEXT": "next steps, next step, future research, future studies, future trials, future work, future approaches, next phase, "
    "next stage, ongoing research, current research, new trials, later trials, larger trials",
    "FOCUS": "focus, focused, focuses, involve, involves, address, include, includes, explore, examine, aim, aims, focusing, continues",
    # -- availability
    "AVAILABLE": "available, accessible, affordable, reimbursed, covered by insurance, covered, on the market, offered, sold, "
    "obtainable, purchasable",
    "COST": "cost, costs, costing, price, prices, priced, fee, fees, insurance, reimbursement, out of pocket, afford",
    "CURRENCY": "$, €, £, usd, dollars, euros",
    # -- gaps and limits
    "ADDMORE": "more, further, larger, additional, longer, long term, rigorous, larger scale, well designed, controlled, "
    "randomised, randomized, high quality, bigger, better, continued, standardised, standardized, future, ongoing, "
    "comparative, head to head, deeper, fuller, confirmatory, multicentre, multicenter, independent, new, optimal",
    "NEEDED": "needed, required, necessary, warranted, essential, called for, lacking, missing, outstanding, pending, crucial, "
    "still needed",
    "NEED": "need, needs, require, requires, calls for, call for, necessity, must await, necessitates, needing",
    "UNKNOWN": "unknown, unclear, uncertain, not known, not understood, not yet known, not yet understood, poorly understood, "
    "not fully understood, not well understood, not completely understood, unanswered, unresolved, undetermined, "
    "remains to be seen, yet to be determined, to be determined, not established, open question, open questions, "
    "not clear, isn't clear, isn't known, unanswered questions, debated, not been established, no consensus, not been determined, "
    "not yet clear, remain to be determined, remains to be determined, yet to be established, aren't known, real uncertainty",
    "SCARCE": "limited, lacking, insufficient, sparse, scarce, weak, inconclusive, preliminary, poor, incomplete, thin, little, "
    "inadequate, no, scant, low quality, absent, few, anecdotal, immature",
    "EVIDENCE": "evidence, data, proof, studies, research, trials, safety data, clinical data, trial data, long term data, "
    "clinical evidence, rigorous safety data, randomised trials, randomized trials, studies have, follow up",
    "QUESTIONS": "questions, unknowns, gaps, uncertainties, uncertainty, gap, unmet need, significant need",
    "LIMITATION": "limitation, limitations, drawback, drawbacks, shortcoming, shortcomings, weakness of, caveat, caveats, hurdle, "
    "hurdles, obstacle, obstacles, challenge, challenges, barrier to, bottleneck, disadvantage, disadvantages, downside, "
    "downsides, constraint, constraints",
    "LIMITED": "limited by, hampered by, hindered by, constrained by, compromised by, confounded by, complicated by",
    "SMALLSAMPLE": "small sample size, small sample sizes, low sample size, low sample sizes, sample sizes were small, sample size was "
    "small, small sample, small samples, small numbers of patients, small number of patients, short follow up, short follow ups, "
    "no control group, lack of control groups, lacked a control group, heterogeneity, lack of controls, small cohort, small cohorts, "
    "sample sizes are small, no placebo group, not blinded, not randomised, not randomized, uncontrolled, selection bias, "
    "risk of bias, low statistical power, underpowered, single centre, single center, publication bias, small trials",
    "HARDTO": "difficult to compare, challenging to compare, hard to compare, difficult to draw, challenging to draw, hard to draw, "
    "cannot be generalised, cannot be generalized, limits the, limiting assessment, cannot draw, hard to interpret, "
    "difficult to interpret, difficult to generalise, difficult to generalize, preclude, precludes, prevented firm",
    "UNREPORTED": "did not mention, did not report, not reported, did not include, did not measure, did not assess, not measured",
    # -- recommendation, selection, practice, epidemiology
    "ADVICE": "consult, avoid, discuss, beware, step back, talk to, speak with, speak to, be cautious, be wary, do not, don't, never, "
    "always, insist on, seek, be careful, be sceptical, be skeptical, stay away, steer clear, walk away, exercise caution, "
    "consider, choose, prioritise, prioritize, verify, confirm",
    "CAUTION": "cautious, wary, avoid, beware, caution, step back, careful scrutiny, careful, sceptical, skeptical, red flag, "
    "red flags, warning sign, warning signs, stay away, steer clear, walk away, scrutiny, warning, warn, warns, warned, do not, "
    "don't, never, alarm, scepticism, skepticism, misleading",
    "ADVISED": "recommended, advised, advisable, recommends, recommend, recommendation, recommendations, guideline, guidelines, "
    "not recommended, is important to, are important to, is essential to, is crucial to, should be considered",
    "SUITABLE": "appropriate for, most appropriate for, suitable for, eligible for, candidates for, candidate for, ideal for, "
    "reserved for, indicated for, suited to, suited for, contraindicated, contraindicated in, eligibility, inclusion criteria, "
    "exclusion criteria, eligible, ineligible, good candidates, good candidate, ideal candidate, ideal candidates, "
    "not suitable for, restricted to, suitable or affordable for, best suited, excluded from",
    "CRITERION": "eligibility, inclusion criteria, exclusion criteria, good candidates, good candidate, ideal candidate, "
    "ideal candidates, contraindicated in, eligible, ineligible, contraindicated",
    "CURRENT": "current, conventional, standard, existing, traditional, most, usual, common, first line, today's, available, modern",
    "CARE": "treatment, treatments, therapy, therapies, medications, medication, drugs, drug, care, medicines, approaches, "
    "management, options, treatment options",
    "OFTEN": "commonly, widely, routinely, frequently, often, usually, typically, most commonly, regularly, mainly, primarily, "
    "most widely, most often, standardly, generally, most frequently",
    "WORLDWIDE": "worldwide, globally, around the world, in the united states, each year, per year, annually, of the population, "
    "prevalence, incidence, every year, nationwide, in the world, of all cases, of the adult population",
    "RATE": "prevalence, incidence, mortality rate, death rate, lifetime risk, survival rate, case fatality, life expectancy",
    "MILLIONS": "millions, thousands, million, billion, one in, half, one third, two thirds, a quarter, most, hundreds",
    "RANKED": "most common, second most common, leading cause, most prevalent, more common in, common cause, increasingly common, "
    "commonest, most frequent, rare disease, rare condition, more frequent in, twice as common, leading causes, third most common, "
    "one of the most common, higher in men, higher in women",
    "DISEASE": "disease, disorder, condition, cause, form, cancer, illness, injury, injuries, disorders, type, disability, "
    "diseases, conditions, syndrome, arthritis, complication, death, dementia, men, women, adults, people, children",
    # -- sentences that assert nothing
    "ASK": "ask, look, think, read, see, learn, imagine, note, remember, subscribe, contact, click, visit, schedule, book, share, "
    "download, watch, sign up, follow, explore, picture, join, find out, call, browse, start, let, let's, receive, get, "
    "recall, suppose, keep, bear, try",
    "POINTER": "this overview, this guide, this article, this blog, this post, this page, this section, in this review, in this article, "
    "in this post, in this section, as part of this review, this discussion, this summary, our discussion, our guide, "
    "this systematic review, this website, this information, this site, see also, here is, here are, this review",
}
