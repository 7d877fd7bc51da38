"""The environment is made once, by one process, from hashed pins; whatever is missing is said in a sentence."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from catalog.environment import Place, held, missing, pip_environment, prepare, usable_here
from catalog.errors import Busy, Refusal

ROOT = Path(__file__).parents[2]


def checkout(root: Path, run: str = "", test: str = "") -> Place:
    """A folder with pins, and its place."""
    (root / "requirements.txt").write_text(run, encoding="utf-8")
    (root / "requirements-dev.txt").write_text(run + test, encoding="utf-8")
    return Place(root)


def made(place: Place) -> Place:
    """A place as an installation leaves it, without installing anything."""
    place.python.parent.mkdir(parents=True, exist_ok=True)
    place.python.touch()
    place.mark.touch()
    place.seal()
    return place


def wheel(folder: Path, version: str) -> str:
    """A library of one line in a wheel; its hashed pin."""
    folder.mkdir(exist_ok=True)
    path = folder / f"tinylib-{version}-py3-none-any.whl"
    told = f"tinylib-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tinylib.py", f"version = '{version}'\n")
        archive.writestr(f"{told}/METADATA", f"Metadata-Version: 2.1\nName: tinylib\nVersion: {version}\n")
        archive.writestr(f"{told}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{told}/RECORD", "")
    return f"tinylib=={version} \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels in place of any index, named as a user would; a constraint that would break it."""
    folder = tmp_path / "wheels"
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONSTRAINT", str(tmp_path / "not there"))
    return folder


def test_without_a_stamp_it_does_not_stand(tmp_path: Path) -> None:
    assert not checkout(tmp_path).stands()


def test_a_stamp_holds_for_these_pins_only(tmp_path: Path) -> None:
    place = made(checkout(tmp_path, run="a==1\n"))
    assert place.stands()
    checkout(tmp_path, run="a==2\n")
    assert not place.stands()


def test_a_stamp_holds_for_this_folder_only(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    made(checkout(tmp_path / "here"))
    (tmp_path / "here").rename(tmp_path / "there")
    assert not Place(tmp_path / "there").stands()


def test_a_stamp_without_its_interpreter_is_worth_nothing(tmp_path: Path) -> None:
    place = made(checkout(tmp_path))
    place.python.unlink()
    assert not place.stands()


def test_the_pins_to_test_hold_those_to_run_but_not_the_reverse(tmp_path: Path) -> None:
    run = checkout(tmp_path, run="a==1\n", test="b==1\n")
    test = Place(tmp_path, tests=True)
    made(run)
    assert run.stands()
    assert not test.stands()
    run.stamp.unlink()
    made(test)
    assert run.stands()


def test_missing_names_what_is_not_there_and_leaves_markers_to_pip(tmp_path: Path) -> None:
    pins = "pytest==1 \\\n    --hash=sha256:00\nnot-a-library==2\nneither==3 ; sys_platform == 'win32' \\\n"
    assert missing(checkout(tmp_path, run=pins)) == ["not-a-library"]


def test_every_pin_of_this_house_is_hashed_and_read() -> None:
    for place in (Place(ROOT), Place(ROOT, tests=True)):
        text = place.pins.read_text(encoding="utf-8")
        pins = [line for line in text.splitlines() if "==" in line and not line.startswith(" ")]
        assert len(pins) > 40
        assert all(line.endswith("\\") for line in pins)
        assert "://" not in text
    run, test = (set(Place(ROOT, tests).pins.read_text(encoding="utf-8").splitlines()) for tests in (False, True))
    assert {line for line in run - test if "==" in line} == set()


def test_an_environment_with_all_pins_is_used_as_it_is(tmp_path: Path) -> None:
    assert usable_here(checkout(tmp_path, run="pytest==1\n")) is (sys.prefix != sys.base_prefix)
    assert not usable_here(checkout(tmp_path, run="not-a-library==2\n"))


def test_an_installed_copy_has_its_libraries_already(tmp_path: Path) -> None:
    assert usable_here(Place(tmp_path))


def test_pip_keeps_the_users_index_and_drops_what_bends_it() -> None:
    given = {"PIP_INDEX_URL": "file:///i", "PIP_CERT": "c", "PATH": "p", "PIP_CONSTRAINT": "x", "PIP_USER": "1"}
    given |= {"PYTHONPATH": "x", "PIP_TARGET": "x", "PYTHONHOME": "x", "PIP_REQUIRE_VIRTUALENV": "1"}
    assert pip_environment(given) == {"PIP_INDEX_URL": "file:///i", "PIP_CERT": "c", "PATH": "p"}


def test_two_at_once_make_it_once_and_it_is_kept(
    tmp_path: Path, offline: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = checkout(tmp_path, run=wheel(offline, "1.0"))
    threads = [threading.Thread(target=prepare, args=(place, "en")) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert capfd.readouterr().err.count("Setting up") == 1
    assert version(prepare(place)) == "1.0"
    assert capfd.readouterr().err == ""


def test_a_failed_installation_leaves_no_stamp_and_is_tried_again(tmp_path: Path, offline: Path) -> None:
    pin = wheel(offline, "1.0")
    place = checkout(tmp_path, run=pin.replace("sha256:", "sha256:0")[:-2] + "\n")
    with pytest.raises(Refusal) as refused:
        prepare(place)
    assert refused.value.code == "start.not_installed"
    assert not place.stands()
    checkout(tmp_path, run=wheel(offline, "2.0"))
    assert version(prepare(place)) == "2.0"


def version(python: Path) -> str:
    """What the environment's interpreter finds."""
    command = [str(python), "-c", "import tinylib; print(tinylib.version)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_an_environment_made_by_another_hand_is_never_cleared(tmp_path: Path) -> None:
    place = checkout(tmp_path, run="not-a-library==2\n")
    place.folder.mkdir()
    (place.folder / "theirs").touch()
    with pytest.raises(Refusal) as refused:
        prepare(place)
    assert refused.value.code == "start.foreign"
    assert refused.value.params["missing"] == "not-a-library"
    assert [path.name for path in place.folder.iterdir()] == ["theirs"]


def test_an_environment_in_use_is_not_made_again(tmp_path: Path) -> None:
    place = made(checkout(tmp_path))
    place.stamp.write_text("older", encoding="ascii")
    with (tmp_path / ".venv.used").open("ab") as used:
        fcntl.flock(used, fcntl.LOCK_SH)
        with pytest.raises(Busy) as refused:
            prepare(place)
    assert refused.value.code == "start.in_use"
    assert place.python.exists()


def test_only_the_places_own_interpreter_holds_it(tmp_path: Path) -> None:
    with held(checkout(tmp_path)):
        assert not (tmp_path / ".venv.used").exists()


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_the_package(
    tmp_path: Path, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == module else find(name))
    with pytest.raises(Refusal) as refused:
        prepare(checkout(tmp_path))
    assert refused.value.code == "start.no_venv"
    assert refused.value.params["version"] == f"3.{sys.version_info.minor}"
    assert not (tmp_path / ".venv").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    place = checkout(tmp_path)
    (tmp_path / ".venv.lock").mkdir()
    with pytest.raises(Refusal) as refused:
        prepare(place)
    assert refused.value.code == "start.not_written"
    assert refused.value.params == {"folder": tmp_path, "reason": "Is a directory"}
