using System.Collections.Immutable;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Tests;

public sealed class FlightTableTests
{
    private const string Plain = "date,delay,distance,origin,destination\n2001-05-03T00:04,11,1747,LAS,ATL\n2001-05-03T00:09,-3,1946,LAX,ATL\n";

    [Fact]
    public async Task Read_OtherOrderAndOtherColumns_GivesTheSameFlights()
    {
        const string Other = "carrier,Destination,origin,remark,distance,delay,date\r\n"
            + "DL,ATL,LAX,\"late, \"\"again\"\"\",1946,-3,2001-05-03T00:09\r\nHP,ATL,LAS,,1747,11,2001-05-03T00:04\r\n";
        Assert.Equal((await ReadAsync(Plain)).Value.ToArray(), (await ReadAsync(Other)).Value.ToArray());
    }

    [Theory]
    [InlineData("", "flight.bad_header", "empty")]
    [InlineData("\n\n", "flight.bad_header", "empty")]
    [InlineData("date,delay,distance,origin,destination\n", "flight.no_rows", "no flights")]
    [InlineData("date,distance,origin,destination\n2001-05-03T00:04,1747,LAS,ATL\n", "flight.bad_header", "'delay' is missing")]
    [InlineData("date,delay,delay,distance,origin,destination\n", "flight.bad_header", "'delay' is there twice")]
    [InlineData("date,delay,distance,origin,destination\n2001-05-03T00:04,11,1747,LAS\n", "flight.wrong_column_count", "row 2")]
    [InlineData("date,delay,distance,origin,destination,x\n2001-05-03T00:04,much,1747,LAS,ATL,1\n", "flight.bad_delay", "row 2: column delay")]
    [InlineData("date,delay,distance,origin,destination\n\"2001-05-03T00:04,11,1747,LAS,ATL\n", "flight.wrong_column_count", "row 2")]
    public async Task Read_BadFile_SaysWhereAndWhat(string text, string code, string words)
    {
        Refusal refusal = (await ReadAsync(text)).Refusal!;
        Assert.Equal(code, refusal.Code.Value);
        Assert.Contains(words, refusal.Detail, StringComparison.Ordinal);
        Assert.Contains(".csv", refusal.Detail, StringComparison.Ordinal);
    }

    private static async Task<Result<ImmutableArray<FlightRecord>>> ReadAsync(string text)
    {
        string file = Path.Combine(Path.GetTempPath(), $"flights-{Guid.NewGuid():N}.csv");
        try
        {
            await File.WriteAllTextAsync(file, text);
            return await FlightFile.ReadAsync(file, CancellationToken.None);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
