using DeAI.Chain.Api.V1;
using DeAI.Chain.Client;
using DeAI.Chain.Primitives.Validators;
using Google.Protobuf;

namespace DeAI.Chain.Cli.Commands.Transactions;

/// <summary>What one node sees of the network: enough to say why nothing becomes final.</summary>
/// <param name="ValidatorsSeen">The validators that this node is connected to, itself included if it is one.</param>
/// <param name="Quorum">How many must take part for a block to become final.</param>
internal sealed record NetworkPicture(ulong FinalizedHeight, int Validators, int ValidatorsSeen, int Quorum, uint MempoolTransactions, bool Syncing, string Degraded)
{
    public static async Task<NetworkPicture> OfAsync(ChainClient client, CancellationToken cancel)
    {
        NodeStatus status = await client.Node.GetStatusAsync(new GetStatusRequest(), cancel);
        Validators validators = await client.Governance.GetValidatorsAsync(new GetValidatorsRequest(), cancel);
        ListPeersResponse peers = await client.Node.ListPeersAsync(new ListPeersRequest(), cancel);
        HashSet<ByteString> there = [status.NodeKey, .. peers.Peers.Where(static peer => peer.Connected).Select(static peer => peer.Key)];
        int count = validators.Current.Count;
        return new NetworkPicture(
            status.FinalizedHeight, count, validators.Current.Count(seat => there.Contains(seat.Key)), ValidatorSet.QuorumOf(count),
            status.MempoolTransactions, status.Syncing, status.Degraded);
    }

    public string Why() =>
        ValidatorsSeen < Quorum
            ? $"the chain stands at height {FinalizedHeight}, because a block needs {Quorum} of {Validators} validators and the node that was asked sees {ValidatorsSeen}. Start the others"
        : Syncing ? $"the node that was asked is at height {FinalizedHeight} and still fetching blocks"
        : Degraded.Length > 0 ? $"the node that was asked is at height {FinalizedHeight} and says: {Degraded}"
        : $"the node that was asked is at height {FinalizedHeight}, sees {ValidatorsSeen} of {Validators} validators, and has {MempoolTransactions} transactions waiting";
}
