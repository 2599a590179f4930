using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.State;

/// <summary>Which account a signing key belongs or belonged to.</summary>
internal readonly record struct KeyOwner(AccountId Account) : ICanonical<KeyOwner>
{
    public void Encode(CanonicalWriter writer) => writer.Write(Account);

    public static KeyOwner Decode(ref CanonicalReader reader) => new(reader.ReadAccountId());
}
