#!/usr/bin/env bash
# Random handlers over random documents, by Bun's HTMLRewriter and by ours (tools/rewrite); prints what differs.
# usage: bench/rewriter/differential.sh [COUNT [SEED]]
set -euo pipefail
cd "$(dirname "$0")"
npm install --no-audit --no-fund --silent
dotnet build ../../tools/rewrite -c Release --nologo -v quiet -clp:NoSummary
BUN=node_modules/.bin/bun OURS=../../tools/rewrite/bin/Release/net10.0/rewrite.dll node differential.mjs "$@"
