"""The demonstration in the browser: a county, an account of each role, until Ctrl+C."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from biaochi import clock
from biaochi.cli.screen import Screen, screen, show
from biaochi.vocabulary.office import ADMINS, ROLES
from demo import keeping

HOME = Path("build/demo/office")
_PORTS = range(8000, 8040)
_LOOPBACK = "127.0.0.1"


def serve(facts: Path, *, pack: str, period: str) -> int:
    """Make the county ready, print who can sign in, and serve until told to stop."""
    os.environ.update({
        "BIAOCHI_HOME": str(HOME.resolve()), "BIAOCHI_HTTPS": "0", "BIAOCHI_DATABASE": "",
        "BIAOCHI_SECOND_FACTOR": "off", "BIAOCHI_IDLE_MINUTES": "120", "BIAOCHI_DEBUG": "0",
    })  # fmt: skip
    from biaochi.cli import office  # noqa: PLC0415  the rest of the demonstration needs no Django

    on = screen()
    anew = os.environ.get("DEMO") == "new"
    for text in keeping.settle(
        HOME, made_from=keeping.stamp(facts), anew=anew, on=clock.today()
    ):  # fmt: skip
        show(on.said(text))
    HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    HOME.chmod(0o700)
    office.ready()
    from biaochi.cli import serving  # noqa: PLC0415  the same
    from demo import county  # noqa: PLC0415  the same

    show(on.heading("在浏览器里试"))
    county.ready(HOME, facts, pack=pack, period=period, say=lambda text: show(on.said(text)))
    made = county.new_passwords()
    office.check()
    show(accounts(made, on))
    return serving.serve(f"{_LOOPBACK}:{free_port()}", threads=8)


def accounts(made: dict[str, str], on: Screen) -> Iterator[str]:
    """Yield a line for each account, with the password of this run."""
    from demo import cast  # noqa: PLC0415

    yield from on.said("账号和这一次运行的密码（每次运行都不同）：")
    for part in cast.EVERYBODY:
        title = {**ADMINS, **ROLES}[part.role][0]
        yield f"  {part.login:<7} {made[part.login]}  {part.name}　{title}　{part.says}"


def free_port() -> int:
    """Return a port nobody listens on, the usual one if it is free."""
    for port in _PORTS:
        with closing(socket.socket()) as tried:
            try:
                tried.bind((_LOOPBACK, port))
            except OSError:
                continue
            return port
    with closing(socket.socket()) as tried:
        tried.bind((_LOOPBACK, 0))
        return int(tried.getsockname()[1])
