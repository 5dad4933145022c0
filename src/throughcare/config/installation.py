"""Install what the lock files name. Run by `./throughcare` before anything is installed.

So it imports nothing but what Python brings. Each part ends by keeping a copy of its lock file:
where that copy is the lock file, nothing is left to do, and a run that was killed is done again.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from filecmp import cmp
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[3]
OLDEST_NODE = 20
OLDEST_PIP = 23
LAST_LINES = 12
NPM_OPTIONS = (
    *("--no-audit", "--no-fund"),
    *("--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"),
)
"""Tries again within seconds: left to itself, npm takes over a minute to find no network."""
SECONDS_TO_STOP = 10
EXIT_INTERRUPTED = 130
NO_NETWORK = (
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Name or service not known",
    "Network is unreachable",
    "Could not fetch URL",
    "ConnectTimeoutError",
    "ProxyError",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
)
DISK_FULL = ("No space left on device", "ENOSPC", "Errno 28", "Disk quota exceeded", "EDQUOT")


class InstallationFault(Exception):  # noqa: N818 printed for people, as a sentence
    """Its text says what is wrong and what to do."""


def install(*, root: Path, locks: Sequence[str]) -> None:
    """Install the named lock files of Python packages, and the front-end packages.

    Raises:
        InstallationFault: says what to do.
    """
    with _alone(root):
        for lock in locks:
            _install_python(root, lock=lock)
        _install_front_end(root)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Let one launcher at a time install.

    What it starts holds the lock too: should this be killed outright, the next one waits until pip
    or npm, which nobody stopped, has come to its end.
    """
    directory = os.open(root, os.O_RDONLY)
    os.set_inheritable(directory, True)
    try:
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Waiting for another `throughcare` that is installing here")
            fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)


def _install_python(root: Path, *, lock: str) -> None:
    venv = root / ".venv"
    if venv.is_symlink():
        return
    if not (venv / "bin" / "python").exists():  # a link to a Python that may have been removed
        shutil.rmtree(venv / "installed", ignore_errors=True)
    if _is_kept(root / lock, copy=venv / "installed" / lock):
        return
    if not _is_kept(root / "requirements.txt", copy=venv / "installed" / "requirements.txt"):
        _make_venv(root)
    _say(f"Installing the Python packages of {lock} (a few minutes, the first time only)")
    _run(
        root,
        [
            *(*_pip(venv), "install", "--require-hashes", "--no-input", "--progress-bar=off"),
            *("--disable-pip-version-check", "-r", root / lock),
        ],
        explain=_explain_pip,
    )
    _keep(root / lock, copy=venv / "installed" / lock)


def _make_venv(root: Path) -> None:
    """Make .venv, with a pip of its own only where this Python has none: that takes a while."""
    _say("Making .venv")
    command = [_base_python(), "-m", "venv", "--clear", str(root / ".venv")]
    if _has_pip():
        command.append("--without-pip")
    _run(root, command, explain=_explain_venv)


def _pip(venv: Path) -> list[str | Path]:
    if _has_pip():
        return [_base_python(), "-m", "pip", "--python", venv / "bin" / "python"]
    return [venv / "bin" / "python", "-m", "pip"]


def _base_python() -> str:
    """Give the Python under .venv when this runs inside it."""
    return getattr(sys, "_base_executable", sys.executable)


def _has_pip() -> bool:
    asked = subprocess.run(
        [_base_python(), "-m", "pip", "--version"], check=False, capture_output=True, text=True
    )
    version = asked.stdout.removeprefix("pip ").partition(".")[0]
    return version.isdigit() and int(version) >= OLDEST_PIP


def _install_front_end(root: Path) -> None:
    packages = root / "node_modules"
    if packages.is_symlink() or _is_kept(root / "package-lock.json", copy=packages / ".installed"):
        return
    npm = _npm(root)
    _say("Fetching the front-end packages")
    _run(root, [npm, "ci", *NPM_OPTIONS], explain=_explain_npm)
    _keep(root / "package-lock.json", copy=packages / ".installed")


def _npm(root: Path) -> Path:
    """Find the machine's npm if its Node is new enough, or install one beside Python."""
    if (npm := shutil.which("npm")) and (node := shutil.which("node")):
        asked = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
        major = asked.stdout.strip().removeprefix("v").partition(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return Path(npm)
    _install_python(root, lock="requirements-node.txt")
    return root / ".venv" / "bin" / "npm"


def _is_kept(lock: Path, *, copy: Path) -> bool:
    return copy.exists() and cmp(lock, copy, shallow=False)


def _keep(lock: Path, *, copy: Path) -> None:
    copy.parent.mkdir(exist_ok=True)
    draft = copy.with_name(f"{copy.name}.new")
    shutil.copyfile(lock, draft)
    draft.rename(copy)


def _run(root: Path, command: Sequence[str | Path], *, explain: Callable[[str], str]) -> None:
    """Run to the end; a failure that any step can have is worded here, others by `explain`."""
    programs = f"{root / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    with subprocess.Popen(
        command,
        cwd=root,
        env=os.environ | {"PATH": programs},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        close_fds=False,  # it holds the lock as well
    ) as process:
        try:
            output, _ = process.communicate()
        except KeyboardInterrupt:
            _stop(process)
            raise
    if process.returncode == 0:
        return
    if any(sign in output for sign in DISK_FULL):
        raise InstallationFault(
            f"The disk that holds {root} is full. Free about 1 GB and run this again."
        )
    if any(sign in output for sign in NO_NETWORK):
        raise InstallationFault(
            "The packages that Throughcare needs could not be fetched: no network, or no way "
            "through it to the package index. Connect (or set your proxy or index) and run this "
            "again; only the first run needs it."
        )
    last_lines = "\n".join(output.splitlines()[-LAST_LINES:])
    raise InstallationFault(f"{last_lines}\n{explain(output)}")


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()


def _explain_venv(output: str) -> str:
    if "ensurepip" in output:
        return (
            "This Python lacks its venv module. Install it (on Debian or Ubuntu: apt-get install "
            "python3-venv) and run this again."
        )
    return "Python could not make .venv here; the lines above say why."


def _explain_pip(output: str) -> str:
    if "DO NOT MATCH THE HASHES" in output:
        return (
            "A package differs from the one that was checked when its lock file was made. Do not "
            "go on; find out where your package index gets it from."
        )
    if "No matching distribution" in output:
        return (
            "A package is not to be had for this machine or this Python. Throughcare is tried "
            "with Python 3.11 to 3.13 on 64-bit Linux."
        )
    return "The Python packages could not be installed; the lines above say why."


def _explain_npm(output: str) -> str:
    del output
    return "The front-end packages could not be installed; the lines above say why."


def _say(words: str) -> None:
    print(f"{words} …", flush=True)


def main(words: Sequence[str]) -> int:
    """Install, then become the program with the words that it was given."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        install(root=ROOT, locks=["requirements.txt"])
    except InstallationFault as fault:
        print(fault, file=sys.stderr)
    except OSError as fault:
        print(f"Cannot install into {ROOT}: {fault}.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped; run this again to go on.", file=sys.stderr)
        return EXIT_INTERRUPTED
    else:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        python = str(ROOT / ".venv" / "bin" / "python")
        program = [python, "-m", "throughcare.cli", *words]
        os.execve(python, program, os.environ | {"PYTHONPATH": str(ROOT / "src")})  # noqa: S606  our own
    return 1


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
