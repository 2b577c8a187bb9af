"""The wheel holds what the tree holds, and runs without what only development needs."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from shutil import which

import pytest

ROOT = Path(__file__).parent.parent
needs_git = pytest.mark.skipif(
    which("git") is None or not (ROOT / ".git").exists(), reason="git says which files are the project's"
)
FOLDERS = ("specs", "fixtures", "mocks", "contract_tests")
LOCKED = re.compile(r"[\w.-]+==[\w.]+( ; [^/@]+)?")
RUN = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] in {absent!r}:
            raise ModuleNotFoundError(f'{{name}} is only there for development', name=name)

sys.meta_path.insert(0, Missing())
from understudy.cli import main
from understudy.mocks import composition

composition.app(composition.sandboxes(composition.Options(records=10)), at_root=True)
main(['--version'], prog_name='understudy')
"""


def in_tree() -> set[str]:
    """Every source and contract, under the name that it is installed as."""
    files = {f"understudy/{path.relative_to(ROOT)}" for folder in FOLDERS for path in sources(ROOT / folder)}
    own = ROOT / "src" / "understudy"
    return files | {
        f"understudy/{path.relative_to(own)}"
        for path in [own / "py.typed", *sources(own)]
        if not any(path.is_relative_to(own / folder) for folder in FOLDERS)
    }


def sources(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in (".py", ".yaml", ".txt", ".gz")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that a build folder from before can add nothing."""
    copy, out = tmp_path_factory.mktemp("tree") / "tree", tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        source, target = ROOT / name, copy / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_symlink():
                target.symlink_to(source.readlink())
            else:
                target.write_bytes(source.read_bytes())
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, copy],
        check=True, capture_output=True,
    )  # fmt: skip
    return next(out.glob("*.whl"))


@needs_git
def test_the_wheel_is_the_tree(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == in_tree()


@needs_git
def test_it_runs_without_development_packages(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    absent = ["pytest", "hypothesis", "schemathesis", "openapi_core", "mypy", "ruff"]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", RUN.format(absent=absent)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "understudy, version" in done.stdout


def test_every_dependency_is_locked() -> None:
    locked = (ROOT / "requirements.lock").read_text().splitlines()
    names = {line.split("==")[0] for line in locked if "==" in line}
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {entry.split(">")[0].split("=")[0].lower() for entry in declared} <= names


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda path: path.stem)
def test_a_lock_file_holds_versions_and_no_places(lock: Path) -> None:
    lines = [line for line in lock.read_text().splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    assert [line for line in lines if not LOCKED.fullmatch(line)] == []
