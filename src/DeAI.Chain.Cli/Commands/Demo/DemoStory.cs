using System.Diagnostics;
using DeAI.Chain.Cli.Commands.Demo.Chapters;
using DeAI.Chain.Cli.Commands.Demo.View;
using DeAI.Chain.Grpc;

namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>Tells the chapters in order, and leaves nothing running, however it ends.</summary>
internal sealed class DemoStory(DemoSettings settings, IStage stage, string folder)
{
    private const uint KillRound = 2;

    /// <exception cref="DemoException">A chapter failed; the message says which, why, and what is known about the processes.</exception>
    public async Task<Report.DemoReport> RunAsync(CancellationToken cancel)
    {
        Stopwatch wall = Stopwatch.StartNew();
        FlightFiles files = FlightFiles.Find();
        await using DemoNetwork network = DemoNetwork.Create(folder, settings);
        await using MemberAgents agents = new(settings, files, folder);
        DemoContext demo = new(settings, stage, network, agents, files, folder);
        try
        {
            Chapter[] chapters = Chapters();
            for (int i = 0; i < chapters.Length; i++)
            {
                stage.Begin(i + 1, chapters.Length, chapters[i].Title, chapters[i].Meaning);
                await TellAsync(chapters[i], demo, cancel);
            }
        }
        finally
        {
            await demo.StopWatchingAsync();
        }

        demo.Report.WallSeconds = Math.Round(wall.Elapsed.TotalSeconds, 1);
        return demo.Report.Missing() is { Count: > 0 } missing
            ? throw new DemoException($"Nothing was measured for: {string.Join(", ", missing)}")
            : demo.Report;
    }

    private static async Task TellAsync(Chapter chapter, DemoContext demo, CancellationToken cancel)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(chapter.Limit);
        try
        {
            await chapter.RunAsync(demo, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Failed(chapter, demo, $"it was not over after {chapter.Limit.TotalSeconds:F0} s", null);
        }
        catch (Exception failure) when (failure is DemoException or RpcException or CliException)
        {
            throw Failed(chapter, demo, failure.Message, failure);
        }
    }

    private static DemoException Failed(Chapter chapter, DemoContext demo, string why, Exception? inner)
    {
        string[] casualties = [.. demo.Network.Casualties(), .. demo.Agents.Casualties()];
        string more = casualties.Length == 0 ? string.Empty : $"\n{string.Join('\n', casualties)}";
        return new DemoException($"The chapter '{chapter.Title}' failed: {why}{more}", inner);
    }

    private Chapter[] Chapters() =>
    [
        new StartNetworkChapter(),
        new FundTaskChapter(),
        .. Enumerable.Range(1, (int)settings.Rounds).Select(static number => new RoundChapter((uint)number, number == KillRound)),
        new PredictionChapter(),
        new BountyChapter(),
        new GovernanceChapter(),
        new EvaluationChapter(),
        new AuditChapter(),
    ];
}
