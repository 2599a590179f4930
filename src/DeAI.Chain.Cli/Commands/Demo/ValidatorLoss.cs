using System.Diagnostics;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Demo.Chain;
using DeAI.Chain.Cli.Commands.Demo.Report;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>A validator is killed; the others go on; it comes back and has the same state.</summary>
internal sealed class ValidatorLoss(DemoContext demo)
{
    private const int Victim = 3;

    /// <summary>Blocks that the others have to finalise without it.</summary>
    private const ulong Blocks = 8;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public async Task RunAsync(CancellationToken cancel)
    {
        DemoNode victim = demo.Network.Validators[Victim];
        DemoNode witness = demo.Network.Validators[0];
        await demo.Network.KillAsync(victim);
        ulong atKill = (await witness.StatusAsync(cancel)).FinalizedHeight;
        demo.Stage.Tell(victim.Name, "is killed with SIGKILL: no goodbye, no cleaning up", atKill);
        await witness.WaitForHeightAsync(atKill + Blocks, Limit, cancel);
        ulong atRestart = (await witness.StatusAsync(cancel)).FinalizedHeight;
        demo.Stage.Tell("Validators", $"three of four finalised {atRestart - atKill} blocks without it", atRestart);

        Stopwatch watch = Stopwatch.StartNew();
        await demo.Network.RestartAsync(victim, cancel);
        ulong common = (await witness.StatusAsync(cancel)).FinalizedHeight;
        await victim.WaitForHeightAsync(common, Limit, cancel);
        BlockHeader own = await victim.HeaderAsync(common, cancel);
        BlockHeader others = await witness.HeaderAsync(common, cancel);
        bool rejoined = own.StateRoot.Equals(others.StateRoot);
        demo.Stage.Tell(victim.Name, $"is back after {watch.Elapsed.TotalSeconds:F1} s and has the others' state root {Wire.Hex(own.StateRoot)[..8]}", common);
        demo.Report.Faults = new FaultsSection(victim.Name, atRestart - atKill, rejoined);
        if (!rejoined)
        {
            throw new DemoException($"{victim.Name} came back with another state root at height {common}");
        }
    }
}
