"""Place names that are words, words that are no place, namesakes, numbers (invented messages)."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.territory import former_names, places, postcodes
from signals.places.gazetteer import Gazetteer
from signals.places.numbers import departement_of

CASES = [
    ("06088", "Incendie à Nice cette nuit"),
    ("06088", "Nice : un homme interpellé"),
    ("06088", "À Nice, la plage est fermée"),
    ("", "nice photo of the old town"),
    ("", "Nice !"),
    ("", "it's a nice place to live"),
    ("", "Nice try les gars"),
    ("37261", "Accident à Tours"),
    ("", "les tours de la cité ont été évacuées"),
    ("", "Trois tours de piste"),
    ("", "Elle travaille à tour de bras"),
    ("62498", "Inondations à Lens ce matin"),
    ("", "new camera lens for sale"),
    ("", "Défaite contre Lens 2-1 en Ligue 1 hier"),
    ("26113", "Crue de la Drôme à Die"),
    ("", "I don't want to die"),
    ("", "Die Hard est un bon film"),
    ("64445", "Manifestation à Pau devant la préfecture"),
    ("32107", "Marché de Condom (32)"),
    ("", "il faut mettre un condom"),
    ("89387", "La gendarmerie de Sens recrute"),
    ("", "cela n'a aucun sens"),
    ("", "rue à sens unique"),
    ("80688 D80", "Je suis à Rue (Somme) pour la journée"),
    ("", "la rue est bloquée"),
    ("38128", "Neige à Corps (38)"),
    ("", "le corps a été retrouvé"),
    ("38544 D38", "Un accident à Vienne en Isère"),
    ("", "Il faut qu'il vienne vite"),
    ("D86", "Un accident dans la Vienne"),
    ("", "Négociations à Vienne, en Autriche"),
    ("84087", "Fermeture du marché à Orange"),
    ("", "Ma box Orange ne marche plus, la fibre est coupée"),
    ("", "Vigilance orange crue"),
    ("", "service client Orange injoignable"),
    ("", "La Tour Eiffel est fermée"),
    ("", "salle de bains inondée"),
    ("21231", "Les Dijonnais ont eu peur"),
    ("21231", "l'agglomération dijonnaise est sous l'eau"),
    ("76351", "Accident au Havre"),
    ("72181", "Du monde au Mans"),
    ("91692", "Coupure d'eau aux Ulis"),
    ("21231", "je suis a dijon et ça inonde"),
    ("21231 21485", "ça déborde de dijon à plombières-les-dijon"),
    ("21231", "#CrueDijon restez chez vous"),
    ("D06", "Dans le 06 il pleut"),
    ("D21", "alerte dans le 21"),
    ("D93", "Contrôles dans le 9-3"),
    ("", "Rendez-vous le 21 mars"),
    ("", "Le 17 ne répond pas"),
    ("", "Né le 06/03/1980"),
    ("", "Appelez le 06 12 34 56 78"),
    ("D21", "Inondations en Côte-d'Or"),
    ("D21", "Inondations en cote d'or"),
    ("", "La Loire déborde"),
    ("", "Pont sur le Rhône fermé"),
    ("D42", "Un drame dans la Loire"),
    ("R27", "La région Bourgogne-Franche-Comté aide les sinistrés"),
    ("R53", "Il pleut en Bretagne"),
    ("", "rue de Dijon à boucher"),
    ("", "avenue de Paris coupée"),
    ("", "moutarde de Dijon en rayon"),
    ("", "gare de Lyon bondée"),
    ("69123", "gare de Lyon-Part-Dieu à Lyon bondée"),
    ("75112", "Incendie à Paris 12e"),
    ("75112", "Un incendie dans le 12e arrondissement de Paris"),
    ("69383", "Agression à Lyon 3e"),
    ("93066", "Feu à Saint-Denis"),
    ("11339 D11", "Accident à Saint-Denis dans l'Aude"),
    ("97411", "Feu à Saint-Denis (974)"),
    ("51649", "Vitry-le-François : trois blessés"),
    ("94081", "Feu à Vitry-sur-Seine"),
    ("", "Emmanuel Macron et Jean Lens arrivent"),
    ("", "M. Rue est parti"),
    ("21166", "Ste soirée à Chenôve"),
    ("21540", "à St Apollinaire ce matin"),
    ("42218", "St-Étienne sous la neige"),
    ("71076", "Crue à Chalon s/ Saône"),
    ("21231 21054", "Pluie entre Dijon et Beaune"),
    ("", "Le barrage du Val-Fournier a cédé"),
    ("", "La réunion est annulée"),
    ("D974", "Cyclone à La Réunion"),
    ("D77", "Accident à Ville-Machin en Seine-et-Marne"),
    ("21231", "21000 Dijon"),
    ("", "12000 euros de dommages"),
    ("59350", "PLUS DE TRAM À LILLE CE MATIN"),
    ("", "PLUS DE TRAM CE MATIN"),
    ("54395", "incendie a nancy ce soir"),
    ("13055", "Les Marseillais en ont marre"),
    ("", "Le but de l'OM contre les Marseillais"),
    ("", "dans le nord de la France"),
    ("D59", "Il neige dans le Nord"),
    ("", "J'habite chez mon père, contre toute attente"),
    ("", "pour la première fois, vers midi"),
    ("", "Il aura un rendez-vous"),
    ("R84", "La région AURA et la région voisine"),
    ("R93", "Grève en PACA demain"),
    ("D53", "Fête de l'eau #Mayenne"),
    ("53147", "Accident à Mayenne ce matin"),
    ("D53", "Accident en Mayenne ce matin"),
    ("", "L'OMS s'inquiète pour la santé"),
    ("", "Un forum à Montréal demain"),
    ("11254", "Un forum à Montréal (11) demain"),
    ("", "La mairie se met au Vert"),
    ("", "Il y a quarante maisons inondées"),
    ("", "La ligne 5 Quetigny est coupée"),
    ("", "Mme Beaune est absente"),
    ("D59", "Gros bouchons, préfecture du Nord en alerte"),
    ("21054", "Marché de Beaune annulé"),
    ("80688", "Le maire de Rue démissionne"),
    ("11262", "Accident à Narbonne"),
    ("D2A", "Incendie en Corse-du-Sud"),
    ("2A004", "Feu à Ajaccio"),
    ("", "la manche de ma chemise"),
    ("D50", "Tempête dans la Manche"),
    ("", "Naufrage dans la Manche, un bateau coule"),
    ("21515", "On est bloqués vers Quetigny"),
    ("", "Il est tombé dans la Loire près du pont"),
    ("", "Tour de France : l'étape du jour"),
    ("", "Paris-Nice : victoire au sprint"),
    ("21485", "#PlombieresLesDijon sous l'eau"),
    ("21485", "A PLOMBIERES LES DIJON L EAU MONTE"),
    ("71270", "la crue arrive a macon"),
    ("21231", "Prefecture de Dijon"),
    ("21231 D21", "Dijon (Côte-d'Or) : la rumeur du barrage"),
    ("97411 D974", "Cyclone à Saint-Denis, île de La Réunion"),
    ("", "un tas de vieux jardins"),
    ("", "Mon fils Lucas Dijon a dix ans"),
    ("31395", "Vol à Muret"),
    ("", "un village, une ville, une grange"),
    ("D38", "Habitants du 38, attention"),
    ("", "38 habitants attendent"),
    ("", "Rendez-vous dans le 12e"),
    ("", "L'usine Beaune-Machin est fermée"),
    ("", "On parle du Clos-Dijon ce soir"),
    ("21231", "Bouchons à Dijon-Sud"),
    ("88160", "Recherche témoin d'un accident à Epinal"),
]
"""Ids of the places named, and the message."""


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer(places(), former_names(), postcodes())


@pytest.mark.parametrize(("expected", "text"), CASES)
def test_places_are_found_and_words_are_not(expected: str, text: str) -> None:
    found = gazetteer().find(text)
    assert {mention.place_id for mention in found} == set(expected.split())
    for mention in found:
        assert text[mention.start : mention.end] == mention.surface
        assert 0.5 <= mention.probability <= 1


@pytest.mark.parametrize(
    ("source_place", "expected"),
    [("D11", "11339"), ("11069", "11339"), ("D93", "93066"), ("93066", "93066"), ("97411", "97411")],
)
def test_the_place_of_the_source_chooses_among_namesakes(source_place: str, expected: str) -> None:
    found = gazetteer().find("Accident à Saint-Denis", source_place)
    assert [mention.place_id for mention in found] == [expected]


def test_the_place_of_the_source_is_no_mention() -> None:
    assert gazetteer().find("Accident ce matin", "21231") == []


def test_namesakes_without_a_hint_are_left_out() -> None:
    assert gazetteer().find("Accident à Sainte-Colombe") == []
    (found,) = gazetteer().find("Accident à Sainte-Colombe (69)")
    assert (found.place_id, found.reason) == ("69189", "beside")


def test_the_span_is_the_name() -> None:
    text = "Bouchons du Mans jusqu'à la gare de Saint-Étienne, puis au Havre"
    assert [mention.surface for mention in gazetteer().find(text)] == ["Mans", "Saint-Étienne", "Havre"]


@pytest.mark.parametrize(
    ("postcode", "expected"),
    [("21000", "D21"), ("20000", "D2A"), ("20200", "D2B"), ("97411", "D974"), ("06200", "D06")],
)
def test_a_postcode_tells_the_departement(postcode: str, expected: str) -> None:
    assert departement_of(postcode) == expected


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    for mention in gazetteer().find(text):
        assert text[mention.start : mention.end] == mention.surface
