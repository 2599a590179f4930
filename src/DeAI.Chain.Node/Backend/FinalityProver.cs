using DeAI.Chain.Api;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Backend;

/// <summary>Puts together what shows offline that a height is final.</summary>
internal sealed class FinalityProver(ChainStore store, BlockHeader genesis, ValidatorSet genesisValidators)
{
    public BlockHeader Genesis => genesis;

    public ValidatorSet GenesisValidators => genesisValidators;

    /// <returns>Null for genesis, which needs no proof, and above the tip.</returns>
    public Finality? Prove(Height height)
    {
        if (Segment(height) is not { } found)
        {
            return null;
        }

        BlockHeader header = Required(height);
        List<Handover> handovers = [];
        for (Epoch epoch = new(0); epoch < header.Epoch; epoch = epoch.Next)
        {
            handovers.Add(HandoverOf(epoch));
        }

        return new Finality(header, found.Descendants, found.End.Segment.Certificate, Sequence.From(handovers));
    }

    private Handover HandoverOf(Epoch epoch)
    {
        Height closing = store.Blocks.ClosingHeight(epoch)
            ?? throw new InvalidOperationException($"Epoch {epoch} has ended and its closing height is not stored.");
        FoundSegment found = Segment(closing) ?? throw new InvalidOperationException($"Height {closing} has no certificate.");
        ValidatorSet next = store.Blocks.ValidatorsAfter(epoch)
            ?? throw new InvalidOperationException($"The validators after epoch {epoch} are not stored.");
        return new Handover(Required(closing), found.Descendants, found.End.Segment.Certificate, next);
    }

    private FoundSegment? Segment(Height height)
    {
        if (height.Value == 0 || store.Blocks.SegmentOf(height) is not { } end)
        {
            return null;
        }

        List<BlockHeader> descendants = [];
        for (Height next = height.Next; next <= end.Last; next = next.Next)
        {
            descendants.Add(Required(next));
        }

        descendants.AddRange(end.Segment.Carriers);
        return new FoundSegment(end, Sequence.From(descendants));
    }

    private BlockHeader Required(Height height) =>
        store.Blocks.Header(height) ?? throw new InvalidOperationException($"The header of final height {height} is not stored.");

    private sealed record FoundSegment(SegmentEnd End, Sequence<BlockHeader> Descendants);
}
