using DeAI.Chain.Cli.Commands.Demo.Cast;
using DeAI.Chain.Cli.Commands.Demo.Chain;

namespace DeAI.Chain.Cli.Commands.Demo.View;

/// <summary>Says in plain words what a fact of the chain means.</summary>
internal sealed class Narrator(Troupe troupe, IStage stage)
{
    public void Tell(Fact fact)
    {
        string? text = Words(fact);
        if (text is not null)
        {
            stage.Tell(Who(fact), text, fact.Height);
        }
    }

    private string Who(Fact fact) =>
        fact.Event.Attribute("organisation") is { } organisation ? troupe.NameOf(organisation)
        : fact.Event.Attribute("group") is { } group ? troupe.NameOf(group)
        : fact.Sender == default ? "Chain"
        : troupe.NameOf(fact.Sender);

    private string? Words(Fact fact) => fact.Name switch
    {
        "consent.data_set_declared" => $"commits to {fact["blocks"]} blocks of 256 flights by one hash; the rows stay in its house",
        "consent.given" => $"allows their use for the purpose '{fact["purpose"]}', and can take that back",
        "federation.task_proposed" => $"offers the task '{fact["name"]}' and locks {fact["escrow"]} credits for those who train",
        "federation.registered" => $"joins round {fact["round"]} with a bond of {fact["bond"]} credits",
        "federation.phase_entered" => Phase(fact),
        "federation.round_completed" => $"round {fact["round"]} is complete: the joint model {fact["version"][..8]} is published",
        "federation.round_failed" => $"round {fact["round"]} failed ({fact["reason"]}); bonds and reward went back",
        "federation.task_ended" => $"the task ended after {fact["completed_rounds"]} rounds; {fact["refunded"]} unspent credits went back to the sponsor",
        "training.committed" => $"has trained beside its own data and commits to the result of round {fact["round"]}",
        "training.accepted" => $"opened its run; every node replayed {fact["rows"]} rows and got the same bits: accepted",
        "training.refused" => $"REFUSED with {fact["reason"]}; its bond of {fact["forfeited"]} credits is gone",
        "contribution.share_recorded" => Share(fact),
        "models.approved" => $"approves model {fact["version"][..8]}: it may answer now",
        "models.predicted" => $"bought a prediction for {fact["price"]} credits",
        "bounties.posted" => $"posts the bounty '{fact["title"]}' and locks its reward of {fact["reward"]} credits",
        "bounties.submitted" => "submits its work by the hash of the evidence",
        "bounties.paid" => $"pays the worker {fact["amount"]} credits out of the escrow",
        "governance.proposed" => $"proposes '{fact["title"]}': {fact["effect"]}",
        "governance.voted" => $"votes {fact["in_favour"]} with one company vote and {fact["points"]} earned points",
        "governance.passed" => $"both houses agree; the change waits until block {fact["executes_at"]}, so that everybody can prepare",
        "governance.rejected" => "a house did not agree: nothing changes",
        "governance.executed" => $"the change is in force: {fact["effect"]}",
        "governance.failed" => $"the change could not be executed: {fact["reason"]}",
        _ => null,
    };

    private static string? Phase(Fact fact) => fact["phase"] switch
    {
        "registration" => $"round {fact["round"]} is open for members until block {fact["deadline"]}",
        "commit" => "the beacon drew each member's seed: it fixes in which order the data must be used",
        "open" => "commitments are closed; now everybody has to show the run behind its commitment",
        "holdout" => "updates are final; only now the beacon says on which held-back flights they are scored",
        _ => null,
    };

    private static string Share(Fact fact) =>
        $"earns {Number(fact["work_paid"]) + Number(fact["quality_paid"])} credits and {fact["points"]} points: value {fact["value"]}, share {Number(fact["parts"]) / 10_000.0:F1} %";

    private static ulong Number(string text) => ulong.TryParse(text, out ulong value) ? value : 0;
}
