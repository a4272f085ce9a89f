from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0003_stage_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="matter",
            name="waits",
            field=models.JSONField(default=list, verbose_name="等着办的"),
        ),
    ]
