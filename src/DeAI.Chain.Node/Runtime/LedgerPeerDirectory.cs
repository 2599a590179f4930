using System.Collections.Immutable;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Queries;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Configuration;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// Which nodes may connect: the validators of the epoch, every node in the registry, and the peers that the operator named: a node that begins
/// empty knows nobody who came after genesis. Follows the chain.
/// </summary>
internal sealed class LedgerPeerDirectory(ChainStore store, IReadOnlyList<PeerSetting> configured)
{
    private ValidatorSet? _validators;

    /// <summary>What the transport asks.</summary>
    public PeerDirectory Peers { get; } = new([]);

    /// <summary>Called after each change, so that sessions of keys that lost their place are closed.</summary>
    public Action Changed { get; set; } = static () => { };

    public void Refresh(ValidatorSet validators)
    {
        _validators = validators;
        SortedDictionary<PublicKey, PeerInfo> peers = [];
        using (StateSnapshot snapshot = store.Snapshot())
        {
            foreach (KeyValuePair<PublicKey, NodeRecord> node in RegistryQueries.Nodes(snapshot.State))
            {
                PeerRole role = node.Value.Kind == NodeKind.Auditor ? PeerRole.Auditor : PeerRole.Validator;
                peers[node.Key] = new PeerInfo(node.Key, role, $"organisation {node.Value.Organisation}");
            }
        }

        foreach (Validator seat in validators.Seats)
        {
            peers[seat.Key] = new PeerInfo(seat.Key, PeerRole.Validator, $"organisation {seat.Organisation}");
        }

        foreach (PeerSetting peer in configured)
        {
            peers.TryAdd(peer.Key, new PeerInfo(peer.Key, PeerRole.Auditor, $"node at {peer.Address}"));
        }

        Peers.Replace(peers.Values);
        Changed();
    }

    /// <summary>Looks at the registry again if these blocks changed it.</summary>
    public void Committed(ImmutableArray<ExecutedBlock> blocks)
    {
        foreach (ExecutedBlock block in blocks)
        {
            foreach (Receipt receipt in block.Receipts)
            {
                if (_validators is { } validators && receipt.Events.Items.Any(static fact => fact.Name.StartsWith("registry.", StringComparison.Ordinal)))
                {
                    Refresh(validators);
                    return;
                }
            }
        }
    }
}
