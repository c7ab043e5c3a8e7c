using Gatehouse.Delivery;
using Npgsql;

namespace Gatehouse.Postgres;

/// <summary>
/// Writes events into a table. A batch is one transaction that leaves alone what is there already, so that whatever is sent again
/// stands there once.
/// </summary>
internal sealed class PostgresDestination(PostgresOptions options) : IDestination
{
    private readonly NpgsqlDataSource _source = PostgresSource.Create(options.ConnectionString);
    private readonly PostgresTable _table = new(options);
    private readonly PostgresAnswers _answers = new(PostgresSource.Describe(options.ConnectionString));
    private volatile bool _isPrepared;

    public async ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken)
    {
        // To cancel, the driver asks the server, and of a server that hangs it awaits the answer without end, in the canceller's thread.
        // So it does that beside: the attempt is left alone then, with its connection, and what it may still do changes nothing.
        var cancellation = new CancellationTokenSource();
        await using var cancelling = cancellationToken.UnsafeRegister(static beside => _ = ((CancellationTokenSource)beside!).CancelAsync(), cancellation);
        return await TryAsync(batch.Events, cancellation.Token).WaitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<DeliveryResult> TryAsync(IReadOnlyList<DeliveryEvent> events, CancellationToken cancellationToken)
    {
        var isWriting = false;
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            if (!_isPrepared && await _table.PrepareAsync(connection, cancellationToken) is { } fault)
            {
                return _answers.Of(fault);
            }

            _isPrepared = true;
            isWriting = true;
            await WriteAsync(connection, events, cancellationToken);
            return DeliveryResult.Delivered();
        }
        catch (NpgsqlException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _isPrepared &= !PostgresAnswers.IsOfNames(exception);
            return _answers.Of(exception, isWriting);
        }
    }

    private async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<DeliveryEvent> events, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await PostgresTable.ExecuteAsync(connection, PostgresTable.MakeBatch, cancellationToken);
        await using (var import = await connection.BeginBinaryImportAsync(PostgresTable.CopyBatch, cancellationToken))
        {
            foreach (var one in events)
            {
                await EventRow.WriteAsync(import, one, cancellationToken);
            }

            await import.CompleteAsync(cancellationToken);
        }

        await PostgresTable.ExecuteAsync(connection, _table.Insert, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
