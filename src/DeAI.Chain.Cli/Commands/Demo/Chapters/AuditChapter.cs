using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Demo.Chain;
using DeAI.Chain.Cli.Commands.Demo.Report;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.Demo.Chapters;

/// <summary>The auditor's state against everybody else's, and every rule of every module on every node.</summary>
internal sealed class AuditChapter : Chapter
{
    public override string Title => "The auditor compares";

    public override string Meaning =>
        "The auditor executed every block itself. If its state root equals the validators', every balance, share, model and vote is the same everywhere.";

    public override TimeSpan Limit => TimeSpan.FromSeconds(120);

    public override async Task RunAsync(DemoContext demo, CancellationToken cancel)
    {
        ulong height = (await demo.Network.Nodes[0].StatusAsync(cancel)).FinalizedHeight;
        List<string> validators = [];
        string auditor = string.Empty;
        bool conserved = true;
        foreach (DemoNode node in demo.Network.Nodes)
        {
            await node.WaitForHeightAsync(height, TimeSpan.FromSeconds(30), cancel);
            string root = Wire.Hex((await node.HeaderAsync(height, cancel)).StateRoot);
            if (node.IsValidator)
            {
                validators.Add(root);
            }
            else
            {
                auditor = root;
            }

            conserved &= await HoldsAsync(demo, node, cancel);
            demo.Stage.Tell(node.Name, $"has state root {root[..16]}", height);
        }

        bool equal = validators.TrueForAll(root => root == auditor);
        demo.Report.StateRoot = new StateRootSection(validators, auditor, equal);
        demo.Report.Conservation = conserved;
        demo.Report.FinalizedHeight = height;
        await demo.Watch.WaitForHeightAsync(height, TimeSpan.FromSeconds(20), cancel);
        demo.Report.Transactions = demo.Watch.Transactions;
        if (!equal || !conserved)
        {
            throw new DemoException($"State roots equal: {equal}; credits conserved and invariants true on every node: {conserved}");
        }
    }

    private static async Task<bool> HoldsAsync(DemoContext demo, DemoNode node, CancellationToken cancel)
    {
        CheckInvariantsResponse checks = await node.InvariantsAsync(cancel);
        foreach (InvariantResult broken in checks.Results.Where(static result => !result.Holds))
        {
            demo.Stage.Tell(node.Name, $"invariant {broken.Name} is broken: {broken.Detail}", checks.Height);
        }

        Totals totals = await node.TotalsAsync(cancel);
        bool sums = totals.Issued == totals.Redeemed + totals.Held + totals.Escrowed + totals.Bonded;
        if (!node.IsValidator)
        {
            demo.Stage.Tell(
                node.Name,
                $"{checks.Results.Count} invariants hold; {totals.Issued} credits issued = {totals.Held} held + {totals.Escrowed} in escrow + {totals.Bonded} bonded + {totals.Redeemed} redeemed",
                totals.Height);
        }

        return checks.Results.Count > 0 && checks.Results.All(static result => result.Holds) && totals.Conserved && sums;
    }
}
