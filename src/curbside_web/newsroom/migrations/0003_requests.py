"""Requests of readers move to the library's own database, where what they wrote is erased when they are closed."""

from typing import Any

from django.conf import settings
from django.db import migrations


def move(apps: Any, editor: Any) -> None:
    """Hand the open ones over, in order; the closed ones are erased with their table."""
    waiting = list(apps.get_model("newsroom", "Wish").objects.filter(answer="").order_by("pk"))
    if waiting:
        from curbside.archive import Archive
        from curbside.library.library import Library

        with Library.open(settings.LIBRARY, index=settings.LIBRARY_FOLDER) as library:
            for one in waiting:
                Archive(library).request(one.kind, one.text, one.note)
    if editor.connection.vendor == "sqlite":
        editor.execute("PRAGMA secure_delete = ON")  # the table that is dropped next leaves no bytes


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0002_accounts")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop), migrations.DeleteModel(name="Wish")]
