namespace DeAI.Chain.Consensus.Tests.Cluster;

public static class TestKeys
{
    private static readonly SigningKey[] Keys = [.. Enumerable.Range(0, 128).Select(i => SigningKey.FromSeed(DomainHash.Of("test.key", [(byte)i]).ToArray()))];

    public static ChainId Chain { get; } = new(DomainHash.Of("test.chain", []).Value);

    public static Hash256 Genesis { get; } = DomainHash.Of("test.genesis", []);

    public static SigningKey Key(int seat) => Keys[seat];

    public static ValidatorSet Set(int n) =>
        new(Sequence.From(Enumerable.Range(0, n).Select(i => new Validator(new OrganisationId((uint)i + 1), Keys[i].PublicKey))));

    public static EpochContext Context(int n, ulong epoch = 0, ulong startView = 0) =>
        new(Chain, new EpochStart(new Epoch(epoch), Set(n), new View(startView), Genesis));

    public static SignedVote Sign(EpochContext context, int seat, Vote vote) =>
        new(context.Epoch, vote, seat, Key(seat).Sign(SigningBytes.OfVote(context.Chain, context.Epoch, vote)));

    public static Certificate Certify(EpochContext context, Vote vote, params int[] seats)
    {
        byte[] bitmap = new byte[Certificate.BitmapBytes(context.Validators.Count)];
        List<byte> signatures = [];
        foreach (int seat in seats.Order())
        {
            bitmap[seat / 8] |= (byte)(1 << (seat % 8));
            signatures.AddRange(Sign(context, seat, vote).Signature.ToArray());
        }

        return new Certificate(context.Epoch, vote, new Blob(bitmap), new Blob(signatures.ToArray()));
    }

    public static VerifiedCertificate Verified(EpochContext context, Vote vote, params int[] seats) =>
        VerifiedCertificate.Check(context, Certify(context, vote, seats), new VerificationCache()).Value;

    public static Proposal Propose(EpochContext context, TestBlock block, View parentView, Certificate? parent, params Certificate[] nullifications)
    {
        ProposalHeader header = new(context.Epoch, block.View, block.Digest, parentView, block.Parent);
        Signature signature = Key(context.LeaderOf(block.View)).Sign(SigningBytes.OfProposal(context.Chain, header));
        return new Proposal(header, block.Body, parent, Sequence.From(nullifications), signature);
    }
}
