# The tools the build needs: where they are, and what to say when they are not there. Sourced by ./stoa.

say() { printf 'stoa: %s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# Sets JAVA_HOME to a JDK 25: the one JAVA_HOME names, the one on the PATH, or one in the usual folders.
# Reads the JDK's own "release" file, so no Java is started only to ask for its version.
find_jdk() {
    local candidate on_path=
    if command -v javac >/dev/null 2>&1; then
        on_path=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
    fi
    for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* \
        "$HOME"/.jdks/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if is_jdk_25 "$candidate"; then
            export JAVA_HOME=$candidate
            return
        fi
    done
    fail "Stoa needs a JDK 25 and found none (looked at JAVA_HOME, the PATH and the usual folders such as /usr/lib/jvm).
      Debian 13 and later, Ubuntu:  apt-get install openjdk-25-jdk-headless
      Fedora:                       dnf install java-25-openjdk-devel
      macOS:                        brew install openjdk@25
      anywhere else:                unpack any JDK 25 and set JAVA_HOME to its folder"
}

is_jdk_25() {
    [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -Eq '^JAVA_VERSION="25([."+-]|$)' "$1/release"
}

# need_version COMMAND MINIMUM ACTUAL HINT: fails unless ACTUAL (major.minor…) is at least MINIMUM.
need_version() {
    local lowest
    lowest=$(printf '%s\n%s\n' "$2" "$3" | sort -t. -k1,1n -k2,2n | head -n 1)
    [ -n "$3" ] && [ "$lowest" = "$2" ] || fail "Stoa is built with $1 $2 or later; here is ${3:-none}. $4"
}

need_maven() {
    command -v mvn >/dev/null 2>&1 || fail "Stoa is built with Maven 3.8 or later; here is none. Debian, Ubuntu: apt-get install maven"
    need_version Maven 3.8 "$(mvn --version 2>/dev/null | sed -n 's/[^A-Za-z]*.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)" \
        "Debian, Ubuntu: apt-get install maven"
}

need_node() {
    command -v npm >/dev/null 2>&1 || fail "Stoa's web client is built with Node 20 or later and its npm; here is none. See https://nodejs.org/"
    need_version Node 20.0 "$(node --version 2>/dev/null | sed 's/^v//')" "See https://nodejs.org/"
}

can_be_root() {
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# install_packages PACKAGE…: through apt, quietly, and without starting any service a package brings.
install_packages() {
    command -v apt-get >/dev/null 2>&1 || fail "this needs some programs, by the names of their Debian packages: $*
      This system has no apt-get: install them in its own way and run the command again."
    can_be_root || fail "this needs some Debian packages, and installing them needs root. Run this and try again:
      sudo apt-get install --no-install-recommends $*"
    say "installing: $*"
    mkdir -p "$STOA_STATE/log"
    local log=$STOA_STATE/log/apt.log policy=/usr/sbin/policy-rc.d made_policy=no installed=yes
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
        made_policy=yes
    fi
    : >"$log"
    # No or old package lists are the usual reason of a first failure.
    apt_install "$@" >>"$log" 2>&1 || { as_root apt-get update >>"$log" 2>&1 && apt_install "$@" >>"$log" 2>&1; } || installed=no
    [ "$made_policy" = no ] || as_root rm -f "$policy"
    [ "$installed" = yes ] || {
        tail -n 20 "$log" >&2
        fail "could not install the packages (the whole log: $log). By hand:
      apt-get update && apt-get install --no-install-recommends $*"
    }
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" </dev/null
}
