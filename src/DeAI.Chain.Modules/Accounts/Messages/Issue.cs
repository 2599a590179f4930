using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Accounts.Messages;

/// <summary>An issuer creates credits for an account, against money paid in outside the chain.</summary>
public sealed record Issue(AccountId To, Credits Amount) : ICanonical<Issue>
{
    public const ushort Type = 2;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(To);
        writer.Write(Amount);
    }

    public static Issue Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new Issue(reader.ReadAccountId(), reader.ReadCredits());
    }
}
