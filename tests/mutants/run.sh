#!/usr/bin/env bash
# Seeds bugs into a copy of the sources and runs the tests of the laws against each: a bug that no test notices fails
# this. One build; every bug is behind a switch. Prints a line a bug; the last line is "mutants: N caught, N survived".
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

fail() { echo "$*" >&2; exit 1; }

tar -C "$root" --exclude=bin --exclude=obj -cf - \
    global.json .editorconfig Directory.Build.props Directory.Packages.props proto \
    src/LoyaltyEngine.Core src/LoyaltyEngine.Journal src/LoyaltyEngine.Runtime src/LoyaltyEngine.Server/programs \
    tests/LoyaltyEngine.Runtime.Tests tests/LoyaltyEngine.Journal.Tests/Simulation \
    | tar -C "$copy" -xf - || fail "the sources could not be copied"
bugs=$(python3 "$here/seed.py" "$here/seeded-bugs.json" "$copy") || fail "the bugs could not be seeded"

project="$copy/tests/LoyaltyEngine.Runtime.Tests"
dotnet build "$project" -c Release -v q -nologo -clp:ErrorsOnly -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false \
    -p:TreatWarningsAsErrors=false || fail "the copy does not build"

laws() { # laws BUG: the tests of the laws with that bug, up to the first that fails
    LOYALTY_SEEDED_BUG=$1 timeout 120 "$project/bin/Release/net10.0/LoyaltyEngine.Runtime.Tests" \
        -noLogo -noColor -trait Category=Laws -stopOnFail >"$copy/report" 2>&1
}

laws none || { cat "$copy/report"; fail "the tests fail without any bug"; }

caught=0
survived=0
printf '%-26s | %s\n' mutant 'caught by'
for bug in $bugs; do
    if laws "$bug"; then
        survived=$((survived + 1))
        by='NOBODY'
    else
        caught=$((caught + 1))
        by=$(grep -oE '[A-Za-z]+\.[A-Za-z]+_[A-Za-z_]+(\(.*\))? \[FAIL\]' "$copy/report" | head -n 1 | sed 's/ \[FAIL\]//')
        [ -n "$by" ] || by=$(tail -n 1 "$copy/report")
    fi
    printf '%-26s | %s\n' "$bug" "$by"
done

echo "mutants: $caught caught, $survived survived"
[ "$survived" -eq 0 ]
