"""Write the bill of materials of what is delivered (CycloneDX 1.6, JSON): the locked Python packages, and what ``doelengraaf assets`` takes from npm.

    python requirements/sbom.py build/sbom.cdx.json

The same lock files give the same bytes: there is no time in it, and its serial number is made of what it says. ``SOURCE_DATE_EPOCH`` adds that moment.
Packages are named by package URL, never by the address of a registry. Licences are what the installed packages say.
"""

import base64
import json
import os
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(
    r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)\s*(?:;\s*([^\\\n]+))?\\?\n((?:\s+--hash=\S+\s*\\?\n?)*)", re.MULTILINE
)
_SPACE = uuid.UUID("6f9d1a0e-5b53-5f0c-9c7e-3d1f6a0f2b11")


def make(root: Path = ROOT) -> str:
    """Give the bill of materials as JSON.

    Raises:
        ValueError: it is not valid CycloneDX.
    """
    about = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = (root / "requirements" / "run.txt").read_text(encoding="utf-8")
    lock = (root / "web" / "assets" / "package-lock.json").read_text(encoding="utf-8")
    bom = Bom(serial_number=uuid.uuid5(_SPACE, f"{about['version']}\n{pins}\n{lock}"))
    bom.metadata.timestamp = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH") or 0), UTC)
    licences = LicenseFactory()
    main = Component(
        name=about["name"],
        version=about["version"],
        type=ComponentType.APPLICATION,
        bom_ref="doelengraaf",
        licenses=[licences.make_from_string(about["license"])],
    )
    bom.metadata.component = main
    parts = [*_python(pins, licences), *_npm(json.loads(lock), licences)]
    for part in parts:
        bom.components.add(part)
    bom.register_dependency(main, parts)
    said = json.loads(JsonV1Dot6(bom).output_as_string())
    if "SOURCE_DATE_EPOCH" not in os.environ:
        del said["metadata"]["timestamp"]
    text = json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        raise ValueError(str(wrong))
    return text


def _python(pins: str, licences: LicenseFactory) -> Iterator[Component]:
    for name, version, marker, hashes in _PIN.findall(pins):
        yield _component(
            PackageURL("pypi", None, name, version),
            [
                HashType(alg=HashAlgorithm.SHA_256, content=one)
                for one in re.findall(r"--hash=sha256:([0-9a-f]{64})", hashes)
            ],
            [*_licences(name, licences)],
            marker.strip(),
        )


def _npm(lock: dict[str, dict[str, dict[str, str]]], licences: LicenseFactory) -> Iterator[Component]:
    seen = set()
    for path, about in lock["packages"].items():
        name = path.rpartition("node_modules/")[2]
        if not name or (name, about["version"]) in seen:
            continue
        seen.add((name, about["version"]))
        space, _, short = name.rpartition("/")
        algorithm, _, content = about["integrity"].partition("-")
        if algorithm != "sha512":
            raise ValueError(f"{name}: {algorithm}")
        digest = HashType(alg=HashAlgorithm.SHA_512, content=base64.b64decode(content).hex())
        own = [licences.make_from_string(about["license"])] if about.get("license") else []
        yield _component(PackageURL("npm", space or None, short, about["version"]), [digest], own)


def _component(purl: PackageURL, hashes: list[HashType], licences: list[License], marker: str = "") -> Component:
    reference = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(purl.to_string()),
        comment="files of this version that may be installed",
        hashes=hashes,
    )
    return Component(
        name=purl.name,
        group=purl.namespace,
        version=purl.version,
        type=ComponentType.LIBRARY,
        bom_ref=purl.to_string(),
        purl=purl,
        licenses=licences,
        external_references=[reference],
        properties=[Property(name="doelengraaf:marker", value=marker)] if marker else [],
    )


def _licences(name: str, licences: LicenseFactory) -> Iterator[License]:
    """Give what an installed package says of its licence, when that is a name and not a whole text."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return
    one = said.get("License-Expression") or said.get("License") or ""
    if not one or "\n" in one or len(one) > 100:
        kinds = [kind for kind in said.get_all("Classifier") or [] if kind.startswith("License :: ")]
        one = kinds[0].rpartition(" :: ")[2] if kinds else ""
    if one:
        yield licences.make_from_string(one)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(make(), encoding="utf-8")
    sys.stderr.write(f"{target}: {target.stat().st_size} bytes\n")
