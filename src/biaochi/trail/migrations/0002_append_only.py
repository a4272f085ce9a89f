from django.db import migrations

from biaochi.trail.append_only import protect, release


def seed(apps, editor):
    # As whoever migrates: the application's own role may not write yet.
    apps.get_model("trail", "Head").objects.using(editor.connection.alias).get_or_create(pk=1)


def keep(_apps, _editor):
    pass


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_first")]

    operations = [
        migrations.RunPython(seed, keep),
        migrations.RunPython(protect("trail_entry"), release("trail_entry")),
        migrations.RunPython(protect("trail_version"), release("trail_version")),
        migrations.RunPython(protect("trail_head"), release("trail_head")),
    ]
