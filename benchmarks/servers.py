"""Server processes: started, timed until they answer, weighed, and always ended."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.answers import ask

PATIENCE_SECONDS = 120.0
POLL_SECONDS = 0.005
GRACE_SECONDS = 10.0
PROC = Path("/proc")


class StartError(RuntimeError):
    """A server that ended, or never answered."""


@dataclass(frozen=True)
class Server:
    """A server that answers; `ready` is the seconds from its start to its first good answer."""

    port: int
    process: subprocess.Popen[bytes]
    ready: float

    def memory(self) -> float | None:
        """Resident MB of the process and its children; None where the system has no /proc."""
        return resident(self.process.pid)


@contextlib.contextmanager
def started(command: Sequence[str], port: int, probe: str, base: str) -> Iterator[Server]:
    """The server while the block runs; `probe` is a path that it must answer well. Raises StartError."""
    with tempfile.TemporaryFile() as output:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env=_as_installed(),
        )
        try:
            while not _answers(port, probe, base):
                if process.poll() is not None or time.perf_counter() - begin > PATIENCE_SECONDS:
                    output.seek(0)
                    raise StartError(_last_words(output.read()) or "it did not answer and said nothing")
                time.sleep(POLL_SECONDS)
            yield Server(port, process, time.perf_counter() - begin)
        finally:
            stop(process)


def _as_installed() -> dict[str, str]:
    """The environment, but for what would compile modules at each start that an installation has compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and all that it started."""
    _signal(process, signal.SIGTERM)
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:
        _signal(process, signal.SIGKILL)
        process.wait()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def resident(group: int) -> float | None:
    """Resident MB of every process in a process group."""
    if not PROC.is_dir():
        return None
    pages = 0
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):  # it ended meanwhile
                if int((entry / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                    pages += int((entry / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _answers(port: int, probe: str, base: str) -> bool:
    try:
        ask(port, "GET", probe, base=base)
    except (OSError, http.client.HTTPException, RuntimeError):
        return False
    return True


def _last_words(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else ""


def peak(pid: int) -> float:
    """The most MB that a process was resident with."""
    status = (PROC / str(pid) / "status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024
