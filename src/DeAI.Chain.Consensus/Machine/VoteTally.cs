namespace DeAI.Chain.Consensus;

/// <summary>The first vote of each seat of one kind in one view, counted by content.</summary>
internal sealed class VoteTally(int seats)
{
    private readonly SignedVote?[] _bySeat = new SignedVote?[seats];
    private readonly List<Vote> _contents = new(1);
    private readonly List<int> _counts = new(1);

    public ReadOnlySpan<SignedVote?> BySeat => _bySeat;

    public SignedVote? this[int seat] => _bySeat[seat];

    /// <returns>How many seats said the same, this one included; 0 if the seat had voted before.</returns>
    public int Add(SignedVote vote)
    {
        if (_bySeat[vote.Seat] is not null)
        {
            return 0;
        }

        _bySeat[vote.Seat] = vote;
        int index = _contents.IndexOf(vote.Vote);
        if (index < 0)
        {
            index = _contents.Count;
            _contents.Add(vote.Vote);
            _counts.Add(0);
        }

        return ++_counts[index];
    }
}
