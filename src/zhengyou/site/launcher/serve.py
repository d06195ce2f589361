"""The web server: granian with the gate in front of Django's WSGI application, at one address.

Django stays on WSGI, whose ASGI costs about 14 times as much per request. In larger installations the gate is a process
of its own (``--gate alone``) and Django answers without it (``--gate off``); the reverse proxy tells them apart.
"""

import argparse
import errno
import ipaddress
import os
import socket

from granian.constants import Interfaces
from granian.server import Server

from zhengyou.site import environment
from zhengyou.site.console import Stop, say
from zhengyou.site.launcher import leash, postgres

WITH_GATE, DJANGO_ALONE = "zhengyou.site.asgi:application", "zhengyou.site.wsgi:application"
GATES = ("in", "alone", "off")
"""Where ratings are taken: in this server, in this server and nothing else, or elsewhere."""


def address(options: argparse.Namespace | None = None) -> tuple[str, int]:
    """Return host and port from the options or the environment.

    Raises:
        Stop: the port is no number.
    """
    host = getattr(options, "host", None) or os.environ.get("HOST") or "127.0.0.1"
    port = str(getattr(options, "port", None) or os.environ.get("PORT") or 8000)
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Stop(f"端口号无效 / PORT is no port number: {port}")
    return host, int(port)


def claim(host: str, port: int) -> None:
    """Look whether the address is free.

    Raises:
        Stop: another program has it, or the host is none of this machine's.
    """
    try:
        kind, *_, target = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Stop(f"端口 {port} 已被占用，请换一个 / port {port} is in use, choose another: PORT=8001") from error
        raise Stop(f"无法监听 / cannot listen on {host}:{port}: {error.strerror}") from error


def warn_of_hosts(host: str) -> None:
    """Say in one line which host names are answered where nobody has said which.

    Raises:
        Stop: others are to reach this installation, and only this machine's own names would be answered.
    """
    answered = environment.hosts()
    if answered == ["*"]:
        say(
            "提示：未设置 ZHENGYOU_HOSTS，演示期间任何主机名均可访问 / "
            "ZHENGYOU_HOSTS is not set: any host name is answered while the demonstration is shown"
        )
    elif answered == environment.HERE and (environment.flag("ZHENGYOU_TLS") or not _is_loopback(host)):
        raise Stop(
            "请先设置 ZHENGYOU_HOSTS（对外主机名，逗号分隔） / set ZHENGYOU_HOSTS to the host names under which "
            "others reach this installation, comma-separated"
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou serve`; each has an environment variable as well."""
    parser.add_argument("--host", help="address to listen on (HOST, 127.0.0.1)")
    parser.add_argument("--port", help="port to listen on (PORT, 8000)")
    parser.add_argument("--workers", type=int, help="processes (WEB_WORKERS, one per core up to four)")
    parser.add_argument("--gate", choices=GATES, help="the gate for ratings: in, alone or off (ZHENGYOU_GATE, in)")
    parser.add_argument("--threads", type=int, help="threads per process (WEB_THREADS, 4)")


def run(options: argparse.Namespace) -> int:
    """Serve until asked to stop; requests under way are finished first."""
    host, port = address(options)
    claim(host, port)
    warn_of_hosts(host)
    leash.obey()
    os.environ["ZHENGYOU_ROLE"] = "app"
    workers = options.workers or int(os.environ.get("WEB_WORKERS", min(os.cpu_count() or 1, 4)))
    threads = options.threads or int(os.environ.get("WEB_THREADS", "4"))
    gate = options.gate or os.environ.get("ZHENGYOU_GATE", "in")
    if gate not in GATES:
        raise Stop(f"评价入口设置无效 / ZHENGYOU_GATE is none of {', '.join(GATES)}: {gate}")
    os.environ.update(ZHENGYOU_GATE=gate, WEB_THREADS=str(threads))
    server = Server(
        DJANGO_ALONE if gate == "off" else WITH_GATE,
        address=host,
        port=port,
        interface=Interfaces.WSGI if gate == "off" else Interfaces.ASGI,
        workers=workers,
        blocking_threads=threads if gate == "off" else 1,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
        websockets=False,
    )
    with postgres.connected():
        server.serve()
    return 0
