from django.db import migrations

from biaochi.trail.append_only import protect, release


class Migration(migrations.Migration):
    dependencies = [("evidence", "0005_lists_in_order")]

    operations = [
        migrations.RunPython(protect("evidence_attachment"), release("evidence_attachment")),
    ]
