namespace DeAI.Chain.Consensus.Tests.Cluster;

/// <summary>What must hold over the whole cluster, checked as things happen.</summary>
public sealed class Observer
{
    private readonly Dictionary<(ulong Epoch, int Seat, ulong View, VoteKind Kind), Hash256> _votes = [];
    private readonly Dictionary<(ulong Epoch, int Seat, ulong View), ProposalHeader> _proposals = [];

    /// <summary>The one chain, by position.</summary>
    public List<Hash256> Chain { get; } = [];

    public void VoteSent(SignedVote vote)
    {
        (ulong Epoch, int Seat, ulong View, VoteKind Kind) key = (vote.Epoch.Value, vote.Seat, vote.Vote.View.Value, vote.Vote.Kind);
        if (_votes.TryGetValue(key, out Hash256 before))
        {
            Assert.True(before == vote.Vote.Digest, $"seat {vote.Seat} signed two {vote.Vote.Kind} of view {vote.Vote.View}");
        }

        _votes[key] = vote.Vote.Digest;
        if (vote.Vote.Kind != VoteKind.Notarize)
        {
            VoteKind other = vote.Vote.Kind == VoteKind.Nullify ? VoteKind.Finalize : VoteKind.Nullify;
            Assert.False(_votes.ContainsKey(key with { Kind = other }), $"seat {vote.Seat} signed Nullify and Finalize of view {vote.Vote.View}");
        }
    }

    public void ProposalSent(int seat, ProposalHeader header)
    {
        (ulong, int, ulong) key = (header.Epoch.Value, seat, header.View.Value);
        Assert.True(!_proposals.TryGetValue(key, out ProposalHeader? before) || before == header, $"seat {seat} proposed twice in view {header.View}");
        _proposals[key] = header;
    }

    public void Committed(int position, Hash256 digest)
    {
        if (position < Chain.Count)
        {
            Assert.True(Chain[position] == digest, $"two blocks are final at position {position}");
        }
        else
        {
            Assert.Equal(Chain.Count, position);
            Chain.Add(digest);
        }
    }
}
