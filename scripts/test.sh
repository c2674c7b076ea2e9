# ./stoa test and ./stoa bench: install what they need, run the suites, count. Sourced by ./stoa.

STOA_REPORTS=$STOA_STATE/reports
failed_suites=()

run_tests() {
    local quick=no started=$SECONDS
    case "${1:-}" in
        '') ;;
        --quick) quick=yes ;;
        *) fail "'test' knows only --quick" ;;
    esac
    rm -rf "$STOA_REPORTS"
    mkdir -p "$STOA_REPORTS" "$STOA_STATE/log"
    install_for_tests "$quick"
    need_maven
    need_node

    local web server
    web=$(web_checksum)
    server=$(server_stamp "$web")
    suite "web: check, unit tests, build" web_tests "$web" || true
    suite "server: unit, contract, network and architecture tests" server_tests "$quick" "$server" || true
    if suite "packaging" package_for_tests "$server"; then
        suite "conformance: the packaged server and real clients" conformance_tests "$quick" || true
        [ "$quick" = yes ] || suite "browser: the packaged server in Chromium" browser_tests || true
    else
        say "without a packaged server there is nothing for the other suites to run against"
    fi

    say "all suites took $(duration $((SECONDS - started)))"
    node "$STOA_ROOT/scripts/tally.mjs" "$STOA_ROOT" "$STOA_REPORTS" || failed_suites+=("the count")
    if [ "${#failed_suites[@]}" != 0 ]; then
        printf 'stoa: failed: %s\n' "${failed_suites[@]}" >&2
        exit 1
    fi
}

# What the suites drive beside the server. A program that cannot be installed fails the run; nothing is skipped.
install_for_tests() { # QUICK
    local missing=()
    command -v tmux >/dev/null 2>&1 || missing+=(tmux)
    command -v profanity >/dev/null 2>&1 || missing+=(profanity)
    command -v poezio >/dev/null 2>&1 || missing+=(poezio)
    command -v mcabber >/dev/null 2>&1 || missing+=(mcabber)
    command -v finch >/dev/null 2>&1 || missing+=(finch)
    command -v go-sendxmpp >/dev/null 2>&1 || missing+=(go-sendxmpp)
    command -v strace >/dev/null 2>&1 || missing+=(strace)
    [ -e /etc/ssl/certs/ca-certificates.crt ] || missing+=(ca-certificates)
    /usr/bin/python3 -c 'import slixmpp' >/dev/null 2>&1 || missing+=(python3-slixmpp)
    # the other servers of federation, and the DNS between them
    command -v prosody >/dev/null 2>&1 || missing+=(prosody)
    command -v ejabberdctl >/dev/null 2>&1 || [ -x /usr/sbin/ejabberdctl ] || missing+=(ejabberd)
    command -v dnsmasq >/dev/null 2>&1 || [ -x /usr/sbin/dnsmasq ] || missing+=(dnsmasq-base)
    have_library 'lua/5.4/lunbound.so' || missing+=(lua-unbound)
    have_library libnss_wrapper.so || missing+=(libnss-wrapper)
    /usr/bin/python3 -c 'import aiohttp' >/dev/null 2>&1 || missing+=(python3-aiohttp)
    if [ "$1" = no ]; then
        missing_for_browser
        command -v gajim >/dev/null 2>&1 || missing+=(gajim)
        command -v dino-im >/dev/null 2>&1 || missing+=(dino-im)
        command -v Xvfb >/dev/null 2>&1 || missing+=(xvfb)
        command -v xdotool >/dev/null 2>&1 || missing+=(xdotool)
        command -v dbus-run-session >/dev/null 2>&1 || missing+=(dbus-daemon)
        command -v gdbus >/dev/null 2>&1 || missing+=(libglib2.0-bin)
    fi
    [ "${#missing[@]}" = 0 ] || install_packages "${missing[@]}"
    [ "$1" = yes ] || find_chromium || fail "Chromium was installed but is not on the PATH"
}

# Chromium, and emoji in colour: without that font a picture of the chat shows boxes where people see faces.
missing_for_browser() { # adds to the caller's "missing"
    find_chromium || missing+=(chromium)
    have_colour_emoji || missing+=(fonts-noto-color-emoji)
}

have_colour_emoji() {
    [ -n "$(find -L /usr/share/fonts /usr/local/share/fonts "${HOME:-/nonexistent}/.local/share/fonts" -iname '*color*emoji*' -print -quit 2>/dev/null)" ]
}

# By these Prosody and ejabberd ask the DNS of the tests.
have_library() { compgen -G "/usr/lib/*/$1" >/dev/null; }

find_chromium() {
    local name
    for name in chromium chromium-browser google-chrome-stable google-chrome; do
        if command -v "$name" >/dev/null 2>&1; then
            STOA_CHROMIUM=$(command -v "$name")
            export STOA_CHROMIUM
            return 0
        fi
    done
    return 1
}

