"""From a request to the bytes of a file."""

import msgspec

from tornado_timing.exports.certificates import certificates_pdf, preview_png
from tornado_timing.exports.request import CertificatesWork, Job, PreviewWork, SheetWork, TableWork
from tornado_timing.exports.sheets import sheet_pdf
from tornado_timing.exports.tables import table_file
from tornado_timing.exports.words import Words


def make(request: bytes) -> bytes:
    """The file that a `Job` asks for.

    Raises msgspec.MsgspecError for what is no job, LogoUnreadable, NobodyToCertify.
    """
    job = msgspec.json.decode(request, type=Job)
    words = Words(job.language, job.made_at_ms)
    results = job.results()
    match job.work:
        case SheetWork() as work:
            return sheet_pdf(results, work, words)
        case CertificatesWork() as work:
            return certificates_pdf(results, work, words)
        case PreviewWork() as work:
            return preview_png(results, work, words)
        case TableWork() as work:
            return table_file(results, work.table, words.texts)
