"""`python -m outreach` is the same as `outreach`."""

import sys

from outreach.cli import main

sys.exit(main())
