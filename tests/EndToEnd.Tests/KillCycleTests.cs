using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>Five cycles of <c>deai localnet torture</c>; the long runs are in bench/Baselines.</summary>
public sealed class KillCycleTests
{
    [Fact]
    public async Task Torture_FiveCycles_LosesNothingAndForksNowhere()
    {
        ProgramAnswer answer = await RunningNetwork.RunAsync(
            "localnet", "torture", "--cycles", "5", "--seed", "1", "--accounts", "4", "--outstanding", "8", "--output", "json");

        Assert.True(answer.Code == 0, answer.Out + answer.Error);
        JsonElement report = answer.Json;
        Assert.True(report.GetProperty("passed").GetBoolean());
        Assert.Equal(5, report.GetProperty("cycles").GetInt32());
        Assert.Equal(4, report.GetProperty("kinds").EnumerateObject().Count());
        Assert.Equal(4, report.GetProperty("verified").GetInt32());
        Assert.Equal(0, report.GetProperty("not_signing").GetInt32());
        Assert.Empty(report.GetProperty("refused").EnumerateObject());
        Assert.True(report.GetProperty("acknowledged").GetInt32() > 20, answer.Out);
        Assert.True(report.GetProperty("transactions_replayed").GetInt64() >= report.GetProperty("acknowledged").GetInt64());
    }
}
