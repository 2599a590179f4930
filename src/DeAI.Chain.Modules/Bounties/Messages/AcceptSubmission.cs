using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Bounties.Messages;

/// <summary>The funder accepts one submission: its worker is paid in the same block.</summary>
/// <param name="Submission">Its number, from 0 in the order of submission.</param>
public sealed record AcceptSubmission(Hash256 Bounty, uint Submission) : ICanonical<AcceptSubmission>
{
    public const ushort Type = 3;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Bounty);
        writer.Write(Submission);
    }

    public static AcceptSubmission Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new AcceptSubmission(reader.ReadHash256(), reader.ReadUInt32());
    }
}
