using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Modules;

/// <summary>A well-formed message with its handler.</summary>
public interface IBoundMessage
{
    Work Work { get; }

    Result Check(ReadContext context);

    void Apply(ApplyContext context);
}
