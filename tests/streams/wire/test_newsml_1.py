"""NewsML 1 as agencies send it: subsets that name the NITF DTD, several components, notes and odd identifiers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schemas import WireItem
from streams.errors import UnsafeMarkup

LetIn = Callable[..., list[WireItem]]

PUBLIC = "urn:newsml:agency.example:20260309:m-1:2"
IDENTIFIER = (
    "<NewsIdentifier><ProviderId>agency.example</ProviderId><DateId>20260309</DateId><NewsItemId>m-1</NewsItemId>"
    "<RevisionId>2</RevisionId><PublicIdentifier>{public}</PublicIdentifier></NewsIdentifier>"
)
DTD = '<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20031010:NewsMLv1.2.dtd:1" "NewsML-1.2.dtd"\n{subset}>'
NITF_SUBSET = '[<!ENTITY % nitf SYSTEM "{file}">\n %nitf; ]'


def document(components: str, *, head: str = "", public: str = PUBLIC, identifier: str = IDENTIFIER) -> bytes:
    """Return a document of one item with the components given."""
    return (
        f"{head}<NewsML><NewsItem><Identification>{identifier.format(public=public)}</Identification>"
        '<NewsManagement><Status FormalName="USABLE"/><Urgency>2</Urgency></NewsManagement>'
        f"{components}</NewsItem></NewsML>"
    ).encode()


def component(text: str, role: str = "", lines: str = "", lang: str = "") -> str:
    """Return a component with one text."""
    named = f'<Role FormalName="{role}"/>' if role else ""
    tagged = f' xml:lang="{lang}"' if lang else ""
    return (
        f"<NewsComponent{tagged}>{named}<NewsLines>{lines}</NewsLines>"
        f"<ContentItem><DataContent>{text}</DataContent></ContentItem></NewsComponent>"
    )


@pytest.mark.parametrize("file", ["nitf-3-0.dtd", "../nitf/dtd/nitf-3-0.dtd"])
def test_a_subset_that_names_the_nitf_dtd_passes(let_in: LetIn, file: str) -> None:
    """Swiss and Japanese agencies put the NITF DTD into their document type by name; it is neither read nor fetched."""
    head = '<?xml version="1.0" encoding="ISO-8859-15"?>\n' + DTD.format(subset=NITF_SUBSET.format(file=file))
    assert let_in(document(component("<p>Text.</p>"), head=head))[0].body == "Text."


@pytest.mark.parametrize(
    "subset",
    [
        '[<!ENTITY % x SYSTEM "https://other.example/x.dtd"> %x;]',
        '[<!ENTITY % x SYSTEM "file:///etc/x.dtd"> %x;]',
        '[<!ENTITY % x SYSTEM "../../secret.txt"> %x;]',
        "[<!ENTITY % x \"<!ENTITY y 'z'>\"> %x;]",
        '[<!ENTITY x SYSTEM "x.dtd">]',
        '[<!ENTITY x "x">]',
        '[<!ENTITY % n SYSTEM "n.dtd"> %n; <!ELEMENT a ANY>]',
        "[ ]",
    ],
)
def test_any_other_subset_is_refused(let_in: LetIn, subset: str) -> None:
    """Addresses, other files, entities of text and declarations of the document's own are not read."""
    with pytest.raises(UnsafeMarkup, match="DTD"):
        let_in(document(component("<p>Text.</p>"), head=DTD.format(subset=subset)))


def test_the_text_is_that_of_the_body_with_its_lead(let_in: LetIn) -> None:
    """A Belgian form has title, lead and body as components, in two languages: the first language is the item's."""

    def language(tag: str) -> str:
        parts = (("Kop", "Title"), ("Het begin.", "Lead"), ("De tekst &lt;b&gt;zelf&lt;/b&gt;.", "Body"))
        inner = "".join(component(f"{tag} {text}", role, lang=tag) for text, role in parts)
        return f'<NewsComponent xml:lang="{tag}">{inner}</NewsComponent>'

    (item,) = let_in(document(f"<NewsComponent>{language('nl')}{language('fr')}</NewsComponent>"))
    assert (item.body, item.headline, item.language) == ("nl Het begin.\n\nnl De tekst zelf.", "nl Kop", "nl")


