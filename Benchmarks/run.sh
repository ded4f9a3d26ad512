#!/usr/bin/env bash
# Compares Effscope's forward pass with other CPU runtimes on this machine, side by side.
#
#   Benchmarks/run.sh [VARIANTS] [THREADS] [SECONDS]
#
# VARIANTS: comma-separated (default b0,b1,b4,b7,lite0); THREADS: comma-separated (default 1,2);
# SECONDS: measuring time for each variant and thread count (default 20). Makes the virtual environment
# .venv-benchmark once; results go to Benchmarks/results with date and machine.
set -euo pipefail
cd "$(dirname "$0")/.."

variants=${1:-b0,b1,b4,b7,lite0}
threads=${2:-1,2}
seconds=${3:-20}
program=${EFFSCOPE:-.build/release/effscope}
python=${BENCHMARK_PYTHON:-.venv-benchmark/bin/python}

if [ ! -x "$program" ]; then
  echo "==> Building Effscope in release mode"
  swift build -c release --product effscope
fi
if [ ! -x "$python" ]; then
  echo "==> Making a virtual environment with the other runtimes (once; about 2 GB)"
  python3 -m venv .venv-benchmark
  .venv-benchmark/bin/python -m pip install --quiet --upgrade pip
  .venv-benchmark/bin/python -m pip install --quiet -r Benchmarks/requirements.txt
fi
echo "==> Measuring $variants with $threads threads, $seconds s each"
exec "$python" Benchmarks/compare.py --program "$program" --variants "$variants" \
  --threads "$threads" --seconds "$seconds"
