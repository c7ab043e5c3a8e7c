#!/usr/bin/env bash
# Kills the published server N times (1,000 by default) while events come in on many connections, and compares what was answered
# 200 with what its log holds and its profiles count. GATEHOUSE_CRASH_SEED repeats a run.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -x artifacts/server/gatehouse ] || dotnet publish src/Gatehouse.Server -c Release --nologo -v quiet -clp:NoSummary -o artifacts/server
dotnet build tests/Gatehouse.Functional -c Release --nologo -v quiet -clp:NoSummary
GATEHOUSE_CRASH_KILLS="${1:-1000}" tests/Gatehouse.Functional/bin/Release/net10.0/Gatehouse.Functional -noColor -noLogo -class Gatehouse.Functional.Crash.KillTests -class Gatehouse.Functional.Crash.ProfileKillTests -showLiveOutput
