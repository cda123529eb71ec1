"""Publication: what can be downloaded, how it is described, and how one version follows another.

``publish`` writes a version from a build; ``Shelf`` reads what was published. The catalogue and VoID describe both in the terms of DCAT-AP-NL and W3C.
"""

from doelengraaf.publish.making import Outcome, publish
from doelengraaf.publish.shelf import File, Shelf, Version

__all__ = ["File", "Outcome", "Shelf", "Version", "publish"]
