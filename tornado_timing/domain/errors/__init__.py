"""Everything that can be answered instead of success: one class for each, with a stable code.

The code is for programs and never changes. The words that people read live in
`tornado_timing.protocol.texts`, under the same code; `details` fill their places.
"""

from tornado_timing.domain.errors.backups import *
from tornado_timing.domain.errors.exporting import *
from tornado_timing.domain.errors.individual import *
from tornado_timing.domain.errors.kinds import *
from tornado_timing.domain.errors.machine import *
from tornado_timing.domain.errors.messages import *
from tornado_timing.domain.errors.races import *
from tornado_timing.domain.errors.records import *
from tornado_timing.domain.errors.sessions import *
