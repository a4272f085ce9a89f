from django.db import migrations

from biaochi.trail.append_only import protect, release


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_answers")]

    operations = [
        migrations.RunPython(protect("evidence_evidencestate"), release("evidence_evidencestate")),
        migrations.RunPython(protect("evidence_reply"), release("evidence_reply")),
    ]
