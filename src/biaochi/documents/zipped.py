"""An office file packed so that the same content is the same bytes."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FIRST = "[Content_Types].xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def packed(data: bytes) -> bytes:
    """Return an archive packed anew: members in one order, no moment of packing in it."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(made, "w") as after:
        for name in sorted(before.namelist(), key=lambda n: (n != _FIRST, n)):
            member = ZipInfo(name, date_time=_EPOCH)
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            after.writestr(member, before.read(name))
    return made.getvalue()
