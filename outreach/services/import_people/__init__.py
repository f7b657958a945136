"""People from a file: read whole before anything is written, then brought in batch by batch."""

from outreach.services.import_people.brought import Brought
from outreach.services.import_people.importing import (
    Import,
    Listens,
    import_people,
    open_file,
)
from outreach.services.import_people.wishes import Hears

__all__ = ["Brought", "Hears", "Import", "Listens", "import_people", "open_file"]
