#!/usr/bin/env bash
# Compares Effscope with other CPU runtimes on this machine: forward passes of the runtimes in turns, then each kernel
# on the layer shapes, then photographs per second.
#
#   Benchmarks/run.sh [VARIANTS] [THREADS] [SECONDS]
#
# VARIANTS: comma-separated (default b0,b1,b4,b7,lite0); THREADS: comma-separated (default 1,2);
# SECONDS: measuring time for each variant and thread count (default 20). Creates the virtual environment
# .venv-benchmark if it does not exist, or uses BENCHMARK_PYTHON. Results: Benchmarks/results, named by date and machine.
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
if ! "$python" -c 'import timm' 2>/dev/null; then
  # timm imports torchvision, which registers its CUDA operators in torch. With a CPU build of torch this fails, and
  # the networks do not use these operators.
  : >"$("$python" -c 'import importlib.util as u; print(u.find_spec("torchvision").submodule_search_locations[0])')/_meta_registrations.py"
fi
echo "==> Writing the networks for each runtime (once)"
"$python" Benchmarks/networks.py ${variants//,/ }
echo "==> Measuring $variants with $threads threads, $seconds s each"
"$python" Benchmarks/compare.py --program "$program" --variants "$variants" \
  --threads "$threads" --seconds "$seconds"
echo "==> Measuring the kernels on the layers' shapes"
"$python" Benchmarks/kernels.py --program "$program"
echo "==> Measuring photographs a second"
"$python" Benchmarks/throughput.py --program "$program"
