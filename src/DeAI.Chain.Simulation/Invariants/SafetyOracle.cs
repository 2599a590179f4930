using System.Numerics;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Invariants;

/// <summary>
/// Judges finality on its own, without keys and without the production checks: it knows who made which vote durable, because it sees every disk,
/// and it counts. A certificate that a correct node sends or commits by needs n - f distinct seats, each of which is Byzantine or did vote so.
/// No two of them may exclude each other, whoever holds them.
/// </summary>
internal sealed class SafetyOracle(World world)
{
    private readonly Dictionary<Epoch, Dictionary<PublicKey, int>> _seats = [];
    private readonly Dictionary<Content, BigInteger> _cast = [];
    private readonly Dictionary<(Epoch Epoch, View View), Outcome> _outcomes = [];
    private readonly HashSet<Hash256> _checked = [];

    public void EpochStarted(Epoch epoch, ValidatorSet validators) =>
        _seats.TryAdd(epoch, validators.Seats.Items.Select(static (seat, i) => KeyValuePair.Create(seat.Key, i)).ToDictionary());

    /// <summary>A correct node's decision became durable: from here on it may count.</summary>
    public void Cast(SimulatedNode node, VoteRecord record)
    {
        if (record.Kind == VoteRecordKind.Propose || !_seats.TryGetValue(record.Epoch, out Dictionary<PublicKey, int>? seats))
        {
            return;
        }

        if (!seats.TryGetValue(node.Key, out int seat))
        {
            world.Invariants.Broken(Invariant.Certificate, $"node {node.Index} votes in epoch {record.Epoch} without a seat");
            return;
        }

        Content content = new(record.Epoch, record.Kind, record.View, record.Digest);
        _cast[content] = _cast.GetValueOrDefault(content) | (BigInteger.One << seat);
    }

    /// <summary>Whether that key's Nullify of a view can be on its way.</summary>
    public bool HasNullified(Epoch epoch, View view, PublicKey key) =>
        world.IsByzantine(key)
        || (_seats.TryGetValue(epoch, out Dictionary<PublicKey, int>? seats) && seats.TryGetValue(key, out int seat)
            && !((_cast.GetValueOrDefault(new Content(epoch, VoteRecordKind.Nullify, view, default)) >> seat) & 1).IsZero);

    /// <summary>A correct node sends something that holds certificates.</summary>
    public void Sent(SimulatedNode node, ConsensusMessage message)
    {
        Check(node, message.Certificate);
        if (message.Proposal is not { } proposal)
        {
            return;
        }

        Check(node, proposal.ParentCertificate);
        foreach (Certificate nullification in proposal.Nullifications.Span)
        {
            Check(node, nullification);
        }

        NoteRareStates(proposal);
    }

    /// <summary>A correct node asks its disk for a commit.</summary>
    public void CommitAsked(SimulatedNode node, ReplicaEffect.Commit commit)
    {
        if (node.Adversary is not null)
        {
            return;
        }

        Check(node, commit.Certificate);
        Hash256 certified = commit.Blocks[^1].Digest;
        foreach (BlockHeader carrier in commit.Carriers)
        {
            if (carrier.Parent != certified)
            {
                world.Invariants.Broken(Invariant.Certificate, $"node {node.Index} commits carriers that do not follow each other");
            }

            certified = carrier.Digest;
        }

        if (commit.Certificate.Vote.Kind != VoteKind.Finalize || commit.Certificate.Vote.Digest != certified)
        {
            world.Invariants.Broken(
                Invariant.Certificate, $"node {node.Index} commits height {commit.Blocks[^1].Header.Height} by {commit.Certificate.Vote}, wanted is a finalization of {certified}");
        }

        if (!commit.Carriers.IsEmpty)
        {
            world.States.Count(RareStates.CarrierCommitted);
        }

        if (commit.Blocks.Length > 1)
        {
            world.States.Count(RareStates.SeveralCommitted);
        }
    }

    private void Check(SimulatedNode node, Certificate? certificate)
    {
        if (certificate is null || !_checked.Add(certificate.Digest()))
        {
            return;
        }

        int seats = _seats.TryGetValue(certificate.Epoch, out Dictionary<PublicKey, int>? known) ? known.Count : 0;
        BigInteger voters = new(certificate.Bitmap.Span, isUnsigned: true);
        int count = (int)BigInteger.PopCount(voters);
        Vote vote = certificate.Vote;
        bool isWellFormed = certificate.Bitmap.Length == (seats + 7) / 8 && voters >> seats == 0;
        if (seats == 0 || count < seats - ((seats - 1) / 3) || !isWellFormed)
        {
            world.Invariants.Broken(Invariant.Certificate, $"node {node.Index} holds a certificate {vote} of {count} of {seats} seats");
            return;
        }

        BigInteger cast = _cast.GetValueOrDefault(new Content(certificate.Epoch, (VoteRecordKind)(byte)vote.Kind, vote.View, vote.Digest));
        foreach (KeyValuePair<PublicKey, int> seat in known!)
        {
            if (!((voters >> seat.Value) & 1).IsZero && ((cast >> seat.Value) & 1).IsZero && !world.IsByzantine(seat.Key))
            {
                world.Invariants.Broken(Invariant.Certificate, $"node {node.Index} holds {vote} by seat {seat.Value}, which never voted so");
            }
        }

        Judge(node, certificate.Epoch, vote);
    }

    private void Judge(SimulatedNode node, Epoch epoch, Vote vote)
    {
        Outcome before = _outcomes.GetValueOrDefault((epoch, vote.View));
        Outcome after = vote.Kind switch
        {
            VoteKind.Notarize => before with { Notarized = vote.Digest },
            VoteKind.Finalize => before with { Finalized = vote.Digest },
            _ => before with { IsNullified = true },
        };
        bool conflict = (!before.Notarized.IsDefault && before.Notarized != after.Notarized)
            || (!before.Finalized.IsDefault && before.Finalized != after.Finalized)
            || (!after.Finalized.IsDefault && (after.IsNullified || (!after.Notarized.IsDefault && after.Notarized != after.Finalized)));
        if (conflict)
        {
            world.Invariants.Broken(Invariant.Conflict, $"node {node.Index} holds {vote} of epoch {epoch}, known is {before}");
        }

        if (after is { IsNullified: true, Notarized.IsDefault: false } && before != after)
        {
            world.States.Count(before.IsNullified ? RareStates.NotarizedAfterNullified : RareStates.NullifiedAfterNotarized);
        }

        _outcomes[(epoch, vote.View)] = after;
    }

    private void NoteRareStates(Proposal proposal)
    {
        int skipped = proposal.Nullifications.Count;
        if (skipped > 0)
        {
            world.States.Count(skipped > 3 ? RareStates.ManyViewsSkipped : RareStates.ViewsSkipped);
        }

        if (proposal.ParentCertificate?.Vote.Kind == VoteKind.Finalize)
        {
            world.States.Count(RareStates.ParentByFinalization);
        }
    }

    private readonly record struct Content(Epoch Epoch, VoteRecordKind Kind, View View, Hash256 Digest);

    private readonly record struct Outcome(Hash256 Notarized, Hash256 Finalized, bool IsNullified);
}
