using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Node.Readiness;

/// <summary>Whether a node knows where the chain is and is there itself. Pure; the README of this project has the definition.</summary>
internal static class ReadinessRule
{
    /// <summary>So many blocks behind, or fewer, a node may become ready.</summary>
    public const ulong NearBlocks = 8;

    /// <summary>More blocks behind than this, a ready node is ready no more: as far as consensus itself catches up without block sync.</summary>
    public const ulong FarBlocks = Consensus.ConsensusLimits.CatchUpViews;

    /// <param name="tips">The newest heights that connected peers have said lately.</param>
    /// <param name="configured">The peers that the operator named.</param>
    /// <param name="wasReady">A node that is ready may fall further behind before it is not, so that load does not make it flap.</param>
    /// <returns>Null if ready.</returns>
    public static Refusal? Judge(
        Height own, PublicKey self, ValidatorSet validators, IReadOnlyCollection<PublicKey> configured, IReadOnlyDictionary<PublicKey, Height> tips, bool wasReady)
    {
        int seats = validators.Seats.Items.Count(seat => seat.Key == self || tips.ContainsKey(seat.Key));
        bool hearsAllNamed = configured.Count > 0 && configured.All(tips.ContainsKey);
        if (seats < validators.Quorum && !hearsAllNamed)
        {
            return new Refusal(
                ReadinessErrors.Unheard,
                $"this node is at height {own} and hears {seats} of {validators.Count} validators, itself included if it is one; {validators.Quorum} must be heard to know where the chain is");
        }

        List<Height> said = [.. tips.Where(tip => configured.Contains(tip.Key) || validators.IndexOf(tip.Key) >= 0).Select(static tip => tip.Value).OrderDescending()];
        if (said.Count == 0)
        {
            return null;
        }

        // As many as may be faulty can name any height; the next lower one is vouched for by somebody honest.
        Height target = said[Math.Min(validators.Faulty, said.Count - 1)];
        ulong behind = target.Value - Math.Min(target.Value, own.Value);
        return behind <= (wasReady ? FarBlocks : NearBlocks)
            ? null
            : new Refusal(ReadinessErrors.Behind, $"this node is at height {own}, {behind} blocks behind what its peers say");
    }
}
