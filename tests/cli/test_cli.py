"""The commands as a person or another program calls them: output, exit codes, one clear line for a mistake."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diagnostic.cli import main

ON = ["--on", "2026-11-22"]


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=text)


def document(outcome: Result) -> dict[str, object]:
    assert outcome.exit_code == 0, outcome.output
    loaded: dict[str, object] = json.loads(outcome.stdout)
    return loaded


def mistake(outcome: Result) -> str:
    """The one line of a user's mistake."""
    assert outcome.exit_code == 2, outcome.output
    assert "Traceback" not in outcome.output
    lines = outcome.stderr.strip().splitlines()
    assert len(lines) == 1, outcome.stderr
    return lines[0]


@pytest.mark.parametrize(
    "command", ["demo", "serve", "check", "content", "score", "plan", "report", "workbook", "opco", "batch"]
)
def test_every_command_has_help(command: str) -> None:
    outcome = run(command, "--help")
    assert outcome.exit_code == 0
    assert len(outcome.stdout.splitlines()) > 3


@pytest.mark.slow
def test_python_m_diagnostic_is_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "diagnostic", "opco", "--idcc", "3248"], capture_output=True, text=True, check=True
    )
    assert "OPCO 2i" in done.stdout


def test_content_is_one_json_document() -> None:
    content = document(run("content", "--format", "json", "--lang", "fr"))
    english = document(run("content", "--format", "json", "--lang", "en"))
    assert (content["stages"][0]["name"], english["stages"][0]["name"]) == ("Informatisation", "Computerisation")
    assert english["sha256"] == content["sha256"]
    assert content["questionnaire"] == "industry40@2026-11"


def test_score_gives_the_contract_s_keys(examples_folder: Path) -> None:
    result = document(run("score", str(examples_folder / "one_too.json"), "--format", "json"))
    assert {
        "format",
        "method",
        "questionnaire",
        "content_sha256",
        "form",
        "nodes",
        "alerts",
        "not_applicable",
        "limiting_area",
        "spread",
        "blocking",
        "blocking_areas",
        "perception_gaps",
        "contradictions",
    } == set(result)
    node = result["nodes"]["company"]  # type: ignore[index]
    assert {
        "assessed",
        "index",
        "index_low",
        "index_high",
        "stage",
        "stage_low",
        "stage_high",
        "mean_stage",
        "reach",
        "share",
        "coverage",
        "evidence_share",
    } == set(node)


def test_two_runs_print_the_same_bytes(examples_folder: Path) -> None:
    file = str(examples_folder / "mantion.json")
    assert run("score", file, "--format", "json").stdout == run("score", file, "--format", "json").stdout


def test_standard_input_is_read(examples_folder: Path) -> None:
    text = (examples_folder / "one_too.json").read_text(encoding="utf-8")
    from_file = document(run("score", str(examples_folder / "one_too.json"), "--format", "json"))
    assert document(run("score", "-", "--format", "json", text=text)) == from_file


def test_score_in_words(examples_folder: Path) -> None:
    outcome = run("score", str(examples_folder / "uma_usinage.json"))
    assert outcome.exit_code == 0
    assert "Stade" in outcome.stdout or "stade" in outcome.stdout


def test_plan_gives_the_contract_s_keys(examples_folder: Path) -> None:
    plan = document(run("plan", str(examples_folder / "uma_usinage.json"), "--format", "json", *ON))
    assert {
        "format",
        "on",
        "status",
        "bound_gap",
        "solver_seconds",
        "actions",
        "quarters",
        "trajectory",
        "dropped_rules",
        "to_confirm",
        "to_assess",
        "unreached",
        "infeasible_because",
    } <= set(plan)
    action = plan["actions"][0]  # type: ignore[index]
    assert {
        "id",
        "start_quarter",
        "quarters",
        "raises",
        "answers_symptoms",
        "safe_choice",
        "release_days",
        "internal_days",
        "cost",
        "trainings",
        "indicators",
        "helpers",
        "cse",
        "priority_rank",
    } <= set(action)
    assert {"gross", "gross_low", "by_device", "net", "if_renewed"} == set(action["cost"])


