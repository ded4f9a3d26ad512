#!/usr/bin/env bash
# Runs an array on a real Slurm of this machine's own, kills a node in mid-run, lets the task be requeued,
# merges the shards and compares with one batch over everything, row for row and overlay for overlay.
#
#     sudo Tests/Cluster/slurm.sh PHOTOGRAPHS [PROGRAM]
#
# PHOTOGRAPHS is a folder with some hundreds of images (Benchmarks/photographs.py makes them). As root, since
# Slurm's daemons are; everything they write lies in a temporary folder, and all are stopped at the end.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
photographs=$(realpath "${1:?name a folder with photographs}")
program=$(realpath "${2:-$root/.build/release/effscope}")
nodes=3
tasks=4
options=(--checkpoint random:7 --quiet)
[ -z "${VARIANT:-}" ] || options=(--variant "$VARIANT" --quiet)

say() { printf '==> %s\n' "$*"; }
fail() {
  printf 'slurm: error: %s\n' "$*" >&2
  exit 1
}
[ "$(id -u)" -eq 0 ] || fail "Slurm's daemons need root"
for tool in slurmctld slurmd munged sbatch; do
  command -v "$tool" >/dev/null || PATH=$PATH:/usr/sbin
  command -v "$tool" >/dev/null || fail "'$tool' is missing; apt-get install slurm-wlm munge"
done

work=$(mktemp -d /tmp/effscope-slurm.XXXXXX)
chmod 755 "$work"
stop() {
  for file in "$work"/*.pid; do
    [ ! -e "$file" ] || kill "$(cat "$file")" 2>/dev/null || true
  done
  sleep 1
  [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap stop EXIT

say "Starting munge, slurmctld and $nodes nodes"
mkdir -p "$work/munge" "$work/state" "$work/results"
chmod 700 "$work/munge"
dd if=/dev/urandom of="$work/munge/key" bs=1024 count=1 status=none
chmod 400 "$work/munge/key"
munged --force --key-file="$work/munge/key" --socket="$work/munge.socket" --pid-file="$work/munged.pid" \
  --log-file="$work/munge/log" --seed-file="$work/munge/seed"
host=$(hostname -s)
{
  cat <<CONF
ClusterName=effscope
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket,cred_expire=5
CredType=cred/munge
CryptoType=crypto/munge
StateSaveLocation=$work/state
SlurmctldPidFile=$work/slurmctld.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdPidFile=$work/%n.pid
SlurmdLogFile=$work/%n.log
SlurmdSpoolDir=$work/spool-%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SlurmdParameters=config_overrides
SlurmdTimeout=4
ReturnToService=2
JobRequeue=1
MpiDefault=none
PartitionName=batch Nodes=node[1-$nodes] Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
CONF
  for number in $(seq "$nodes"); do
    echo "NodeName=node$number NodeHostname=$host NodeAddr=127.0.0.1 Port=$((17000 + number)) CPUs=1 RealMemory=1000"
  done
} | grep -v '^CryptoType' >"$work/slurm.conf"
export SLURM_CONF=$work/slurm.conf
for number in $(seq "$nodes"); do mkdir -p "$work/spool-node$number"; done
slurmctld -f "$SLURM_CONF"
for number in $(seq "$nodes"); do slurmd -f "$SLURM_CONF" -N "node$number"; done
for _ in $(seq 60); do
  [ "$(sinfo -h -t idle -o %D 2>/dev/null)" = "$nodes" ] && break
  sleep 0.5
done
[ "$(sinfo -h -t idle -o %D)" = "$nodes" ] || fail "the nodes did not come up: $(sinfo -N)"
sinfo -N

say "Submitting an array of $tasks tasks over $nodes nodes"
export EFFSCOPE=$program
job=$(sbatch --parsable --array=1-$tasks --output="$work/task-%a.log" \
  "$root/Scripts/cluster/slurm-array.sh" "$photographs" "$work/results" "${options[@]}")

# A node dies once its task has written some rows and is not done.
victim=
for _ in $(seq 600); do
  line=$(squeue -h -r -j "$job" -t R -o '%K %N' | sort -n | head -1)
  if [ -n "$line" ]; then
    read -r task victim <<<"$line"
    rows=$("$program" library query "$work/results/shard-$task" --count 2>/dev/null || echo 0)
    [ "$rows" -lt 10 ] || break
  fi
  sleep 0.1
done
[ -n "$victim" ] || fail "no task ever ran"
say "Killing $victim while task $task has $rows rows"
# As a machine that loses power: its daemon, and everything that it had started, at once.
kill -9 "$(cat "$work/$victim.pid")"
rm -f "$work/$victim.pid"
for step in $(pgrep -f slurmstepd || true); do
  if grep -qz "SLURMD_NODENAME=$victim" "/proc/$(pgrep -P "$step" | head -1)/environ" 2>/dev/null; then
    kill -9 $(pgrep -P "$step") "$step" 2>/dev/null || true
  fi
done
for process in $(pgrep -f "batch $photographs -o $work/results/shard-$task " || true); do
  kill -9 "$process" 2>/dev/null || true
done

say "Waiting for the end; the task is requeued to another node"
for _ in $(seq 1200); do
  [ -n "$(squeue -h -r -j "$job" 2>/dev/null)" ] || break
  sleep 0.5
done
[ -z "$(squeue -h -r -j "$job" 2>/dev/null)" ] || fail "the array did not end: $(squeue -r)"
grep -h "requeu" "$work/slurmctld.log" | tail -3 || true
scontrol show job "${job}_$task" 2>/dev/null | grep -oE 'Restarts=[0-9]+' || true
for number in $(seq "$tasks"); do
  printf 'task %s: %s\n' "$number" "$(tail -1 "$work/task-$number.log")"
done

say "Merging, twice, and comparing with one batch over everything"
"$program" library merge "$work/results/all" "$work"/results/shard-* --quiet
"$program" library merge "$work/results/all" "$work"/results/shard-* --quiet
"$program" batch "$photographs" -o "$work/results/single" --shard 1/1 "${options[@]}"
columns=image,sha256,bytes,modified,width,height,predictions,logit,entropy,truth,rank,correct,target,border
columns=$columns,border-share,area,map-minimum,map-maximum,map-sum,peak-row,peak-column,overlay,status,error
for library in all single; do
  "$program" library export "$work/results/$library" "$work/$library.csv" --columns "$columns"
done
cmp "$work/all.csv" "$work/single.csv" || fail "the rows differ"
diff -rq "$work/results/all/overlays" "$work/results/single/overlays" || fail "the overlays differ"
say "Equal: $(($(wc -l <"$work/single.csv") - 1)) rows and as many overlays"
