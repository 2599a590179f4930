using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Accounts.State;

/// <summary>What an account holds, and which nonces it used: one entry, because every transaction changes both.</summary>
internal sealed record Balance(Credits Held, NonceWindow Nonces) : ICanonical<Balance>
{
    public static Balance Empty { get; } = new(Credits.Zero, NonceWindow.Empty);

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Held);
        writer.Write(Nonces);
    }

    public static Balance Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new Balance(reader.ReadCredits(), reader.Read<NonceWindow>());
    }
}
