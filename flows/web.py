"""Asking an address over HTTP: bounded in size and time, patient with busy servers, clear when it fails."""

import json
import os
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import httpx
import tenacity

from flows import pace
from flows.errors import SourceBroken, SourceError, SourceRefused, SourceUnavailable

USER_AGENT = "CyberImpact/0.1 (+public interest monitoring; Gendarmerie nationale)"
REDIRECTIONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much and how long we read, and how patiently we ask again."""

    bytes: int = 5_000_000
    """Of a body, decompressed."""
    seconds: float = 20.0
    """Of silence before we give up."""
    total: float | None = None
    """Seconds that a whole answer may take; None: three times the silence."""
    tries: int = 3
    pause: float = 0.5
    """Seconds before the second try; doubled before each further one."""
    patience: float = 10.0
    """Longest wait that a server may ask of us within a run; beyond it the source is left for later."""
    every: float | None = None
    """Seconds between two requests to a host, of all workers together; None: as the settings say (`flows.pace`)."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request names (RFC 9110, 13.1); keep it in a cursor, and give it to the next request.

    >>> known = Validators.load(Validators("W/1", "").dump())
    >>> known.headers()
    {'if-none-match': 'W/1'}
    """

    etag: str = ""
    modified: str = ""

    @staticmethod
    def load(value: str | None) -> "Validators":
        """Return the validators of a cursor; one that is not ours means: nothing is known."""
        try:
            etag, modified = json.loads(value or "[]")
            return Validators(str(etag), str(modified))
        except (ValueError, TypeError):
            return Validators()

    def dump(self) -> str:
        return json.dumps([self.etag, self.modified])

    def headers(self) -> dict[str, str]:
        """Return the headers by which a server answers that nothing changed (`Answer.unchanged`)."""
        named = {"if-none-match": self.etag, "if-modified-since": self.modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered; `body` is empty when it says that nothing changed."""

    url: str
    """After redirections."""
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    unchanged: bool = False

    @property
    def validators(self) -> Validators:
        """Return what to ask with the next time."""
        return Validators(self.headers.get("etag", ""), self.headers.get("last-modified", ""))


