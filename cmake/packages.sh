#!/usr/bin/env bash
# The Debian packages this project needs, and their installation: what is missing and nothing else.
#
#   bash cmake/packages.sh build         what the program needs
#   bash cmake/packages.sh build check   that, and what the checks need
#   bash cmake/packages.sh peers         what the forecasts of bench/peers need
#   bash cmake/packages.sh bench         what the measurements of speed need
#   bash cmake/packages.sh --list build check
set -euo pipefail

build_packages=(
  g++ cmake ninja-build pkg-config git ca-certificates
  libboost-dev libcli11-dev libeigen3-dev libfmt-dev libspdlog-dev libtbb-dev libxlsxwriter-dev libyaml-cpp-dev
  nlohmann-json3-dev zlib1g-dev
)
check_packages=(
  libgtest-dev libgmock-dev librapidcheck-dev
  clang-format clang-tidy valgrind qemu-user
  libreoffice-calc-nogui python3-openpyxl
)

list_only=no
if [[ "${1:-}" == --list ]]; then
  list_only=yes
  shift
fi

peers_packages=(r-base-core r-cran-forecast)
bench_packages=(libbenchmark-dev libquantlib0-dev python3-numpy)

wanted=()
for set_name in "$@"; do
  case "$set_name" in
    build) wanted+=("${build_packages[@]}") ;;
    check) wanted+=("${check_packages[@]}") ;;
    peers) wanted+=("${peers_packages[@]}") ;;
    bench) wanted+=("${bench_packages[@]}") ;;
    *) echo "packages.sh: unknown set '$set_name', expected: build, check, peers, bench" >&2; exit 2 ;;
  esac
done

if [[ $list_only == yes ]]; then
  printf '%s\n' "${wanted[@]}"
  exit 0
fi

missing=()
for package in "${wanted[@]}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ "$status" == installed* ]] || missing+=("$package")
done
if [[ ${#missing[@]} -eq 0 ]]; then
  exit 0
fi

as_root=()
if [[ $(id -u) -ne 0 ]]; then
  if ! command -v sudo >/dev/null; then
    echo "These packages are missing and need root (or sudo) to install: ${missing[*]}" >&2
    exit 3
  fi
  as_root=(sudo)
fi

echo "Installing with apt: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install_missing() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}
# The package lists of a fresh machine are empty and those of an old one are out of date: refresh them and try again.
if ! { "${as_root[@]}" apt-get update -q && install_missing; } >"$log" 2>&1; then
  tail -n 30 "$log" >&2
  echo "apt could not install: ${missing[*]}" >&2
  exit 3
fi
