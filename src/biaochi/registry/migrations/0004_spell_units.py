"""Units that are there already become findable by letters; done again it finds none left."""

import re

from django.db import migrations
from pypinyin import Style, lazy_pinyin

_BATCH = 500
_PIECES = re.compile(r"[a-z]+|[0-9]+|[\u3400-\U0003ffff]+")


def _sounds(name):
    for piece in _PIECES.findall(name.lower()):
        if piece.isascii():
            yield piece
        else:
            yield from (s.lower() for s in lazy_pinyin(piece, style=Style.NORMAL) if s.isascii())


def spell(apps, editor):
    """Fill the letters of units, a few hundred at a time, in the order of their keys.

    By the connection that migrates: on PostgreSQL the application's own may not do this.
    """
    rows = apps.get_model("registry", "Unit").objects.using(editor.connection.alias).order_by("pk")
    last = 0
    while some := list(rows.filter(pk__gt=last)[:_BATCH]):
        for unit in some:
            sounds = list(_sounds(unit.name))
            unit.py_full = "".join(sounds)[:400]
            unit.py_initials = "".join(s[:1] for s in sounds)[:120]
        rows.bulk_update(some, ["py_full", "py_initials"])
        last = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_unit_letters")]

    operations = [migrations.RunPython(spell, migrations.RunPython.noop)]
