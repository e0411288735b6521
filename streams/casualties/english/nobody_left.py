"""Sentences that end a search: "nobody is left below", "everyone is accounted for", "the last four bodies were found".

They count nobody by a number, so the grammar reads no figure in most of them; but they say that nobody is missing or
trapped any more.
"""

from __future__ import annotations

import re
from typing import Final

from schemas import Kind
from streams.casualties.grammar import NobodyLeft

READ: Final = 1_500
"""Characters of a text in which it is looked for: that a search has ended is news, and stands early."""
REACH: Final = 60
"""Characters before it in which a word may stand that says that it is only hoped for."""
_NOBODY: Final = r"(?P<who>no one|no-one|nobody|none)(?: else)?(?: of (?:them|the \w+))?"
_IS: Final = r"(?:is|was|are|were|remains?|remained|(?:has|have|had) been)(?: now| still| all| any longer| thus)?"
_BEEN: Final = r"(?:was|were|is|are|(?:has|have|had)(?: now| all)? been)"
_SOUGHT: Final = r"(?:missing|trapped|buried|unaccounted for|being sought|sought)"
_LEFT: Final = (
    r"left (?:to (?:find|look for|search for|rescue)|below|underground|underneath|inside|behind"
    r"|(?:in|under|beneath) (?:the )?(?:\w+ )?(?:rubble|debris|ruins|wreckage|snow|mud|mine|pit|shaft|water|wreck))"
)
_PEOPLE: Final = (
    r"(?:bod(?:y|ies)|victims?|miners?|men|man|woman|women|people|persons?|workers?|labourers?|laborers?|passengers?"
    r"|hikers?|climbers?|skiers?|sailors?|seamen|fishermen|crew(?: members?| ?men)?|names?|tenants?|residents?|children"
    r"|boys?|girls?|pupils?|students?|missing)"
)
_TIMES: Final = r"(?:year|month|week|night|time|day|hour|minute|decade|summer|winter)s?"
_LAST: Final = (
    rf"(?P<who>last(?!(?: few| [a-z]+| \d{{1,3}})? {_TIMES}\b)(?: of)?(?: the| those)?(?: [a-z'’]+| \d{{1,3}})?"
    rf"(?: still| remaining| known)?(?: missing| trapped)?(?: [a-z-]+)? {_PEOPLE})"
)
_FOUND: Final = (
    r"(?:found|recovered|located|retrieved|rescued|freed|identified|brought (?:up|out|down|to)|carried (?:up|out|down)"
    r"|pulled (?:up|out|from|alive|dead)|dug (?:up|out)|(?:taken|lifted) (?:up|out|from)|reached|safe|come out)"
)
_FINDS: Final = (
    r"(?:found|finds?|recover(?:s|ed|ing)?|retriev(?:es?|ed|ing)|pull(?:s|ed)|locat(?:es?|ed)|reach(?:es|ed)?|brings?"
    r"|brought(?: up| out)?|free[ds]?|rescue[ds]?)"
)
_WITHIN: Final = (
    r"(?:(?!\b(?:not|never|yet|may|might|could|would|will|if|until|unless|before|hop(?:e|es|ed|ing))\b)(?!n['’]t\b)"
    r"(?!, (?:and|but|while)\b)[^.;:!?]){0,110}?"
)
"""What stands between in one clause, where nothing is denied or hoped for."""
_FORMS: Final = (
    re.compile(rf"\b{_NOBODY} {_IS} (?:{_LEFT}|{_SOUGHT})\b"),
    re.compile(rf"\bthere (?:is|was) {_NOBODY} (?:left|{_SOUGHT})\b"),
    re.compile(
        rf"(?<!\bnot )\b(?P<who>everyone|everybody|all)(?: [\w-]+){{0,4}}? (?:{_BEEN} )?(?:now |thus |safely )?"
        r"(?:accounted for|traced)\b"
    ),
    re.compile(
        rf"\b(?P<who>all) (?:of |the )?[\w-]+(?: [\w-]+){{0,3}} {_SOUGHT}\b{_WITHIN} {_BEEN} {_FOUND}\b",
    ),
    re.compile(rf"\b{_LAST}\b(?! seen\b){_WITHIN} {_BEEN} {_FOUND}\b"),
    re.compile(rf"\b{_FINDS} (?:the )?(?:bodies of (?:the )?)?{_LAST}\b"),
    re.compile(rf"\bthe (?P<who>last) (?:to be |(?:\w+ ){{0,3}}){_SOUGHT}\b{_WITHIN} {_BEEN} {_FOUND}\b"),
    re.compile(rf"\b(?P<who>last)(?: of)?(?: [\w'’]+)? (?:missing|trapped)(?: \w+){{0,2}}? {_FOUND}\b"),
)
_MAY: Final = re.compile(r"\b(?:no one|no-one|nobody|none|last|all|everyone|everybody)\b")
_HOPED: Final = re.compile(
    r"\b(?:until|till|unless|if|before|hop(?:e|es|ed|ing)|expect(?:s|ed)?|wants?|tr(?:y|ies|ying))\b[^.;!?]*$"
)
_TRAPPED: Final = re.compile(r"\b(?:trapped|underground|below|buried|rubble|debris|ruins|shaft|pit|snow)\b")
_BEHIND: Final = 20
"""Characters behind it in which a word may stand that says that they were trapped."""


def nobody_left(lower: str) -> list[NobodyLeft]:
    """Return where an article says that nobody is missing or trapped any more; it takes the text in lower case."""
    beginning = lower[:READ]
    if _MAY.search(beginning) is None:
        return []
    found: dict[int, NobodyLeft] = {}
    for form in _FORMS:
        for match in form.finditer(beginning):
            start, end = match.span("who")
            if _HOPED.search(beginning, max(0, start - REACH), start) is None:
                if match["who"].startswith("last"):
                    end = start + len("last")
                found.setdefault(start, NobodyLeft(_kind(beginning, match), start, end))
    return [found[start] for start in sorted(found)]


def _kind(text: str, match: re.Match[str]) -> Kind:
    if "missing" not in match[0] and _TRAPPED.search(text, match.start(), match.end() + _BEHIND):
        return Kind.TRAPPED
    return Kind.MISSING
