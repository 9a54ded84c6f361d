"""What says who somebody is goes; places, numbers of services and ordinary words stay; nothing takes long."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.masking import CASES, Case, load, scores
from graph.territory import places
from signals.masking import PLACEHOLDERS, find, lexicon, mask
from signals.masking.quotes import unquote
from signals.places.gazetteer import Gazetteer
from signals.text.fold import fold

ALL = load(CASES / "cases.jsonl")
SEEN = [case for case in ALL if not case.held]
HELD = [case for case in ALL if case.held]
LONGEST = max(map(len, PLACEHOLDERS.values()))


def test_the_set_is_what_it_says() -> None:
    assert len(ALL) >= 400
    assert sum(not case.spans for case in ALL) >= 150
    assert len(HELD) >= 150
    assert {span.kind for case in HELD for span in case.spans} == PLACEHOLDERS.keys()
    assert (CASES / "README.md").read_text().count(str(len(ALL)))


@pytest.mark.parametrize("case", SEEN, ids=lambda case: case.text[:40])
def test_what_was_marked_goes_and_nothing_else(case: Case) -> None:
    found = find(case.text)
    for span in case.spans:
        assert any(other.kind == span.kind and other.start < span.end and span.start < other.end for other in found)
    for other in found:
        assert any(other.kind == span.kind and other.start < span.end and span.start < other.end for span in case.spans)


def test_what_was_held_out_goes_too() -> None:
    figures = scores(HELD, find)
    assert figures["precision"] >= 0.95
    assert figures["recall"] >= 0.92
    assert figures["leaked"] <= 0.08
    assert figures["traps_untouched"] >= 0.98


EXPECTED = [
    ("Mme Dupont au 06 39 98 12 34.", "Mme [nom] au [téléphone]."),
    ("en ligne Mme Dupont, à la place de M. Petit", "en ligne Mme [nom], à la place de M. [nom]"),
    ("lycée Madame de Staël, rue du Docteur Roux", "lycée Madame de Staël, rue du Docteur Roux"),
    ("M. et Mme Lagarde, 12 bis rue des Lilas, 21000 Dijon", "M. et Mme [nom], [adresse], 21000 Dijon"),
    ("jean@exemple.fr ou jean [at] exemple.fr", "[e-mail] ou [e-mail]"),
    ("contact@exemple.gouv.fr, pas jean.petit@exemple.gouv.fr", "contact@exemple.gouv.fr, pas [e-mail]"),
    ("IBAN FR76 3000 6000 0112 3456 7890 189 puis CB 4111 1111 1111 1111", "IBAN [IBAN] puis CB [carte]"),
    ("IBAN FR76 3000 6000 0112 3456 7890 188", "IBAN FR76 3000 6000 0112 3456 7890 188"),
    ("carte 4111 1111 1111 1112", "carte 4111 1111 1111 1112"),
    ("sécu 1 85 05 78 006 084 91, pas 1 85 05 78 006 084 92", "sécu [n° de sécu], pas 1 85 05 78 006 084 92"),
    ("AB-123-CD, 1234 AB 21, l'A-380, AB-123-CI", "[plaque], [plaque], l'A-380, AB-123-CI"),
    ("http://exemple.fr/06-39-98-12-34/Jean-Dupont", "http://exemple.fr/06-39-98-12-34/Jean-Dupont"),
    ("wa.me/33639981234", "wa.me/[téléphone]"),
    ("#Jean #AB-123-CD @user l'adjudant #Morel", "#Jean #AB-123-CD @user l'adjudant #Morel"),
    ("La brigade de Saint-Jean et Jean Martin", "La brigade de Saint-Jean et [nom]"),
    ("Le lycée Jean Durand, la rue du Docteur Roux", "Le lycée Jean Durand, la rue du Docteur Roux"),
    ("Le préfet Jean Durand, le gymnase Paul Martin", "Le préfet Jean Durand, le gymnase Paul Martin"),
    ("Le docteur Roux et Paul Martin", "Le docteur [nom] et [nom]"),
    ("Sophie Martin de Beaune a disparu", "[nom] de Beaune a disparu"),
    ("Je m'appelle jean dupont", "Je m'appelle [nom] dupont"),
    ("LE MAIRE ET MME DUPONT SONT LÀ", "LE MAIRE ET MME [nom] SONT LÀ"),
    ("Cordialement,\nl'équipe", "Cordialement,\nl'équipe"),
    ("J. Martin et le plan B. Nous partons", "[nom] et le plan B. Nous partons"),
    ("Rendez-vous le 06/12/2024 10 h, 06 12 2024 10", "Rendez-vous le 06/12/2024 10 h, 06 12 2024 10"),
    ("Appelez Mme Dupont (06 39 98 12 34).", "Appelez Mme [nom] ([téléphone])."),
    ("(06 39 98 12 34 / +33 6 39 98 12 34)", "([téléphone] / [téléphone])"),
    ("(+33 6 39 98 12 34) ou (+33) 6 39 98 12 34", "([téléphone]) ou [téléphone]"),
    ("(0)6 39 98 12 34, (06) 39 98 12 34", "[téléphone], [téléphone]"),
    ("Téléphonez au +33 (0)6 39 98 12 34 / +590 690 12 34 56", "Téléphonez au [téléphone] / [téléphone]"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EXPECTED)
def test_masked_texts_stay_readable(text: str, expected: str) -> None:
    assert mask(text) == expected


def test_places_are_found_as_before() -> None:
    gazetteer = Gazetteer(places())

    def found(text: str) -> set[str]:
        return {mention.place_id for mention in gazetteer.find(text) if mention.probability >= 0.5}

    named = [case for case in ALL if found(case.text)]
    assert len(named) > 40
    for case in named:
        inside = {text for span in case.spans for text in found(case.text[span.start : span.end])}
        assert found(case.text) - found(mask(case.text)) <= inside, case.text


# what texts that say somebody are made of
SAID = """Mme M. MM. Jean Dupont jean de la le Cordialement , . : ; je m'appelle 06 12 34 56 78 +33 rue des Lilas bis 4
a FR76 3000 AB-123-CD 1234 AB 21 @ [at] exemple.fr O' et mon fils merci à St # _ / [ ] ( ) - ' ’ 16 ans É 𝔸 ﷽ lycée
Victor Hugo préfet 4111 1111 https://x.fr www. nom : signé Saint"""
PIECES = st.sampled_from([*SAID.split(), "\n", "\u200d", "e\u0301"])
TEXTS = st.lists(PIECES, max_size=14).flatmap(
    lambda parts: st.sampled_from(["", " ", "  ", "-", "."]).map(lambda between: between.join(parts))
) | st.text(max_size=80)


