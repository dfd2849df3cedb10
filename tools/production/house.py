"""Starts PostgreSQL, Redis, the portal's processes and nginx on free ports of 127.0.0.1, and stops them."""

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from portal.core.backup.sealing import new_pair
from tests.bench.ground import database, free_port

ROOT = Path(__file__).resolve().parents[2]
HOST = "portal.example"
LOOPS = ("send_outbox", "seal_audit", "make_exports", "join_annexes", "tell_call_acts")
#: Who Debian's nginx works as, and the group through which it reads what editors put on line.
_NGINX = "www-data"
#: As in the units: files of the portal are its own, and their folder's group may read them.
_UMASK = 0o027
_PATIENCE = 90


@dataclass(frozen=True)
class House:
    """Where it answers, and what it runs with."""

    https_port: int
    http_port: int
    folder: Path
    environment: dict[str, str]
    webs: dict[int, subprocess.Popen]
    redis: subprocess.Popen
    stack: ExitStack

    @property
    def app_port(self) -> int:
        """Where the first of the two web servers answers."""
        return next(iter(self.webs))

    def restart_web(self, port: int) -> None:
        """As ``systemctl restart jisr-web@<port>``, until it is ready."""
        stop(self.webs[port])
        self.webs[port] = web(self.stack, port, self.folder, self.environment)
        wait_for(f"http://127.0.0.1:{port}/health/ready", self.folder / f"web-{port}.log")

    def manage(self, *words: str, text: str = "") -> str:
        """Run a command of the portal as production would; what it printed."""
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=self.environment, input=text, text=True, check=True, stdout=subprocess.PIPE, umask=_UMASK).stdout

    def manage_all(self, *commands: Sequence[str]) -> None:
        """Run several at the same time, as their timers may; each must succeed."""
        with ThreadPoolExecutor(len(commands)) as pool:
            list(pool.map(lambda words: self.manage(*words), commands))


@contextmanager
def standing() -> Iterator[House]:
    """Everything installed and running, until the block ends.

    Raises:
        LookupError: when nginx, Redis, OpenSSL or PostgreSQL is not on this machine.
    """
    missing = [name for name in ("nginx", "redis-server", "openssl") if not shutil.which(name)]
    if missing:
        raise LookupError(f"Not here: {', '.join(missing)} (Debian: apt-get install nginx redis-server openssl)")
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="jisr-production-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        address = stack.enter_context(database("postgresql"))
        redis_port, http_port, https_port, *app_ports = (free_port() for _each in range(5))
        redis = run(stack, ["redis-server", "--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)], folder / "redis.log")
        environment = settings(folder, address, f"redis://127.0.0.1:{redis_port}/1", https_port)
        folders_of_files(folder)
        install(environment)
        webs = {port: web(stack, port, folder, environment) for port in app_ports}
        for loop in LOOPS:
            run(stack, [sys.executable, "manage.py", loop, "--loop"], folder / f"{loop}.log", environment)
        for port in app_ports:
            wait_for(f"http://127.0.0.1:{port}/health/ready", folder / f"web-{port}.log")
        run(stack, nginx(folder, app_ports, http_port, https_port), folder / "nginx.log")
        wait_for(f"http://127.0.0.1:{http_port}/robots.txt", folder / "nginx-error.log")
        yield House(https_port, http_port, folder, environment, webs, redis, stack)


def settings(folder: Path, database_address: str, cache: str, https_port: int) -> dict[str, str]:
    """Production's environment, with secrets made up for this run."""
    private, public = new_pair()
    (folder / "backup-identity").write_text(private, encoding="ascii")
    made_up = {name: secrets.token_urlsafe(50) for name in ("SECRET_KEY", "DATA_KEYS", "LOOKUP_KEYS", "HEALTH_TOKEN")}
    return {**os.environ, **made_up} | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PYTHONPATH": str(ROOT),
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "PUBLIC_URL": f"https://{HOST}:{https_port}",
        "DATABASE_URL": database_address,
        "CACHE_URL": cache,
        "BEHIND_PROXY": "true",
        "PRIVACY_AUTHORISATION": "SMOKE",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_ROOT": str(folder / "private"),
        "STATIC_ROOT": str(folder / "static"),
        "BACKUP_FOLDER": str(folder / "backups"),
        "BACKUP_RECIPIENTS": public,
        "BACKUP_IDENTITY": str(folder / "backup-identity"),
        "SMS_PROVIDER": "portal.core.outbox.sms.FileSms",
        "SMS_FILE": str(folder / "sms.jsonl"),
        "EMAIL_URL": "filemail:///" + str(folder / "mail"),
    }


def folders_of_files(folder: Path) -> None:
    """As ``install -d`` makes them on a server: nginx reads pictures through their folder's group, and nothing private."""
    for name, mode in {"private": 0o750, "backups": 0o750, "media": 0o2750}.items():
        (folder / name).mkdir()
        if name == "media" and os.getuid() == 0:
            shutil.chown(folder / name, group=_NGINX)
        (folder / name).chmod(mode)


def install(environment: dict[str, str]) -> None:
    """What docs/running.md says of a first installation; what needs no database, beside it."""

    def manage(*words: str) -> None:
        print(f"  manage.py {' '.join(words)}", flush=True)
        quiet = [] if words[0] == "check" else ["--verbosity", "0"]
        subprocess.run([sys.executable, "manage.py", *words, *quiet], cwd=ROOT, env=environment, check=True)

    manage("compile_catalogues")
    with ThreadPoolExecutor(1) as beside:
        files = beside.submit(lambda: (manage("collectstatic", "--noinput"), manage("check", "--deploy", "--fail-level", "ERROR")))
        for words in (["migrate"], ["load_reference"], ["load_programme"], ["sync_groups"]):
            manage(*words)
        files.result()


def web(stack: ExitStack, port: int, folder: Path, environment: dict[str, str]) -> subprocess.Popen:
    """One of the two web servers, as its unit starts it."""
    granian = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "30"]
    command = [sys.executable, "-m", "granian", *granian, "--respawn-failed-workers", "portal.wsgi:application"]
    return run(stack, command, folder / f"web-{port}.log", environment)