def test_a_caption_is_no_text_of_the_story(let_in: LetIn) -> None:
    """Among contents without a role a short one beside the text is passed over; alone it is the text."""
    caption, story = component("A pond."), component("<p>" + "The ice of Velm is thin. " * 9 + "</p>")
    assert (let_in(document(caption + story))[0].body or "").startswith("The ice of Velm is thin.")
    assert let_in(document(caption))[0].body == "A pond."
    assert let_in(document(component("A photo.", "Caption")))[0].body == "A photo."


def test_style_sheets_are_no_text(let_in: LetIn) -> None:
    """The CSS of XHTML content stays out, as elements or as escaped markup."""
    page = "<html><head><style>p {{color: red}}</style></head><body><style>b {{x: y}}</style><p>Text.</p></body></html>"
    for text in (page, f"<![CDATA[{page}]]>"):
        assert let_in(document(component(text)))[0].body == "Text."


def test_the_headline_is_the_first_that_says_something(let_in: LetIn) -> None:
    """Outer components may have lines without a headline, or an empty one."""
    inner = component("Text.", lines="<HeadLine>Thin ice in Velm</HeadLine><SlugLine>URGENT</SlugLine>")
    lines = "<NewsLines><HeadLine> </HeadLine><CopyrightLine>c</CopyrightLine></NewsLines>"
    (item,) = let_in(document(f"<NewsComponent>{lines}{inner}</NewsComponent>"))
    assert (item.headline, item.slugline, item.urgency) == ("Thin ice in Velm", "URGENT", 2)


@pytest.mark.parametrize(
    ("metadata", "lang", "expected"),
    [('<Language FormalName="FR"/>', "en", "FR"), ("", "en", "en"), ("", "", None)],
)
def test_the_language_is_the_stated_one(let_in: LetIn, metadata: str, lang: str, expected: str | None) -> None:
    """The descriptive metadata says it, else the attribute of a component."""
    inner = component("Text.", lang=lang)
    text = f"<NewsComponent><DescriptiveMetadata>{metadata}</DescriptiveMetadata>{inner}</NewsComponent>"
    assert let_in(document(text))[0].language == expected


def test_lines_for_editors_are_the_note(let_in: LetIn) -> None:
    """French advisory and product lines, and a Belgian property, are the note; other lines are not."""
    lines = "".join(
        f'<NewsLine><NewsLineType FormalName="{kind}"/><NewsLineText>{text}</NewsLineText></NewsLine>'
        for kind, text in (
            ("AdvisoryLine", "À NOTER - nouveau titre"),
            ("ProductLine", "(Carte)"),
            ("storyType", "news"),
        )
    )
    own = '<Property FormalName="EditorialInfo" Value="Kaart volgt"/><Property FormalName="Priority" Value="3"/>'
    extra = f"<NewsComponent><AdministrativeMetadata>{own}</AdministrativeMetadata></NewsComponent>"
    (item,) = let_in(document(component("Text.", lines=lines) + extra))
    assert item.ednote == "À NOTER - nouveau titre\n(Carte)\nKaart volgt"


@pytest.mark.parametrize(
    ("identifier", "public", "expected"),
    [
        (IDENTIFIER, "urn:newsml:agency.example:20260309:m-1:2", "urn:newsml:agency.example:20260309:m-1"),
        (IDENTIFIER, "urn:newsml:agency.example:20260309:m-1", "urn:newsml:agency.example:20260309:m-1"),
        (IDENTIFIER, "urn:newsml:agency.example", "urn:newsml:agency.example:20260309:m-1"),
        ("<NewsIdentifier><ProviderId>agency.example</ProviderId></NewsIdentifier>", "", "C-9"),
    ],
)
def test_an_identifier_names_the_item(let_in: LetIn, identifier: str, public: str, expected: str) -> None:
    """A public identifier that names no item gives way to the parts; without them the component's own id counts."""
    outer = component("Text.").replace("<NewsComponent", '<NewsComponent Duid="C-9"', 1)
    assert let_in(document(outer, public=public, identifier=identifier))[0].provenance.item_id == expected


def test_a_package_around_items_is_no_item(let_in: LetIn) -> None:
    """Items within an item are the items; each is read once, however deep they lie."""
    inner = document(component("Text.")).decode().removeprefix("<NewsML>").removesuffix("</NewsML>")
    nested = "<NewsItem><NewsComponent>" * 20 + inner + "</NewsComponent></NewsItem>" * 20
    (item,) = let_in(f"<NewsML>{nested}</NewsML>".encode())
    assert item.body == "Text."
