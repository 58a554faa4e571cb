"""Long jobs that members ask for."""

from django.db import migrations, models

STATES = [("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")]


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_requests")]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("state", models.CharField(choices=STATES, db_index=True, default="waiting", max_length=10)),
                ("asked_by", models.CharField(max_length=100)),
                ("asked_at", models.DateTimeField()),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("said", models.TextField(blank=True)),
            ],
        ),
    ]
