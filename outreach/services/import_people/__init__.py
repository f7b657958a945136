"""People from a file: checked whole before anything is written, then brought in batch by batch."""

from outreach.services.import_people.importing import Brought, Import, import_people

__all__ = ["Brought", "Import", "import_people"]
