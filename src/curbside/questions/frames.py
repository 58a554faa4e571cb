"""
Words that ask and do not name: what is left of a question without them is its subject.

They are plain lists because a word here is a decision: "pain" must never be among them, "treatment" must.
"""

from __future__ import annotations

DETERMINERS = frozenset(["the", "a", "an", "my", "your", "his", "her", "its", "our", "their"])

#: Words that join two parts of one name: "cancer of the pancreas", "ringing in the ears".
JOINERS = frozenset(["of", "in", "to", "by", "on"])

_ASKING = """
what what's whats which who whom whose when where why how is are was were be been being am do does did doing done has have had having
can could may might must shall should will would cannot can't couldn't don't doesn't didn't isn't aren't won't wouldn't shouldn't
i i'm i've i'd i'll im ive me my mine we we're we've us our you your yours he she it it's its they them their this that these those there here his her him
someone somebody anyone anybody everyone one ones person persons people patient patients individual individuals subject subjects man woman men women
the a an any some all each every either neither both no not n't so if whether than then as at and or but nor yet because since until unless
for from with without about above after against among around before behind between beyond during except into like near off onto out over
through toward towards under up upon via within regarding concerning of to in on by please pls kindly thank thanks hello hi dear also too very much
many more most less least few several other others another such same only just even still again ever never always often usually commonly typically
generally really actually currently now today already soon later sooner once twice
"""

_ACTIONS = """
know tell find get got gets getting give gives given giving take takes taken taking took use uses used using make makes made making go goes going gone
come comes came need needs needed want wants wanted look looking looks see seen say said think try tried trying put let ask asking asked
help helps helped helpful work works worked working happen happens happened mean means meant meaning call called show shows shown
work-up workup treat treats treated treating manage manages managed managing cure cures cured prevent prevents prevented preventing avoid avoided avoiding
diagnose diagnosed diagnosing detect detected test tests tested testing check checked evaluate confirms confirming evaluated evaluating investigate assess assessed confirm
cause causes caused causing lead leads trigger triggers develop develops developed occur occurs affect affects affected influence increase increases increased
reduce reduces reduced lower decrease decreased improve improves improved relieve relieves relieved ease control stop stops stopped stopping start started starting begin
inherited inherit spread spreads transmitted recommend recommended recommends suggest suggested advise prescribe prescribed consider considered indicated
associated related linked expect expected describe explain define list compare name provide include including includes understand learn
last lasts live lives living cope deal recover survive die feel feels felt present presents interpret measure distinguish differentiate suffer suffering suffers refer referred
mutated inhibited targeted approved included found called encoded expressed activated regulated produced secreted bound located implicated involved contained
marketed authorized authorised licensed named known reported observed detected measured identified discovered applied implemented
monitor monitored administer administered order avoidable available possible necessary required need used continue continued hold held safely quickly receive received undergo buy purchase obtain
"""

_SECTIONS = """
treatment treatments tratments therapy therapies therapeutic management option options remedy remedies initial first first-line firstline second-line line choice choices preferred best better
worst good bad rid tonight nursery school university college better right proper appropriate standard current latest new newest recent recommended common usual typical main major key different various certain specific
effective effectiveness efficacy efficacious benefit benefits beneficial useful usefulness harm harms harmful safe safety dangerous danger risk risks chance chances likelihood odds likely
symptom symptoms symtoms sign signs feature features presentation manifestations manifestation characteristics clinical picture red flag flags warning
etiology aetiology pathogenesis pathophysiology mechanism mechanisms reason reasons factor factors predictor predictors predict predicts prognostic
diagnosis diagnostic differential criteria exam exams examination evaluation investigation investigations workup imaging scan scans
prognosis outlook expectancy survival rate rates outcome outcomes course history natural recovery time times long-term short-term complication complications consequences effect effects impact role influence
prevention preventive prophylaxis screening screen onset newly suspected left untreated run runs family families interact interacts together drink drinking new side action actions adverse reaction reactions events interaction interactions contraindication contraindications contraindicated indication indications
dose doses dosage dosages dosing amount much long far many often frequency prevalence incidence epidemiology statistics percent percentage number
inheritance hereditary heritable contagious infectious curable treatable fatal serious rare stage stages staging grade grades classification type types kind kinds sort form forms level levels severity
information info facts overview definition details question questions answer answers article articles book books resource resources support group groups organization organizations organisation association
research study studies trial trials evidence guideline guidelines review reviews literature data drug drugs medicine medicines medication medications pill pills antibiotic antibiotics agent agents surgery surgical procedure procedures operation
ingredient ingredients component components composition active function functions target targets fda ema
allowed allow permitted permits reserved starts prove proves proven settle settles borrow melt melts checking checked watch wants mean means meaning myself
mum mums dad mom mother mother's father father's son son's daughter daughter's sister sister's brother brother's wife wife's husband husband's friend friend's uncle aunt
grandma grandpa girl boy label labels tablet tablets capsule capsules lunch breakfast dinner tip tips desk own routine routinely category high low summarize summarise summary lowest highest maximum minimum daily positive negative elevated raised healthy
doctor doctors physician physicians specialist specialists nurse hospital hospitals clinic clinics specialize specialise referral
monitoring follow-up followup alternative alternatives versus vs compared comparison difference differences superior inferior instead rather
relation relationship link connection correlation association body patient's problem problems issue issues thing things something anything way ways step steps next approach strategy strategies plan
case cases concern concerns normal abnormal average high-quality important necessary need
year years month months week weeks day days hour hours minute minutes old age aged
"""

#: Words that name a section, long enough to be known with a letter wrong.
SECTION_WORDS = frozenset(word for word in _SECTIONS.split() if len(word) > 6)
FRAME = frozenset((_ASKING + _ACTIONS + _SECTIONS).split())
