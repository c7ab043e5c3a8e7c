#!/usr/bin/env bash
# Sets up and runs the demo: a shop, the edge in front of it, and a page that shows its events live.
set -euo pipefail
cd "$(dirname "$0")"
./eng/setup.sh
dotnet build src/Gatehouse.Server -c Release --nologo -v quiet -clp:NoSummary
exec dotnet src/Gatehouse.Server/bin/Release/net10.0/gatehouse-server.dll demo "$@"
