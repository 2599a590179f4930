using DeAI.Chain.Cli.Commands.Demo.Cast;
using DeAI.Chain.Cli.Commands.Demo.Chain;
using DeAI.Chain.Cli.Commands.Demo.Report;

namespace DeAI.Chain.Cli.Commands.Demo.Chapters;

/// <summary>A round of federated training, with a saboteur among the members; in one of them a validator dies.</summary>
internal sealed class RoundChapter(uint number, bool withKill) : Chapter
{
    private static readonly TimeSpan PhaseLimit = TimeSpan.FromSeconds(90);

    private readonly Attack? _attack = number <= Attacks.All.Count ? Attacks.All[(int)number - 1] : null;

    public override string Title => withKill ? $"Round {number}: a cheat, and a validator dies" : $"Round {number} of training, with a cheat";

    public override string Meaning => _attack is null
        ? "Members train beside their data; every validator replays every run."
        : $"{Companies.Saboteurs[(int)number - 1]} {_attack.Deed}. Every validator replays every run, so it has to notice."
            + (withKill ? " Meanwhile a validator is killed without warning: the others go on." : string.Empty);

    public override TimeSpan Limit => TimeSpan.FromSeconds(240);

    public override async Task RunAsync(DemoContext demo, CancellationToken cancel)
    {
        await PhaseAsync(demo, "commit", cancel);
        StartSaboteurOf(number + 2, demo);
        Task killing = withKill ? KillAsync(demo, cancel) : Task.CompletedTask;
        await PhaseAsync(demo, "open", cancel);
        SabotageCheck? check = _attack is null ? null : new SabotageCheck(demo, number, _attack, Companies.Saboteurs[(int)number - 1]);
        await (check?.CatchAsync(cancel) ?? Task.CompletedTask);
        Fact completed = await EndAsync(demo, cancel);
        await killing;
        demo.Version = Hash256.TryParse(completed["version"], out Hash256 version) ? version : default;
        await (check?.CompareAsync(cancel) ?? Task.CompletedTask);
        WriteReport(demo);
        if (number == demo.Settings.Rounds)
        {
            await demo.Watch.WaitForAsync(
                static fact => fact.Name == "federation.task_ended", "the task's end", PhaseLimit, cancel);
        }
    }

    /// <summary>In the middle: the members have committed to runs that they still have to show.</summary>
    private async Task KillAsync(DemoContext demo, CancellationToken cancel)
    {
        await demo.Watch.WaitForAsync(
            fact => fact.Name == "training.committed" && fact["round"] == $"{number}",
            $"commitments of round {number}",
            PhaseLimit,
            cancel,
            demo.Troupe.Members.Count);
        await new ValidatorLoss(demo).RunAsync(cancel);
    }

    /// <summary>A round before its own, so that it has read and declared its data in time however slow the machine is.</summary>
    internal static void StartSaboteurOf(uint round, DemoContext demo)
    {
        int index = (int)round - 1;
        if (index < Attacks.All.Count && round <= demo.Settings.Rounds)
        {
            demo.Agents.Start(demo.Network, demo.Troupe.Named(Companies.Saboteurs[index]), Attacks.All[index].Kind, round);
        }
    }

    private async Task PhaseAsync(DemoContext demo, string phase, CancellationToken cancel) =>
        NotFailed((await demo.Watch.WaitForAsync(
            fact => IsFailure(fact) || (fact.Name == "federation.phase_entered" && fact["phase"] == phase && fact["round"] == $"{number}"),
            $"phase '{phase}' of round {number}",
            PhaseLimit,
            cancel))[^1]);

    private async Task<Fact> EndAsync(DemoContext demo, CancellationToken cancel) =>
        NotFailed((await demo.Watch.WaitForAsync(
            fact => IsFailure(fact) || (fact.Name == "federation.round_completed" && fact["round"] == $"{number}"),
            $"the end of round {number}",
            PhaseLimit,
            cancel))[^1]);

    private bool IsFailure(Fact fact) => fact.Name == "federation.round_failed" && fact["round"] == $"{number}";

    private Fact NotFailed(Fact fact) =>
        IsFailure(fact) ? throw new DemoException($"Round {number} failed in block {fact.Height}: {fact["reason"]}") : fact;

    private static void WriteReport(DemoContext demo)
    {
        demo.Report.Rounds = demo.Watch.Facts("federation.round_completed").Count;
        demo.Report.Members = demo.Watch.Facts("training.accepted").Select(static fact => fact["organisation"]).Distinct().Count();
        int accepted = demo.Watch.Facts("training.accepted").Count;
        int refused = demo.Watch.Facts("training.refused").Count(static fact => fact.Transaction != default);
        demo.Report.Proofs = new ProofsSection(accepted + refused, accepted, refused, demo.Report.Proofs?.Refusals ?? []);
    }
}
