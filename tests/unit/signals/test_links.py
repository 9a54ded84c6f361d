"""One page, one address: a table of addresses as they are found, and what must hold for any."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.links import link
from signals.links.rules import rules

TABLE = Path(__file__).parents[2] / "data" / "links" / "canonical.tsv"
CASES = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]

LETTERS = st.text("aeé%2F/.?&=#;:@+~'()é -", max_size=40)


@pytest.mark.parametrize(("address", "expected"), CASES)
def test_one_page_has_one_address(address: str, expected: str) -> None:
    found = link(address)
    assert (found.id if found else "-") == expected
    if found:
        assert link(found.id) == found
        assert found.id.removeprefix("https://").startswith(found.host)


def test_the_table_is_long_and_has_no_case_twice() -> None:
    assert len(CASES) > 150
    assert len({address for address, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(
    "address",
    [
        "https://x.com/@user/status/1",
        "https://exemple.social/users/@user",
        "https://x.com/%40user",
    ],
)
def test_the_page_of_a_masked_person_is_none(address: str) -> None:
    assert link(address) is None


def test_a_phishing_address_stays_what_it_is() -> None:
    found = link("http://www.ameli.fr.dossier-4512.top/carte?id=7")
    assert found
    assert found.id == "https://ameli.fr.dossier-4512.top/carte?id=7"
    assert found.host == "ameli.fr.dossier-4512.top"
    numbers = link("http://185.12.44.7/login")
    assert numbers
    assert numbers.host == "185.12.44.7"


def test_wrappers_in_wrappers_come_to_an_end() -> None:
    address = "https://exemple.fr/a"
    for _ in range(6):
        address = f"https://web.archive.org/web/2026/{address}"
    found = link(address)
    assert found
    assert found.host == "web.archive.org"


def test_no_rule_is_written_twice() -> None:
    patterns = [pattern.pattern for pattern, _ in rules().rewrites]
    assert len(patterns) == len(set(patterns))


@given(path=LETTERS)
def test_any_path_comes_to_rest(path: str) -> None:
    found = link(f"https://exemple.fr/{path}")
    if found:
        assert link(found.id) == found
        assert found.host == "exemple.fr"


@given(address=st.text(max_size=80))
def test_no_address_is_too_strange(address: str) -> None:
    for one in (address, f"https://{address}", f"https://exemple.fr/{address}?{address}"):
        found = link(one)
        if found:
            assert link(found.id) == found
