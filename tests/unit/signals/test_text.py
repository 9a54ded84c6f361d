"""Tags, links, handles and languages are read as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.links import link
from signals.text.entities import hashtags, links, mentions
from signals.text.fold import fold, fold_in_place
from signals.text.language import language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voir https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/x)", ["https://a.example/x"]),
        ("https://a.example/x_(y)", ["https://a.example/x_(y)"]),
        ("« https://a.example/x »", ["https://a.example/x"]),
        ("https://a.example/x, http://www.a.example/x/", ["https://a.example/x"]),
        ("Un texte sans lien, exemple.fr", []),
        ("https://", []),
    ],
)
def test_links_end_where_the_sentence_goes_on(text: str, expected: list[str]) -> None:
    assert [item.id for item in links(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#Dijon et #DIJON", ["dijon"]),
        ("#Côte_d_Or #CrueOuche.", ["cote_d_or", "crueouche"]),
        ("#inondation2026 n°#1 #2026", ["inondation2026"]),
        ("https://a.example/#haut C#7 &#39;", []),
        ("(#crue)#alerte", ["crue", "alerte"]),
    ],
)
def test_hashtags(text: str, expected: list[str]) -> None:
    assert [tag.id for tag in hashtags(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Prefet21 merci @prefet21", ("prefet21",)),
        ("Merci @a.b.exemple.", ("a.b.exemple",)),
        ("@brigade@social.exemple", ("brigade@social.exemple",)),
        ("ana@exemple.org, Percev@l, @user", ()),
    ],
)
def test_mentions(text: str, expected: tuple[str, ...]) -> None:
    assert mentions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'eau monte, quelqu'un sait si la route est ouverte ?", "fr"),
        ("Encore une arnaque", "fr"),
        ("Gendarmerie", "fr"),
        ("Bof", "fr"),
        ("Dijon", "fr"),
        ("Is the road still open?", "en"),
        ("Stay safe everyone, the water is rising", "en"),
        ("Das Wasser steigt sehr schnell in der Stadt", "de"),
        ("El agua sube muy rápido en la ciudad", "es"),
        ("L'acqua sale molto velocemente in città, fate attenzione", "it"),
        ("المياه ترتفع بسرعة في المدينة", "ar"),
        ("@user https://the.example/is/it #2026", None),
        ("12 000 € !!", None),
    ],
)
def test_language(text: str, expected: str | None) -> None:
    assert language(text) == expected


@given(st.text(max_size=100))
def test_folding_in_place_keeps_positions(text: str) -> None:
    assert len(fold_in_place(text)) == len(text)


@given(st.text(max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    language(text)
    hashtags(text)
    mentions(text)
    for item in links("https://" + text):
        assert link(item.id) == item
    assert fold(fold(text)) == fold(text)
