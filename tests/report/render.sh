#!/usr/bin/env bash
# Pictures of every page of a workbook, to be looked at: tests/report/render.sh WORKBOOK OUTDIR
set -euo pipefail
if [ $# -ne 2 ]; then
  echo "usage: $0 WORKBOOK OUTDIR" >&2
  exit 2
fi
for tool in soffice pdftoppm; do
  if ! command -v "$tool" >/dev/null; then
    echo "$0: $tool is not installed (apt-get install libreoffice-calc-nogui poppler-utils)" >&2
    exit 5
  fi
done
workbook=$1
pictures=$2
mkdir -p "$pictures"
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
soffice --headless "-env:UserInstallation=file://$profile" --convert-to pdf --outdir "$pictures" "$workbook" >/dev/null 2>&1
name=$(basename "${workbook%.*}")
pdftoppm -r "${RESOLUTION:-70}" -png "$pictures/$name.pdf" "$pictures/$name"
ls "$pictures/$name"-*.png
