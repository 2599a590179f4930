using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;

namespace DeAI.Chain.Client;

/// <summary>How a sender makes and follows its transactions.</summary>
public sealed record TransactionSenderOptions
{
    private static readonly Lazy<CatalogIndex> NativeModules = new(static () => new CatalogIndex(ModuleCatalog.Create()));

    /// <summary>Heights after the tip for which a transaction stays valid.</summary>
    public ulong ValidForHeights { get; init; } = 500;

    /// <summary>What is allowed above the estimated fee, in percent: fees may rise before inclusion, and only the real fee is charged.</summary>
    public uint FeeMarginPercent { get; init; } = 100;

    /// <summary>Transactions in flight at once; the chain's nonce window (1,024) leaves room for twice the default.</summary>
    public int MaxInFlight { get; init; } = 512;

    /// <summary>How long one transaction is offered and waited for, from its first offer on; then <see cref="TransactionPendingException"/>.</summary>
    public TimeSpan FinalityTimeout { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How many offers in a row may find no node that serves, and how often a message is signed anew because its nonce was taken.</summary>
    public int MaxAttempts { get; init; } = 8;

    /// <summary>The pause between attempts and polls where the node names none.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long fees and the tip are believed before they are asked for again.</summary>
    public TimeSpan Freshness { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Called once for each transaction when a node said that its mempool has it, which can be long before it is final. Must not throw.</summary>
    public Action<SignedTransaction>? Accepted { get; init; }

    /// <summary>The modules, for the work that a message declares: the fee is made from it.</summary>
    public Func<CatalogIndex> Catalog { get; init; } = static () => NativeModules.Value;
}
