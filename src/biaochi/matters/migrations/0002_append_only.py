from django.db import migrations

from biaochi.trail.append_only import protect, release


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_first")]

    operations = [
        migrations.RunPython(protect("matters_step"), release("matters_step")),
        migrations.RunPython(protect("matters_stepfile"), release("matters_stepfile")),
    ]
