#!/bin/sh
# Install the system programs that the full tests need: Debian and Ubuntu packages, as root or by sudo.
set -eu
packages="dovecot-imapd dovecot-lmtpd postgresql libreoffice-writer libreoffice-calc poppler-utils python3-uno pandoc chromium fonts-dejavu fonts-liberation fonts-crosextra-carlito python3-venv make"
missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -z "$missing" ]; then
    echo "system: everything is installed"
    exit 0
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
# shellcheck disable=SC2086
$sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
echo "system: installed$missing"
