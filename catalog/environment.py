"""The environment the house runs in: `.venv` in its own folder, made from hashed pins. Standard library only.

Two sets of pins: to run, and (with more) to test. Each has a stamp in `.venv`, written last: a stamp that does not
match the pins, the Python or the folder means the work is to be done, or done again.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from catalog.errors import Busy, Refusal
from catalog.wording.sentences import say

try:
    import fcntl
except ImportError:  # Windows: two installations at once are not kept apart there
    fcntl = None  # type: ignore[assignment]

ROOT = Path(__file__).resolve().parents[1]
DROPPED = frozenset(
    "PIP_CONSTRAINT PIP_BUILD_CONSTRAINT PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_NO_DEPS PIP_DRY_RUN PIP_PYTHON"
    " PIP_REQUIREMENT PIP_REQUIRE_VIRTUALENV PYTHONPATH PYTHONHOME".split()
)
"""Variables that would bend the installation. Index, proxy and certificates of the user are kept."""
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==[^ ;]+(?: \\)?$", re.MULTILINE)
"""A pin that holds on every machine; those with a marker (`; sys_platform ...`) are left to pip."""


@dataclass(frozen=True, slots=True)
class Place:
    """The environment of a checkout. `tests`: whether the pins to test are needed too."""

    root: Path = ROOT
    tests: bool = False

    @property
    def folder(self) -> Path:
        """Where the environment lies."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Its interpreter (a link: compare `sys.prefix`, not this)."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def pins(self) -> Path:
        """The hashed pins to install."""
        return self.root / ("requirements-dev.txt" if self.tests else "requirements.txt")

    @property
    def stamp(self) -> Path:
        """Written when the pins are installed, whole."""
        return self.folder / ("tamis-test" if self.tests else "tamis-run")

    @property
    def mark(self) -> Path:
        """Says that this folder was made here, so that it may be made again."""
        return self.folder / "tamis-made"

    def digest(self) -> str:
        """What the stamp must say: pins, Python and folder."""
        python = f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor}"
        return hashlib.sha256(b"\0".join((self.pins.read_bytes(), python.encode(), bytes(self.folder)))).hexdigest()

    def stands(self) -> bool:
        """Whether the pins are installed. The pins to test hold all that is needed to run."""
        stamped = self.stamp.is_file() and self.stamp.read_text(encoding="ascii") == self.digest()
        whole = stamped and self.python.exists()
        return whole or (not self.tests and Place(self.root, tests=True).stands())

    def seal(self) -> None:
        """Write the stamp, at once or not at all."""
        aside = self.stamp.with_suffix(".new")
        aside.write_text(self.digest(), encoding="ascii")
        aside.replace(self.stamp)


def usable_here(place: Place) -> bool:
    """Whether this very interpreter will do: the place's own with its stamp, or any environment with all pins in it.

    Without pins this is no checkout: an installed copy has its libraries from whoever installed it.
    """
    if not place.pins.exists():
        return True
    if sys.prefix == sys.base_prefix:
        return False
    if _inside(place) and place.mark.exists():
        return place.stands()
    return missing(place) == []


def missing(place: Place) -> list[str]:
    """Pinned libraries that this interpreter has not."""
    return [name for name in PIN.findall(place.pins.read_text(encoding="utf-8")) if not _has(name)]


def prepare(place: Place, language: str = "fr") -> Path:
    """The interpreter of a standing environment, made where it does not stand. One process makes it, others wait.

    Raises Refusal with what is missing and what to do. An environment that was not made here is never cleared.
    """
    if place.stands():
        return place.python
    if place.folder.exists() and not place.mark.exists():
        return _foreign(place)
    with _written(place), _sole_installer(place, language):
        if not place.stands():
            _tell("start.installing", language, folder=place.folder)
            _install(place)
    return place.python


@contextlib.contextmanager
def held(place: Place) -> Iterator[None]:
    """Meanwhile nobody rebuilds the environment this process runs in."""
    with contextlib.ExitStack() as stack:
        if fcntl is not None and _inside(place):
            with contextlib.suppress(OSError):  # a folder that cannot be written cannot be rebuilt either
                used = stack.enter_context(place.folder.with_suffix(".used").open("ab"))
                fcntl.flock(used, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield


def pip_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables pip runs with."""
    return {name: value for name, value in environment.items() if name not in DROPPED}


def _install(place: Place) -> None:
    if not (place.tests and Place(place.root).stands()):
        _require_modules("venv", "ensurepip")
        _require_unused(place)
        _clear(place)
        _run([_base(), "-m", "venv", str(place.folder)])
    _run(
        [str(place.python), "-m", "pip", "install", "--require-hashes", "--no-input", "--quiet", "-r", str(place.pins)]
    )
    place.seal()


def _run(command: list[str]) -> None:
    """What it prints goes to the person, beside our own output (standard output may be one JSON document)."""
    environment = {**pip_environment(os.environ), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    if subprocess.run(command, env=environment, stdout=2, check=False).returncode:
        raise Refusal("start.not_installed")


def _clear(place: Place) -> None:
    shutil.rmtree(place.folder, ignore_errors=True)
    place.folder.mkdir()
    place.mark.touch()


def _foreign(place: Place) -> Path:
    if _inside(place) or not place.python.exists():
        raise Refusal("start.foreign", folder=place.folder, missing=", ".join(missing(place)[:5]))
    return place.python


def _base() -> str:
    """The interpreter that an environment was made from; itself outside of one."""
    return getattr(sys, "_base_executable", None) or sys.executable


def _require_modules(*names: str) -> None:
    for name in names:
        if importlib.util.find_spec(name) is None:
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            raise Refusal("start.no_venv", module=name, version=version)


def _require_unused(place: Place) -> None:
    if fcntl is None:
        return
    with place.folder.with_suffix(".used").open("ab") as used:
        try:
            fcntl.flock(used, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy("start.in_use", folder=place.folder) from None


@contextlib.contextmanager
def _sole_installer(place: Place, language: str) -> Iterator[None]:
    with place.folder.with_suffix(".lock").open("ab") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                _tell("start.waiting", language)
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _written(place: Place) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise Refusal("start.not_written", folder=place.root, reason=fault.strerror) from None


def _inside(place: Place) -> bool:
    return Path(sys.prefix).resolve() == place.folder.resolve()


def _has(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _tell(code: str, language: str, **params: object) -> None:
    sys.stderr.write(f"{say(code, params, language)}\n")
    sys.stderr.flush()
