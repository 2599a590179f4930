using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>Checks stored finality certificates, each with the validators of its epoch. Starts at genesis; epochs are entered in order.</summary>
internal sealed class StoredCertificates(ChainId chain, EpochStart genesis)
{
    private readonly VerificationCache _signatures = new();

    public EpochContext Epoch { get; private set; } = new(chain, genesis);

    public long Checked { get; private set; }

    public void Enter(EpochStart start) => Epoch = new EpochContext(chain, start);

    /// <param name="last">The digest of the segment's last block.</param>
    public Result Check(SegmentEnd end, Hash256 last)
    {
        Certificate certificate = end.Segment.Certificate;
        Hash256 expected = last;
        foreach (BlockHeader carrier in end.Segment.Carriers.Span)
        {
            if (carrier.Parent != expected || !carrier.IsCarrier)
            {
                return Result.Refuse(VerifyErrors.BadCertificate, $"height {end.Last}: the headers up to the certified one do not follow each other");
            }

            expected = carrier.Digest;
        }

        if (certificate.Vote.Kind != VoteKind.Finalize || certificate.Vote.Digest != expected)
        {
            return Result.Refuse(VerifyErrors.BadCertificate, $"height {end.Last}: the certificate is about {certificate.Vote.Digest}, the block is {expected}");
        }

        if (VerifiedCertificate.Check(Epoch, certificate, _signatures).Refusal is { } refusal)
        {
            return Result.Refuse(VerifyErrors.BadCertificate, $"height {end.Last}: {refusal}");
        }

        Checked++;
        return Result.Ok;
    }
}
