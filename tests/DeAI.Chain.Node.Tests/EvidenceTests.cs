using System.Security.Cryptography;
using System.Text;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Modules.Accountability.Queries;
using DeAI.Chain.Node.Composition;
using DeAI.Chain.Node.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Tests;

public sealed class EvidenceTests
{
    private const int Offender = 4;

    [Fact]
    public async Task TwoVotesOfOneView_ReachOneNode_ExcludeTheSigner()
    {
        await using TestNetwork network = TestNetwork.Create(5);
        for (int i = 0; i < 5; i++)
        {
            await network.StartAsync(i);
        }

        await network.WaitForHeightAsync(0, 1);
        using SigningKey key = SigningKey.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"validator {Offender}")));
        NodeHost finder = network.Nodes[0]!;
        View view = new(finder.Resources.Loop.Progress.View.Value + 20);
        for (byte digest = 1; digest <= 2; digest++)
        {
            await SendAsync(network, finder, key, Vote.Notarize(view, new Hash256([.. Enumerable.Repeat(digest, 32)])));
        }

        OffenceRecord offence = await WaitForOffenceAsync(network, key.PublicKey);
        Assert.Equal(EvidenceKind.TwoNotarize, offence.Kind);
        Assert.Equal(new AccountId(finder.Key.Value), offence.Reporter);
        Assert.True(offence.LostSeat);
        await network.WaitForHeightAsync(1, offence.Height.Value + 3);
        using StateSnapshot after = network.Nodes[1]!.Resources.Parts.Store.Snapshot();
        Assert.Equal(4, ValidatorSchedule.Current(after.State).Count);
        Assert.True(ValidatorSchedule.Current(after.State).IndexOf(key.PublicKey) < 0);
        await WaitUntilAsync(() => finder.Resources.Parts.Evidence.Count == 0);
        Assert.Empty(finder.Resources.Parts.Store.Evidence.All());
    }

    private static async Task SendAsync(TestNetwork network, NodeHost to, SigningKey key, Vote vote)
    {
        Epoch epoch = to.Resources.Loop.Progress.Epoch;
        SignedVote signed = new(epoch, vote, Offender, key.Sign(SigningBytes.OfVote(network.Chain, epoch, vote)));
        byte[] frame = Canonical.Encode(ConsensusMessage.Of(signed));
        await to.Resources.Loop.PostAsync(new ReplicaInput.FrameReceived(key.PublicKey, Channel.Consensus, frame));
    }

    private static async Task<OffenceRecord> WaitForOffenceAsync(TestNetwork network, PublicKey node)
    {
        OffenceRecord? offence = null;
        await WaitUntilAsync(() =>
        {
            using StateSnapshot snapshot = network.Nodes[1]!.Resources.Parts.Store.Snapshot();
            offence = AccountabilityQueries.OffenceOf(snapshot.State, node);
            return offence is not null;
        });
        return offence!;
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(50, timeout.Token);
        }
    }
}
