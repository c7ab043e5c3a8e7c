namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>Reads a stream line by line.</summary>
internal sealed class JournalLines(Stream stream)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>Gives the next line, without its end. False: there is none.</summary>
    /// <exception cref="InvalidDataException">The stream ends within a line.</exception>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start.._end).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = _buffer.AsSpan(_start, length);
                _start += length + 1;
                return true;
            }

            if (!Fill())
            {
                line = default;
                return _start == _end ? false : throw new InvalidDataException("A journal ends within a line.");
            }
        }
    }

    private bool Fill()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.Read(_buffer.AsSpan(_end..));
        _end += read;
        return read > 0;
    }
}
