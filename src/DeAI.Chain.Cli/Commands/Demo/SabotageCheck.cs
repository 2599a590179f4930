using DeAI.Chain.Agent.Sabotage;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Demo.Cast;
using DeAI.Chain.Cli.Commands.Demo.Chain;
using DeAI.Chain.Cli.Commands.Demo.Report;
using DeAI.Chain.Learning;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>Whether every validator refused a saboteur for the right reason, and holds its bond no more.</summary>
internal sealed class SabotageCheck(DemoContext demo, uint round, Attack attack, string saboteur)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Waits for the refusal and ends the cheat's process: its agent would be honest from then on, and join the next round.</summary>
    public async Task CatchAsync(CancellationToken cancel)
    {
        await FactAsync("training.refused", demo.Troupe.Named(saboteur).Organisation.ToString(), cancel);
        await demo.Agents.StopAsync(saboteur);
    }

    /// <summary>What each validator has in its own receipts and balances.</summary>
    public async Task CompareAsync(CancellationToken cancel)
    {
        Actor actor = demo.Troupe.Named(saboteur);
        string organisation = actor.Organisation.ToString();
        Fact joined = await FactAsync("federation.registered", organisation, cancel);
        Fact refused = await FactAsync("training.refused", organisation, cancel);
        string reason = refused["reason"];
        if (reason != ExpectedReason())
        {
            throw new DemoException($"The attack '{attack.Name}' was refused with {reason}, expected was {ExpectedReason()}");
        }

        ulong bond = ulong.Parse(joined["bond"]);
        foreach (DemoNode validator in demo.Network.Validators)
        {
            await validator.WaitForHeightAsync(refused.Height, Limit, cancel);
            Transaction seen = await validator.TransactionAsync(refused.Transaction, cancel);
            if (seen.Receipt.Reason != reason)
            {
                throw new DemoException($"{validator.Name} has the receipt '{seen.Receipt.Reason}' where the auditor has '{reason}'");
            }

            ulong before = await validator.HeldAtAsync(actor.Id, joined.Height - 1, cancel);
            ulong after = (await validator.AccountAsync(actor.Id, cancel)).Credits;
            if (before - after != bond)
            {
                throw new DemoException($"{validator.Name} says that {saboteur} held {before} before its bond of {bond}, and {after} after the refusal");
            }
        }

        demo.Stage.Tell("Validators", $"all {demo.Network.Validators.Count} have {reason} in the receipt, and {saboteur}'s bond of {bond} is gone on each", refused.Height);
        ProofsSection proofs = demo.Report.Proofs ?? new ProofsSection(0, 0, 0, []);
        demo.Report.Proofs = proofs with { Refusals = [.. proofs.Refusals, new RefusalEntry(attack.Name, reason)] };
    }

    private async Task<Fact> FactAsync(string name, string organisation, CancellationToken cancel) =>
        (await demo.Watch.WaitForAsync(
            fact => fact.Name == name && fact["organisation"] == organisation && fact["round"] == $"{round}",
            $"{name} of {saboteur} in round {round}",
            Limit,
            cancel))[0];

    private string ExpectedReason() => (attack.Kind switch
    {
        SabotageKind.AlteredWeight => TrainingErrors.ResultMismatch,
        SabotageKind.SkippedStep => TrainingErrors.StepMismatch,
        SabotageKind.ForeignBlock => TrainingErrors.ForeignBlock,
        SabotageKind.WrongStart => TrainingErrors.WrongStart,
        SabotageKind.CopiedUpdate => TrainingErrors.CopiedUpdate,
        _ => throw new InvalidOperationException($"{attack.Kind} is no attack."),
    }).ToString();
}
