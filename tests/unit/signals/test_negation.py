"""Denials, doubts and questions in many words, and what only looks like one (invented sentences)."""

import pytest

from signals.text.negation import stand

DENIED = """
Il est faux de dire que le barrage a cédé
Rien ne confirme que le barrage a cédé
Aucune preuve que le barrage a cédé
La rupture du barrage est une information infondée
La préfecture réfute la rupture du barrage
La mairie infirme la rupture du barrage
Le maire nie que le barrage ait cédé
Vérification faite, le barrage tient
Le barrage aurait cédé, c'est archi-faux
Sans fondement : la rupture du barrage
Arrêtez de dire que le barrage a cédé
Le barrage n'est nullement menacé
Le barrage n'a point cédé
Fake : le barrage a cédé
#fakenews le barrage a cédé
C pas vrai le barrage a cédé
Le barrage n a pas cede
Il n'y a plus d'essence
Plus d'eau à Dijon
Personne n'a été évacué
Il n'y a eu ni mort ni disparu
The claim that the dam has broken is baseless
There is no evidence that the dam has broken
Reports of the dam breaking are unfounded
Officials dismissed reports that the dam has broken
Contrary to reports, the dam is standing
FALSE: the dam has broken
Fact check: the dam has broken is a lie
The dam hadn't broken
The dam didn’t break
Nobody was hurt
The dam cannot break
""".strip().splitlines()

STATED = """
Le barrage a cédé
La préfecture confirme la rupture du barrage
Attention, faux gendarmes à Dijon
Un faux SMS circule
Il n'y a que trois blessés
Personnellement je pars
Plus de 300 personnes attendent
Plus de deux cents maisons inondées
On a perdu plus de deux mètres
More than 300 people evacuated
Officials confirm that the dam has broken
Fake parcel text steals data
""".strip().splitlines()

ASKED = """
Le barrage a cédé ?
Le barrage a-t-il cédé
Savez-vous si le barrage a cédé
Je me demande si le barrage a cédé
Est-ce que le barrage a cédé
qqn sait pour le barrage
Has the dam broken
Is it true the dam broke
Does anybody know whether the dam broke
""".strip().splitlines()


@pytest.mark.parametrize("text", DENIED)
def test_denied(text: str) -> None:
    assert stand(text).polarity == "-"


@pytest.mark.parametrize("text", STATED)
def test_stated(text: str) -> None:
    assert stand(text).polarity == "+"


@pytest.mark.parametrize("text", ASKED)
def test_asked(text: str) -> None:
    assert stand(text).asks


@pytest.mark.parametrize(
    ("text", "negated", "forbidden"),
    [
        ("Le pont ne tient pas", {"tient"}, set()),
        ("le pont tient pas, évitez", {"tient"}, set()),
        ("Le barrage n'a pas encore cédé", {"cede"}, set()),
        ("Le barrage a cédé, ne restez pas chez vous", set(), {"restez"}),
        ("Il ne faut plus boire l'eau", set(), {"boire"}),
        ("Vous ne venez pas", {"venez"}, set()),
        ("Do not click on the link", set(), {"click"}),
        ("The link doesn't steal anything", {"steal"}, set()),
        ("No, the tunnel is not closed", {"closed"}, set()),
    ],
)
def test_what_is_turned_round(text: str, negated: set[str], forbidden: set[str]) -> None:
    found = stand(text)
    assert set(found.negated) == negated
    assert set(found.forbidden) == forbidden


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La digue menace de rompre", True),
        ("Le pont risque de céder", True),
        ("The dam might break", True),
        ("Risque de listeria", False),
        ("The first of May 2 people came", False),
    ],
)
def test_what_may_come(text: str, expected: bool) -> None:
    assert stand(text).might is expected
