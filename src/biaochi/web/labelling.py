"""Labels of the packs in use: the pack of the appraisal opened last speaks first."""

from collections.abc import Mapping
from functools import lru_cache

from biaochi.appraisals.dossier import packs_in_use
from biaochi.appraisals.items import pack_with
from biaochi.web.cells import text
from biaochi.web.labels import Labels, labels_of, together

_FLAGS = {"True": "是", "False": "否", "true": "是", "false": "否"}


def current() -> Labels:
    """Return the labels of every pack in use; none before there is one."""
    return _together(packs_in_use())


@lru_cache(maxsize=8)
def _together(digests: tuple[str, ...]) -> Labels:
    return together([labels_of(pack_with(digest)) for digest in digests])


def attributes(extra: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the columns a pack declares, by label, as they are shown."""
    labels = current()
    return [(labels.attribute(k), _FLAGS.get(str(v)) or text(v)) for k, v in sorted(extra.items())]
