"""The strings of the interface."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import nodes
from markupsafe import Markup

from streams.desk import pages
from streams.desk.catalogue import UnknownString, catalogue, pattern, pieces, word
from streams.desk.pages.environment import environment, t

ROOT = Path(pages.__file__).parent
TEMPLATES = sorted((ROOT / "templates").glob("*.html"))
SCRIPTS = sorted((ROOT.parents[2] / "desk-ui" / "src").glob("*.ts"))
SHOWN = ("alt", "aria-label", "placeholder", "title")
TAGS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)

GROUPS = re.compile(r"""word\("(\w+)"|t\("([\w.]+)\." ~|[f]"([\w.]+)\.\{|`([\w.]+)\.\$""")
"""A group that a value completes: `word("kind", ...)`, `t("sort." ~ ...)`, `f"month.{...}"`, `script.${...}`."""
FORM = re.compile(r"\.(one|many)$|_plain$")


class Text(HTMLParser):
    """Collects the text that a reader gets, attributes included."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.feed(TAGS.sub("", page))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the attributes that are shown or read out."""
        del tag
        self.text += [value for name, value in attrs if name in SHOWN and value]

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.text.append(data)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_words_of_its_own(template: Path) -> None:
    """All that is read on a page stands in the catalogue, so that it can be put into another language."""
    assert re.findall(r"[A-Za-z]{2,}", " ".join(Text(template.read_text()).text)) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_asks_for_strings_that_there_are(template: Path) -> None:
    """A key that is written wrong is found before somebody opens the page."""
    for call in environment().parse(template.read_text()).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t" and isinstance(call.args[0], nodes.Const):
            pattern(call.args[0].value, number=2 if len(call.args) > 1 else None)


def test_no_string_is_left_over() -> None:
    """Each key, or the group that a value completes, is named by a template or a script."""
    used = "\n".join(path.read_text() for path in [*TEMPLATES, *SCRIPTS, *ROOT.glob("*.py")])
    groups = tuple(f"{''.join(found)}." for found in GROUPS.findall(used))
    keys = {FORM.sub("", key): key for key in catalogue()}
    left = [key for stem, key in keys.items() if f'"{stem}"' not in used and not key.startswith(groups)]
    assert left == []


def test_a_number_has_the_form_for_one_or_for_many() -> None:
    """Not "1 stories"."""
    assert t("card.stories", 1) == "1 story"
    assert t("card.stories", 0) == "0 stories"
    assert t("card.stories", 1_200) == "1,200 stories"


def test_each_string_for_a_number_has_both_forms() -> None:
    """One without the other would fail on the first page that needs it."""
    counted = {key.rpartition(".")[0] for key in catalogue() if key.endswith((".one", ".many"))}
    assert [key for key in counted if not {f"{key}.one", f"{key}.many"} <= catalogue().keys()] == []


def test_a_value_is_escaped_where_it_is_put_in() -> None:
    """It may come from a wire."""
    said = t("chip.says", speaker="<b>{speaker}</b>")
    assert isinstance(said, Markup)
    assert said == "says &lt;b&gt;{speaker}&lt;/b&gt;"


def test_a_string_is_given_in_pieces_with_the_names_of_its_values() -> None:
    """The order is that of the language."""
    assert pieces("alerts.change") == (("before", True), (" → ", False), ("after", True))


def test_an_unknown_key_is_an_error_and_an_unknown_word_is_itself() -> None:
    """A page can't ask for a string that there is not; a value that a newer worker writes is shown as it is."""
    with pytest.raises(UnknownString):
        pattern("no.such")
    assert word("kind", "killed") == "killed"
    assert word("verdict", "armed_robots") == "armed robots"
