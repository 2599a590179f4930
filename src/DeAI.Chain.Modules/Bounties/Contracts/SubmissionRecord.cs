using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Bounties.Contracts;

/// <summary>A worker's delivery.</summary>
/// <param name="Id">The transaction that submitted it.</param>
/// <param name="Evidence">Digest of what was delivered.</param>
public sealed record SubmissionRecord(Hash256 Id, AccountId Worker, Hash256 Evidence, Height Height) : ICanonical<SubmissionRecord>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(Id);
        writer.Write(Worker);
        writer.Write(Evidence);
        writer.Write(Height);
    }

    public static SubmissionRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        return new SubmissionRecord(reader.ReadHash256(), reader.ReadAccountId(), reader.ReadHash256(), reader.ReadHeight());
    }
}
