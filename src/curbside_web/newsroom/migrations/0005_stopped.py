"""Long jobs can be stopped."""

from django.db import migrations, models

STATES = [
    ("waiting", "Waiting"),
    ("running", "Running"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("stopped", "Stopped"),
]


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0004_jobs")]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="state",
            field=models.CharField(choices=STATES, db_index=True, default="waiting", max_length=10),
        ),
    ]
