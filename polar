#!/usr/bin/env bash
# The launcher: checks the machine, builds the distribution when the sources are newer, and runs the command line.
set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
dist=$here/dist/polar
lock=$here/dist/lock

main() {
    ulimit -c 0 # whoever runs here holds keys: no core file, whatever ends it
    [ "$(uname -s)" = Linux ] || fail "Polar runs on Linux only; this is $(uname -s)."
    java=$(find_java) || { missing; exit 1; }
    mkdir -p "$here/dist"
    exec 9>>"$lock"
    if stale; then
        build "${1:-}"
    fi
    flock -s 9
    [ -f "$dist/cli.args" ] || settle
    local cache=()
    [ ! -f "$dist/cli.aot" ] || cache=(-XX:AOTCache="$dist/cli.aot")
    # What an agent's configuration names to start this: it need not be on the agent's path.
    export POLAR_LAUNCHER=${POLAR_LAUNCHER:-$here/polar}
    exec "$java/bin/java" "${cache[@]}" @"$dist/cli.args" "$@"
}

fail() {
    printf 'polar: %s\n' "$1" >&2
    exit 1
}

# The first JDK 25 found: JAVA_HOME, then where Debian keeps its JDKs, then the path.
find_java() {
    local candidate
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* "$(dirname -- "$(dirname -- "$(readlink -f -- "$(command -v java || echo /)")")")"; do
        if [ -x "$candidate/bin/javac" ] && grep -qs '^JAVA_VERSION="25' "$candidate/release"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}

# A few milliseconds: one walk over the sources that stops at the first newer file.
stale() {
    [ -d "$here/host" ] || return 1
    [ -f "$dist/built" ] || return 0
    [ -n "$(find "$here/polar" "$here/pom.xml" "$here/spi" "$here/trust" "$here/host" "$here/plugins" \
        \( -name target -o -name node_modules \) -prune -o -type f -newer "$dist/built" -not -path '*/src/test/*' -print -quit)" ]
}

build() {
    # A host that was just told to end still holds the lock for a moment.
    local patience=0
    [ "$1" != up ] || patience=10
    if ! flock -w "$patience" 9; then
        if [ -f "$dist/built" ]; then
            printf 'polar: the sources are newer than the running host; it keeps running what it was started with.\n' >&2
            return
        fi
        printf 'polar: another build is under way; waiting for it.\n' >&2
        flock 9
        stale || return 0
    fi
    command -v mvn >/dev/null || { missing; exit 1; }
    local log=$here/dist/build.log started=$SECONDS next
    if [ -f "$dist/built" ]; then
        printf 'polar: building, because the sources have changed ...\n' >&2
    else
        missing
        printf 'polar: building for the first time; this takes about two minutes, longer where nothing was downloaded yet ...\n' >&2
    fi
    touch "$here/dist/started"
    if ! JAVA_HOME=$java mvn -f "$here/pom.xml" -B -ntp -DskipTests -Dspotless.check.skip -Denforcer.skip -Dmdep.analyze.skip package >"$log" 2>&1; then
        grep -E '^\[ERROR\]' "$log" | head -20 >&2 || tail -20 "$log" >&2
        fail "the build failed; all of it is in $log"
    fi
    next=$here/dist/.next.$$
    rm -rf "$next"
    cp -r "$here/host/dist/target/polar" "$next"
    write_arguments "$next"
    "$java/bin/java" "$here/host/dist/src/build/Modernise.java" "$next"/lib/picocli-*.jar >>"$log" 2>&1 ||
        cp "$here"/host/dist/target/polar/lib/picocli-*.jar "$next/lib/"
    touch -r "$here/dist/started" "$next/built"
    rm -rf "$here/dist/.old"
    [ -e "$dist" ] && mv -T "$dist" "$here/dist/.old"
    mv -T "$next" "$dist"
    rm -rf "$here/dist/.old"
    train
    touch -r "$here/dist/started" "$dist/built"
    printf 'polar: built in %d s\n' $((SECONDS - started)) >&2
}

# A distribution that was built elsewhere and put here.
settle() {
    write_arguments "$dist"
    [ -f "$dist/cli.aot" ] || train
}

# How the two programs are started; paths are those of the final place.
write_arguments() {
    cat >"$1/cli.args" <<ARGS
-XX:TieredStopAtLevel=1
-XX:+UseSerialGC
-XX:-HeapDumpOnOutOfMemoryError
-XX:-CreateCoredumpOnCrash
-XX:+ErrorFileToStderr
-Xlog:disable
-Xlog:all=error:stderr
-Xlog:aot*=off:stderr
-Xlog:cds*=off:stderr
--module-path
"$dist/lib"
--add-modules
org.eclipse.parsson
"-Dpolar.home=$dist"
-m
dev.polar.cli/dev.polar.cli.Polar
ARGS
    cat >"$1/host.args" <<ARGS
-XX:+UseSerialGC
-Xmx1g
-XX:-EnableDynamicAgentLoading
-XX:+DisableAttachMechanism
-XX:-HeapDumpOnOutOfMemoryError
-XX:-CreateCoredumpOnCrash
-XX:+ErrorFileToStderr
--illegal-native-access=deny
--sun-misc-unsafe-memory-access=deny
--module-path
"$dist/lib"
--add-modules
ALL-MODULE-PATH
"-Dpolar.home=$dist"
"-Dlogback.configurationFile=$dist/logback.xml"
-m
dev.polar.kernel/dev.polar.host.Main
ARGS
}

# Makes the command line, and the processes of confined Java plugins, start in less than half the time; without it
# everything works the same.
train() {
    local made=$dist/.made.$$
    mkdir "$made" 2>/dev/null || return 0
    sed 's/cli.Polar$/cli.Rehearsal/' "$dist/cli.args" >"$made/args"
    "$java/bin/java" -XX:AOTCacheOutput="$made/cli.aot" @"$made/args" "$dist/plugins" >/dev/null 2>&1 || true
    "$java/bin/java" -p "$dist/worker" -m dev.polar.worker/dev.polar.worker.Rehearsal "$dist/worker" "$made/worker.aot" \
        "$dist/plugins/polar.memory" "$dist/plugins/polar.responder" </dev/null >/dev/null 2>&1 || true
    mv "$made"/*.aot "$dist/" 2>/dev/null || true
    rm -rf "$made"
}

missing() {
    line() { printf '  %-12s %s\n' "$1" "$2" >&2; }
    printf 'polar: this machine has\n' >&2
    if find_java >/dev/null; then line "JDK 25" "$(find_java)"; else line "JDK 25" "missing: install a JDK 25, such as Temurin's temurin-25-jdk, or point JAVA_HOME at one"; fi
    if command -v mvn >/dev/null; then line Maven "$(command -v mvn)"; else line Maven "missing: apt-get install maven"; fi
    if command -v bwrap >/dev/null; then line bubblewrap "$(command -v bwrap)"; else line bubblewrap "missing, optional: apt-get install bubblewrap (strangers' plugins run in it)"; fi
    if command -v node >/dev/null; then line Node "$(command -v node)"; else line Node "missing, optional: apt-get install nodejs npm (the reference MCP server needs it)"; fi
}

main "$@"