def test_an_impossible_plan_explains_itself(examples_folder: Path, tmp_path: Path) -> None:
    wanted = json.loads((examples_folder / "uma_usinage.json").read_text(encoding="utf-8"))
    wanted["plan"] = {"pinned": [{"action": "connect_key_machines", "start_quarter": 1}]}
    file = tmp_path / "wanted.json"
    file.write_text(json.dumps(wanted), encoding="utf-8")
    plan = document(run("plan", str(file), "--format", "json", "--budget", "0", *ON))
    assert plan["status"] == "infeasible"
    assert plan["infeasible_because"]


def test_a_report_is_written(examples_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "one_too.pdf"
    outcome = run("report", str(examples_folder / "one_too.json"), "--out", str(out), *ON)
    assert outcome.exit_code == 0, outcome.output
    assert out.read_bytes().startswith(b"%PDF")


def test_a_workbook_is_written_the_same_each_time(examples_folder: Path, tmp_path: Path) -> None:
    file, out = str(examples_folder / "uma_usinage.json"), tmp_path / "uma.xlsx"
    outcome = run("workbook", file, "--out", str(out), *ON)
    assert outcome.exit_code == 0, outcome.output
    first = out.read_bytes()
    assert first.startswith(b"PK")
    run("workbook", file, "--out", str(out), *ON)
    assert out.read_bytes() == first


def test_batch_skips_a_bad_file_and_does_the_rest(examples_folder: Path, tmp_path: Path) -> None:
    files = tmp_path / "in"
    files.mkdir()
    shutil.copy(examples_folder / "one_too.json", files)
    shutil.copy(examples_folder / "uma_usinage.json", files)
    (files / "broken.json").write_text('{"format": "palier-assessment/1"', encoding="utf-8")
    outcome = run("batch", str(files), "--out", str(tmp_path / "out"), "--jobs", "2", *ON)
    assert outcome.exit_code == 0, outcome.output
    assert "broken.json" in outcome.stderr
    assert "2 fait(s), 1 passé(s)" in outcome.stdout
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert made == {"one_too.pdf", "one_too.result.json", "uma_usinage.pdf", "uma_usinage.result.json"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["score", "nowhere.json"], ["nowhere.json"]),
        (["score", "{readme}"], ["README.md", "JSON"]),
        (["batch", "nowhere", "--out", "{tmp}"], ["nowhere"]),
        (["batch", "{tmp}", "--out", "{tmp}"], ["aucun fichier"]),
        (["check", "nowhere"], ["nowhere"]),
        (["opco"], ["--idcc", "--naf", "--siret"]),
        (["opco", "--idcc", "3248", "--naf", "25.62B"], ["une seule"]),
        (["opco", "--siret", "12345678901234"], ["SIRET"]),
        (["report", "{example}", "--out", "{tmp}/no/where.pdf"], ["where.pdf"]),
        (["report", "{example}", "--out", "{tmp}/x.pdf", "--lang", "de"], ["--lang", "fr, en"]),
        (["report", "{example}", "--out", "{tmp}/no/where.pdf", "--lang", "en"], ["does not exist", "where.pdf"]),
        (["workbook", "{example}", "--out", "{tmp}/no/where.xlsx"], ["where.xlsx"]),
        (["workbook", "{example}", "--out", "{tmp}/no/where.xlsx", "--lang", "en"], ["folder does not exist"]),
        (["workbook", "{example}"], ["--out"]),
        (["plan", "{example}", "--lang", "en", "--budget", "-1"], ["--budget: value refused", "at least 0"]),
        (["plan", "{example}", "--lang", "en", "--on", "9999-12-31"], ["from 2015 to 2100"]),
        (["score", "{readme}", "--lang", "en"], ["README.md", "JSON"]),
    ],
)
def test_mistakes_are_one_clear_line(
    arguments: list[str], words: list[str], tmp_path: Path, examples_folder: Path
) -> None:
    places = {
        "tmp": str(tmp_path),
        "readme": str(Path(__file__).parents[2] / "README.md"),
        "example": str(examples_folder / "one_too.json"),
    }
    line = mistake(run(*(argument.format(**places) for argument in arguments)))
    assert all(word in line for word in words), line


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan", "{file}", "--on", "tomorrow"],
        ["plan", "{file}", "--on", "9999-12-31"],
        ["plan", "{file}", "--budget", "-1"],
        ["score"],
        ["score", "{file}", "--zz"],
        ["dance"],
    ],
)
def test_a_wrong_option_is_one_line(arguments: list[str], examples_folder: Path) -> None:
    assert mistake(run(*(part.format(file=examples_folder / "one_too.json") for part in arguments)))


