#!/bin/bash
# The README's commands on machines where nobody installed anything: bare Debian roots with git, make and python3 alone.
#
#   sudo tests/fresh/try.sh [OPTION ...] SUITE ...        e.g.  sudo tests/fresh/try.sh bookworm trixie forky
#
#   --users "root user"   who tries: root, and a user without sudo (who finds python3-venv there, as the README says)
#   --commands "book"     which of: book (then the book served, then built again), test, colab (where Python is Colab's)
#   --torch off           the book with TORCH=off; its tests want PyTorch
#   --wheels FOLDER       a folder of packages that pip may take from, as well as from its index
#   --mirror ADDRESS      Debian's mirror (else the first in this machine's apt sources)
#   --old-mirror          take the lists of a mirror that has not been renewed for weeks
#   --work FOLDER         where roots and logs go (else a new one under /tmp); a base root that is there is used again
#   --minutes 120         how long one command may take
#   --keep                leave the roots that were tried (else only base roots and logs stay)
#
# It tries what is committed. It needs root, debootstrap, 1 GB for a root and 6 GB for an environment with PyTorch's
# libraries for GPUs. pip, apt and the certificates in a root are set up as on this machine as far as indexes and proxies
# go; packages that lie on this machine are not carried in, but by --wheels. It prints a table, and returns 0 where every
# command did. Each root has namespaces of its own, so that no mount outlives a command: nothing has to be unmounted.
# By hand, before a release; .github/workflows/monthly.yml does the same in containers.
set -uo pipefail

users="root user" commands="book" torch="on" wheels="" mirror="" work="" minutes=120 keep="" old_mirror="" suites=()
while [ $# -gt 0 ]; do
  case "$1" in
    --users) users=$2; shift ;;
    --commands) commands=$2; shift ;;
    --torch) torch=$2; shift ;;
    --wheels) wheels=$(realpath "$2"); shift ;;
    --mirror) mirror=$2; shift ;;
    --work) work=$2; shift ;;
    --minutes) minutes=$2; shift ;;
    --keep) keep=yes ;;
    --old-mirror) old_mirror=yes ;;
    -*) echo "no option $1; the head of $0 names them" >&2; exit 2 ;;
    *) suites+=("$1") ;;
  esac
  shift
done
[ ${#suites[@]} -gt 0 ] || { echo "name a suite: $0 bookworm" >&2; exit 2; }
[ "$(id -u)" = 0 ] || { echo "debootstrap and chroot need root: sudo $0 ..." >&2; exit 2; }
for tool in debootstrap git unshare chroot; do
  command -v $tool >/dev/null || { echo "$tool is needed" >&2; exit 2; }
done

repository=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
work=${work:-$(mktemp -d -t fresh-XXXXXX)}
mkdir -p "$work/base" "$work/logs" "$work/tried"
work=$(realpath "$work")
mirror=${mirror:-$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null |
  sed -nE 's/^(deb .*|URIs: *)(https?:[^ ]+).*/\2/p' | grep -v security | head -n 1)}
[ -n "$mirror" ] || { echo "this machine's apt names no mirror: --mirror ADDRESS" >&2; exit 2; }
table="$work/logs/table.txt"
failed=0

# Never deletes through a mount: there should be none, and where there is one, the folder stays.
remove() {
  if grep -q " $1" /proc/self/mountinfo; then echo "$1 has something mounted in it: left" >&2; else rm -rf --one-file-system "$1"; fi
}

base_of() { # SUITE: a root with no more than the README asks for
  local root="$work/base/$1" script=()
  [ -e "$root/made" ] && return 0
  remove "$root"
  [ -e "/usr/share/debootstrap/scripts/$1" ] || script=(/usr/share/debootstrap/scripts/sid) # a suite newer than debootstrap
  debootstrap --variant=minbase --include=git,make,python3,ca-certificates "$1" "$root" "$mirror" "${script[@]}" \
    >"$work/logs/$1-debootstrap.log" 2>&1 || { tail -n 3 "$work/logs/$1-debootstrap.log" >&2; return 1; }
  touch "$root/made"
}

inside() { # ROOT COMMAND...: as root, with namespaces of its own
  local root=$1
  shift
  unshare --mount --pid --fork --kill-child bash -c '
    root=$1; shift
    mount --make-rprivate / && mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" || exit 125
    exec chroot "$root" "$@"' inside "$root" "$@"
}

settings() { # ROOT: how this machine reaches its indexes
  cp -L /etc/resolv.conf /etc/hosts "$1/etc/" 2>/dev/null
  [ -e /etc/pip.conf ] && cp -L /etc/pip.conf "$1/etc/"
  [ -e /etc/ssl/certs/ca-certificates.crt ] && cp -L /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/"
  apt-config dump 2>/dev/null | grep -iE '^Acquire::[a-z]+::(Proxy|CaInfo)' >"$1/etc/apt/apt.conf.d/90outside"
  [ -z "$old_mirror" ] || echo 'Acquire::Check-Valid-Until "false";' >>"$1/etc/apt/apt.conf.d/90outside"
  env | grep -iE '^(https?_proxy|no_proxy|PIP_(INDEX_URL|CERT|PROXY|TRUSTED_HOST|DEFAULT_TIMEOUT)|SSL_CERT_FILE|REQUESTS_CA_BUNDLE)=' \
    >"$1/outside.env"
  if [ -n "$wheels" ]; then
    mkdir -p "$1/wheels" && cp "$wheels"/* "$1/wheels/" && echo "PIP_FIND_LINKS=/wheels" >>"$1/outside.env"
  fi
  [ -e "$1/etc/ssl/certs/ca-certificates.crt" ] && echo "npm_config_cafile=/etc/ssl/certs/ca-certificates.crt" >>"$1/outside.env"
  npm config get registry 2>/dev/null | sed 's/^/npm_config_registry=/' >>"$1/outside.env"
  [ "$torch" = on ] || echo "TORCH=$torch" >>"$1/outside.env"
}

as() { # ROOT USER LOG COMMAND: as a login of that user would, with nothing of this machine's environment but the settings
  local root=$1 name=$2 log=$3 home=/home/reader login=reader
  [ "$name" = root ] && home=/root login=root
  timeout --kill-after=30 "${minutes}m" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin bash -c "$(declare -f inside); inside \"\$@\"" as \
    "$root" runuser -u "$login" -- env -i HOME=$home PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    $(cat "$root/outside.env") bash -c "cd $home/book && $4" >"$log" 2>&1 </dev/null
}

row() { # SUITE USER COMMAND STATUS SECONDS ROOT: a line of the table
  local book down="" size=""
  book=$(echo "$6"/{root,home/reader}/book | tr ' ' '\n' | while read -r path; do [ -d "$path" ] && echo "$path"; done | head -n 1)
  [ -f "$book/.venv/pip.log" ] && down=$(sed -nE 's/^ *Downloading [^ ]+ \(([0-9.]+) (kB|MB|GB)\).*/\1 \2/p' "$book/.venv/pip.log" |
    awk '{t += $1 * ($2 == "kB" ? 0.001 : $2 == "GB" ? 1000 : 1)} END {printf "%.0f MB", t}')
  [ -d "$book/.venv" ] && size=$(du -sh "$book/.venv" | cut -f 1)
  printf '%-9s %-5s %-14s %6s %8.1f %10s %8s\n' "$1" "$2" "$3" "$4" "$(echo "$5" | awk '{print $1 / 60}')" "$down" "$size" |
    tee -a "$table"
  [ "$4" = 0 ] || { failed=1; echo "    see $work/logs/$1-$2-${3// /-}.log, which ends:"; tail -n 5 "$work/logs/$1-$2-${3// /-}.log" | sed 's/^/    /'; }
}

