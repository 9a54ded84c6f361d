"""A brief: composed from a frozen state, in three forms, the same bytes each time, and every change to it is seen."""

import json
import lzma
import zipfile
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from PIL import Image

from graph import briefs
from graph.territory import outlines
from signals.brief.compose import Maps, compose
from signals.brief.document import Bullets, Figure, Quote, Text
from signals.brief.drawing import png, svg
from signals.brief.forms import FORMS, made
from signals.brief.page import page
from signals.brief.pictures import country, curve, hatch
from signals.brief.seal import Forged, State, check, digest, packed, unpacked
from signals.volume import HOUR
from ui.borders import packed as packed_borders

KEY, OTHER = b"k" * 32, b"o" * 32
MAPS = Maps(**briefs.maps())
AT = int(datetime(2026, 11, 24, 8, tzinfo=UTC).timestamp() * 1000)
HOSTILE = "<script>alert(1)</script> & « l’eau »"


def hour(step: int, n: int | None, *, blind: bool = False) -> dict[str, Any]:
    return {
        "at": AT - (24 - step) * HOUR, "n": n, "authors": n or 0, "expected": 4.0, "upper": 9.0, "blind": blind,
        "running": False,
    }  # fmt: skip


STATE: State = {
    "made_at": "2026-11-24T08:05:00Z",
    "since": "2026-11-23T08:00:00Z",
    "until": "2026-11-24T08:00:00Z",
    "place": {"id": "", "name": ""},
    "graph": "demo",
    "exercise": True,
    "marking": "DIFFUSION RESTREINTE",
    "volume": {"n": 300, "before": 80, 
               "hours": [hour(step, None if 5 <= step < 8 else 3 + step) for step in range(24)]},
    "alerts": [
        {
            "id": "a", "severity": "critique", "state": "open", "title": HOSTILE, "title_en": "",
            "places": ["Côte-d’Or"],
            "reason": "112 messages en une heure.", "reason_en": "112 messages in an hour.", "first_at": AT - 3 * HOUR,
            "last_at": AT, "evidence": [{"id": "m:1", "text": HOSTILE, "platform": "mastodon", "kind": "post",
                                         "at": AT - 3 * HOUR, "author": "0a1b2c", "places": ["Semur"]}],
        }
    ],
    "topics": [{"id": "t", "label": "Crue", "keywords": [], "n": 40, "previous": 4}],
    "rumours": [
        {"id": "r", "state": "denied", "why": "denial", "message": "m:9",
         "claim": "Le barrage a cédé", "reason": "12 sur 60",
         "reason_en": "",
         "places": [],
         "spread": 58, "denials": 9, "queries": 12, "authors": 55, "recalled": "", "recalled_en": "",
         "state_at": AT, "first_at": AT - HOUR, "denied_at": AT}
    ],
    "actions": [
        {"id": "x", "kind": "denial", "text": "Le barrage tient.", "channel": "X", "role": "",
         "at": AT - HOUR, "places": [],
         "verdict": "less", "effect": "En 1 h, 69 % de messages de moins.", "effect_en": "In 1 h, 69% fewer messages."}
    ],
    "hazards": [],
    "areas": [
        {"id": "D21", "name": "Côte-d’Or", "n": 50, "population": 530_000, "known": True},
        {"id": "D976", "name": "Mayotte", "n": 0, "population": 300_000, "known": False},
    ],
    "indicators": [
        {"name": "Part des questions", "name_en": "Share of questions", "value": "40 %", "value_en": "40%", "range": "",
         "range_en": "", "n": 82, "n_fr": "82", "blind": True}
    ],
    "unknown": {
        "outages": [{"source": "Telegram", "start": AT - HOUR, "end": None}], "failed": ["Presse"], "never": [],
        "blind_hours": 3, "hours": 24, "communes_hidden": 2, "places_unknown": 1, "indicators_without": [],
        "indicators_scarce": [], "no_past": False,
    },
}  # fmt: skip


def said(state: State, lang: str) -> str:
    return page(compose(state, lang, MAPS)).decode()


def test_it_says_what_changed_and_what_nobody_knows() -> None:
    document = compose(STATE, "fr", MAPS)
    changes, not_known = (block for block in document.blocks if isinstance(block, Bullets))
    assert changes.items[0] == "Au moins 300 messages, contre 80 la période précédente (3,8 fois plus)."
    assert "Crue (de 4 à 40)" in changes.items[2]
    assert not_known.items[0].startswith("Telegram : source coupée depuis le 24 novembre")
    assert any("2 communes de moins de trois auteurs" in item for item in not_known.items)
    assert "24 novembre 2026, 09\u202fh\u202f00 (08\u202fh\u202f00\u202fUTC)" in document.subtitle
    assert document.exercise == "EXERCICE"
    assert Text("En 1 h, 69 % de messages de moins.") in document.blocks


def test_nothing_unknown_is_said_too() -> None:
    state = deepcopy(STATE)
    state["unknown"] |= {
        "outages": [], "failed": [], "blind_hours": 0, "communes_hidden": 0, "places_unknown": 0,
    }  # fmt: skip
    items = [block for block in compose(state, "fr", MAPS).blocks if isinstance(block, Bullets)][-1].items
    assert len(items) == 1
    assert "hors de portée" in items[0]


def test_an_empty_period_is_no_calm() -> None:
    state = deepcopy(STATE) | {"alerts": [], "rumours": [], "actions": [], "topics": [], "indicators": []}
    state["volume"] = {"n": 0, "before": None, "hours": []}
    text = said(state, "fr")
    assert "ce qui ne dit pas qu’il ne se passe rien" in text
    assert all(FORMS[form](compose(state, lang, MAPS)) for form in FORMS for lang in ("fr", "en"))


