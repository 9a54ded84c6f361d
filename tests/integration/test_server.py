import os
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from neo4j.exceptions import ClientError, DatabaseError

from graph import java, server
from graph.java import is_ours

pytestmark = pytest.mark.neo4j

PARENT = """
import sys, time
from pathlib import Path
from graph import java, server
with server.use(Path(sys.argv[1])) as running:
    print(running.pid, flush=True)
    time.sleep(600)
"""


def listening(pid: int) -> set[str]:
    """Return the local addresses (hexadecimal) of the listening TCP sockets of a process."""
    sockets = socket_links(pid)
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                found.add(fields[1].split(":")[0])
    return found


def socket_links(pid: int) -> set[str]:
    links = set()
    for fd in Path(f"/proc/{pid}/fd").iterdir():
        try:
            links.add(str(fd.readlink()))
        except FileNotFoundError:
            continue
    return links


def test_a_killed_parent_leaves_an_orphan_that_is_adopted_and_ended(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    assert is_ours(pid, tmp_path), "the server outlives its killed parent"
    adopted = server.start(tmp_path)
    assert adopted.pid == pid
    assert server.stop(tmp_path) is True
    assert not is_ours(pid, tmp_path)
    assert server.stop(tmp_path) is False


def test_the_last_to_leave_stops_it_and_sigterm_is_clean(tmp_path: Path) -> None:
    with server.use(tmp_path) as first:
        with server.use(tmp_path) as second:
            assert first.pid == second.pid
        assert server.status(tmp_path) == first
        kept = tmp_path / "password"
        assert kept.stat().st_mode & 0o777 == 0o600
        assert len(kept.read_text()) >= 24
        os.kill(first.pid, signal.SIGTERM)
        _, code = os.waitpid(first.pid, 0)
        assert os.waitstatus_to_exitcode(code) == 0
    assert server.status(tmp_path) is None


def test_a_broken_configuration_is_told_with_the_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "CONFIGURATION", java.CONFIGURATION + "no.such.setting=1\n")
    with pytest.raises(server.ServerFailed, match=r"no\.such\.setting"), server.use(tmp_path):
        pass


class Counting(BaseHTTPRequestHandler):
    hits = 0

    def do_GET(self) -> None:
        type(self).hits += 1
        self.send_response(200)
        self.end_headers()


def test_the_server_is_closed(tmp_path: Path) -> None:
    web = HTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n")
    with server.use(tmp_path / "graph") as running, running.driver() as driver:
        for address in (f"file://{secret}", "file:///etc/hosts", f"http://127.0.0.1:{web.server_port}/x"):
            with pytest.raises((ClientError, DatabaseError)):
                driver.execute_query("LOAD CSV FROM $address AS row RETURN row", address=address)
        settings, *_ = driver.execute_query("SHOW SETTINGS YIELD name, value")
        usage = {row["name"]: row["value"] for row in settings}["dbms.usage_report.enabled"]
        assert usage == "false"
        addresses = listening(running.pid)
        # 127.0.0.1, as IPv4 or mapped into IPv6; never all interfaces
        assert addresses <= {"0100007F", "0000000000000000FFFF00000100007F"}
        assert addresses
    web.shutdown()
    assert Counting.hits == 0