def test_the_program_alone_shows_its_commands() -> None:
    outcome = run()
    assert outcome.exit_code == 0
    assert "report" in outcome.stdout


def test_batch_does_not_stop_at_what_it_cannot_read(examples_folder: Path, tmp_path: Path) -> None:
    files = tmp_path / "in"
    files.mkdir()
    wanted = json.loads((examples_folder / "one_too.json").read_text(encoding="utf-8"))
    wanted["company"]["headcount"] = "douze"
    (files / "a.json").write_text(json.dumps(wanted), encoding="utf-8")
    shutil.copy(examples_folder / "one_too.json", files / "b.json")
    (files / "b.yaml").write_text("format: x", encoding="utf-8")
    outcome = run("batch", str(files), "--out", str(tmp_path / "out"), *ON)
    assert outcome.exit_code == 0, outcome.output
    assert "a.json : company.headcount" in outcome.stderr
    assert "b.yaml : même nom que b.json" in outcome.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"b.pdf", "b.result.json"}


def test_a_port_already_taken_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALIER_VAR", str(tmp_path))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        outcome = run("demo", "--port", str(taken.getsockname()[1]))
    assert outcome.exit_code == 2
    assert "port" in outcome.stderr


def test_the_demonstration_says_how_to_try_the_other_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALIER_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = run("demo", "--port", str(taken.getsockname()[1])).stdout
    assert "palier admin create --demo" in told


def test_what_it_keeps_is_readable_by_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALIER_VAR", str(tmp_path / "new" / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert run("db", "upgrade").exit_code == 0
    assert (tmp_path / "new" / "var" / "palier.db").exists()
    assert (tmp_path / "new" / "var").stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_the_server_opens_no_other_door_in_the_home_of_who_runs_it(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PALIER_VAR": str(tmp_path / "var")}
    command = [sys.executable, "-m", "diagnostic", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        any("Booting worker" in line for line in server.stderr)
        with socket.create_connection(("127.0.0.1", port), timeout=30) as visit:
            visit.sendall(b"GET /privacy HTTP/1.0\r\n\r\n")
            assert b" 200 " in visit.recv(20)
        doors = [path for path in tmp_path.rglob("*") if path.is_socket()]
        server.terminate()
    assert doors == []


def test_opco_documents() -> None:
    certain = document(run("opco", "--idcc", "3248", "--format", "json"))
    assert certain["opco"] == {"id": "opco2i", "name": "OPCO 2i"}
    assert certain["certain"] is True
    probable = document(run("opco", "--naf", "25.62B", "--format", "json"))
    assert probable["certain"] is False
    assert probable["share"] == 0.95
    assert probable["ask"]
    assert document(run("opco", "--idcc", "9999", "--format", "json"))["opco"] is None
    assert document(run("opco", "--naf", "12.00Z", "--format", "json"))["opco"] is None
    by_siret = document(run("opco", "--siret", "73282932000074", "--format", "json"))
    assert by_siret["basis"] == "siret"
    assert by_siret["check_url"]
