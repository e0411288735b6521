"""Words of harm beside a number that counts nobody who came to any."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemas import Role
from streams.casualties import extract_figures

_PUBLISHED = datetime(2026, 11, 27, 12, tzinfo=UTC)

_NOBODY = {
    "turns of speech": [
        "Ten mechanics cut down the waiting time for railcar repairs from three weeks to four days.",
        "Three chefs were lost for words when the jury gave a plate of leeks the highest mark.",
        "The crew of four were treated to a show by the meteorologists.",
        "The bridge toll was struck dead by the council in a vote of 21 to 20.",
    ],
    "things": [
        "We named three sites in China. One disappeared and we now have only two left.",
        "The bank opened four branches last year. Two were lost in the merger.",
        "The museum owned five manuscripts. Three disappeared during the move.",
        "The plant has three boilers, two that burn natural gas and one that burns coal.",
        "He hit several drives off the fast bowlers, but one shot has stayed in the mind.",
        "The minister suffered two deep wounds in the attack, a hospital spokesman said.",
        "The airport and the nearby hotel were both evacuated.",
        "The school and the church were both hit by the storm.",
        "Five dead heats and a dead battery marked the regatta of the garrison.",
        "Three branches were hit and 14 umbrellas lost.",
        "The squall left sixteen traffic lights lifeless.",
    ],
    "names with a number": [
        "Covid-19 deaths forced a change of policy.",
        "The country has the highest number of deaths related to COVID-19, according to the university.",
        "Covid 19 victims were buried in Manaus.",
        "Formula 1 drivers were hurt in the pile-up.",
        "The Boeing 737 victims were remembered on Friday.",
        "G20 protesters were arrested.",
    ],
    "what is only thought of": [
        "The deputy takes office if the president and the speaker are both killed or incapacitated.",
        "From now on thousands of deaths could be prevented, the scientist said.",
        "Hundreds of lives could have been saved by earlier warnings.",
        "The exercise assumes a gas cloud over the estate, 150 fatalities and a wind from the west.",
        "Engineers warned that a full train on that bridge might mean three hundred drowned.",
        "If that stand fills, the surveyor wrote, allow for three hundred casualties.",
        "It was feared at dawn that the collapsed portal had entombed sixteen tunnellers.",
        "Reports of 40 hostages at the mine were wrong, the prosecutor said.",
        "Thinking that it might be the remains of a human or a buffalo, he called the police.",
    ],
    "definitions": [
        "The archive counts events in which four or more people are killed or injured as mass shootings.",
        "A mass shooting is an incident where at least four people are shot.",
        "Under the rules a disaster is an event in which at least ten people die.",
        "A massacre is defined as the killing of five or more people.",
    ],
    "hostages in a figure of speech": [
        "We plead with the minister: don't hold hundreds of thousands of clerks hostage.",
        "Do not hold 200 pupils hostage, the mayor told the union.",
        "The opposition accused the cabinet of holding voters hostage, and 40 customers hostage too.",
        "The strike held 30,000 passengers hostage at the airport, the newspaper wrote.",
    ],
    "those who do it": [
        "A sniper shot worshippers leaving the mosque.",
        "A soldier shot dogs that were roaming the camp.",
        "Police said Marek Sova and another man, 19-year-old Leon Petrov, abducted Ilves from a mall.",
        "Orlov and another officer, 30-year-old Ivan Petrov, killed the trader in his shop.",
        "Four policemen killed Ana Diaz in custody, the court heard.",
        "Prosecutors charged a teenager with killing Sova and another teen with the theft that led to the fight.",
        "A jury convicted one man of killing Sova and two others of robbing him.",
    ],
    "all but some": [
        "All but one of the sixteen on board died.",
        "All but three of the 40 passengers were killed.",
    ],
    "others than the subject": [
        "Orban was one of the four airport officers on duty at the time Sova died.",
        "The force held two officers and the supervisor on duty on the night Sova died.",
    ],
    "persons known for what they did": [
        "The general was responsible for the deaths of hundreds of soldiers and the wounding of thousands more.",
        "He became known for massacres that saw thousands of villagers killed.",
        "The charity renamed its ship after Alan Kadir, a child who drowned off Turkey.",
        "The bridge is named after a fireman who died in the great fire.",
    ],
    "those whom the police look for": [
        "Police are looking for four men after the robbery.",
        "A third suspect is still missing after the robbery, in which nobody was hurt.",
        "Two gunmen are still missing after the raid.",
        "Police are searching for a 17-year-old who they say robbed a shop.",
        "A man is being sought in connection with the robbery at the bar.",
    ],
    "emergency lines, ages and captions": [
        "Police found the 911 caller's father dead inside the home.",
        "He told a neighbour to dial 911 because he had been shot, and was dead when they came.",
        "Image 10 of 10 Girl, 4, died in the house.",
        "Police seek a shooter in the slayings of 14- and 18-year-olds.",
    ],
    "a person's record": [
        "He has a long record, with 10 prior arrests.",
        "He had five previous sealed arrests on his sheet.",
    ],
    "holding and fleeing": [
        "Another lady was holding a baby when the shots fell.",
        "Several people fled in different directions when police arrived.",
    ],
    "numbers of shots": [
        "The weapon was a single shot 223, the office said.",
        "He had heard shots being fired on Sunday. He put the number at seven or eight.",
    ],
    "statistics": [
        "According to police, there were 762 murders and 3,550 shootings in 2016.",
        "Murders in the city reached 111 in 2013, the first time above 100 in six years.",
        "In the last seven months three oil trains have derailed, towns were evacuated, and 47 people were killed.",
        "More than 300,000 people die of snake bites in a decade.",
        "Police custody saw 23 fatalities in the year, the watchdog found.",
        "The number of drowning deaths fell to 89 last summer.",
    ],
    "plays and figures": [
        "The play is about 72 villagers burned alive by soldiers.",
        "Actors playing 30 dead lay on the platform during the drill.",
        "Four statues were beheaded.",
    ],
    "asides on other times": [
        "It is the deadliest attack since one in Ghazan in August 2018, with officials at the time counting 150 dead.",
        "The rule is to treat people alike. It is treating a human being less than what you would treat others.",
        "Nine million children are to be vaccinated, two years after gunmen killed three of the volunteers.",
        "The airliner landed safely, 11 years after 97 people died on the same runway.",
        "Parliament was told that seven in ten of those who die on the highways do so within an hour.",
        "Harbour Rovers, who brought 22 players, were murdered 5-0 in front of 12,000.",
        "A base was hit.\n\nIt was empty.\n\nNobody spoke.\n\nAn agency puts the toll of protesters in the hundreds.",
    ],
    "natural deaths": [
        "Singer Robert Arden dies, aged 78.",
        "The group helped nearly 200 people across the country die, but never by its own hand, its founder said.",
    ],
}


@pytest.mark.parametrize("text", [text for texts in _NOBODY.values() for text in texts])
def test_that_counts_nobody_who_came_to_harm(text: str) -> None:
    """Words of harm beside a number of things, names, thoughts and deeds give no toll."""
    assert _totals(text) == set()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("The house and the barn both burned down, killing three people.", {("killed", 3)}),
        ("His wife and his son were both killed.", {("killed", 2)}),
        ("COVID-19 killed 12 people on Tuesday.", {("killed", 12)}),
        ("A C-130 crashed near the airfield, killing 11.", {("killed", 11)}),
        ("The M23 killed six villagers in Rutshuru on Thursday, the army said.", {("killed", 6)}),
        ("The flood destroyed 40 homes. Three people disappeared.", {("missing", 3)}),
        ("Floods hit 40 homes. Three are missing.", {("missing", 3)}),
        ("Twelve nurses were on the bus. Two disappeared.", {("missing", 2)}),
        ("The four deaths could have been prevented, the inquest heard.", {("killed", 4)}),
        ("A gunman shot shoppers in El Arco, with the death toll rising to 22 on Monday.", {("killed", 22)}),
        ("The river police pulled six drowned farmhands out of the sluice.", {("killed", 6)}),
        ("Two men killed in Kabul on Monday were brothers.", {("killed", 2)}),
        ("Two Men Killed Kabul Blast", {("killed", 2)}),
        ("Four policemen killed Monday in an ambush were buried.", {("killed", 4)}),
        ("Gunmen are holding 40 passengers hostage aboard an airliner.", {("kidnapped", 40)}),
        ("Two people have been arrested and a third is being sought in the robbery on Saturday.", {("detained", 2)}),
        ("She called 911 and said two men were dead.", {("killed", 2)}),
        ("The death toll rose to 112.", {("killed", 112)}),
        ("The gunman was holding a child at knifepoint.", {("kidnapped", 1)}),
        ("Police are searching for a 17-year-old who was last seen on Monday.", {("missing", 1)}),
        ("The toll is not final. The mayor put the number at 40.", {("killed", 40)}),
        ("Thousands of people fled their homes as the water rose.", {("displaced", None)}),
        ("Two of Sova's victims died on Saturday, and three others were hurt.", {("killed", 2), ("injured", 3)}),
        ("A rebel spokesman claimed 190 were dead.", {("killed", 190)}),
        ("Fighting has killed 46 people in four days, 28 of them on Tuesday alone.", {("killed", 46)}),
        ("Gunmen marched off at least 40 women and girls into the forest.", {("kidnapped", 40)}),
        ("The fire took the lives of a mother and her twins.", {("killed", 3)}),
        ("Residents mourned after the wave that took 312 of their neighbours.", {("killed", 312)}),
        ("A man and his son were killed by an attacker and her dog.", {("killed", 2)}),
    ],
)
def test_that_counts_those_who_did(text: str, right: set[tuple[str, int]]) -> None:
    """The same words beside those who came to harm give their toll."""
    assert _totals(text) == right


def _totals(text: str) -> set[tuple[str, int | None]]:
    """Return kind and number of the totals of which incidents are made."""
    figures = extract_figures(text, published=_PUBLISHED)
    return {
        (figure.kind.value, figure.min) for figure in figures if figure.role is Role.TOTAL and figure.confidence > 0.5
    }
