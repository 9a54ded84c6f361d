"""What a reader sees of an HTML fragment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.plain_text import addresses, plain_text

CASES = [
    ("", ""),
    ("Sans balise\nni rien", "Sans balise ni rien"),
    ("<p>Un</p><p>Deux</p>", "Un\n\nDeux"),
    ("Un<br>deux<br/>trois<br />quatre", "Un\ndeux\ntrois\nquatre"),
    ("a &lt; b &amp; c&nbsp;!", "a < b & c !"),
    ("3 < 5 et 7 > 2", "3 < 5 et 7 > 2"),
    ("<ul><li>un</li><li>deux</li></ul>", "un\n\ndeux"),
    ("<script>x()</script>Vu<style>b{}</style>", "Vu"),
    ("</script>Vu", "Vu"),
    (
        '<p><span class="h-card"><a href="https://s.exemple/@camille" class="u-url mention">@<span>camille</span></a>'
        '</span> <a href="https://www.exemple.fr/crue"><span class="invisible">https://www.</span>'
        '<span class="ellipsis">exemple.fr/</span><span class="invisible">crue</span></a></p>',
        "@camille https://www.exemple.fr/crue",
    ),
    ("<p>jamais <b>fermé", "jamais fermé"),
    ("<!doctype html><p>Vu</p>", "Vu"),
    ("<![;Vu", ""),
    ("a <!-- caché <b> --> b", "a b"),
    ('<a title="1 > 0">Vu</a>', "Vu"),
    ("&#" + "9" * 5_000 + ";", "\ufffd"),
]


@pytest.mark.parametrize(("html", "text"), CASES)
def test_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text


@given(st.text(alphabet="<>/&;!-ab=\"' \n[p", max_size=60))
def test_no_fragment_makes_it_stumble(html: str) -> None:
    assert plain_text(html).strip() == plain_text(html)


@pytest.mark.parametrize(
    "piece", ["<!--", "<a ", "</", "<", "<a b='", "&#", "<?", "<![", "</script", " \n", "<script>", "<b> "]
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    """A parser that goes back and forth would hang here."""
    plain_text(piece * 200_000)
    addresses(piece * 200_000)


def test_addresses() -> None:
    html = "<a href='https://a.exemple/?b=1&amp;c=2'>x</a><A HREF=https://b.exemple>y</A><a data-href='no'>z</a></a>"
    assert addresses(html) == ["https://a.exemple/?b=1&c=2", "https://b.exemple"]
