using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>Files whose epoch 1 has other validators, who really got it from epoch 0 and sign what they like.</summary>
internal static class HandedOver
{
    public static ProofFile To(AssembledChain chain, ValidatorSet set) => To(chain, Raw.Of(set), header => Raw.Of(chain.Certify(set, header)));

    /// <param name="set">The encoded set, as it is.</param>
    public static ProofFile To(AssembledChain chain, Blob set, Func<BlockHeader, Blob> certify)
    {
        Hash256 name = DomainHash.Of("deai.validators.v1", set.Span);
        BlockHeader closing = chain.Closing with { NextValidatorsHash = name };
        BlockHeader block = chain.Block with { Parent = closing.Digest, ValidatorsHash = name, NextValidatorsHash = name };
        return chain.State(chain.Entries[0].Key) with
        {
            Handovers = [chain.Part(chain.First, closing) with { NextValidators = set }],
            Finality = new FinalityPart(Raw.Of(block), default, certify(block), Blob.Empty),
        };
    }
}
