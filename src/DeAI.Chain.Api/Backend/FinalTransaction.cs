using DeAI.Chain.Ledger.Receipts;

namespace DeAI.Chain.Api;

/// <summary>A final transaction's place and receipt.</summary>
public sealed record FinalTransaction(TransactionPlace Place, Receipt Receipt);
