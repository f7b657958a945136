"""Programs that ask us over the wire: who let them in, what they may, when that ends."""

from outreach.services.programs.admitting import KeyRefusedError, Program, admitted
from outreach.services.programs.keys import everybody, make, named, revoke

__all__ = ["KeyRefusedError", "Program", "admitted", "everybody", "make", "named", "revoke"]
