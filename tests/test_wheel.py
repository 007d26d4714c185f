"""The built wheel, installed in an empty environment elsewhere, does the main job."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def call(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_works_elsewhere(tmp_path: Path, examples_folder: Path) -> None:
    call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", ROOT, cwd=ROOT)
    wheel = next((tmp_path / "dist").glob("*.whl"))
    call(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    python = tmp_path / "env" / "bin" / "python"
    call(python, "-m", "pip", "install", "-q", "--require-hashes", "-r", ROOT / "requirements.txt", cwd=tmp_path)
    call(python, "-m", "pip", "install", "-q", "--no-deps", wheel, cwd=tmp_path)
    example = tmp_path / "one_too.json"
    example.write_bytes((examples_folder / "one_too.json").read_bytes())
    palier = tmp_path / "env" / "bin" / "palier"
    assert "27 questions" in call(palier, "check", "--on", "2026-11-22", cwd=tmp_path)
    assert '"stage"' in call(palier, "score", example, "--format", "json", cwd=tmp_path)
    call(palier, "report", example, "--out", tmp_path / "one_too.pdf", "--on", "2026-11-22", cwd=tmp_path)
    assert (tmp_path / "one_too.pdf").read_bytes().startswith(b"%PDF")
