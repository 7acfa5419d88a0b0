"""Regenerates every golden file: python3 tools/golden/all.py"""

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
NOT_GENERATORS = {"all.py", "common.py"}


def python():
    """This Python if it has PyTorch, else the distribution's own."""
    for candidate in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([candidate, "-c", "import torch, sklearn"], capture_output=True).returncode == 0:
            return candidate
    sys.exit("PyTorch and scikit-learn are missing; see tools/golden/README.md")


def main():
    interpreter = python()
    for script in sorted(HERE.glob("*.py")):
        if script.name not in NOT_GENERATORS:
            print(script.name)
            subprocess.run([interpreter, str(script)], check=True)


if __name__ == "__main__":
    main()
