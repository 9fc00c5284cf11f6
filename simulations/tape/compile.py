"""kernels.wasm from kernels.c, the same to the byte on every machine: ``python -m simulations.tape.compile``.

The compiler is the clang of the package ziglang, at the version pinned here.
"""

import hashlib
import importlib.metadata
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent
SOURCE, BUILT = FOLDER / "kernels.c", FOLDER / "kernels.wasm"
VERSION = "0.17.1"
FLAGS = (
    *("-target", "wasm32-freestanding", "-mcpu=mvp+simd128+bulk_memory+nontrapping_fptoint+sign_ext"),
    # Loops as they are written: what clang would unroll is no sooner, and half as long again.
    *("-std=c23", "-Os", "-fno-unroll-loops", "-fno-vectorize", "-fno-slp-vectorize", "-Wall", "-Wextra", "-Werror"),
    *("-ffreestanding", "-nostdlib", "-fno-sanitize=all"),
    *("-Wl,--no-entry", "-Wl,--strip-all", "-Wl,-z,stack-size=65536", "-Wl,--export=__heap_base"),
)


def stamp() -> str:
    """What the build depends on, in short: the source, the flags and the compiler."""
    return hashlib.sha256(repr((SOURCE.read_text(encoding="utf-8"), FLAGS, VERSION)).encode()).hexdigest()[:16]


def stamped(wasm: bytes) -> str:
    """The stamp that a build carries as its last section."""
    return wasm[-16:].decode("ascii", errors="replace")


def is_here() -> bool:
    """Whether the compiler is installed, at its version."""
    try:
        return importlib.metadata.version("ziglang") == VERSION
    except importlib.metadata.PackageNotFoundError:
        return False


def compiled() -> bytes:
    """The build of kernels.c. Raises ``CalledProcessError`` where it does not compile."""
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / BUILT.name
        command = [sys.executable, "-m", "ziglang", "cc", *FLAGS, SOURCE.name, "-o", str(built)]
        subprocess.run(command, cwd=FOLDER, check=True)
        return built.read_bytes() + _section("stamp", stamp().encode())


def _section(name: str, content: bytes) -> bytes:
    """A custom section of WebAssembly, shorter than 128 bytes."""
    content = bytes([len(name)]) + name.encode() + content
    return bytes([0, len(content)]) + content


if __name__ == "__main__":
    if not is_here():
        sys.exit(f"the compiler must be ziglang {VERSION}: make kernels installs it")
    BUILT.write_bytes(compiled())
