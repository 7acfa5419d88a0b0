"""Writes golden files; the format is described in README.md."""

import math
import pathlib
import platform
import sys

import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = 20260101


def _number(value):
    value = float(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    mantissa, exponent = value.hex().split("p")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + "p" + str(int(exponent))


def _array(value):
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    array = numpy.asarray(value)
    if array.dtype.kind in "iub":
        return array.astype(numpy.int32), "int32"
    if array.dtype == numpy.float32:
        return array, "float32"
    return array.astype(numpy.float64), "float64"


def _versions():
    parts = ["python " + platform.python_version(), "numpy " + numpy.__version__]
    for name in ("torch", "sklearn"):
        if name in sys.modules:
            parts.append(name + " " + sys.modules[name].__version__)
    return ", ".join(parts)


def write(module, subject, case, entries, seed=SEED):
    """Writes <module>/src/test/resources/golden/<subject>/<case>.txt.

    entries maps a name to a number, a list, a numpy array or a torch tensor. Integers are stored as int32, float32 as it
    is, everything else as float64.
    """
    folder = ROOT / module / "src" / "test" / "resources" / "golden" / subject
    folder.mkdir(parents=True, exist_ok=True)
    script = pathlib.Path(sys.argv[0]).name
    lines = ["gradus golden 1", "written by tools/golden/%s, %s, seed %d" % (script, _versions(), seed)]
    for name, value in entries.items():
        array, dtype = _array(value)
        lines.append("%s %s [%s]" % (name, dtype, ",".join(str(d) for d in array.shape)))
        text = [str(int(v)) if dtype == "int32" else _number(v) for v in array.reshape(-1)]
        for start in range(0, len(text), 8):
            lines.append(" " + " ".join(text[start : start + 8]))
    (folder / (case + ".txt")).write_text("\n".join(lines) + "\n", encoding="ascii")
