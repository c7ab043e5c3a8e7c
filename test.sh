#!/usr/bin/env bash
# Sets up, builds everything with warnings as errors, publishes the native server, and runs all tests.
# The last line is the sum over all test projects: N passed, N failed.
set -uo pipefail
cd "$(dirname "$0")"
./eng/setup.sh tests || exit 1

dotnet build Gatehouse.slnx -c Release --nologo -v quiet -clp:NoSummary || exit 1
rm -rf artifacts/server artifacts/results
dotnet publish src/Gatehouse.Server -c Release --nologo -v quiet -clp:NoSummary -o artifacts/server || exit 1

mkdir -p artifacts/results
failed_runs=0
for project in tests/*/; do
  name=$(basename "$project")
  program="tests/$name/bin/Release/net10.0/$name"
  [ -x "$program" ] || continue
  echo "== $name"
  # A hung test must end as a failure, not as a hung build.
  timeout --signal=KILL 600 "$program" -noColor -noLogo -result-xml "artifacts/results/$name.xml" || failed_runs=$((failed_runs + 1))
  if [ ! -s "artifacts/results/$name.xml" ]; then
    echo "$name gave no result."
    echo '<assembly passed="0" failed="1" errors="0"' > "artifacts/results/$name.xml"
  fi
done

sum() { grep -ho "<assembly [^>]*" artifacts/results/*.xml | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(sum passed)
failed=$(($(sum failed) + $(sum errors)))
[ "$failed" -gt 0 ] || failed=$failed_runs
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
