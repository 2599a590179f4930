using System.Globalization;
using DeAI.Chain.Simulation.Latency;

namespace DeAI.Chain.Cli.Commands.Simulation;

/// <summary>The figures as a table that goes into a document as it is.</summary>
internal static class LatencyTable
{
    public static void Write(TextWriter text, List<LatencyRow> rows)
    {
        text.WriteLine("| validators | p50 / p99 ms, sent to one | of it at the leader, p50 | sent to all, p50 / p99 | from the proposal, p50 | p50 with checks | mean: to leader + turn + build + notarize + finalize + commit | blocks, every ms | frames a block | KB a block | checks a block and validator | processor for checks |");
        text.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (LatencyRow row in rows)
        {
            LatencyReport one = row.AtOne;
            LatencyStages mean = one.Stages;
            string atLeader = one.FromLeaderP50Ms < 0 ? "none" : one.FromLeaderP50Ms.ToString(CultureInfo.InvariantCulture);
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {one.Options.Validators} | {one.P50Ms} / {one.P99Ms} | {atLeader} | {row.AtAll.P50Ms} / {row.AtAll.P99Ms} | {one.FromProposalP50Ms} | {row.EstimateP50Ms:F1} | {mean.ToLeader:F0} + {mean.ForTurn:F0} + {mean.Building:F0} + {mean.Notarizing:F0} + {mean.Finalizing:F0} + {mean.Committing:F0} | {one.BlockIntervalMs:F0} | {one.FramesPerBlock:F0} | {one.BytesPerBlock / 1000:F0} | {one.ChecksPerBlock:F1} | {row.CheckShare:P1} |"));
        }
    }
}
