#!/bin/sh
# What a graphics card makes of the laboratory, in about ten minutes; benchmarks/gpu.py says what, and --help how.
# PYTHON names a Python that has PyTorch, safetensors, tqdm, NumPy, SciPy and Matplotlib (default python3).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
export PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}"
exec "${PYTHON:-python3}" -m benchmarks.gpu "$@"
