from django.db import migrations

from biaochi.trail.append_only import protect, release


class Migration(migrations.Migration):
    dependencies = [("appraisals", "0001_first")]

    operations = [
        migrations.RunPython(protect("appraisals_packversion"), release("appraisals_packversion")),
    ]
