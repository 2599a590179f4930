using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>A state that a handler or hook may change; its reads see its own writes.</summary>
public interface IStateWriter : IStateReader
{
    void Put(ReadOnlySpan<byte> key, Blob value);

    void Delete(ReadOnlySpan<byte> key);
}
