using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Modules;

/// <summary>A statement about the state that holds after every block. Checked in tests after each block, by auditors, and by <c>node verify</c>.</summary>
public interface IInvariant
{
    /// <summary><c>module.statement</c> in lower snake case.</summary>
    string Name { get; }

    /// <returns>Ok, or a refusal whose detail holds the values compared.</returns>
    Result Check(IStateReader state);
}
