using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Accounts.Contracts;

/// <summary>Credits set aside.</summary>
public sealed record Deposit(DepositKind Kind, AccountId Owner, Credits Amount) : ICanonical<Deposit>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write((byte)Kind);
        writer.Write(Owner);
        writer.Write(Amount);
    }

    public static Deposit Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new Deposit((DepositKind)reader.ReadByte(), reader.ReadAccountId(), reader.ReadCredits());
    }
}
