"""What a command line answers when it cannot do what it is asked: the status, one JSON document, a sentence."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from catalog.cli import release
from catalog.cli.entry import main
from catalog.cli.frame import line
from catalog.environment import ROOT


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own; nothing of the surroundings is read."""
    for name in ("TAMIS_DATABASE_URL", "TAMIS_USER", "TAMIS_LANG", "TAMIS_DAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TAMIS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


NOWHERE = "postgresql+psycopg://somebody:secret-word@/none?host=/nowhere"


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["search", "--page", "one"], 64, "command.wrong"),
        (["search", "--nothing"], 64, "command.wrong"),
        (["nothing"], 64, "command.wrong"),
        (["publish"], 64, "command.wrong"),
        (["check", "x.csv", "--max-mb", "0"], 64, "command.wrong"),
        (["serve", "--port", "99999"], 64, "command.wrong"),
        (["serve", "--host", "256.1.1.1", "--port", "0"], 2, "host.unknown"),
        (["batch"], 64, "command.incomplete"),
        ([], 64, "command.incomplete"),
        (["search", "--lang"], 64, "option.without_value"),
        (["search", "--user"], 64, "option.without_value"),
        (["search", "--lang", "de"], 2, "setting.invalid"),
        (["search", "--price-min", "1e3"], 2, "option.price"),
        (["search", "--price-max", "0.0000001"], 2, "option.price"),
        (["search", "--currency", "euro"], 2, "option.currency"),
        (["search"], 2, "database.not_migrated"),
        (["search", "--database", "nonsense"], 2, "database.address"),
        (["search", "--database", "unknown://host/base"], 2, "database.address"),
        (["search", "--database", NOWHERE], 2, "database.out_of_reach"),
        (["search", "--database", "sqlite:////proc/none/tamis.sqlite"], 2, "disk.closed"),
    ],
)
def test_a_refusal_is_one_document_and_a_sentence_in_the_language_asked_for(
    words: list[str], status: int, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--json"]) == status
    told = capsys.readouterr()
    refusal = json.loads(told.out)["refusal"]
    assert refusal["code"] == code
    assert refusal["fr"] != refusal["en"]
    assert refusal["fr"] in told.err
    assert main(["--lang", "en", *words]) == status
    alone = capsys.readouterr()
    assert alone.out == ""
    if "de" not in words and code != "option.without_value":
        assert refusal["en"] in alone.err
    assert "Traceback" not in told.err + alone.err
    assert "secret-word" not in told.out + told.err + alone.err


@pytest.mark.parametrize(
    ("words", "fr", "en"),
    [
        ("search --page one", "--page attend un nombre entier, pas « one ».", "--page wants a whole number, not “one”."),
        ("check x.csv --max-mb 0", "--max-mb attend au moins 1, pas « 0 ».", "--max-mb wants at least 1, not “0”."),
        ("serve --port 99999", "--port attend au plus 65535, pas « 99999 ».", "--port wants at most 65535, not “99999”."),
        ("search --zzz", "l’option --zzz n’existe pas.", "there is no option --zzz."),
        ("search --sise 2", "l’option --sise n’existe pas (options proches : --as, --size).",
         "there is no option --sise (options like it: --as, --size)."),
        ("search --page", "l’option --page attend une valeur.", "option --page wants a value."),
        ("validation sign 1 --certify=yes", "l’option --certify ne prend pas de valeur.", "option --certify takes no value."),
        ("nothing", "il n’y a pas de commande « nothing ».", "there is no command “nothing”."),
        ("fact lst", "il n’y a pas de commande « lst » (commandes proches : list).",
         "there is no command “lst” (commands like it: list)."),
        ("publish", "il manque l’argument BATCHES.", "argument BATCHES is missing."),
        ("swap A/B", "il manque l’option --quantity.", "option --quantity is missing."),
        ("batch list more words", "ces mots sont de trop : more words.", "these words are too many: more words."),
        ("batch", "Il manque la commande à exécuter, l’une de celles-ci : annotate, answer, list, show.",
         "The command to run is missing, one of these: annotate, answer, list, show."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_words_is_told_in_one_language(
    words: str, fr: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = ("Cette commande n’est pas comprise : ", "This command is not understood: ")
    tails = {"fr": " Ajoutez --help pour voir ce qu", "en": " Add --help to see what "}
    for language, sentence, head in (("fr", fr, heads[0]), ("en", en, heads[1])):
        assert main([*words.split(), "--lang", language]) == 64
        told = capsys.readouterr().err.replace("\u00a0", " ")
        alone = sentence if words == "batch" else head + sentence
        assert told.startswith(alone + tails[language])
        assert told.count("\n") == 1


def test_the_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert main(["--version", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"version": project["version"]}
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == project["version"]


def test_a_file_that_is_no_database_is_named_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "not.sqlite").write_text("no database at all" * 100)
    assert main(["fingerprint", "--json", "--database", f"sqlite:///{tmp_path / 'not.sqlite'}"]) == 2
    assert json.loads(capsys.readouterr().out)["refusal"]["code"] == "database.damaged"


def test_the_home_of_an_instance_is_its_owners_alone(home: Path) -> None:
    main(["search"])
    assert home.stat().st_mode & 0o777 == 0o700


def test_a_setting_that_cannot_be_is_told_in_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TAMIS_DAY", "tomorrow")
    assert main(["search", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["refusal"]["code"] == "setting.invalid"


def test_a_bug_has_its_number_in_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delattr(release, "number")  # something that nobody foresaw
    assert main(["publish", "1", "--json"]) == 70
    told = capsys.readouterr()
    bug = json.loads(told.out)["refusal"]
    assert (bug["code"], len(bug["id"])) == ("command.bug", 8)
    assert bug["id"] in told.err
    assert "NameError" in told.err


def test_the_last_line_does_not_answer_for_this_one(capsys: pytest.CaptureFixture[str]) -> None:
    main(["search", "--lang", "en"])
    assert line().language == "en"
    capsys.readouterr()
    assert main(["search", "--user", "--json"]) == 64
    assert capsys.readouterr().err == "L’option --user attend une valeur.\n"


def test_check_refuses_a_family_that_is_none_and_a_place_it_cannot_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Référence;Désignation;Prix HT\nA1;Savon;1,20\n", encoding="utf-8")
    assert main(["check", str(file), "--family", "NOPE", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["refusal"]["code"] == "option.family"
    assert main(["check", str(file), "--products", str(tmp_path / "none" / "out.jsonl"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["refusal"]["code"] == "file.not_written"
