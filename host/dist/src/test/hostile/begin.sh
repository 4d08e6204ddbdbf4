# A host with eight packages in it: four kinds of strangers, each without a permission and with all that make sense.
set -e
polar key new --operator --no-passphrase
export POLAR_DATA_DIR="$PWD/data"
polar up -d

# Consents to what the command shows.
consented() {
    polar "$@" --plan "$(polar "$@" --dry-run | awk '$1 == "plan" { print $2 }')"
}
consented policy allow 'local.*/attempt'

mkdir hostile/outside hostile/java
outside="$PWD/hostile/outside"
echo of the host >"$outside/secret"
coproc targets { exec python3 hostile/targets.py "$PWD/hostile" 2>/dev/null; }
read -r where <&"${targets[0]}"
page=$(grep -o '"http": [0-9]*' <<<"$where" | grep -o '[0-9]*$')
mkdir -p data/data/local/local.neighbour
echo of the host >data/data/local/local.neighbour/secret
on="${where%\}}, \"folder\": \"$outside\", \"file\": \"$outside/secret\", \"others\": \"$PWD/data/data/local/local.neighbour/secret\", \
\"door\": \"$(find "$PWD/data" -name '*.sock' | head -1)\"}"

"$JAVA_HOME/bin/javac" -proc:none -d hostile/java -cp "$(echo dist/polar/lib/*.jar | tr ' ' ':')" hostile/Hostile.java
mkdir hostile/java/META-INF
echo hostile.Hostile >hostile/java/META-INF/extensions.idx
"$JAVA_HOME/bin/jar" --create --no-manifest --file hostile/hostile.jar -C hostile/java .

asked() {
    local separator=
    for permission in 'storage.read($DATA)' 'storage.write($DATA)' "storage.read($outside)" "storage.write($outside)" "net.connect(127.0.0.1:$page)"; do
        printf '%s{"permission": "%s", "reason": "to see what it does with it"}' "$separator" "$permission"
        separator=,
    done
}

# What there is of it besides its files.
manifest() {
    local name=$1 permissions=$2 more=$3
    cat <<JSON
{"\$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
 "name": "local.$name", "version": "1.0.0", "description": "Tries everything", "license": "Apache-2.0",
 "extensions": {"dev.polar": {"format": 1, "epoch": 1, "permissions": [$permissions]$more}}}
JSON
}

server() {
    printf '{"$schema": "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json", "mcpServers": {"s": {"type": "stdio", "command": "%s", "args": ["./%s"]}}}\n' "$@"
}

tool='{"name": "attempt", "description": "Tries what it is told", "effect": "external", "input": {"type": "object"}, "output": {"type": "object"}'

package() {
    local kind=$1 grant=$2 permissions=$3 folder=hostile/$1-$2 more=
    mkdir "$folder"
    case $kind in
    node)
        cp hostile/attempts.mjs hostile/server.mjs "$folder"
        server node server.mjs >"$folder/mcp.json"
        ;;
    python)
        cp hostile/attempts.py hostile/server.py "$folder"
        server python3 server.py >"$folder/mcp.json"
        ;;
    script)
        mkdir -p "$folder/skills/trying/scripts"
        cp hostile/attempts.py "$folder/skills/trying/scripts"
        printf -- '---\nname: trying\ndescription: Tries everything\n---\nTry.\n' >"$folder/skills/trying/SKILL.md"
        more=", \"tools\": [$tool, \"script\": \"skills/trying/scripts/attempts.py\"}]"
        ;;
    java)
        mkdir -p "$folder/dev.polar/code"
        cp hostile/hostile.jar "$folder/dev.polar/code"
        more=", \"spi\": \"[1.0,2.0)\", \"entry\": {\"runtime\": \"pf4j\", \"jar\": \"hostile.jar\"}, \"tools\": [$tool}]"
        ;;
    esac
    manifest "$kind-$grant" "$permissions" "$more" >"$folder/plugin.json"
    polar pack "$folder"
}

for kind in node python script java; do
    package $kind bare ''
    package $kind granted "$(asked)"
done
consented install local.{node,python,script}-{bare,granted}-1.0.0.polar
for grant in bare granted; do
    consented install "local.java-$grant-1.0.0.polar" --confined
done
for plugin in local.{node,python,script,java}-{bare,granted}; do
    consented enable "$plugin"
done

# One outcome a line.
attempt() {
    # A session of its own each time: one that has brought something in and read something private asks before it goes on.
    polar call "$1/attempt" --session "$RANDOM$RANDOM" --json "$on" | sed 's/^{"//; s/"}$//; s/","/\n/g' | sed 's/":"/: /'
}
set +e
