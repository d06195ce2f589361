#!/usr/bin/env python3
"""Makes the virtual environment from the lock files, then becomes the program named behind it.

Needs only Python's standard library, and is written so that an old Python can still read it and say that it is old:

    python3 bootstrap.py [--dev] -m zhengyou.site.cli run

A stamp with the hash of the lock file makes every later start skip the installation. Package indexes are those of the
person's own pip configuration; no host is named here.
"""

import ast
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time

OLDEST = (3, 11)
HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
UV = os.path.join(VENV, "uv", "bin", "uv")


def say(line):
    """Print one line at once."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def fail(line):
    """End with one clear line."""
    say("争优 Zhengyou: " + line)
    raise SystemExit(1)


def choose_python(words):
    """Go on with a newer Python where this one is too old and another is on the path."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(20, OLDEST[1] - 1, -1):
        other = shutil.which("python3.%d" % minor)
        if other and subprocess.call([other, "-c", "pass"], stderr=subprocess.DEVNULL) == 0:
            os.execv(other, [other, os.path.abspath(__file__)] + words)
    fail(
        "需要 Python 3.11 以上 / Python 3.11 or newer is needed; this is %d.%d (%s)"
        % (*sys.version_info[:2], sys.executable)
    )


def digest(*names):
    """Hash files of the project together with the interpreter."""
    total = hashlib.sha256(sys.version.encode())
    for name in names:
        with open(os.path.join(HERE, name), "rb") as file:
            total.update(file.read())
    return total.hexdigest()


def stamp(name):
    """Read a stamp; empty where there is none."""
    try:
        with open(os.path.join(VENV, "stamp-" + name)) as file:
            return file.read()
    except OSError:
        return ""


def set_stamp(name, value):
    """Write a stamp."""
    with open(os.path.join(VENV, "stamp-" + name), "w") as file:
        file.write(value)


def reason(output):
    """Turn what an installer said into one line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    low = output.lower()
    if "no space left" in low or "disk quota" in low:
        return "磁盘已满 / no space left on the device"
    if "ensurepip" in low or "no module named venv" in low:
        return "缺少 venv 模块 / this Python has no venv module (Debian: apt install python3-venv)"
    if "permission denied" in low:
        return "没有写入权限 / permission denied: " + next(line for line in lines if "ermission" in line)[:200]
    signs = (
        "connect",
        "resolve",
        "timed out",
        "timeout",
        "fetch",
        "no matching distribution",
        "unreachable",
        "retries",
    )
    if "hash" in low and "mismatch" in low:
        return "软件包与锁定的校验值不符 / a package does not match its locked hash; the index serves something else"
    if any(sign in low for sign in signs):
        return (
            "无法连接软件源 / the package index cannot be reached or lacks a package; "
            "set it with `pip config set global.index-url …` or PIP_INDEX_URL"
        )
    return (lines or ["unknown error"])[-1][:300]


def step(title, command, env=None):
    """Run an installer quietly, showing that time passes; end with one line where it fails."""
    started, told = time.time(), 0
    say("  " + title + " …")
    try:
        with tempfile.TemporaryFile() as out:
            process = subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env, cwd=HERE
            )
            while process.poll() is None:
                time.sleep(0.05)
                if time.time() - started > told + 10:
                    told += 10
                    say("    %d s" % told)
            if process.returncode:
                out.seek(0)
                fail(title + ": " + reason(out.read().decode("utf-8", "replace")))
    except OSError as error:
        fail(title + ": " + reason(str(error)))


def pip_settings():
    """Read the person's pip configuration, in which the environment outranks the files."""
    out = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    found = {}
    for line in out.stdout.decode("utf-8", "replace").splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        rank = {"global": 0, "install": 1, ":env:": 2}.get(section)
        if rank is not None and rank >= found.get(name, (-1,))[0]:
            try:
                found[name] = (rank, str(ast.literal_eval(value)))
            except (ValueError, SyntaxError):
                continue
    return {name: value for name, (_, value) in found.items()}


