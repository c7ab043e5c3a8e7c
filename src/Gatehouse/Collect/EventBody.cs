using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Collect;

/// <summary>The bytes of a request's body, unpacked, in a rented buffer that goes back at the end.</summary>
internal sealed class EventBody : IDisposable
{
    private const int FirstRent = 4096;
    private byte[] _buffer = [];
    private int _length;

    private EventBody()
    {
    }

    /// <summary>Why the body cannot be used. Null: it can.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>The body, until it is disposed of. It may be changed in place.</summary>
    public Memory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Reads a body to its end, or until it is too large.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">How many bytes it may have, both packed and unpacked.</param>
    /// <param name="tooLarge">The reason when it has more.</param>
    /// <exception cref="OperationCanceledException">The browser has gone.</exception>
    /// <exception cref="IOException">The browser has gone.</exception>
    public static async Task<EventBody> ReadAsync(HttpRequest request, int limit, Refusal tooLarge)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        var isPacked = encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || encoding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase);
        if (!isPacked && encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return new() { Refusal = Refusal.UnknownEncoding };
        }

        var body = new EventBody();
        if (request.ContentLength > limit)
        {
            body.Refusal = tooLarge;
            return body;
        }

        try
        {
            await body.FillAsync(request.Body, limit, tooLarge, request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException bad)
        {
            body.Refusal = bad.StatusCode switch
            {
                StatusCodes.Status408RequestTimeout => Refusal.TooSlow,
                StatusCodes.Status413PayloadTooLarge => tooLarge,
                _ => Refusal.Incomplete,
            };
        }
        catch
        {
            body.Dispose();
            throw;
        }

        return isPacked && body.Refusal is null ? await UnpackAsync(body, limit, tooLarge) : body;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _length = 0;
        Return(Interlocked.Exchange(ref _buffer, []));
    }

    private static async Task<EventBody> UnpackAsync(EventBody packed, int limit, Refusal tooLarge)
    {
        using (packed)
        {
            var body = new EventBody();
            try
            {
                using var bytes = new MemoryStream(packed._buffer, 0, packed._length, writable: false);
                await using var gzip = new GZipStream(bytes, CompressionMode.Decompress);
                await body.FillAsync(gzip, limit, tooLarge, CancellationToken.None);
            }
            catch (InvalidDataException)
            {
                body.Refusal = Refusal.BadEncoding;
            }

            return body;
        }
    }

    private async Task FillAsync(Stream source, int limit, Refusal tooLarge, CancellationToken cancellationToken)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(FirstRent);
        while (await source.ReadAsync(_buffer.AsMemory(_length), cancellationToken) is > 0 and var read)
        {
            _length += read;
            if (_length > limit)
            {
                Refusal = tooLarge;
                return;
            }

            if (_length == _buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(Math.Min(_length * 4, limit + 1));
                Memory.CopyTo(larger);
                Return(_buffer);
                _buffer = larger;
            }
        }
    }

    private static void Return(byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
