"""Installs what the book needs into ``.venv``: ``python3 install.py [GROUP ...]``, as ``make`` does before all it does.

The groups are those of ``pyproject.toml`` (book alone where none is named), at the versions that ``requirements.txt``
pins, each file with a hash that is written there. PyTorch, the group lab, is pinned in ``requirements-lab.txt`` without
hashes: its builds differ from index to index. What is there already is left alone, so that the second call takes no
time. A call that was stopped at any moment is taken up by the next. Any Python from 3.7 on can run it: where that is
none of those that ``pyproject.toml`` promises, it looks for one that is.

    VENV          the folder, .venv
    TORCH_INDEX   the address of an index with builds of PyTorch for the processor alone ("+cpu"); pip asks it as well
"""

import glob
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.environ.get("VENV") or ".venv"
PYTHON = os.path.join(VENV, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
STAMP = os.path.join(VENV, "installed.txt")
LOG = os.path.join(VENV, "pip.log")
MARK = os.path.join(VENV, "made-by-install.txt")
PINS = ("requirements.txt", "requirements-lab.txt")
# What may be in a folder that is cleared to make the environment anew, after one that was stopped half-way.
ENVIRONMENT = {"bin", "etc", "include", "lib", "lib64", "share", "Include", "Lib", "Scripts"}
ENVIRONMENT |= {".gitignore", "pyvenv.cfg", "installed.txt", "pip.log", "made-by-install.txt", "wanted.txt"}
# What only install.py writes there: the folder is its own. (Its first editions left no mark, but the other two.)
OURS = {"made-by-install.txt", "installed.txt", "pip.log"}
GROUPS = ("book", "lab", "jupyter", "lint", "cluster", "course", "paper", "test", "mutants", "kernels")

# What one of pip's last words means, in the order in which they are looked for.
CAUSES = (
    (
        r"No matching distribution found for torch",
        "PyTorch has no build for this machine and this Python. Without it: make book TORCH=off",
    ),
    (
        r"No space left on device|Errno 28",
        "The disk is full: {left} are left for {venv}, and {scratch} in {tmp}, where pip unpacks "
        "(TMPDIR= names another folder).",
    ),
    (r"Permission denied|Errno 13|Read-only file system", "A folder may not be written to; its name is above."),
    (
        r"Retrying|NewConnectionError|Temporary failure in name resolution|Network is unreachable|ConnectTimeout|"
        r"Max retries exceeded|ProxyError|Name or service not known",
        "No network: pip's package index could not be reached. Once it can, the same command goes on from here.",
    ),
)


class Stop(Exception):
    """What keeps the installation from going on, in words for whoever called it."""


def main(arguments):
    """Installs the groups named. Returns the exit status."""
    groups = tuple(arguments) or GROUPS[:1]
    try:
        unknown = set(groups) - set(GROUPS)
        if unknown:
            raise Stop(f"the group must be one of {', '.join(GROUPS)}, not {', '.join(sorted(unknown))}")
        os.chdir(ROOT)
        install(groups)
    except Stop as reason:
        print(reason, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error}\n{cause(str(error)) or ''}".strip(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    return 0


def install(groups):
    """The environment and the groups in it, where they are not there yet."""
    there = installed()
    if set(groups) <= there:
        return
    make_environment(chosen_python())
    drop_half_installed()
    announce(set(groups) - there)
    wanted = [group for group in GROUPS if group in there | set(groups)]
    began = time.monotonic()
    if os.path.exists(STAMP):
        os.remove(STAMP)
    with open(LOG, "w", encoding="utf-8") as log:
        pip("Bringing pip up to date", ["--quiet", *hashed({"pip"})], log)  # an older one knows no groups
        pip("Fetching", hashed(needed(wanted)), log)
        if "lab" in wanted:
            index = os.environ.get("TORCH_INDEX")
            words = ["-c", PINS[1], "--group", "lab", *(["--extra-index-url", index] if index else [])]
            pip("Fetching PyTorch", words, log)
    with open(STAMP, "w", encoding="utf-8") as stamp:
        stamp.write(f"{pinned()} {' '.join(wanted)}\n")
    print(f"The packages are in {VENV} ({(time.monotonic() - began) / 60:.1f} minutes)", flush=True)


def installed():
    """The groups that the environment has, at today's pins."""
    try:
        with open(STAMP, encoding="utf-8") as stamp:
            pins, *groups = stamp.read().split()
    except (OSError, ValueError):
        return set()
    return set(groups) if pins == pinned() and runs_pip(PYTHON) else set()


def pinned():
    """A short hash of what the packages come from: the pins, and the groups."""
    digest = hashlib.sha256()
    for name in (*PINS, "pyproject.toml"):
        with open(name, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()[:16]


def pinned_packages():
    """The lines of ``requirements.txt`` for each package: its pin, its hashes, and what it is needed by."""
    with open(os.path.join(ROOT, PINS[0]), encoding="utf-8") as file:
        packages = re.findall(r"^([a-z\d][\w.-]*)(==.*\n(?: .*\n)*)", file.read(), re.MULTILINE)
    return {name: name + lines for name, lines in packages}


def needed(groups):
    """The names of the packages that the groups need, and of those that these need, by what uv noted in the pins."""
    parents = {name: set(re.findall(r"# +(?:via +)?(\S.*)", lines)) for name, lines in pinned_packages().items()}
    found = {f"emergence-measured (pyproject.toml:{group})" for group in groups}
    while True:
        more = {name for name, by in parents.items() if by & found} - found
        if not more:
            return found & set(parents)
        found |= more


def hashed(names):
    """pip's words for these packages, at the pins and with the hashes of ``requirements.txt`` alone."""
    path = os.path.join(VENV, "wanted.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines for name, lines in pinned_packages().items() if name in names)
    return ["--require-hashes", "-r", path]


def promised():
    """The versions of Python that ``pyproject.toml`` promises, as pairs of numbers."""
    with open(os.path.join(ROOT, "pyproject.toml"), encoding="utf-8") as file:
        named = re.findall(r'"Programming Language :: Python :: (\d+)\.(\d+)"', file.read())
    return [(int(major), int(minor)) for major, minor in named]


def chosen_python():
    """The Python to make the environment with: this one, or another that is here where this is not promised."""
    versions = promised()
    if sys.version_info[:2] in versions:
        return sys.executable
    range_words = "{}.{} to {}.{}".format(*versions[0], *versions[-1])
    if os.environ.get("PYTHON"):  # named on purpose: taking another without a word would not be what was asked
        raise Stop(
            f"PYTHON must be a Python {range_words}, not {sys.executable}, which is {platform.python_version()}."
        )
    for major, minor in reversed(versions):
        path = shutil.which(f"python{major}.{minor}")
        if path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            return path
    raise Stop(
        f"Python {range_words} is needed, and {platform.python_version()} is what is here.\n"
        "Install one and name it: make book PYTHON=/path/to/python3.12"
    )


def make_environment(python):
    """A virtual environment with pip in it; one that was stopped half-way is made anew."""
    if runs_pip(PYTHON):
        return
    there = set(os.listdir(VENV)) if os.path.isdir(VENV) else set()
    if there - ENVIRONMENT:
        raise Stop(f"VENV must be a virtual environment or no folder yet, not {VENV}, which has other things in it.")
    if there and not there & OURS:
        raise Stop(f"VENV must be a folder that install.py made or none yet, not {VENV}: name another.")
    if subprocess.call([python, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL):
        get_venv_module(python)
    print(f"Making {VENV} with {python}", flush=True)
    empty_environment()
    done = subprocess.run([python, "-m", "venv", VENV], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip()
        raise Stop("\n".join(part for part in (said, cause(said)) if part))


def empty_environment():
    """The folder with its mark alone in it: the mark comes first and stays, so that a stop at any moment leaves it."""
    os.makedirs(VENV, exist_ok=True)
    with open(MARK, "w", encoding="utf-8") as mark:
        mark.write("install.py made this folder, and may empty it to make it anew.\n")
    for name in set(os.listdir(VENV)) - {os.path.basename(MARK)}:
        path = os.path.join(VENV, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.remove(path)


def get_venv_module(python):
    """Debian and Ubuntu keep the venv module in a package of its own."""
    command = [python, "-c", "import sys; print('python%d.%d-venv' % sys.version_info[:2])"]
    package = subprocess.check_output(command).decode().strip()
    as_root = [] if os.name == "posix" and os.geteuid() == 0 else ["sudo", "-n"]
    try:
        may = shutil.which("apt-get") and subprocess.call([*as_root, "true"], stderr=subprocess.DEVNULL) == 0
    except OSError:
        may = False
    if not may:
        raise Stop(f"This Python has no venv module. On Debian or Ubuntu: sudo apt-get install {package}")
    print(f"This Python has no venv module: apt-get installs {package}", flush=True)
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
        done = subprocess.run([*apt, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise Stop(f"{done.stdout.decode(errors='replace').strip()}\napt-get could not install {package}.")


def drop_half_installed():
    """Forgets the packages that pip was stopped at, else it takes them for whole: INSTALLER is what it writes late."""
    folders = []
    for place in (os.path.join("lib", "python*"), "Lib"):  # the second on Windows
        folders += glob.glob(os.path.join(VENV, place, "site-packages", "*.dist-info"))
    for folder in folders:
        if not os.path.exists(os.path.join(folder, "INSTALLER")):
            shutil.rmtree(folder)


def announce(groups):
    """How much comes, before it does, and how to have less."""
    index = os.environ.get("TORCH_INDEX")
    if "lab" in groups and sys.platform == "linux" and not index:
        print(
            "PyTorch comes with its libraries for GPUs, unless pip is set up otherwise: 2.9 GB, 5.2 GB on disk.\n"
            "Ctrl-C, and one of these, for less:\n"
            "  make book TORCH=off            no PyTorch; two chapters show the outputs kept with their notebooks\n"
            "  make book TORCH_INDEX=address  PyTorch for the processor alone, from an index that has it\n"
            "                                 (PyTorch's own install page gives the address)",
            flush=True,
        )


def pip(what, words, log):
    """One run of pip: its lines go into the log, and a short account of them onto the screen."""
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "2", *words]
    surroundings = dict(os.environ, PYTHONUNBUFFERED="1", PIP_PROGRESS_BAR="off")
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=surroundings)
    account, lines = Account(what), []
    try:
        for line in running.stdout:
            text = line.decode(errors="replace")
            log.write(text)
            lines.append(text)
            account.read(text)
        account.end()
        running.wait()
    except BaseException:
        running.terminate()
        running.wait()
        raise
    if running.returncode:
        raise Stop(failure("".join(lines)))


def failure(said):
    """What pip's failure comes to: its own errors, the last few, and what they mean where that is known."""
    errors = [line for line in said.splitlines() if line.startswith("ERROR") and "Ignored the following" not in line]
    meaning = cause(said)
    words = [] if meaning == CAUSES[-1][1] else [line[:300] for line in errors[-3:]]  # offline, they blame the packages
    words.append(meaning or "pip could not install the packages.")
    return "\n".join([*words, f"(all that pip said: {LOG})"])


def cause(said):
    """A sentence on what went wrong; none where it is not known."""
    tmp = os.environ.get("TMPDIR") or "/tmp"
    for pattern, sentence in CAUSES:
        if re.search(pattern, said):
            return sentence.format(venv=VENV, tmp=tmp, left=left(VENV), scratch=left(tmp))
    return None


def left(folder):
    """The room left where a folder is, in words."""
    try:
        return f"{shutil.disk_usage(folder if os.path.exists(folder) else '.').free / 1e9:.1f} GB"
    except OSError:
        return "no gigabytes"


def runs_pip(python):
    """Whether a Python is there and has its pip."""
    try:
        return subprocess.call([python, "-c", "import pip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


class Account:
    """What pip is at, on one line that is written over on a terminal, and now and then on a new one elsewhere."""

    def __init__(self, what):
        self.what, self.packages, self.megabytes, self.now = what, 0, 0.0, ""
        self.over, self.shown = sys.stdout.isatty(), 0.0

    def read(self, line):
        """Takes one of pip's lines into account."""
        word, _, rest = line.strip().partition(" ")
        if word == "Downloading" and not rest.split()[0].endswith(".metadata"):
            self.packages += 1
            size = re.search(r"\(([\d.]+) (kB|MB|GB)\)", rest)
            if size:
                self.megabytes += float(size[1]) * {"kB": 1e-3, "MB": 1, "GB": 1e3}[size[2]]
            self.now = rest.split("-")[0]
        elif word == "Installing":
            self.what, self.now = "Unpacking", ""
            self.shown = 0.0
        elif "Retrying" in line and self.now != "no answer":
            self.now = "no answer"
            print("\nThe package index does not answer: trying again", file=sys.stderr, flush=True)
        self.show()

    def show(self):
        """Writes the line, where it is time to."""
        if time.monotonic() - self.shown < (0.2 if self.over else 15):
            return
        self.shown = time.monotonic()
        fetched = f": {self.packages} packages, {self.megabytes:,.0f} MB" if self.packages else ""
        line = f"{self.what}{fetched}{f' ({self.now})' if self.now and self.over else ''}"
        print(f"\r\033[K{line}" if self.over else line, end="" if self.over else "\n", flush=True)

    def end(self):
        """Leaves the line as it is."""
        self.shown = 0.0
        self.now = ""
        if self.packages:
            self.show()
        if self.over:
            print(flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
