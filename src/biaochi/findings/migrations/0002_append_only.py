from django.db import migrations

from biaochi.trail.append_only import protect, release


class Migration(migrations.Migration):
    dependencies = [("findings", "0001_first")]

    operations = [
        migrations.RunPython(protect("findings_finding"), release("findings_finding")),
        migrations.RunPython(protect("findings_handling"), release("findings_handling")),
    ]
