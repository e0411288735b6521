#!/bin/sh
# Prints each alert with kcat and jq: examples/consume_alerts.sh [HOST:PORT], of Apache Kafka (not the embedded broker)
# -X isolation.level: what a worker rolled back after a crash is never seen.
set -eu
kcat -b "${1:-localhost:9092}" -t wire.alerts.v1 -C -o beginning -q -X isolation.level=read_committed |
  jq --unbuffered -r '[.at, .cause, .kind, (.after.best // "-"), .title] | @tsv'
