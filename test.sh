#!/usr/bin/env bash
# Builds everything, installs what a test needs and the machine lacks, and runs every test.
# The last line is "N passed, N failed"; the exit code is 0 exactly when nothing failed.
set -uo pipefail
cd "$(dirname "$0")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
project_seconds=900 # the longest that the tests of one project may take; on 2 busy cores they need 200
passed=0
failed=0

say() { printf '\n== %s\n' "$*"; }
finish() { printf '\n%d passed, %d failed\n' "$passed" "$failed"; [ "$failed" -eq 0 ]; exit; }
count() { # count NAME COMMAND...: a check of its own counts as one test
    local name=$1; shift
    say "$name"
    if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $name"; fi
}

need() { # need COMMAND PACKAGE: from Debian, where the machine lacks it
    command -v "$1" >/dev/null 2>&1 && return
    missing+=("$2")
}

missing=()
need strace strace
need python3 python3
need node nodejs
need npm npm
dpkg -s python3-grpcio python3-protobuf >/dev/null 2>&1 || missing+=(python3-grpcio python3-protobuf)
dpkg -s ruby-grpc >/dev/null 2>&1 || missing+=(ruby-grpc)
if [ ${#missing[@]} -gt 0 ]; then
    say "installing ${missing[*]}"
    sudo=""; [ "$(id -u)" -ne 0 ] && sudo=sudo
    $sudo apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "${missing[@]}" >/dev/null 2>&1 \
        || echo "could not install ${missing[*]}: the tests that need them will say so"
fi

interop_node=tests/LoyaltyEngine.Rpc.InteropTests/Node
if ! cmp -s $interop_node/package-lock.json $interop_node/node_modules/.installed; then
    say "installing what $interop_node/package-lock.json names"
    if npm ci --silent --no-audit --no-fund --prefix $interop_node; then
        cp $interop_node/package-lock.json $interop_node/node_modules/.installed
    else
        echo "could not install them: the tests that need them will say so"
    fi
fi

say "building"
if ! dotnet build LoyaltyEngine.sln -c Release -v q -clp:ErrorsOnly; then
    failed=1
    finish
fi

for project in tests/*Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    [ -x "tests/$name/bin/Release/net10.0/$name" ] || continue
    say "$name"
    report=$(mktemp)
    timeout --kill-after=30 "$project_seconds" \
        "tests/$name/bin/Release/net10.0/$name" -noLogo -noColor -longRunning 60 2>&1 | tee "$report"
    [ "${PIPESTATUS[0]}" -ne 124 ] || echo "$name was ended after $project_seconds seconds: see its last [Long Running Test]"
    summary=$(grep -E 'Total: *[0-9]+, *Errors: *[0-9]+, *Failed: *[0-9]+' "$report" | tail -n 1)
    total=$(sed -E 's/.*Total: *([0-9]+).*/\1/' <<<"$summary")
    errors=$(sed -E 's/.*Errors: *([0-9]+).*/\1/' <<<"$summary")
    broken=$(sed -E 's/.*Failed: *([0-9]+).*/\1/' <<<"$summary")
    skipped=$(sed -E 's/.*Skipped: *([0-9]+).*/\1/' <<<"$summary")
    if [ -z "$summary" ]; then
        echo "FAILED: $name ended without a summary"
        failed=$((failed + 1))
    else
        passed=$((passed + total - broken - skipped))
        failed=$((failed + broken + errors))
    fi
    rm -f "$report"
done

[ -x tests/mutants/run.sh ] && count "seeded bugs are caught" tests/mutants/run.sh
finish