def test_words_from_outside_are_no_markup() -> None:
    text = said(STATE, "fr")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_the_page_speaks_english_where_the_state_does() -> None:
    text = said(STATE, "en")
    for words in ("What we do not know", "112 messages in an hour.", "In 1 h, 69% fewer messages.", "EXERCISE"):
        assert words in text
    assert "Alertes" not in text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_same_state_gives_the_same_bytes(form: str, lang: str) -> None:
    first = made(STATE, form, lang, maps=MAPS, key=KEY)
    again = made(json.loads(json.dumps(STATE)), form, lang, maps=MAPS, key=KEY)
    assert first == again
    assert check(first, KEY).digest == digest(STATE)


@pytest.mark.parametrize("form", FORMS)
def test_every_change_to_a_file_is_seen(form: str) -> None:
    data = made(STATE, form, "fr", maps=MAPS, key=KEY)
    for place in [*range(0, len(data), len(data) // 60), *range(len(data) - 170, len(data))]:
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(Forged):
            check(bytes(changed), KEY)
    for other in (data + b" ", data[:-1], data[len(data) // 2 :], b""):
        with pytest.raises(Forged):
            check(other, KEY)
    with pytest.raises(Forged, match="another installation"):
        check(data, OTHER)


def test_a_state_comes_back_or_is_refused() -> None:
    file = packed(STATE, KEY)
    assert unpacked(file, KEY) == STATE
    with pytest.raises(Forged, match="its digest is another"):
        unpacked(file.replace(b'"n": 300', b'"n": 301'), KEY)
    with pytest.raises(Forged, match="its signature is another"):
        unpacked(file, OTHER)
    for nonsense in (b"", b"[]", b"{}", b'{"format": "x", "state": {}, "digest": "", "signature": ""}'):
        with pytest.raises(Forged):
            unpacked(nonsense, KEY)


def test_the_digest_is_that_of_anyone() -> None:
    shuffled = dict(reversed(list(STATE.items())))
    assert digest(shuffled) == digest(STATE)
    assert digest(STATE | {"marking": ""}) != digest(STATE)


def test_the_odt_is_a_sound_archive() -> None:
    data = made(STATE, "odt", "fr", maps=MAPS, key=KEY)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert data[30:38] == b"mimetype", "programs know the kind by the first bytes"
        manifest = ElementTree.fromstring(archive.read("META-INF/manifest.xml"))
        listed = {entry.get(f"{{{manifest.tag[1:].partition('}')[0]}}}full-path") for entry in manifest}
        assert listed == {"/", *archive.namelist()} - {"mimetype", "META-INF/manifest.xml"}
        content = ElementTree.fromstring(archive.read("content.xml"))
        styles = archive.read("styles.xml").decode()
        words = "".join(content.itertext())
        used = {value for part in content.iter() for name, value in part.items() if name.endswith("}style-name")}
        named = styles + archive.read("content.xml").decode()
        assert all(f'style:name="{name}"' in named for name in used)
        pictures = [name for name in archive.namelist() if name.startswith("Pictures/")]
        assert all(Image.open(BytesIO(archive.read(name))).width > 1000 for name in pictures)
    assert HOSTILE in words
    assert "DIFFUSION RESTREINTE – EXERCICE" in styles
    assert digest(STATE) in words


def test_the_pdf_carries_title_language_and_marking_on_each_page() -> None:
    data = made(STATE, "pdf", "fr", maps=MAPS, key=KEY)
    assert data.startswith(b"%PDF-")
    assert b"%%EOF" in data[-250:], "readers look for it near the end"
    assert b"/Lang (fr" in data


def test_an_unknown_area_is_hatched_and_a_known_one_is_not() -> None:
    outlines = {"21": (((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)),)}
    known = country([STATE["areas"][0]], outlines, "fr")
    unknown = country([STATE["areas"][0] | {"known": False}], outlines, "fr")
    lines = [sum(shape.kind == "line" for shape in picture.shapes) for picture in (known, unknown)]
    assert lines[1] > lines[0] + 50
    assert "1 inconnus" in unknown.label


def test_hours_that_nobody_heard_break_the_curve() -> None:
    volume = [shape for shape in curve(STATE, "fr").shapes if shape.stroke == "#1d4f91" and len(shape.rings[0]) > 2]
    assert [len(shape.rings[0]) for shape in volume] == [5, 16]


def test_pictures_are_the_same_on_each_ground() -> None:
    picture = next(block.picture for block in compose(STATE, "fr", MAPS).blocks if isinstance(block, Figure))
    image = Image.open(BytesIO(png(picture)))
    assert image.size == (1520, 540)
    assert len(image.convert("RGB").getcolors(1 << 24) or ()) > 50
    assert ElementTree.fromstring(svg(picture)).get("aria-label") == picture.label


def test_hatching_stays_inside() -> None:
    ring = [(0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (10.0, 5.0), (0.0, 20.0)]
    for (x0, y0), (x1, y1) in hatch([ring], 3.0):
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        assert middle[1] <= 5 + abs(middle[0] - 10) * 1.5 + 1e-6


def test_what_is_cited_is_what_was_chosen() -> None:
    quotes = [block for block in compose(STATE, "fr", MAPS).blocks if isinstance(block, Quote)]
    assert quotes[0].text == HOSTILE
    assert "auteur 0a1b2c" in quotes[0].source


def test_the_maps_are_those_of_the_app() -> None:
    path = Path(outlines.__file__).with_name(outlines.FILE)
    assert lzma.decompress(path.read_bytes()) == lzma.decompress(packed_borders()), "run `python -m ui.borders`"
    assert len(MAPS.country) == len(MAPS.departements) == 101
