using System.Collections.Concurrent;
using System.IO.Compression;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Learning.Data;

namespace DeAI.Chain.Agent.Tests;

/// <summary>The committed flights, read once per test run.</summary>
internal static class Flights
{
    public static readonly string[] Hubs = ["ord", "dfw", "atl", "lax", "phx"];

    private static readonly ConcurrentDictionary<string, EncodedFlights> Cache = new(StringComparer.Ordinal);

    public static string TrainingFile(string hub) => Path.Combine(Folder, $"{hub}-2001-jan-apr.csv.gz");

    public static string TestFile(string hub) => Path.Combine(Folder, $"{hub}-2001-may.csv.gz");

    public static EncodedFlights Training(string hub) => Cache.GetOrAdd(
        hub, static name => FlightSource.ReadAsync(TrainingFile(name), new DateOnly(2001, 5, 1), CancellationToken.None).GetAwaiter().GetResult().Value);

    public static string[] TestFiles => [.. Hubs.Select(TestFile)];

    /// <summary>The first flights of a hub as a file of its own, so that most tests stay fast.</summary>
    public static string Excerpt(string hub, string folder, int rows)
    {
        string path = Path.Combine(folder, $"{hub}-excerpt.csv");
        if (!File.Exists(path))
        {
            using StreamReader reader = new(new GZipStream(File.OpenRead(TrainingFile(hub)), CompressionMode.Decompress));
            List<string> lines = [];
            while (lines.Count <= rows && reader.ReadLine() is { } line)
            {
                lines.Add(line);
            }

            File.WriteAllLines(path, lines);
        }

        return path;
    }

    private static string Folder
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DeAI.Chain.sln")))
            {
                folder = folder.Parent;
            }

            return Path.Combine(folder!.FullName, "genesis", "data", "flights");
        }
    }
}
