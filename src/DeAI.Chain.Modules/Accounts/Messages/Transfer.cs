using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Accounts.Messages;

/// <summary>The sender gives credits to another registered account.</summary>
public sealed record Transfer(AccountId To, Credits Amount) : ICanonical<Transfer>
{
    public const ushort Type = 1;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(To);
        writer.Write(Amount);
    }

    public static Transfer Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new Transfer(reader.ReadAccountId(), reader.ReadCredits());
    }
}
