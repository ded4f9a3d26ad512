#!/bin/bash
#SBATCH --job-name=effscope
#SBATCH --cpus-per-task=1
#SBATCH --requeue
#SBATCH --open-mode=append
# One task of a Slurm array processes one shard of a batch. Arguments: the photographs and a results folder.
#
#     sbatch --array=1-8 --cpus-per-task=4 slurm-array.sh /data/photographs /data/results [OPTION…]
#
# Effscope reads the shard from Slurm's variables. A requeued task continues where it was interrupted.
set -euo pipefail
photographs=$1
results=$2
shift 2
mkdir -p "$results"
exec "${EFFSCOPE:-effscope}" batch "$photographs" -o "$results/shard-$SLURM_ARRAY_TASK_ID" \
  --threads "${SLURM_CPUS_PER_TASK:-1}" "$@"
