# shellcheck shell=bash
# What the scripts have in common; sourced, not run.

# The top of the project, wherever it was cloned to.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# Tools that install-tools built are the project's own and stay inside it. Servers are often not in a user's PATH.
PATH="$root/.tools/bin:$PATH:/usr/sbin:/sbin"
export PATH

[ -n "${HOME:-}" ] || HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
export HOME

# rustup looks for its compilers in the home directory; in an empty one it finds them where its own program is.
if [ -z "${RUSTUP_HOME:-}" ] && [ ! -d "$HOME/.rustup" ] && cargo_program=$(command -v cargo); then
  beside=$(dirname "$(dirname "$(dirname "$cargo_program")")")/.rustup
  [ -d "$beside" ] && export RUSTUP_HOME="$beside"
  unset beside
fi
unset cargo_program

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$(basename "$0"): $1"
  exit "${2:-1}"
}

have() { command -v "$1" >/dev/null 2>&1; }

is_root() { [ "$(id -u)" -eq 0 ]; }

# Prints a port of 127.0.0.1 at which nobody answers. Somebody may take it before its use: who asks tries again then.
# It is below the ports that the system hands out by itself.
free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  die "no free port was found on 127.0.0.1"
}

# Makes an authority, and from it a certificate for localhost, in a directory: authority.pem, server.pem, server.key. What is
# there already stays.
certify() {
  local made=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2)
  [ ! -f "$1/authority.pem" ] || return 0
  mkdir -p "$1"
  {
    openssl req -x509 "${made[@]}" -subj "/CN=An authority for tests" -keyout "$1/authority.key" -out "$1/made.pem" &&
      openssl req -x509 "${made[@]}" -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -addext basicConstraints=critical,CA:false -CA "$1/made.pem" -CAkey "$1/authority.key" \
        -keyout "$1/server.key" -out "$1/server.pem"
  } >"$1/log" 2>&1 || die "no certificate could be made: $(tail -n 3 "$1/log")"
  mv "$1/made.pem" "$1/authority.pem"
}

# The programs of the newest PostgreSQL server, which Debian keeps out of PATH; empty where there is none.
postgres_programs() {
  if have initdb && have pg_ctl; then
    dirname "$(command -v initdb)"
  else
    find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1 | xargs -r dirname
  fi
}

# Builds a tool of the Rust world for this project alone: its name and version. Unoptimized it is there sooner,
# and it works for seconds only.
build_tool() {
  env -u CARGO_TARGET_DIR cargo install --quiet --debug --locked --root "$root/.tools" --version "$2" "$1" >&2
}
