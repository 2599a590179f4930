namespace DeAI.Chain.Consensus;

/// <summary>One missing body.</summary>
internal sealed class FetchItem(BlockRef block, SeatSet candidates, long dueAt)
{
    public BlockRef Block { get; } = block;

    /// <summary>Seats that voted for the block or a descendant: q - f of them are correct and had it.</summary>
    public SeatSet Candidates { get; set; } = candidates;

    public long DueAt { get; set; } = dueAt;

    public int Attempts { get; set; }

    /// <summary>The seat to ask at this attempt: the candidates in turn, begun at a place that differs between askers.</summary>
    public int SeatFor(int asker)
    {
        int turn = (Attempts + asker) % Math.Max(1, Candidates.Count);
        int seat = Candidates.NextFrom(0);
        for (int i = 0; i < turn; i++)
        {
            seat = Candidates.NextFrom(seat + 1);
        }

        return seat;
    }
}
