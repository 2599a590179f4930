using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Governance.Contracts;

/// <summary>A parameter gets another value, inside the bounds in its definition.</summary>
public sealed record SetParameter(string Name, ulong Value) : Change
{
    public const byte Kind = 1;
    public const int MaxNameBytes = 64;

    public override void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Kind);
        writer.Write(Name);
        writer.Write(Value);
    }
}
