namespace DeAI.Chain.Consensus;

/// <summary>
/// Keeps a node silent whose vote log may be older than its votes. If it voted in view v, it had a certificate of v-1, and at least one
/// correct
/// signer of that is among any quorum of seats and holds a vote of v-1 or later. So above the highest voted view that a quorum reports,
/// plus
/// one, it cannot have voted; it may sign once the network has finalized a later view.
/// </summary>
internal sealed class Quarantine(int own, ValidatorSet validators)
{
    private readonly ulong[] _voted = new ulong[validators.Count];
    private SeatSet _heard;

    /// <summary>Statuses needed. All others where a quorum would need this node too.</summary>
    private int Needed => Math.Max(1, Math.Min(validators.Quorum, validators.Count - 1));

    public void Hear(int seat, View voted)
    {
        if (seat != own)
        {
            _heard = _heard.With(seat);
            _voted[seat] = Math.Max(_voted[seat], voted.Value);
        }
    }

    /// <summary>Whether the network has passed, with this finalization, every view this node can have voted in.</summary>
    public bool IsOverAt(View finalized)
    {
        if (_heard.Count < Needed)
        {
            return false;
        }

        ulong highest = 0;
        foreach (ulong voted in _voted)
        {
            highest = Math.Max(highest, voted);
        }

        return finalized.Value > 1 && finalized.Value - 1 > highest;
    }
}
