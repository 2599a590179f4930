using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests.Testing;

/// <summary>What an equivocating validator signs.</summary>
public sealed class TestEvidence(ChainId chain, Epoch epoch)
{
    public static Hash256 Digest(byte fill) => new([.. Enumerable.Repeat(fill, 32)]);

    public Evidence TwoNotarize(SigningKey key, int seat, ulong view) =>
        Between(Sign(key, seat, Vote.Notarize(new View(view), Digest(1))), Sign(key, seat, Vote.Notarize(new View(view), Digest(2))));

    public Evidence TwoFinalize(SigningKey key, int seat, ulong view) =>
        Between(Sign(key, seat, Vote.Finalize(new View(view), Digest(1))), Sign(key, seat, Vote.Finalize(new View(view), Digest(2))));

    public Evidence NullifyAndFinalize(SigningKey key, int seat, ulong view) =>
        Between(Sign(key, seat, Vote.Nullify(new View(view))), Sign(key, seat, Vote.Finalize(new View(view), Digest(2))));

    public Evidence TwoProposals(SigningKey leader, ulong view) => Evidence.Between(Propose(leader, view, 1), Propose(leader, view, 2))!;

    public SignedVote Sign(SigningKey key, int seat, Vote vote) => new(epoch, vote, seat, key.Sign(SigningBytes.OfVote(chain, epoch, vote)));

    public static Evidence Between(SignedVote one, SignedVote other) => Evidence.Between(one, other)!;

    private SignedHeader Propose(SigningKey key, ulong view, byte fill)
    {
        ProposalHeader header = new(epoch, new View(view), Digest(fill), new View(view - 1), Digest(9));
        return new SignedHeader(header, key.Sign(SigningBytes.OfProposal(chain, header)));
    }
}
