from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="matter",
            name="stage_on",
            field=models.DateField(null=True, verbose_name="进入阶段的日期"),
        ),
    ]
