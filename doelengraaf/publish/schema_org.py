"""The data set in the terms of schema.org, for search engines that look for data (https://schema.org/Dataset)."""

from typing import Any

from doelengraaf.overview import agendas
from doelengraaf.publish.catalogue import Deployment
from doelengraaf.publish.distributions import FORMS
from doelengraaf.publish.parties import WHOLE_DATASET
from doelengraaf.publish.parts import WHOLE
from doelengraaf.publish.rights import CC0
from doelengraaf.publish.shelf import File, Version
from doelengraaf.store import Store

__all__ = ["dataset_markup"]


def dataset_markup(store: Store, here: Deployment, data_version: str, version: Version | None) -> dict[str, Any]:
    """Describe the whole data set.

    Args:
        store: the data.
        here: where and by whom they are served.
        data_version: the version of the data served.
        version: the latest published version, whose files are named.
    """
    found = agendas(store)
    days = sorted(day for agenda in found for day in (agenda.start, agenda.end) if day)
    downloads = [_download(here.base, version, file) for file in version.of_part(WHOLE)] if version else []
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": WHOLE_DATASET,
        "identifier": WHOLE_DATASET,
        "url": here.base + "/downloads",
        "name": "Doelengraaf",
        "description": "Agenda’s van gemeenten in het sociaal domein als één graaf met bewijsplaatsen: doelen, activiteiten, partners en indicatoren, met voor elke bewering de "
        f"zekerheid en de plaats waar zij staat. Agenda’s: {', '.join(agenda.label for agenda in found)}.",
        "inLanguage": "nl",
        "license": CC0["path"],
        "isAccessibleForFree": True,
        "version": data_version,
        "keywords": ["sociaal domein", "gemeenten", "beleidsagenda", "linked data"],
        "creator": {"@type": "Organization", "name": here.publisher.name, "url": here.base + "/over"},
        "publisher": {"@type": "Organization", "name": here.publisher.name, "url": here.base + "/over"},
        "spatialCoverage": [{"@type": "Place", "name": agenda.municipality.text} for agenda in found],
        **({"temporalCoverage": f"{days[0]}/{days[-1]}"} if days else {}),
        **({"datePublished": version.published[:10]} if version else {}),
        **({"distribution": downloads} if downloads else {}),
    }


def _download(base: str, version: Version, file: File) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": file.name,
        "encodingFormat": file.media_type if file.compressed else FORMS[file.form][2],
        "contentUrl": f"{base}/dump/{version.address}/{file.name}",
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }
