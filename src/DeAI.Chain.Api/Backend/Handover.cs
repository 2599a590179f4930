using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Api;

/// <summary>The end of an epoch: its closing header, shown final by its own validators, and the set whose hash that header names as the next.</summary>
public sealed record Handover(
    BlockHeader ClosingHeader,
    Sequence<BlockHeader> Descendants,
    Certificate Certificate,
    ValidatorSet NextValidators);
