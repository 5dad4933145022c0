"""Where the rules stand, for those who check a date: instrument and pinpoint, once each."""

from typing import Final

from throughcare.sentences.rules.facts import Kind

CONSECUTIVE: Final = "Criminal Justice Act 2003, s. 264"
SINGLE_TERM: Final = (
    "Criminal Justice Act 1991, s. 51(2), as saved; Sentencing Code, Part 10, Chapter 2"
)
REMAND: Final = "Criminal Justice Act 2003, s. 240ZA"
TAGGED_BAIL: Final = "Criminal Justice Act 2003, s. 240A; Sentencing Code, s. 325"
AT_LARGE: Final = "Prison Act 1952, s. 49"
AWARDED: Final = "Criminal Justice Act 2003, s. 257; Prison Rules 1999, rr. 55 and 61"
RELEASE: Final = "Criminal Justice Act 2003, s. 244"
LICENCE: Final = "Criminal Justice Act 2003, s. 249"
OLD_LICENCE: Final = "Criminal Justice Act 1991, s. 37, as saved"
MIXED_LICENCE: Final = "Criminal Justice Act 2003, s. 264"
SUPERVISION: Final = "Criminal Justice Act 2003, s. 256AA"
RECALL: Final = "Criminal Justice Act 2003, ss. 254 to 255C"
POLICY: Final = "Sentence Calculation Policy Framework"
OF_KINDS: Final = {
    Kind.SDS: RELEASE,
    Kind.EDS: "Criminal Justice Act 2003, s. 246A",
    Kind.SOPC: "Criminal Justice Act 2003, s. 244A",
    Kind.FINE: "Criminal Justice Act 2003, s. 258",
    Kind.DTO: "Sentencing Code, s. 241",
    Kind.BOTUS: "Criminal Justice Act 2003, s. 256AC",
}
