# What is built, and when. Sourced by ./stoa. Functions here exit when they fail: they are also called where "set -e" sleeps.
#
#   web/                  npm ci, npm run build          -> web/packages/app/dist
#   server/, bench/ …     mvn package, tests skipped     -> server/app/target/stoa/lib/*.jar (the web client inside)
#   a training run        java -XX:AOTCacheOutput        -> server/app/target/stoa/stoa.aot
#
# Each product has a stamp in .stoa/: a checksum of the contents it was made from. A product is made again when its stamp
# differs or it is gone, so switching branches or touching files costs nothing and an unchanged checkout starts at once.

export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1 npm_config_fund=false npm_config_audit=false npm_config_update_notifier=false

# Flags of the server's Java machine; decision record 0031 says what was measured.
STOA_JVM_FLAGS=(
    -XX:+UseSerialGC -XX:+UseCompactObjectHeaders
    -Xms24m -XX:MaxRAMPercentage=50 -XX:NewSize=16m -XX:MinHeapFreeRatio=15 -XX:MaxHeapFreeRatio=40
    -XX:ReservedCodeCacheSize=96m -Xss512k -XX:TrimNativeHeapInterval=10000
    -XX:+ExitOnOutOfMemoryError
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -Dfile.encoding=UTF-8 -Djava.awt.headless=true -Dio.netty.jfr.enabled=false
)

checksum_of() { # PATH…: of names and contents, without what builds leave behind
    (cd "$STOA_ROOT" && { find "$@" \( \( -name target ! -path '*/src/*' \) -o -name node_modules -o -name dist -o -name test-results -o -name .vite \) -prune \
        -o -type f ! -name '*.log' -print0 2>/dev/null || true; } | LC_ALL=C sort -z | xargs -0 cksum) | cksum | tr ' ' -
}

# What the build reads: stories and settings of the checks change without it.
web_checksum() { checksum_of web/packages web/package.json web/package-lock.json web/svelte.config.js web/tsconfig.json; }
server_checksum() { checksum_of pom.xml .mvn server scripts/build.sh scripts/WarmUp.java; }

# The checkout's place counts: the packaged server's class path is written with absolute names.
server_stamp() { printf '%s %s %s %s\n' "$(server_checksum)" "$1" "$STOA_ROOT" "$JAVA_HOME"; } # WEB_CHECKSUM