attempt() { # SUITE USER ROOT NAME COMMAND
  local began=$SECONDS status
  as "$3" "$2" "$work/logs/$1-$2-${4// /-}.log" "$5"
  status=$?
  row "$1" "$2" "$4" "$status" $((SECONDS - began)) "$3"
  return $status
}

# Serves the book, fetches its first page, and stops the server as Ctrl-C does. (The network is this machine's, and its
# port 8000 may be taken.)
serve='set -m; make serve PORT=8437 & server=$!; sleep 5
python3 -c "import urllib.request as u; assert b\"Emergence\" in u.urlopen(\"http://127.0.0.1:8437/\").read()"; status=$?
kill -INT -- "-$server"; wait; exit $status'

try() { # SUITE USER
  local root="$work/tried/$1-$2" home=root
  remove "$root"
  cp -a --one-file-system "$work/base/$1" "$root" || return 1
  settings "$root"
  if [ "$2" = user ]; then
    home=home/reader
    inside "$root" bash -c 'apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install python3-venv && useradd -m -s /bin/bash reader' \
      >"$work/logs/$1-user-venv.log" 2>&1 || { tail -n 3 "$work/logs/$1-user-venv.log" >&2; return 1; }
  fi
  git clone -q --no-hardlinks "$repository" "$root/$home/book" && chown -R --reference="$root/$home" "$root/$home/book"
  if [[ " $commands " == *" book "* ]]; then
    attempt "$1" "$2" "$root" "make book" "make book" && attempt "$1" "$2" "$root" "make serve" "$serve" &&
      attempt "$1" "$2" "$root" "again" 'make book && test -z "$(git status --porcelain)"'
  fi
  [[ " $commands " == *" test "* ]] && attempt "$1" "$2" "$root" "make test" "TORCH=on make test" # all of the book is tested
  [[ " $commands " == *" colab "* ]] && attempt "$1" "$2" "$root" "make test-colab" "make test-colab"
  [ -n "$keep" ] || remove "$root"
}

printf '%-9s %-5s %-14s %6s %8s %10s %8s\n' suite user command status minutes "pip fetched" .venv | tee "$table"
for suite in "${suites[@]}"; do
  base_of "$suite" || { echo "$suite: no base root (see $work/logs/$suite-debootstrap.log)" >&2; failed=1; continue; }
  for user in $users; do try "$suite" "$user" || failed=1; done
done
echo "The table and the logs are in $work/logs"
exit $failed
