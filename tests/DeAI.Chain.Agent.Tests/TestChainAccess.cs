using DeAI.Chain.Agent.Chain;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Federation.Queries;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Agent.Tests;

/// <summary>The in-memory chain as an agent sees it: each message is final in a block of its own.</summary>
internal sealed class TestChainAccess(ModuleTestChain chain, TestAccount account) : IChainAccess
{
    /// <summary>Runs before a message is sent; a test throws from here to stop an agent at that point.</summary>
    public Action<ModuleId, ushort>? BeforeSubmit { get; set; }

    /// <summary>Runs after a message is final and before the agent learns of it.</summary>
    public Action<ModuleId, ushort>? AfterSubmit { get; set; }

    public List<int> PayloadSizes { get; } = [];

    public AccountId Account => account.Id;

    public Task<Height> WaitAboveAsync(Height height, CancellationToken cancellation)
    {
        while (chain.Height <= height)
        {
            chain.Advance();
        }

        return Task.FromResult(chain.Height);
    }

    public Task<Blob?> ReadAsync(ReadOnlyMemory<byte> key, CancellationToken cancellation) =>
        Task.FromResult(chain.State.TryGet(key.Span, out Blob? value) ? value : null);

    public Task<IReadOnlyList<Hash256>> ListTasksAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Hash256>>([.. FederationQueries.Tasks(chain.State).Select(static task => task.Id)]);

    public Task<Result<Receipt>> SubmitAsync<TMessage>(ModuleId module, ushort type, TMessage message, CancellationToken cancellation)
        where TMessage : ICanonical<TMessage>
    {
        BeforeSubmit?.Invoke(module, type);
        TestMessage sent = TestMessage.Of(account, module, type, message);
        PayloadSizes.Add(sent.Payload.Length);
        Receipt receipt = chain.Block(sent)[0];
        AfterSubmit?.Invoke(module, type);
        return Task.FromResult(Result.Of(receipt));
    }
}