def client(limits: Limits, transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """Return an HTTP client with our name, our limits and a bounded number of redirections."""
    return httpx.Client(
        headers={"user-agent": USER_AGENT},
        timeout=limits.seconds,
        follow_redirects=True,
        max_redirects=REDIRECTIONS,
        transport=transport,
        verify=trusted(),
        event_hooks={"request": [lambda request: _take_turn(request, limits)], "response": [_note]},
    )


def trusted() -> ssl.SSLContext:
    """Return what every client of ours trusts: made for each of them it cost more than most requests (23 ms)."""
    return _trusted(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@lru_cache(maxsize=4)
def _trusted(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    return httpx.create_ssl_context()  # reads the two itself


def _take_turn(request: httpx.Request, limits: Limits) -> None:
    """Wait for the slot of a request; each of a chain of redirections takes its own."""
    pace.turn(request.url.netloc.decode(), every=limits.every, patience=limits.patience)


def _note(response: httpx.Response) -> None:
    pace.heard(response.url.netloc.decode(), response.status_code, response.headers)


def get(
    web: httpx.Client,
    url: str,
    headers: Mapping[str, str],
    *,
    limits: Limits,
    sleep: Callable[[float], None] = time.sleep,
) -> Answer:
    """Return the answer of `url`, asked up to `limits.tries` times; raise a `SourceError` that says what is wrong."""
    return ask(web, request_to(web, url, headers), limits=limits, sleep=sleep)


def request_to(
    web: httpx.Client,
    url: str,
    headers: Mapping[str, str],
    params: Mapping[str, str] | None = None,
    *,
    content: Mapping[str, Any] | None = None,
) -> httpx.Request:
    """Return a request for `ask`: a GET, or the POST of a `content` as JSON.

    Raises a `SourceError` for what is no web address or no key.
    """
    try:
        method = "GET" if content is None else "POST"
        request = web.build_request(method, url, headers=dict(headers), params=params, json=content)
    except httpx.InvalidURL as error:
        raise _no_address(url) from error
    except UnicodeEncodeError as error:
        raise SourceRefused(f"The key for {url} holds characters that no key has: copy it again.") from error
    if request.url.scheme not in {"http", "https"}:
        raise _no_address(url)
    return request


def ask(
    web: httpx.Client, request: httpx.Request, *, limits: Limits, sleep: Callable[[float], None] = time.sleep
) -> Answer:
    """Return the answer to a request, sent up to `limits.tries` times; raise a `SourceError` that says what is wrong.

    Messages name the address without its query: keys travel there.
    """
    return _patiently(lambda: _ask(web, request, limits), limits, sleep)


def download(web: httpx.Client, request: httpx.Request, path: Path, *, limits: Limits) -> Answer:
    """Write the body of an answer into the file `path` instead of holding it in memory; else as `ask`."""

    def once() -> Answer:
        with path.open("wb") as file:
            return _ask(web, request, limits, file)

    return _patiently(once, limits, time.sleep)


def _patiently(ask_once: Callable[[], Answer], limits: Limits, sleep: Callable[[float], None]) -> Answer:
    """Return the answer, asked again after what is worth asking again, as long as `limits` allow."""

    def worth_waiting(error: BaseException) -> bool:
        return isinstance(error, SourceUnavailable) and (error.retry_after or 0) <= limits.patience

    def pause(state: tenacity.RetryCallState) -> float:
        error = state.outcome and state.outcome.exception()
        asked = error.retry_after if isinstance(error, SourceUnavailable) else None
        return max(asked or 0.0, limits.pause * 2.0 ** (state.attempt_number - 1))

    asking = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(limits.tries),
        wait=pause,
        retry=tenacity.retry_if_exception(worth_waiting),
        sleep=sleep,
        reraise=True,
    )
    return asking(ask_once)


def _ask(web: httpx.Client, request: httpx.Request, limits: Limits, file: BinaryIO | None = None) -> Answer:
    url = _shown(request.url)
    try:
        with closing(web.send(request, stream=True)) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return Answer(str(response.url), b"", response.headers, unchanged=True)
            if not response.is_success:
                raise refusal(url, response.status_code, response.headers)
            held = BytesIO()
            _read(response, url, limits, file or held)
            return Answer(str(response.url), held.getvalue(), response.headers)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise _no_address(url) from error
    except httpx.TooManyRedirects as error:
        raise SourceBroken(
            f"{url} sends us round in circles: open it in a browser and set its final address."
        ) from error
    except httpx.DecodingError as error:
        raise SourceBroken(f"{url} sent a body that cannot be decompressed: tell its publisher.") from error
    except httpx.TimeoutException as error:
        raise SourceUnavailable(f"{url} did not answer within {limits.seconds:g} s: try again later.") from error
    except httpx.TransportError as error:
        raise SourceUnavailable(f"{url} cannot be reached ({type(error).__name__}): try again later.") from error


def _shown(url: httpx.URL) -> str:
    """Return an address without what may be secret in it: query, user and password."""
    return str(url.copy_with(query=None, userinfo=b"") if url.host else url).partition("?")[0]


def _no_address(url: str) -> SourceBroken:
    return SourceBroken(f"{url} is not a web address: check its spelling in the settings.")


def _read(response: httpx.Response, url: str, limits: Limits, file: BinaryIO) -> None:
    """Write at most `limits.bytes`, decompressed; a server that drips is no better than one that is silent."""
    deadline = time.monotonic() + (limits.total or 3 * limits.seconds)
    read = 0
    # as it arrives: waiting for a full block would let a server drip for ever
    for part in response.iter_bytes():
        read += file.write(part)
        if read > limits.bytes:
            raise SourceBroken(f"{url} sent more than {limits.bytes:,} bytes: check the address or raise the limit.")
        if time.monotonic() > deadline:
            raise SourceUnavailable(f"{url} answers too slowly: try again later.")


def parsed(answer: Answer) -> Any:
    """Return the JSON of an answer; raise `SourceBroken` when it is none (an error page sent as a success)."""
    try:
        return json.loads(answer.body)
    except ValueError as error:
        raise SourceBroken(
            f"{_shown(httpx.URL(answer.url))} answered something that is not JSON: check the address."
        ) from error


def refusal(url: str, status: int, headers: Mapping[str, str]) -> SourceError:
    """Return the error for an HTTP status that is no success: later, never, or look at it.

    >>> refusal("https://exemple.fr/rss", 429, {"retry-after": "60"})
    SourceUnavailable('https://exemple.fr/rss asks us to slow down (HTTP 429): try again in 60 s.')
    """
    if status == httpx.codes.TOO_MANY_REQUESTS:
        wait = pace.seconds_to_wait(headers.get("retry-after") or headers.get("x-ratelimit-reset"), datetime.now(UTC))
        when = "later" if wait is None else f"in {wait:.0f} s"
        return SourceUnavailable(f"{url} asks us to slow down (HTTP 429): try again {when}.", retry_after=wait)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR or status == httpx.codes.REQUEST_TIMEOUT:
        wait = pace.seconds_to_wait(headers.get("retry-after"), datetime.now(UTC))
        return SourceUnavailable(f"{url} is out of order (HTTP {status}): try again later.", retry_after=wait)
    if status in {401, 402, 403, 407, 422, 451}:
        return SourceRefused(f"{url} does not let us in (HTTP {status}): check the credentials and its terms.")
    return SourceBroken(f"{url} answered HTTP {status}: check the address.")
