#!/bin/sh
# Makes target/plugin: the manifest and the reference MCP server with everything it needs at run time, fetched once
# and pinned by npm/package-lock.json. Nothing of what is fetched runs here (no lifecycle scripts).
#
#   vendor.sh            without npm or a network: no plugin, and a sentence in target/notice.txt that says why
#   vendor.sh required   the same is an error
set -eu
cd "$(dirname "$0")"
plugin=target/plugin
server=node_modules/@modelcontextprotocol/server-everything

inputs() { cat vendor.sh npm/package.json npm/package-lock.json src/main/plugin/* | sha256sum; }

without() {
    rm -rf "$plugin" target/vendored target/npm
    echo "polar.reference is not built: $1" | tee target/notice.txt >&2
    [ "$need" != required ] || exit 1
    exit 0
}

need=${1:-optional}
if [ -f "$plugin/plugin.json" ] && [ "$(cat target/vendored 2>&1)" = "$(inputs)" ]; then exit 0; fi
mkdir -p target
rm -rf "$plugin" target/notice.txt target/npm
for tool in node npm; do
    command -v $tool > target/npm.log || without "$tool is missing; install the packages nodejs and npm, then build again"
done
mkdir target/npm
cp npm/package.json npm/package-lock.json target/npm
echo "polar.reference: fetching the reference MCP server (once, about ten seconds)" >&2
(cd target/npm && npm ci --ignore-scripts --omit=dev --no-audit --no-fund --no-update-notifier \
    --fetch-timeout=60000 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000) > target/npm.log 2>&1 \
    || without "npm could not fetch its packages (target/npm.log has the cause); build again with a network"

# Only what runs, and the licences: links, dot files, sources, type declarations, tests and documents go. The
# server's own documents stay, it serves them.
cd target/npm
find node_modules -type l -delete
find node_modules -depth \( -name '.*' -o -name __tests__ -o -name test -o -name tests -o -name examples \) -exec rm -rf {} +
find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.yml' \
    -o -iname '*.md' -o -iname '*.markdown' \) ! -ipath '*licen[cs]e*' ! -path "$server/dist/docs/*" -delete
find node_modules -type d -empty -delete
cd ../..

mkdir -p "$plugin/dev.polar/vendor"
cp src/main/plugin/* "$plugin"
mv target/npm/node_modules target/npm/package-lock.json "$plugin/dev.polar/vendor"
rm -rf target/npm
inputs > target/vendored
