#!/usr/bin/env bash
# Bun's HTMLRewriter, ours, AngleSharp and string.Replace on the same pages in one run. usage: bench/rewriter/run.sh [ROUNDS]
# Ours takes the page in pieces of 16 KB. "every token" reads all tokens and calls nothing: the floor that handlers stand on.
set -euo pipefail
cd "$(dirname "$0")"
npm install --no-audit --no-fund --silent
dotnet build ../Gatehouse.Benchmarks -c Release --nologo -v quiet
export BUN=node_modules/.bin/bun OURS=../Gatehouse.Benchmarks/bin/Release/net10.0/Gatehouse.Benchmarks.dll
dotnet "$OURS" pages node_modules/.pages
echo "bun $("$BUN" --version), .NET $(dotnet --version)"
node compare.mjs "${1:-5}" node_modules/.pages/page-60k.html node_modules/.pages/page-1m.html
