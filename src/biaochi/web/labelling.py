"""Labels of the packs in use: the pack of the appraisal opened last speaks first."""

from functools import lru_cache

from biaochi.appraisals.dossier import packs_in_use
from biaochi.appraisals.items import pack_with
from biaochi.web.labels import Labels, labels_of, together


def current() -> Labels:
    """Return the labels of every pack in use; none before there is one."""
    return _together(packs_in_use())


@lru_cache(maxsize=8)
def _together(digests: tuple[str, ...]) -> Labels:
    return together([labels_of(pack_with(digest)) for digest in digests])
