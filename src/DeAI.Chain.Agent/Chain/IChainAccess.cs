using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Agent.Chain;

/// <summary>All that the agent needs of a chain. One account signs everything that is submitted.</summary>
public interface IChainAccess
{
    /// <summary>The account that submits.</summary>
    AccountId Account { get; }

    /// <summary>Waits until a block above this height is final, and names the highest.</summary>
    Task<Height> WaitAboveAsync(Height height, CancellationToken cancellation);

    /// <summary>The value of a state entry at the newest final height, or null.</summary>
    /// <param name="key">A module's <c>Queries</c> make it.</param>
    Task<Blob?> ReadAsync(ReadOnlyMemory<byte> key, CancellationToken cancellation);

    /// <summary>The ids of all tasks.</summary>
    Task<IReadOnlyList<Hash256>> ListTasksAsync(CancellationToken cancellation);

    /// <summary>Submits a message and waits until it is final.</summary>
    /// <returns>
    /// Its receipt, which may itself say that the message was refused; or why it never came into a block. After a refusal that leaves the
    /// outcome open (a connection lost) the caller looks at the state before it tries again.
    /// </returns>
    Task<Result<Receipt>> SubmitAsync<TMessage>(ModuleId module, ushort type, TMessage message, CancellationToken cancellation)
        where TMessage : ICanonical<TMessage>;
}
