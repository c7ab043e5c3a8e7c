using Gatehouse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Log;

/// <summary>What the threads of a log share.</summary>
/// <param name="Options">How it is kept.</param>
/// <param name="Id">Its id.</param>
/// <param name="Catalogue">Its segments.</param>
/// <param name="Tail">Its newest entries.</param>
/// <param name="Ids">The ids of those that are sealed.</param>
/// <param name="Cursors">Its readers.</param>
/// <param name="Readers">Connections that read.</param>
/// <param name="Disk">Its share of the disk.</param>
/// <param name="Time">The clock.</param>
/// <param name="Metrics">Its figures.</param>
/// <param name="Logger">Told of trouble.</param>
/// <param name="Settings">More pragmas of the writing connection.</param>
/// <param name="Hook">Called at places where a test may let the disk fail. Null: no test.</param>
internal sealed record LogParts(
    EventLogOptions Options,
    Guid Id,
    Catalogue Catalogue,
    LogTail Tail,
    RememberedIds Ids,
    CursorFile Cursors,
    SegmentReaders Readers,
    DiskUse Disk,
    TimeProvider Time,
    LogMetrics Metrics,
    ILogger Logger,
    string Settings,
    Action<LogStep>? Hook);
