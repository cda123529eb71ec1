#!/bin/sh
# Checkers by others for the tests, in build/referees: Spectral (npm) and, where it can be had, the ruleset of the Dutch API Design Rules. Safe to repeat;
# says what to do where something cannot be done, and never fails: the tests that need it are then passed over, with the reason.
here=$(cd "$(dirname "$0")" && pwd)
there="$here/../../build/referees"
ruleset=https://static.developer.overheid.nl/adr/ruleset.yaml
mkdir -p "$there"

if ! command -v npm >/dev/null 2>&1; then
  echo "Voor de toets van de API aan de API Design Rules is npm (Node 20 of nieuwer) nodig. Zonder wordt die toets overgeslagen."
  exit 0
fi
if ! cmp -s "$here/package-lock.json" "$there/installed.json"; then
  echo "Installeren: Spectral"
  cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$there/"
  if (cd "$there" && npm ci --silent --no-progress >/dev/null 2>&1); then
    cp "$here/package-lock.json" "$there/installed.json"
  else
    echo "Spectral is niet te installeren; kijk met: cd build/referees && npm ci"
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
