"""How does the optional compiled kernel come into an installation? Called by hatchling (pyproject.toml).

Where there is no compiler, or it fails, the installation works without the kernel, and says so. FORESAID_PURE=1
leaves it out on purpose; FORESAID_KERNEL=required makes a failure one of the whole build (for making wheels).
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "src" / "foresaid" / "text" / "kernel"
PLACE = "foresaid/text"
NAME = "foresaid.text._kernel"
# -fwrapv would hide overflows that the sanitiser run is to find: unsigned numbers are used where they wrap.
FLAGS = (
    ["-O3", "-g0", "-std=c11", "-Wall", "-Wextra", "-fvisibility=hidden"] if os.name != "nt" else ["/O2"]
)


def build_kernel(folder: Path, *, extra: tuple[str, ...] = ()) -> Path:
    """Compile the kernel into a folder; gives the file. `extra` are flags for compiler and linker."""
    from setuptools import Distribution, Extension  # noqa: PLC0415 - absent where the kernel is not wanted
    from setuptools.command.build_ext import build_ext  # noqa: PLC0415

    extension = Extension(
        NAME,
        [str(path) for path in sorted(SOURCES.glob("*.c"))],
        depends=[str(path) for path in SOURCES.glob("*.h")],
        extra_compile_args=[*FLAGS, *extra],
        extra_link_args=list(extra),
        py_limited_api=True,
    )
    command = build_ext(Distribution({"name": "foresaid", "ext_modules": [extension]}))
    command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "temp")
    command.ensure_finalized()
    command.run()
    return Path(command.get_ext_fullpath(NAME))


class KernelHook(BuildHookInterface):  # type: ignore[misc]
    """Compiles the kernel for a wheel, or in its place for an editable installation."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the kernel and add it to what is installed; without it the wheel is one for all machines."""
        if self.target_name != "wheel" or os.environ.get("FORESAID_PURE", "0") not in {"", "0"}:
            return
        self._scratch = TemporaryDirectory()
        try:
            built = build_kernel(Path(self._scratch.name))
        except (Exception, SystemExit) as error:  # whatever a foreign compiler does
            if os.environ.get("FORESAID_KERNEL") == "required":
                raise
            self.app.display_warning(
                f"foresaid: the compiled kernel could not be built ({error}); the same answers come some ten"
                " times slower. Install a C compiler and Python's headers, then install foresaid again."
            )
            return
        if version == "editable":
            place = ROOT / "src" / PLACE / built.name
            fresh = place.with_suffix(".new")
            shutil.copyfile(built, fresh)
            fresh.replace(place)  # whole or not at all: a running process keeps the old one
        else:
            build_data["force_include"][str(built)] = f"{PLACE}/{built.name}"
        build_data["pure_python"] = False
        build_data["tag"] = f"cp311-abi3-{_platform()}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Clear what building left."""
        del version, build_data, artifact_path
        if hasattr(self, "_scratch"):
            self._scratch.cleanup()


def _platform() -> str:
    from packaging.tags import sys_tags  # noqa: PLC0415 - hatchling's own dependency

    return next(tag.platform for tag in sys_tags() if "manylinux" not in tag.platform)


if __name__ == "__main__":  # python hatch_build.py: compile in place, for work on the kernel
    with TemporaryDirectory() as scratch:
        file = build_kernel(Path(scratch))
        target = ROOT / "src" / PLACE / file.name
        shutil.copyfile(file, target.with_suffix(".new"))
        target.with_suffix(".new").replace(target)
        sys.stdout.write(f"{target}\n")
