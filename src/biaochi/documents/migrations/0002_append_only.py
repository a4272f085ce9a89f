from django.db import migrations

from biaochi.trail.append_only import protect, release


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_first")]

    operations = [
        migrations.RunPython(protect("documents_paper"), release("documents_paper")),
    ]