def nginx(folder: Path, app_ports: Sequence[int], http_port: int, https_port: int) -> list[str]:
    """The command that starts nginx with ``deploy/nginx.conf``, under a certificate made for this run."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    subprocess.run(["openssl", *words, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    values = {
        "FIRST_PORTAL": f"127.0.0.1:{app_ports[0]}",
        "SECOND_PORTAL": f"127.0.0.1:{app_ports[1]}",
        "PORTAL_HOST": HOST,
        "HTTPS_PORT": str(https_port),
        "HTTP_PORT": str(http_port),
        "CERTIFICATE_KEY": str(key),
        "CERTIFICATE": str(certificate),
        "LOG_FOLDER": str(folder),
        "STATIC_FOLDER": str(folder / "static"),
        "CACHE_FOLDER": str(folder / "pages"),
        "MEDIA_FOLDER": str(folder / "media"),
        "proxy_params_portal": str(ROOT / "deploy" / "proxy_params_portal"),
    }
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for name, value in values.items():
        site = site.replace(name, value)
    site = re.sub(r" *listen \[::\].*\n", "", site)  # nobody outside this machine is to reach a rehearsal
    site = re.sub(r"listen (?=\d)", "listen 127.0.0.1:", site)
    temporary = "".join(f"{what}_temp_path {folder}/{what};" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = f"user {_NGINX};" if os.getuid() == 0 else ""
    whole = f"{user} daemon off; pid {folder}/nginx.pid; events {{}} http {{ include /etc/nginx/mime.types; {temporary}\n{site}\n}}"
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx-error.log")]


def run(stack: ExitStack, command: Sequence[str], log: Path, environment: dict[str, str] | None = None) -> subprocess.Popen:
    """Start a process in a group of its own; it is stopped, by that group, when the stack ends."""
    with log.open("a") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True, umask=_UMASK)
    stack.callback(stop, process)
    return process


def stop(process: subprocess.Popen) -> None:
    """Ask the process and its children to end what they are at; after forty seconds, as in the unit, end them."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=40)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(url: str, log: Path) -> None:
    """Until the address answers.

    Raises:
        RuntimeError: when it does not in time; with the end of the log.
    """
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with suppress(OSError):
            if requests.get(url, timeout=5, allow_redirects=False).ok:
                return
        time.sleep(0.2)
    raise RuntimeError(log.read_text(encoding="utf-8")[-3000:])
