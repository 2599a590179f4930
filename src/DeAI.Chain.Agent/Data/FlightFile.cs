using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Data;

/// <summary>Reads flights from a CSV file, plain or packed (<c>.gz</c>). Every refusal names the file, and the row where there is one.</summary>
public static class FlightFile
{
    /// <summary>Of the unpacked text: 4 million rows of the longest kind would not fit in memory as one text, a million do.</summary>
    public const int MaxBytes = 64 << 20;

    public static async Task<Result<ImmutableArray<FlightRecord>>> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
            bool packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
            await using Stream stream = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
            using MemoryStream bytes = new();
            byte[] buffer = new byte[1 << 16];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellation)) > 0)
            {
                if (bytes.Length + read > MaxBytes)
                {
                    return Refuse(path, $"it holds more than {MaxBytes} bytes");
                }

                bytes.Write(buffer, 0, read);
            }

            return Parse(path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or NotSupportedException)
        {
            return Refuse(path, e.Message);
        }
    }

    private static Result<ImmutableArray<FlightRecord>> Parse(string path, MemoryStream bytes)
    {
        string text = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        Result<ImmutableArray<FlightRecord>> flights = FlightTable.Parse(text);
        return flights.Refusal is { } refusal
            ? Result.Refuse<ImmutableArray<FlightRecord>>(refusal.Code, $"{path}: {refusal.Detail}")
            : flights;
    }

    private static Result<ImmutableArray<FlightRecord>> Refuse(string path, string detail) =>
        Result.Refuse<ImmutableArray<FlightRecord>>(AgentErrors.UnreadableFile, $"{path}: {detail}");
}
