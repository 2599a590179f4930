using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger;

/// <summary>Why the ledger refuses a transaction. The README lists who refuses when.</summary>
public static class LedgerErrors
{
    public static readonly ReasonCode WrongChain = new("ledger.wrong_chain");
    public static readonly ReasonCode Expired = new("ledger.expired");
    public static readonly ReasonCode ValidUntilTooFar = new("ledger.valid_until_too_far");
    public static readonly ReasonCode UnknownModule = new("ledger.unknown_module");
    public static readonly ReasonCode UnknownMessage = new("ledger.unknown_message");
    public static readonly ReasonCode BadSignature = new("ledger.bad_signature");
    public static readonly ReasonCode Oversize = new("ledger.oversize");
    public static readonly ReasonCode FeeTooHigh = new("ledger.fee_too_high");
    public static readonly ReasonCode WorkTooHigh = new("ledger.work_too_high");
    public static readonly ReasonCode HandlerFailed = new("ledger.handler_failed");
    public static readonly ReasonCode GateFailed = new("ledger.gate_failed");
    public static readonly ReasonCode NonceUsed = new("ledger.nonce_used");
    public static readonly ReasonCode NonceTooFar = new("ledger.nonce_too_far");
    public static readonly ReasonCode BadNonceWindow = new("ledger.bad_nonce_window");
    public static readonly ReasonCode BadProof = new("ledger.bad_proof");
}
