"""One account works through its day; what does not go as it should is a defect."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from throughcare.rehearsal.driving import pages
from throughcare.rehearsal.driving.day import (
    Act,
    Follow,
    FollowEach,
    Open,
    Send,
    Shows,
    ShowsCases,
    ShowsFact,
    Step,
)
from throughcare.rehearsal.driving.visitor import Visitor
from throughcare.rehearsal.rules.outcome import Defect
from throughcare.rehearsal.rules.parts import Severity

OK, REFUSED, FORBIDDEN = 200, {409, 422}, 403
SIGN_IN = "/sign-in"
ROOM_OF_A_PAGE = 50
FAR_TOO_SLOW = 5
"""Times as long as a page may take: nobody waits so long."""
_NUMBERS = re.compile(r"(?<=/)(?:[A-Z]\d+|\d[\w-]*)(?=/|$)")


class _StepIsOver(Exception):  # noqa: N818  the step's own way to end
    """Nothing more can be done in this step."""


@dataclass(kw_only=True)
class Worker:
    """Somebody at work. `words` fill the braces of the day, `owners` say whose each of their cases is."""

    visitor: Visitor
    role: str
    provider: str
    part: str
    words: dict[str, str]
    owners: dict[str, str]
    page_limit: float
    defects: list[Defect] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    """Names of the steps that went through to their end."""

    def sign_in(self, *, username: str, password: str, code: str) -> bool:
        """Sign in as people do, by what they type at the real page; whether they were let in."""
        self.visitor.open(SIGN_IN)
        for typed in ({"username": username, "password": password}, {"code": code}):
            form = self.visitor.form_with(set(typed))
            if form is None:
                self._fail("A form that should be there is missing")
                return False
            self.visitor.send(form, typed)
            self._judge_time()
            if self.visitor.page.status != OK:
                self._fail("A sign-in is refused")
                return False
        if self.visitor.page.path.startswith(SIGN_IN):
            self._fail("A sign-in is refused")
            return False
        return True

    def work(self, steps: Iterable[Step]) -> None:
        for step in steps:
            known = self.words | ({"cases": ""} if self.owners else {})
            if not set(step.needs) <= set(known):
                continue
            try:
                for act in step.acts:
                    self._do(act)
            except _StepIsOver:
                continue
            self.done.append(step.name)

    def _do(self, act: Act) -> None:
        match act:
            case Open(path=path):
                self._go(self._filled(path))
            case Follow():
                self._follow(act)
            case FollowEach(pattern=pattern):
                self._follow_each(self._filled(pattern))
            case Send():
                self._send(act)
            case Shows() | ShowsFact() | ShowsCases():
                self._look(act)

    def _go(self, path: str) -> None:
        self.visitor.open(path)
        self._judge()

    def _look(self, act: Shows | ShowsFact | ShowsCases) -> None:
        page = self.visitor.page
        match act:
            case Shows(words=words, unless=unless):
                if self._filled(words) not in page.text and not (unless and unless in page.text):
                    self._fail("What was recorded or asked for is not on the page")
            case ShowsFact(name=name, value=value):
                if page.facts.get(name) != self._filled(value):
                    self._fail("The page names another provider than the plan does")
            case ShowsCases():
                self._look_for_cases()

    def _follow_each(self, pattern: str) -> None:
        back = self.visitor.page
        for link in self.visitor.links(pattern):
            self._go(link)
            self.visitor.page = back

    def _follow(self, act: Follow) -> None:
        link = self.visitor.link(self._filled(act.pattern))
        if link is None:
            if not act.may_lack:
                self._fail("A link that should be there is missing")
            raise _StepIsOver
        if act.as_crn:
            crn = pages.path_of(link).rpartition("/")[2]
            self.words |= {"crn": crn, "owner": self.owners.get(crn, "")}
        self._go(link)
        if act.as_crn:
            self.words["officer"] = self.visitor.page.facts.get("Officer", "")

    def _send(self, act: Send) -> None:
        values = {name: self._filled(value) for name, value in act.values.items()}
        for other in ({}, *act.instead):
            form = self.visitor.form_with(set(values))
            if form is None:
                self._fail("A form that should be there is missing")
                raise _StepIsOver
            if self.visitor.send(form, values | dict(other)).status not in REFUSED:
                self._judge()
                return
        if not act.may_refuse:
            self._fail("What was typed was refused", severity=Severity.MEDIUM)
        raise _StepIsOver

    def _look_for_cases(self) -> None:
        text = self.visitor.page.text
        missing = [crn for crn in self.owners if crn not in text]
        for crn in missing[max(0, len(self.owners) - ROOM_OF_A_PAGE) :]:
            self._fail("A case is not with the officer whom the plan gives it to", example=crn)

    def _judge(self) -> None:
        """Hold the page that came to what holds for all."""
        page = self.visitor.page
        self._judge_time()
        if page.status == OK:
            if page.path.startswith(SIGN_IN):
                self._fail("Somebody is signed out while at work")
                raise _StepIsOver
            return
        if page.status == FORBIDDEN and "Limited access" in page.text:
            raise _StepIsOver  # closed to them by name, and rightly so
        self._fail(f"A page answers {page.status or 'nothing'}")
        raise _StepIsOver

    def _judge_time(self) -> None:
        seconds = self.visitor.page.seconds
        if seconds > FAR_TOO_SLOW * self.page_limit:
            self._fail("A page is far too slow", severity=Severity.MEDIUM)
        elif seconds > self.page_limit:
            self._fail("A page is slow", severity=Severity.LOW)

    def _fail(self, what: str, *, severity: Severity = Severity.HIGH, example: str = "") -> None:
        page = self.visitor.page
        self.defects.append(
            Defect(
                severity=severity,
                part=self.part,
                what=what,
                where=f"{_NUMBERS.sub('…', page.path)}, {self.role}",
                example=f"{page.path} at {self.provider}" + (f": {example}" if example else ""),
            )
        )

    def _filled(self, words: str) -> str:
        for name, word in self.words.items():
            words = words.replace("{" + name + "}", word)
        return words
