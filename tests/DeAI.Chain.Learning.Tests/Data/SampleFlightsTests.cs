using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DeAI.Chain.Learning.Data;

namespace DeAI.Chain.Learning.Tests.Data;

public sealed class SampleFlightsTests
{
    private const int May = 120 * 1440;
    private const int June = 151 * 1440;

    private static readonly string[] Hubs = ["ORD", "DFW", "ATL", "LAX", "PHX"];

    public static TheoryData<string> Files =>
    [
        .. Hubs.Select(h => $"{h.ToLowerInvariant()}-2001-jan-apr.csv.gz"),
        .. Hubs.Select(h => $"{h.ToLowerInvariant()}-2001-may.csv.gz"),
    ];

    [Fact]
    public void Folder_HoldsTheManifestsFilesAndNothingElse()
    {
        IEnumerable<string> listed = Manifest().Select(e => e.GetProperty("file").GetString()!).Append("manifest.json");
        IEnumerable<string> present = Directory.EnumerateFiles(SampleFlights.Folder).Select(f => Path.GetFileName(f));
        Assert.Equal(listed.Order(StringComparer.Ordinal), present.Order(StringComparer.Ordinal));
        Assert.True(Directory.EnumerateFiles(SampleFlights.Folder).Sum(f => new FileInfo(f).Length) < 5_000_000);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_MatchesTheManifestAndHoldsOnlyItsHubDaysAndMonths(string file)
    {
        JsonElement entry = Assert.Single(Manifest(), e => e.GetProperty("file").GetString() == file);
        byte[] packed = File.ReadAllBytes(Path.Combine(SampleFlights.Folder, file));
        string text = SampleFlights.Text(file);
        Assert.Equal(entry.GetProperty("bytes").GetInt32(), packed.Length);
        Assert.Equal(entry.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(packed)));
        Assert.Equal(entry.GetProperty("csvSha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

        FlightRecord[] flights = [.. FlightCsv.Parse(text).Value];
        bool training = file.Contains("jan-apr", StringComparison.Ordinal);
        int member = Array.IndexOf(Hubs, file[..3].ToUpperInvariant());
        Assert.True(AirportCode.TryParse(Hubs[member], out AirportCode hub));
        Assert.Equal(entry.GetProperty("rows").GetInt32(), flights.Length);
        Assert.InRange(flights.Length, training ? 20_000 : 5_000, training ? 45_000 : 15_000);
        Assert.True(flights[0].Minute >= (training ? 0 : May) && flights[^1].Minute < (training ? May : June));
        for (int i = 0; i < flights.Length; i++)
        {
            FlightRecord flight = flights[i];
            bool expected = flight.Minute / 1440 % 5 == member
                && (flight.Origin == hub || flight.Destination == hub)
                && (i == 0 || flight.Minute >= flights[i - 1].Minute)
                && FlightSchema.CheckRow(flight).IsOk;
            if (!expected)
            {
                Assert.Fail($"row {i}: {flight}");
            }
        }
    }

    private static List<JsonElement> Manifest()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(SampleFlights.Folder, "manifest.json")));
        return [.. document.RootElement.EnumerateArray().Select(e => e.Clone())];
    }
}