def uv_environment():
    """Translate pip's configuration for uv, so that a mirror or an intranet index serves both; uv's own wins."""
    env = dict(os.environ, UV_PYTHON_DOWNLOADS="never", UV_NO_PROGRESS="1", VIRTUAL_ENV=VENV)
    pip = pip_settings()
    translated = {
        "UV_DEFAULT_INDEX": pip.get("index-url"),
        "UV_INDEX": pip.get("extra-index-url"),
        "UV_FIND_LINKS": ",".join(pip.get("find-links", "").split()),
        "UV_INSECURE_HOST": pip.get("trusted-host"),
        "UV_HTTP_TIMEOUT": pip.get("timeout") or pip.get("default-timeout"),
        "UV_NO_INDEX": "1" if pip.get("no-index", "") in ("1", "true", "yes", "on") else "",
        "SSL_CERT_FILE": pip.get("cert"),
        "HTTPS_PROXY": pip.get("proxy"),
        "HTTP_PROXY": pip.get("proxy"),
        # Every package has its hash in the lock file, so the best match of all indexes is as safe as the first.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }
    if "UV_INDEX_URL" in env:
        translated.pop("UV_DEFAULT_INDEX")
    for name, value in translated.items():
        if value and not env.get(name):
            env[name] = " ".join(value.split())
    return env


def make_environment(lock):
    """Make `.venv` and install the lock file's packages into it."""
    if not works(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
        step("建立虚拟环境 / virtual environment", [sys.executable, "-m", "venv", VENV])
    wanted = digest("requirements-uv.txt")
    if stamp("uv") != wanted or not os.path.exists(UV):
        target = os.path.join(VENV, "uv")
        shutil.rmtree(target, ignore_errors=True)
        command = [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "--no-deps",
        ]
        step(
            "安装 uv / installer", [*command, "--only-binary", ":all:", "--target", target, "-r", "requirements-uv.txt"]
        )
        set_stamp("uv", wanted)
    command = [UV, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock]
    step("安装依赖 / packages (%s)" % lock, command, uv_environment())


def works(python):
    """Whether the environment's Python starts and is the version it was made with."""
    try:
        out = subprocess.run([python, "-c", "import sys; print(sys.version)"], stdout=subprocess.PIPE, check=False)
    except OSError:
        return False
    return out.returncode == 0 and out.stdout.decode().strip() == sys.version


def add_project():
    """Put the project itself on the environment's path, and the command `zhengyou` beside its Python."""
    library = os.path.join(VENV, "lib", "python%d.%d" % sys.version_info[:2], "site-packages")
    with open(os.path.join(library, "zhengyou.pth"), "w") as file:
        file.write(os.path.join(HERE, "src") + "\n")
    command = os.path.join(VENV, "bin", "zhengyou")
    with open(command, "w") as file:
        file.write("#!/bin/sh\nexec '%s' -m zhengyou.site.cli \"$@\"\n" % PYTHON.replace("'", "'\\''"))
    os.chmod(command, 0o755)


def ensure(lock):
    """Bring the environment up to the lock file; does nothing where the stamp says that it is."""
    base, dev = digest("requirements.lock"), digest("requirements.lock", "requirements-dev.lock")
    have = stamp("packages")
    # The developers' packages contain all that the product needs.
    if have == dev or (have == base and lock == "requirements.lock"):
        if os.path.exists(PYTHON):
            return
    make_environment(lock)
    add_project()
    set_stamp("packages", base if lock == "requirements.lock" else dev)


def lock_all(options):
    """Resolve the dependencies (`--upgrade`: to their newest versions) and write every lock file, with hashes and without naming a host."""
    command = [UV, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-emit-index-url"]
    command += ["--no-annotate", "--no-header", "--python", PYTHON, *options]
    env = uv_environment()
    step("requirements.lock", [*command, "pyproject.toml", "-o", "requirements.lock"], env)
    step("requirements-dev.lock", [*command, "pyproject.toml", "--group", "dev", "-o", "requirements-dev.lock"], env)
    with tempfile.TemporaryDirectory() as folder:
        wish = os.path.join(folder, "uv.in")
        with open(wish, "w") as file:
            file.write("uv\n")
        step("requirements-uv.txt", [*command, wish, "-o", "requirements-uv.txt"], env)


def main():
    """Read the words, make the environment, become the program."""
    words = sys.argv[1:]
    choose_python(words)
    lock = "requirements.lock"
    if words[:1] == ["--dev"]:
        words, lock = words[1:], "requirements-dev.lock"
    try:
        with open(os.path.abspath(__file__)) as myself:
            fcntl.flock(myself, fcntl.LOCK_EX)  # two commands at once install one after the other
            ensure(lock)
    except OSError as error:
        fail(reason(str(error)))
    except KeyboardInterrupt:
        raise SystemExit(130)
    if words[:1] == ["--lock"]:
        lock_all(words[1:])
    elif words:
        os.chdir(HERE)
        os.execv(PYTHON, [PYTHON, *words])


if __name__ == "__main__":
    main()
