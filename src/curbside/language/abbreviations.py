"""
Which stops do not end a sentence.

Four kinds of shortened word are told apart, because a stop after each of them means something else: words that
never end a sentence ("vs."), words that only point at a number ("Fig. 3", but "Is it safe? No. It is not."), words
that may end one ("etc.", "U.S."), and words before which a capital letter is a name ("vitamin D. The" against
"D. Smith"). `OPENERS` are words so common at the start of a sentence that a capital on them settles doubt.
All are written in lower case without their last stop.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: A stop after these never ends a sentence, unless they are written in capitals ("MS" is a disease, "Ms" a person).
NEVER = _words(
    """
    a.k.a abbr abbrev acad aka approx assn assoc asst ave b.sc bact blvd ca calc campyl capt cf circa clostr col
    coll conc cont contd cv dept diam dist div dr drs e.g eg elev enterob esp espec est et etal excl ext f.sp fed fr
    ft gen gov haem hon hosp i.e ie incl inst intl lab lactob lt m.sc messrs mlle mme mr mrs ms mt mx myco natl nov
    op ph prof profs pseudomon pub rep resp rev s.l s.s sen seq serovar sgt soc ssp st staph ste strep subg subsp
    temp univ v.s var. viz vs w/
    """
)

#: A stop after these does not end a sentence when a number, a numeral or a single letter follows.
BEFORE_A_NUMBER = _words(
    """
    aa about app approx appx apr art aug avg bldg bp c ca cat ch chap chaps chr d dec dil ed eds eq eqn eqns eqs ex
    exon exp feb fig figs figure fri gp grp hr ht iss jan jul jun lat ln log long lot mar max min mon n no nos nov
    nr nt oct p par para pars pg pgs pp pt pts q ref refs rm rr s sec secs sect sep sept ser sp supp suppl tab tabs
    temp thu thur thurs tue tues v ver vol vol. vols wed wt
    """
)

#: A stop after these may end a sentence; a following opener decides.
SOMETIMES = _words(
    """
    ad.lib al b.a b.s bros co corp d.c d.d.s d.o e.u esq et.al etc f.a.c.p gmbh i.a i.c.v i.d i.m i.p i.t i.v ibid
    inc jr llc loc.cit ltd m.a m.d m.p.h m.s n.c n.j n.p.o n.y op.cit p.o p.r p.r.n p.v ph.d plc pty r.n s.c s.l sp
    spp sr u.k u.n u.s u.s.a vs.al
    """
)

#: Dotted words in lower case that end a sentence whenever a capital follows ("at 8 a.m. The nurse").
CLOSERS = _words(
    """
    a.d a.m b.d b.d.s b.i.d c.i n.s o.d p.m q.d q.h.s q.i.d s.d s.e s.e.m t.d.s t.i.d
    """
)

#: A single capital letter after these belongs to them ("vitamin D. The", "hepatitis C. Patients").
BEFORE_A_LETTER = _words(
    """
    allele amphotericin and apo apolipoprotein appendix arm arms batch botulinum botulinumtoxin box category child-
    pugh class coenzyme cohort complex criterion cyclin cyclosporin cyclosporine drug factor figure form genotype
    grade group groups haemophilia hemophilia hepatitis ig immunoglobulin influenza interferon level line list note
    option or panel part penicillin phase plan protein proteins pugh regimen region sample schedule score section
    serogroup site stage step strain subgroup subtype table toxin troponin type types variant virus vitamin vitamins
    zone
    """
)

#: Words so common at the start of a sentence that a capital on them settles doubt.
OPENERS = _words(
    """
    a about according additionally adults after aim aims all also although among amongst an analyses analysis and
    another are as ask at background based because before between both but by call can children compared conclusion
    conclusions consequently contact conversely could currently data design despite diagnosis did do doctors does
    don't during each eight either even every evidence exposure few finally first five for four from further
    furthermore generally given had has have he hence her here him his how however i if importantly in infants
    information instead interestingly is it it's its last make many may men method methods might more moreover most
    much must my neither nevertheless next nine no none nonetheless nor not objective objectives of often on once
    one only or other others our over overall participants patient patients people persons previously purpose rarely
    read recently researchers result results scientists second see setting seven several she should signs similarly
    since six so some sometimes specifically studies study subjects such surgery symptom symptoms take talk tell ten
    that the their them then therapy there there's therefore these they third this those though three through thus
    to total treatment treatments trial trials two typically under unless until using usually was we were what when
    whenever where whereas which while who whom whose why will with within without women would yet you your
    """
)

#: Words that follow "U.S." and the like inside a name, so that the stop does not end the sentence.
AFTER_A_COUNTRY = _words(
    """
    adults agency air army bureau census center centers citizens congress department drug environmental equal
    federal food geological government health house medical national navy office pharmacopeia pharmacopoeia
    population postal president preventive public residents senate supreme surgeon territories veterans
    """
)
