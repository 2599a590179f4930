using System.IO.Compression;
using System.Text;
using DeAI.Chain.Learning.Data;

namespace DeAI.Chain.Learning.Tests.Data;

/// <summary>The committed sample under genesis/data.</summary>
internal static class SampleFlights
{
    public static string Folder { get; } = Path.Combine(Root(), "genesis", "data", "flights");

    public static string Text(string file)
    {
        using FileStream packed = File.OpenRead(Path.Combine(Folder, file));
        using GZipStream stream = new(packed, CompressionMode.Decompress);
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public static FlightRecord[] Load(string file) => [.. FlightCsv.Parse(Text(file)).Value];

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DeAI.Chain.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("DeAI.Chain.sln lies in no folder above the tests.");
    }
}