# suite TITLE FUNCTION ARGUMENT…: runs it, prints its time, remembers whether it failed.
suite() {
    local title=$1 started=$SECONDS verdict=passed
    shift
    say "$title …"
    "$@" || verdict=FAILED
    [ "$verdict" = passed ] || failed_suites+=("$title")
    say "$title: $verdict in $(duration $((SECONDS - started)))"
    [ "$verdict" = passed ]
}

duration() { printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); }

# The end of a suite's output goes to the terminal when it fails; the whole of it is in .stoa/log.
shown() { # NAME COMMAND…
    local log=$STOA_STATE/log/$1.log
    shift
    "$@" >"$log" 2>&1 </dev/null && return 0
    tail -n 200 "$log" >&2
    say "the whole log is in $log"
    return 1
}

web_tests() { # CHECKSUM
    local status=0
    (install_web_libraries && build_web "$1") || return 1
    cd "$STOA_ROOT/web" || return 1
    shown web-check npm run check || status=1
    shown web-unit npm test -- --reporter=default --reporter=json --outputFile.json="$STOA_REPORTS/vitest.json" || status=1
    cd "$STOA_ROOT" || return 1
    return "$status"
}

server_tests() { # QUICK STAMP
    local narrowed=()
    [ "$1" = no ] || narrowed=(-DexcludedGroups=slow)
    forget_reports server
    forget_reports bench
    maven_lines server-tests "the server" verify --fail-at-end -pl '!conformance' "${narrowed[@]}" || return 1
    finish_package
    set_stamp server "$2"
}

# The tests' own Maven run has packaged it, unless one of them failed.
package_for_tests() { # STAMP
    stamp_is server "$1" || (build_server)
}

# Tests tagged "open" show defects that are known and not mended yet; docs/developing/conformance.md lists them. They are run
# with STOA_OPEN=yes, and saying so each time keeps them from being forgotten.
conformance_tests() { # QUICK
    local narrowed=()
    if [ "${STOA_OPEN:-no}" = yes ]; then
        [ "$1" = no ] || narrowed=(-DexcludedGroups=slow)
    else
        local open
        open=$(grep -rho '@Tag("open")' "$STOA_ROOT/conformance/src/test" | wc -l)
        [ "$open" = 0 ] || say "not run: $open tests of known open defects (STOA_OPEN=yes runs them)"
        [ "$1" = no ] && narrowed=(-DexcludedGroups=open) || narrowed=('-DexcludedGroups=slow | open')
    fi
    [ "$1" = yes ] || (install_converse) || return 1
    forget_reports conformance
    maven_lines conformance "the suite" verify -pl conformance "${narrowed[@]}"
}

# Converse.js and what drives a browser from Node, as the conformance suite's own package pins them.
install_converse() {
    local folder=$STOA_ROOT/conformance/clients/converse wanted
    wanted=$(cksum <"$folder/package-lock.json" | tr ' ' -)
    if stamp_is converse "$wanted" && [ -d "$folder/node_modules" ]; then return; fi
    need_node
    say "fetching Converse.js"
    (cd "$folder" && logged npm-converse npm ci --ignore-scripts --no-fund --no-audit) || exit 1
    set_stamp converse "$wanted"
}

browser_tests() {
    cd "$STOA_ROOT/web" || return 1
    local status=0
    PLAYWRIGHT_JSON_OUTPUT_NAME=$STOA_REPORTS/playwright.json shown web-e2e npm run e2e -- --reporter=list,json,./e2e/support/failures.ts || status=1
    cd "$STOA_ROOT" || return 1
    return "$status"
}

# The pictures of docs/gallery, from the packaged server.
take_gallery() {
    local missing=()
    missing_for_browser
    [ "${#missing[@]}" = 0 ] || install_packages "${missing[@]}"
    find_chromium || fail "Chromium was installed but is not on the PATH"
    build_server
    install_web_libraries
    cd "$STOA_ROOT/web" || return 1
    npm run gallery -- "$@"
}

forget_reports() { find "$STOA_ROOT/$1" -type d -name surefire-reports -prune -exec rm -rf {} +; }

run_bench() {
    build_server # the bench installs its peers itself, services kept from starting
    local sources
    sources="$(checksum_of pom.xml .mvn bench) $JAVA_HOME"
    if ! stamp_is bench "$sources" || ! [ -d "$STOA_ROOT/bench/target/lib" ]; then
        run_maven bench "the load generator" package -DskipTests -pl bench -am
        set_stamp bench "$sources"
    fi
    exec "$JAVA_HOME/bin/java" -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -cp "$STOA_ROOT/bench/target/lib/*" -Dstoa.root="$STOA_ROOT" -Dstoa.server="$STOA_HOME/java.args" stoa.bench.Main "$@"
}
