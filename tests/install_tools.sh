#!/bin/sh
# Chromium for the browser tests, Java for HermiT and LibreOffice for the spreadsheets, from the system's own packages. Says what to do where that cannot be done.
need=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || need="$need chromium fonts-liberation"
command -v java >/dev/null 2>&1 || need="$need default-jre-headless"
command -v soffice >/dev/null 2>&1 || need="$need libreoffice-calc-nogui"
# Only for `make soak` and `make bench`.
case "$1" in soak | bench) command -v virtuoso-t >/dev/null 2>&1 || need="$need virtuoso-opensource-7" ;; esac
[ "$1" != bench ] || test -f /usr/share/java/jena-tdb2.jar || need="$need libapache-jena-java"
[ "$1" != bench ] || command -v javac >/dev/null 2>&1 || need="$need default-jdk-headless"
[ -z "$need" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installeren:$need"
  # shellcheck disable=SC2086
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need >/dev/null; } && exit 0
fi
echo "Voor alle tests zijn nog nodig:$need"
echo "Op Debian of Ubuntu: sudo apt-get install --no-install-recommends$need"
echo "Elders: installeer Chromium of Chrome, Java 11 of nieuwer en LibreOffice Calc (soffice). Zonder worden die tests overgeslagen, met de reden erbij."
exit 0
