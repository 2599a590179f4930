using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Replica.Messages.Snapshots;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Cluster;

/// <content>Snapshot sync: serving a state, and taking one over.</content>
internal sealed partial class SimulatedNode
{
    private void HostSnapshot(ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.ServeSnapshot serve:
                SendTo(serve.To, Channel.Sync, Canonical.Encode(new SyncMessage(new SnapshotMessage.Offered(Disk.Offer(serve.From)))));
                break;
            case ReplicaEffect.ServeChunk serve:
                ChunkAnswer answer = Disk.Read(serve.Request);
                ReachedIf(answer.Outcome == ChunkOutcome.Gone, RareStates.SnapshotGone);
                SendTo(serve.To, Channel.Sync, Canonical.Encode(new SyncMessage(new SnapshotMessage.Chunk(answer))));
                break;
            case ReplicaEffect.BeginSnapshot begin:
                Write(_store, () => Disk.Begin(begin.Plan), null, null);
                break;
            case ReplicaEffect.StoreChunk chunk:
                Write(_store, () => Disk.Put(chunk), null, new ReplicaInput.ChunkStored(chunk.Number));
                CrashHalfWay();
                break;
            case ReplicaEffect.InstallSnapshot install:
                Write(_store, () => Installed(install), null, new ReplicaInput.SnapshotInstalled(install.Plan.Head.Header.Height));
                break;
            default:
                throw new InvalidOperationException($"{effect.GetType().Name} is no part of snapshot sync.");
        }
    }

    /// <summary>A state comes over in few milliseconds here, and the other crashes hardly ever strike in them.</summary>
    private void CrashHalfWay()
    {
        if (!_world.Has(SimulationFaults.Crash) || !_random.Chance(300))
        {
            return;
        }

        int incarnation = _incarnation;
        _world.Events.In(1 + _random.Below(4), () =>
        {
            if (incarnation == _incarnation)
            {
                Crash();
                incarnation = _incarnation;
            }
        });
        _world.Events.In(5 + _random.Below(300), () =>
        {
            if (incarnation == _incarnation && !IsRunning)
            {
                Start();
            }
        });
    }

    private void Installed(ReplicaEffect.InstallSnapshot install)
    {
        Disk.Install(install);
        Reached(RareStates.SnapshotInstalled);
        ReachedIf(install.Plan.Handovers.Count > 0, RareStates.SnapshotOverEpochs);
        _world.Trace.Add(_world.Events.NowMs, TraceKind.CommitDurable, Index, install.Plan.Head.Header.Digest);
        _world.Invariants.Installed(this, install.Plan);
        _world.Protocol?.Committed(this, install.Plan.Head.Certificate);
    }
}
