using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Client.Proofs;

/// <summary>Follows the validator sets from genesis through every epoch, then checks the header's own finality: what a light client does.</summary>
internal sealed class FinalityVerifier
{
    private readonly ChainId _chain;
    private readonly VerificationCache _cache = new(1024);
    private ValidatorSet _validators;
    private Epoch _epoch;
    private View _start;

    private FinalityVerifier(GenesisDocument genesis)
    {
        _chain = genesis.Chain;
        _validators = genesis.Validators;
    }

    /// <returns>The header, shown final.</returns>
    public static Result<BlockHeader> Verify(GenesisDocument genesis, Sequence<FinalityPart> handovers, FinalityPart finality)
    {
        FinalityVerifier verifier = new(genesis);
        foreach (FinalityPart handover in handovers)
        {
            if (verifier.Pass(handover).Refusal is { } refusal)
            {
                return Result.Refuse<BlockHeader>(refusal);
            }
        }

        if (!verifier.Check(finality).TryGet(out BlockHeader header, out Refusal? unproven))
        {
            return Result.Refuse<BlockHeader>(unproven);
        }

        if (header.IsCarrier)
        {
            return Result.Refuse<BlockHeader>(ProofErrors.BadHeaders, $"a carrier at height {header.Height} is no block of the history");
        }

        return finality.NextValidators.IsEmpty
            ? Result.Of(header)
            : Result.Refuse<BlockHeader>(ProofErrors.BadContent, "the last part names validators that nobody asks for");
    }

    private Result Pass(FinalityPart handover)
    {
        if (!Check(handover).TryGet(out BlockHeader closing, out Refusal? refusal)
            || !Canonical.Decode<ValidatorSet>(handover.NextValidators.Span).TryGet(out ValidatorSet next, out refusal))
        {
            return new Result(refusal);
        }

        if (!closing.ClosesEpoch || closing.IsCarrier || ValidatorSchedule.HashOf(next) != closing.NextValidatorsHash)
        {
            return Result.Refuse(ProofErrors.BadHandover, $"height {closing.Height} does not hand epoch {_epoch} over to these validators");
        }

        _validators = next;
        _epoch = _epoch.Next;
        _start = closing.View;
        return Result.Ok;
    }

    private Result<BlockHeader> Check(FinalityPart part)
    {
        if (!Canonical.Decode<BlockHeader>(part.Header.Span).TryGet(out BlockHeader header, out Refusal? refusal)
            || !Newest(header, part.Descendants).TryGet(out BlockHeader newest, out refusal)
            || !Canonical.Decode<Certificate>(part.Certificate.Span).TryGet(out Certificate certificate, out refusal))
        {
            return Result.Refuse<BlockHeader>(refusal);
        }

        if (certificate.Vote.Kind != VoteKind.Finalize || certificate.Vote.Digest != newest.Digest || certificate.Vote.View != newest.View)
        {
            return Result.Refuse<BlockHeader>(ProofErrors.BadCertificate, $"the certificate is not a finalization of {newest.Digest}");
        }

        EpochContext context = new(_chain, new EpochStart(_epoch, _validators, _start, default));
        return VerifiedCertificate.Check(context, certificate, _cache).TryGet(out _, out refusal)
            ? Result.Of(header)
            : Result.Refuse<BlockHeader>(refusal);
    }

    private Result<BlockHeader> Newest(BlockHeader header, Sequence<Blob> descendants)
    {
        if (Belongs(header).Refusal is { } foreign)
        {
            return Result.Refuse<BlockHeader>(foreign);
        }

        BlockHeader newest = header;
        foreach (Blob encoded in descendants)
        {
            if (!Canonical.Decode<BlockHeader>(encoded.Span).TryGet(out BlockHeader child, out Refusal? refusal))
            {
                return Result.Refuse<BlockHeader>(refusal);
            }

            if (Belongs(child).Refusal is { } stranger)
            {
                return Result.Refuse<BlockHeader>(stranger);
            }

            if (child.Parent != newest.Digest)
            {
                return Result.Refuse<BlockHeader>(ProofErrors.BadHeaders, $"height {child.Height} is not a child of {newest.Digest}");
            }

            newest = child;
        }

        return Result.Of(newest);
    }

    private Result Belongs(BlockHeader header)
    {
        if (header.Chain != _chain)
        {
            return Result.Refuse(ProofErrors.WrongChain, $"height {header.Height} is of chain {header.Chain}, the genesis makes {_chain}");
        }

        return header.Epoch == _epoch && header.ValidatorsHash == ValidatorSchedule.HashOf(_validators)
            ? Result.Ok
            : Result.Refuse(ProofErrors.BadHandover, $"height {header.Height} is of epoch {header.Epoch}, the handovers lead to epoch {_epoch}");
    }
}