stamp_is() { [ "$(cat "$STOA_STATE/$1.stamp" 2>/dev/null)" = "$2" ]; }
set_stamp() { mkdir -p "$STOA_STATE" && printf '%s\n' "$2" >"$STOA_STATE/$1.stamp"; }
forget_builds() { rm -f "$STOA_STATE"/*.stamp; }

build_server() {
    local web server
    web=$(web_checksum)
    server=$(server_stamp "$web")
    if stamp_is web "$web" && stamp_is server "$server" && [ -f "$STOA_HOME/java.args" ]; then return; fi
    mkdir -p "$STOA_STATE/log"
    exec 8>"$STOA_STATE/lock"
    if command -v flock >/dev/null 2>&1; then
        flock -n 8 || { say "another build is running in this checkout; waiting for it" && flock 8; }
    fi
    if ! stamp_is server "$server" || [ ! -f "$STOA_HOME/java.args" ]; then
        build_web "$web"
        run_maven build "the server" package -DskipTests -pl server/app -am
        finish_package
        set_stamp server "$server"
    fi
    exec 8>&-
}

build_web() { # CHECKSUM
    if stamp_is web "$1" && [ -d "$STOA_ROOT/web/packages/app/dist" ]; then return; fi
    install_web_libraries
    say "building the web client"
    (cd "$STOA_ROOT/web" && logged web-build npm run build) || exit 1
    set_stamp web "$1"
}

install_web_libraries() {
    need_node
    local wanted
    wanted=$(cksum <"$STOA_ROOT/web/package-lock.json" | tr ' ' -)
    if stamp_is web-libraries "$wanted" && [ -d "$STOA_ROOT/web/node_modules" ]; then return; fi
    say "fetching the web client's libraries"
    (cd "$STOA_ROOT/web" && logged npm npm ci --no-fund --no-audit) || exit 1
    set_stamp web-libraries "$wanted"
}

# logged NAME COMMAND…: output into .stoa/log/NAME.log; a failure shows its end and says where the rest is.
logged() {
    local log=$STOA_STATE/log/$1.log
    shift
    "$@" >"$log" 2>&1 </dev/null || {
        tail -n 40 "$log" >&2
        fail "'$*' failed; the whole log is in $log"
    }
}

# run_maven NAME WHAT ARGUMENT…: one Maven run with a line for each module; exits when it fails.
run_maven() {
    local name=$1 what=$2 status=0
    shift 2
    maven_lines "$name" "$what" "$@" || status=$?
    [ "$status" = 0 ] || fail "building $what failed; the whole log is in $STOA_STATE/log/$name.log"
}

# The same, but hands Maven's exit status back.
maven_lines() {
    local name=$1 what=$2 log=$STOA_STATE/log/$1.log status=0
    shift 2
    need_maven
    mkdir -p "$STOA_STATE/log"
    [ -d "${HOME:-/nonexistent}/.m2/repository/io/vertx" ] || say "fetching the server's libraries too, which takes a few minutes the first time"
    (cd "$STOA_ROOT" && mvn --batch-mode --no-transfer-progress "$@" </dev/null 2>&1) |
        tee "$log" | awk -v what="$what" '/^\[INFO\] Building Stoa: / { print "stoa: " what ($NF ~ /\]$/ ? " " $NF : "") " " $4; fflush() }' >&2 ||
        status=${PIPESTATUS[0]}
    if [ "$status" != 0 ]; then
        sed -n '/^\[ERROR\] -> \[Help/q; /^\[ERROR\]\|^\[FATAL\]/p' "$log" | head -n 60 >&2
    fi
    return "$status"
}

# After Maven: the argument file, then the training run that makes the AOT cache (JEP 483, 514).
finish_package() {
    local jars
    jars=$(cd "$STOA_HOME/lib" && LC_ALL=C ls -- *.jar | sed "s|^|$STOA_HOME/lib/|" | paste -sd: -)
    rm -f "$STOA_HOME/java.args" "$STOA_HOME/stoa.aot"
    printf '%s\n' "${STOA_JVM_FLAGS[@]}" -cp "\"$jars\"" >"$STOA_HOME/java.args.new"
    if [ "${STOA_AOT:-yes}" = yes ]; then
        say "preparing a fast start"
        if train "$STOA_HOME/java.args.new" "$STOA_HOME/stoa.aot" >"$STOA_STATE/log/train.log" 2>&1; then
            printf '%s\n' "-XX:AOTCache=\"$STOA_HOME/stoa.aot\"" >>"$STOA_HOME/java.args.new"
        else
            rm -f "$STOA_HOME"/stoa.aot*
            say "that did not work, so starting takes a second or two longer (why: $STOA_STATE/log/train.log)"
        fi
    fi
    mv "$STOA_HOME/java.args.new" "$STOA_HOME/java.args"
}

# train ARGUMENT_FILE CACHE: serves from a directory of its own on ports of the system's choice, lets one person sign in
# as a client would, and stops; Java writes what it loaded into the cache as it ends. Whatever is in the cache is in memory
# from the start on, so nothing is searched: 1,300 classes of the search engine would be.
train() (
    directory=$(mktemp -d)
    server=
    trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$directory"' EXIT
    printf 'trainee@localhost,of-no-use-to-anyone\n' >"$directory/people.csv"
    java=("$JAVA_HOME/bin/java" "@$1")
    serve() { # JAVA_OPTION…
        "${java[@]}" "$@" stoa.app.Main run --data "$directory/data" --set 'domains=["localhost"]' --set bind=127.0.0.1 \
            --set xmpp.port=0 --set xmpp.tls_port=0 --set web.port=0 --set xmpp.s2s_port=0 --set limits.enabled=false \
            --set search.enabled=false \
            >"$directory/out" 2>&1 &
        server=$!
    }
    stop() {
        kill "$server"
        wait "$server" || true
        cat "$directory/out"
        server=
    }
    "${java[@]}" stoa.app.Main user import "$directory/people.csv" --data "$directory/data" --set 'domains=["localhost"]'
    serve
    until grep -q '^stoa ready' "$directory/out"; do
        kill -0 "$server" || exit 1
        sleep 0.1
    done
    stop
    serve "-XX:AOTCacheOutput=$2"
    "$JAVA_HOME/bin/java" "$STOA_ROOT/scripts/WarmUp.java" "$directory/out" trainee@localhost of-no-use-to-anyone || {
        cat "$directory/out"
        exit 1
    }
    stop
    [ -s "$2" ]
)
