"""The web server with a worker beside it; both end together."""

import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication

from biaochi.cli.screen import screen, show
from biaochi.errors import Problem, Refusal

_APPLICATION = "biaochi.project.wsgi:application"
_WORK = [sys.executable, "-m", "biaochi.cli.main", "work"]
_GRACE = 10
_LOOPBACK = ("127.0.0.1:", "localhost:", "[::1]:")
_PARENT_GONE = 1  # prctl(PR_SET_PDEATHSIG)


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no annotations
    """gunicorn, told what it needs here instead of on a command line."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand the options over."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401 (a WSGI application)
        """Return what answers."""
        from gunicorn.util import import_app  # noqa: PLC0415  gunicorn's own way

        return import_app(_APPLICATION)


def serve(at: str, *, threads: int, ready: Callable[[str], None] | None = None) -> int:
    """Serve until told to stop; the worker finishes what it has in hand first."""
    _check(at)
    address = f"{'https' if settings.SESSION_COOKIE_SECURE else 'http'}://{at}/"

    def told(_: object) -> None:
        show(screen().said(f"办公端在 {address}　按 Ctrl+C 结束。"))
        sys.stdout.flush()
        if ready is not None:
            ready(address)

    with_worker = subprocess.Popen(_WORK, stdin=subprocess.DEVNULL, preexec_fn=_die_with_us)  # noqa: S603, PLW1509 (our own command; no thread was started yet)
    try:
        _Server({
            "bind": at, "workers": 1, "threads": threads, "worker_class": "gthread",
            "when_ready": told, "timeout": 120, "graceful_timeout": _GRACE, "keepalive": 5,
            "loglevel": "warning", "proc_name": "biaochi", "control_socket_disable": True,
        }).run()  # fmt: skip
    except SystemExit as done:
        return int(done.code or 0)
    finally:
        _end(with_worker)
    return 0


def _check(at: str) -> None:
    if not settings.SESSION_COOKIE_SECURE and not at.startswith(_LOOPBACK):
        expected, do = (
            "不用 HTTPS 时只在本机（127.0.0.1）试用",
            "请去掉 BIAOCHI_HTTPS=0，前面放 HTTPS 代理。",
        )
        raise Refusal((Problem("OFFICE-UNSAFE", expected, at, do),))


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(_GRACE)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _die_with_us() -> None:
    """Let the worker be told to stop when the server is killed, where the system can do that."""
    import ctypes  # noqa: PLC0415  only the child needs it

    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PARENT_GONE, signal.SIGTERM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then ends us
