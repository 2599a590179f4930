using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Invariants;

/// <summary>
/// Expects a report in the very step in which the second of two conflicting statements of a Byzantine validator reaches a correct node that
/// remembers the first: same start of the process, same epoch, a view that it still looks at.
/// </summary>
internal sealed class EvidenceWatch(World world)
{
    /// <summary>Nearer to the node's view than what it forgets or does not take yet (half of <see cref="ConsensusLimits"/>).</summary>
    private const ulong Window = 32;

    private readonly Dictionary<Place, Vote> _votes = [];
    private readonly Dictionary<Place, ProposalHeader> _proposals = [];
    private readonly HashSet<(Place Place, EvidenceKind Kind)> _reported = [];
    private Place? _proposal;
    private string? _expected;
    private bool _wasReported;

    private bool IsOn => world.Options.Faults.HasFlag(SimulationFaults.Equivocate)
        || world.Options.Faults.HasFlag(SimulationFaults.Twins)
        || world.Options.Faults.HasFlag(SimulationFaults.Nullify);

    public void BeforeReceiving(SimulatedNode node, SimulatedNode from, Channel channel, ReadOnlyMemory<byte> frame)
    {
        _proposal = null;
        _expected = null;
        _wasReported = false;
        bool isSuspect = from.Adversary is not null;
        if (!IsOn || node.Adversary is not null || !(channel is Channel.Blocks || (isSuspect && channel is Channel.Consensus))
            || !Canonical.Decode<ConsensusMessage>(frame.Span).TryGet(out ConsensusMessage message, out _)
            || node.Machine is not { } machine || message.Epoch != machine.Epoch)
        {
            return;
        }

        if (message.Vote is { } vote && isSuspect && IsNear(machine, vote.Vote.View) && IsGenuine(vote))
        {
            Expect(new Place(node.Index, node.Incarnation, vote.Epoch, vote.Vote.View, vote.Seat, vote.Vote.Kind), vote.Vote);
        }
        else if (message.Proposal is { } proposal && IsNear(machine, proposal.Header.View))
        {
            // Whoever passes it on, correct nodes too: if this completes the pair, the leader's own copy does not.
            _proposal = new Place(node.Index, node.Incarnation, message.Epoch, proposal.Header.View, -1, VoteKind.None);
            if (isSuspect && IsGenuine(proposal, from))
            {
                Expect(_proposal.Value, proposal.Header);
            }
        }
    }

    public void Reported(SimulatedNode node, ReplicaEffect.Report report)
    {
        if (report.Name == "evidence")
        {
            _wasReported = true;
            if (_proposal is { } place)
            {
                // The first one may have come from the node's own disk, after a restart: then the pair is complete earlier than seen from here.
                _reported.Add((place, EvidenceKind.TwoProposals));
            }

            world.States.Count(RareStates.EvidenceFound);
        }
    }

    public void AfterReceiving(SimulatedNode node)
    {
        if (_expected is { } expected && !_wasReported && node.IsRunning)
        {
            world.Invariants.Broken(Invariant.Evidence, $"node {node.Index} took {expected} without a report");
        }

        _expected = null;
    }

    private void Expect(Place place, Vote vote)
    {
        _votes.TryAdd(place, vote);
        (VoteKind Other, EvidenceKind Kind)[] pairs = vote.Kind switch
        {
            VoteKind.Notarize => [(VoteKind.Notarize, EvidenceKind.TwoNotarize)],
            VoteKind.Finalize => [(VoteKind.Finalize, EvidenceKind.TwoFinalize), (VoteKind.Nullify, EvidenceKind.NullifyAndFinalize)],
            _ => [(VoteKind.Finalize, EvidenceKind.NullifyAndFinalize)],
        };
        foreach ((VoteKind other, EvidenceKind kind) in pairs)
        {
            if (_votes.TryGetValue(place with { Kind = other }, out Vote first) && (other != vote.Kind || first.Digest != vote.Digest)
                && _reported.Add((place with { Kind = VoteKind.None }, kind)))
            {
                _expected = $"{vote} after {first} of seat {place.Seat}";
            }
        }
    }

    private void Expect(Place place, ProposalHeader header)
    {
        if (!_proposals.TryAdd(place, header) && _proposals[place] != header && _reported.Add((place, EvidenceKind.TwoProposals)))
        {
            _expected = $"a second proposal of view {header.View}";
        }
    }

    private static bool IsNear(ReplicaMachine machine, View view) =>
        view.Value + Window > machine.View.Value && view.Value < machine.View.Value + Window && view > machine.Committed.Header.View;

    private bool IsGenuine(SignedVote vote)
    {
        ValidatorSet validators = world.Invariants.ValidatorsOf(vote.Epoch);
        return vote.Seat >= 0 && vote.Seat < validators.Count
            && world.Signatures.Verify(validators[vote.Seat].Key, SigningBytes.OfVote(world.Chain.Chain, vote.Epoch, vote.Vote), vote.Signature);
    }

    /// <summary>From the leader itself; those who equivocate here send two proposals that are each in order.</summary>
    private bool IsGenuine(Proposal proposal, SimulatedNode from)
    {
        ValidatorSet validators = world.Invariants.ValidatorsOf(proposal.Header.Epoch);
        return validators[(int)(proposal.Header.View.Value % (ulong)validators.Count)].Key == from.Key
            && world.Signatures.Verify(from.Key, SigningBytes.OfProposal(world.Chain.Chain, proposal.Header), proposal.Signature);
    }

    private readonly record struct Place(int Node, int Incarnation, Epoch Epoch, View View, int Seat, VoteKind Kind);
}
