using System.IO.Compression;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Learning.Data;

namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>A real flight of May 2001, which no member trained on.</summary>
/// <param name="Line">Its record: date, delay, distance, origin, destination.</param>
/// <param name="Features">As the model reads it: what was known at departure.</param>
internal sealed record MayFlight(string Line, Blob Features, int DelayMinutes)
{
    private static readonly DateOnly AfterMay = new(2001, 6, 1);

    /// <param name="place">Of all flights of the file, in parts of a hundred.</param>
    public static async Task<MayFlight> PickAsync(string file, int place, CancellationToken cancel)
    {
        Result<EncodedFlights> read = await FlightSource.ReadAsync(file, AfterMay, cancel);
        if (!read.TryGet(out EncodedFlights flights, out Refusal? refusal))
        {
            throw new DemoException($"{file}: {refusal}");
        }

        int index = flights.Count * place / 100;
        sbyte[] row = flights.Row(index).ToArray();
        return new MayFlight(await LineAsync(file, index + 1, cancel), Blob.CopyOf(Array.ConvertAll(row, static value => unchecked((byte)value))), flights.DelayMinutes[index]);
    }

    private static async Task<string> LineAsync(string file, int number, CancellationToken cancel)
    {
        await using FileStream packed = File.OpenRead(file);
        await using GZipStream plain = new(packed, CompressionMode.Decompress);
        using StreamReader reader = new(plain);
        string? line = null;
        for (int i = 0; i <= number; i++)
        {
            line = await reader.ReadLineAsync(cancel);
        }

        return line ?? throw new DemoException($"{file} has no line {number}");
    }
}