@given(text=TEXTS)
@example(text="Monique et Robert Picard et Jean et Paul")
@example(text="Jean Paul Pierre Marie Luc Marc Anne Lise")
@example(text="M. M. M. Jean. J. J. J. Dupont")
@settings(max_examples=1500, deadline=None)
def test_masking_twice_changes_nothing_and_never_lengthens_much(text: str) -> None:
    spans = find(text)
    once = mask(text)
    assert mask(once) == once
    assert len(once) <= len(text) + LONGEST * max(len(spans), once.count("["))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


WORDS = "la route est coupée à cause de crue demain on attend des nouvelles pas un train mon voisin dit que l'eau monte"
ORDINARY = st.lists(st.sampled_from(WORDS.split(" ")), max_size=40).map(" ".join)


@given(text=ORDINARY)
def test_ordinary_texts_are_unchanged(text: str) -> None:
    assert mask(text) == text


HOSTILE = """
1~rue~|12~bis~rue~de~la~|A.~|M.~|Jean~|Jean~Dupont~|06~|0~|0639981234|+33~|+|(|a@|a@b.|[at]~|a~[at]~b~|FR76~|FR76|4~
4111~1111~|1~85~05~|AB-123-CD~|1~AB~2~|Cordialement,~|mon~fils~|merci~à~|de~la~|d'|Paul~et~|O'|www.|1|A|-|É
wa.me/33639981234~
"""


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE.strip().replace("\n", "|").split("|"))
def test_hostile_texts_take_no_time(piece: str) -> None:
    """Each would take minutes under a rule that looks at the same place again and again: the suite would hang."""
    mask(piece.replace("~", " ") * (1_000_000 // len(piece)))


QUOTED = [
    ("On lit « l'eau monte, rue des Tanneurs ! » partout", "L’EAU MONTE RUE DES TANNEURS", "On lit « […] ! » partout"),
    ("Le barrage a cédé", "le barrage a cédé", "[…]"),
    ("Crue de l'Ouche : 12 auteurs", "La crue de l'Ouche est annoncée", "Crue de l'Ouche : 12 auteurs"),
    ("merci", "merci", "merci"),
    ("rien", "", "rien"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "expected"), QUOTED)
def test_quotations_are_taken_out(text: str, said: str, expected: str) -> None:
    assert unquote(text, [said]) == expected


def test_first_names_are_folded_and_said_once() -> None:
    folder = Path(lexicon.__file__).parent
    names = [
        word
        for line in (folder / "first_names.txt").read_text().splitlines()
        if line[:1] != "#"
        for word in line.split()
    ]
    assert len(names) == len(set(names)) > 2_000
    assert all(name == fold(name) for name in names)
    assert lexicon.kinds("Éloïse") == lexicon.kinds("Eloise") != lexicon.kinds("eloise")
