using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Blocks;

/// <summary>Why a block is invalid; <c>block.wrong_*</c> names the header's field that re-execution contradicts.</summary>
public static class BlockErrors
{
    public static readonly ReasonCode TooLarge = new("block.too_large");
    public static readonly ReasonCode TooManyTransactions = new("block.too_many_transactions");
    public static readonly ReasonCode TooMuchWork = new("block.too_much_work");
    public static readonly ReasonCode BadTransaction = new("block.bad_transaction");
    public static readonly ReasonCode CarrierNotEmpty = new("block.carrier_not_empty");
    public static readonly ReasonCode WrongChain = new("block.wrong_chain");
    public static readonly ReasonCode WrongEpoch = new("block.wrong_epoch");
    public static readonly ReasonCode WrongHeight = new("block.wrong_height");
    public static readonly ReasonCode ViewNotLater = new("block.view_not_later");
    public static readonly ReasonCode WrongParent = new("block.wrong_parent");
    public static readonly ReasonCode TimeNotLater = new("block.time_not_later");
    public static readonly ReasonCode WrongTransactionsRoot = new("block.wrong_transactions_root");
    public static readonly ReasonCode WrongStateRoot = new("block.wrong_state_root");
    public static readonly ReasonCode WrongReceiptsRoot = new("block.wrong_receipts_root");
    public static readonly ReasonCode WrongHistoryRoot = new("block.wrong_history_root");
    public static readonly ReasonCode WrongValidatorsHash = new("block.wrong_validators_hash");
    public static readonly ReasonCode WrongNextValidatorsHash = new("block.wrong_next_validators_hash");
    public static readonly ReasonCode WrongParametersHash = new("block.wrong_parameters_hash");
    public static readonly ReasonCode UnknownProposer = new("block.unknown_proposer");
    public static readonly ReasonCode BadBeacon = new("block.bad_beacon");
    public static readonly ReasonCode UnknownRules = new("block.unknown_rules");
    public static readonly ReasonCode InvariantBroken = new("block.invariant_broken");
}
