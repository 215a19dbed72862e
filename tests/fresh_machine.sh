#!/usr/bin/env bash
# Proves the two commands on a machine that has nothing: a newly bootstrapped Debian 12 root, a clone of this repository's
# last commit, `bash demo.sh`, `bash check.sh`; prints time and size of each step.
#
#   bash tests/fresh_machine.sh [--until clone|packages|configure|demo|check] [--keep]
#
# Needs root and the package debootstrap. The package mirror is the one this machine's apt uses.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

until_step=check
keep=no
while [[ $# -gt 0 ]]; do
  case "$1" in
    --until) until_step=${2:?a step}; shift 2 ;;
    --keep) keep=yes; shift ;;
    *) echo "fresh_machine.sh: unknown option '$1'" >&2; exit 2 ;;
  esac
done
if [[ $(id -u) -ne 0 ]]; then
  echo "fresh_machine.sh: needs root to bootstrap and enter a new root" >&2
  exit 2
fi
command -v debootstrap >/dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends debootstrap; }

release=bookworm
sources=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
  awk -v release="$release" '$2 ~ "^"release && $3 == "main"' | sort -u)
mirror=$(awk -v release="$release" '$2 == release {print $1; exit}' <<<"$sources")
if [[ -z "$mirror" ]]; then
  echo "fresh_machine.sh: this machine's apt has no source for Debian 12" >&2
  exit 3
fi

root=$(mktemp -d)
cleanup() {
  for mounted in proc sys dev/pts dev; do
    mountpoint -q "$root/$mounted" && umount "$root/$mounted"
  done
  [[ $keep == yes ]] && echo "Kept: $root" || rm -rf --one-file-system "$root"
}
trap cleanup EXIT

step_started=$SECONDS
report() {
  printf '%-10s %5d s   %6s\n' "$1" $((SECONDS - step_started)) \
    "$(du -sh --one-file-system --exclude="$root/proc" --exclude="$root/sys" "$root" 2>/dev/null | cut -f1)"
  step_started=$SECONDS
  [[ "$1" == "$until_step" ]] && exit 0 || true
}
inside() { chroot "$root" env -i HOME=/root TERM=dumb LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin bash -c "$1"; }

# minbase and git: what somebody who has just cloned the repository has.
debootstrap --variant=minbase --include=git,ca-certificates "$release" "$root" "$mirror" >"$root.log" 2>&1 ||
  { tail -n 20 "$root.log" >&2; rm -f "$root.log"; exit 3; }
rm -f "$root.log"
awk '{print "deb", $1, $2, $3}' <<<"$sources" >"$root/etc/apt/sources.list"
apt-config dump | grep -iE '^Acquire::(http|https)::Proxy' >"$root/etc/apt/apt.conf.d/00proxy" || true
[[ -e /etc/resolv.conf ]] && cp --dereference /etc/resolv.conf "$root/etc/resolv.conf"
for mounted in proc sys dev dev/pts; do
  mount --bind "/$mounted" "$root/$mounted"
done
report base

git bundle create "$root/ebbtide.bundle" HEAD >/dev/null 2>&1
inside 'git -c advice.detachedHead=false clone --quiet /ebbtide.bundle /root/ebbtide && rm /ebbtide.bundle'
report clone

if [[ $until_step == packages || $until_step == configure ]]; then
  inside 'cd /root/ebbtide && bash cmake/packages.sh build'
  report packages
  inside 'cd /root/ebbtide && cmake --preset release -DEBBTIDE_TESTS=OFF >/dev/null'
  report configure
fi

inside 'cd /root/ebbtide && bash demo.sh && test -s results/demo/workbook.xlsx'
report demo
inside 'cd /root/ebbtide && bash check.sh'
report check
