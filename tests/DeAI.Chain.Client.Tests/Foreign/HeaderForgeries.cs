using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>What a quorum really signed, but which is not the block in question, not a handover, or not that epoch's.</summary>
internal static class HeaderForgeries
{
    public static IEnumerable<AssembledFile> Of(AssembledChain chain) => [.. Headers(chain), .. Handovers(chain), .. Sets(chain)];

    private static IEnumerable<AssembledFile> Headers(AssembledChain chain)
    {
        ProofFile file = chain.State(chain.Entries[0].Key);
        ValidatorSet second = chain.Second;
        BlockHeader block = chain.Block;
        Hash256 other = Sha256.Hash("other"u8);
        AssembledFile About(string name, string code, BlockHeader header) => AssembledFile.Of(name, code, file with { Finality = chain.Part(second, header) });
        AssembledFile Through(string name, string code, params BlockHeader[] descendants) =>
            AssembledFile.Of(name, code, file with { Finality = chain.Part(second, block, descendants) });

        yield return AssembledFile.Of(
            "a carrier in question", "proof.bad_headers",
            file with { Height = chain.Carrier.Height, Handovers = default, Finality = chain.Part(chain.First, chain.Carrier) });
        yield return About("another chain", "proof.wrong_chain", block with { Chain = new ChainId(other.Value) });
        yield return About("another chain and epoch", "proof.wrong_chain", block with { Chain = new ChainId(other.Value), Epoch = new Epoch(2) });
        BlockHeader late = block with { Epoch = new Epoch(2) };
        Certificate ofNow = chain.Certify(second, Vote.Finalize(late.View, late.Digest), block.Epoch);
        yield return AssembledFile.Of("another epoch", "proof.bad_handover", file with { Finality = chain.Part(second, late) with { Certificate = Raw.Of(ofNow) } });
        yield return About("other validators", "proof.bad_handover", block with { ValidatorsHash = other });
        yield return About("another height", "proof.bad_content", block with { Height = new Height(9) });
        yield return About("the view that closed the epoch before", "consensus.view_out_of_range", block with { View = chain.Closing.View });
        yield return AssembledFile.Of(
            "view 0", "consensus.view_out_of_range",
            file with { Height = new Height(7), Handovers = default, Finality = chain.Part(chain.First, chain.Closing with { View = default }) });

        yield return Through("no child", "proof.bad_headers", chain.Child with { Parent = other });
        yield return Through("a grandchild", "proof.bad_headers", chain.Child with { Parent = chain.Child.Digest });
        yield return Through("a child of another chain", "proof.wrong_chain", chain.Child with { Chain = default });
        yield return Through("a child of other validators", "proof.bad_handover", chain.Child with { ValidatorsHash = other });
        BlockHeader childLater = chain.Child with { Epoch = new Epoch(2) };
        Certificate childNow = chain.Certify(second, Vote.Finalize(childLater.View, childLater.Digest), block.Epoch);
        yield return AssembledFile.Of(
            "a child of another epoch", "proof.bad_handover", file with { Finality = chain.Part(second, block, childLater) with { Certificate = Raw.Of(childNow) } });
        yield return AssembledFile.Of(
            "certified, but not the last of them", "proof.bad_certificate",
            file with { Finality = chain.Part(second, block, chain.Child) with { Certificate = Raw.Of(chain.Certify(second, block)) } });

        foreach ((string name, string from, string to, string code) in new[]
        {
            ("a header with a longer chain", "9fc420", "9fc421", "encoding.wrong_length"),
            ("a header of 14 fields", "9f", "9e", "encoding.wrong_length"),
            ("a header of 2^32 - 1 fields", "9f", "ddffffffff", "encoding.wrong_length"),
            ("a beacon proof of 81 bytes", "c450", "c451", "encoding.wrong_length"),
            ("a beacon proof of 79 bytes", "c450", "c44f", "encoding.wrong_length"),
            ("a height of two bytes", "01080cc420", "01cc080cc420", "encoding.not_shortest"),
            ("a height below 0", "01080cc420", "01ff0cc420", "encoding.wrong_type"),
        })
        {
            yield return AssembledFile.Of(name, code, file with { Finality = Signed(chain, second, Raw.Swap(Raw.Of(block), from, to), block) });
        }

        yield return AssembledFile.Of(
            "next validators where nobody takes over", "proof.bad_content", file with { Finality = file.Finality with { NextValidators = Raw.Of(second) } });
        yield return AssembledFile.Of("no header", "encoding.truncated", file with { Finality = file.Finality with { Header = default } });
        yield return AssembledFile.Of("no certificate", "encoding.truncated", file with { Finality = file.Finality with { Certificate = default } });
        yield return AssembledFile.Of("an empty descendant", "encoding.truncated", file with { Finality = file.Finality with { Descendants = [default] } });
    }

    private static IEnumerable<AssembledFile> Handovers(AssembledChain chain)
    {
        ProofFile file = chain.State(chain.Entries[0].Key);
        FinalityPart handover = chain.Handover;
        AssembledFile By(string name, string code, FinalityPart part) => AssembledFile.Of(name, code, file with { Handovers = [part] });

        yield return By(
            "a carrier hands over", "proof.bad_handover", chain.Part(chain.First, chain.Carrier) with { NextValidators = handover.NextValidators });
        yield return By("no set", "encoding.truncated", handover with { NextValidators = default });

        BlockHeader open = chain.Closing with { NextValidatorsHash = chain.Closing.ValidatorsHash };
        yield return AssembledFile.Of("a block that closes no epoch", "proof.bad_handover", file with
        {
            Handovers = [chain.Part(chain.First, open) with { NextValidators = Raw.Of(chain.First) }],
            Finality = chain.Part(chain.First, chain.Block with { Parent = open.Digest, ValidatorsHash = open.ValidatorsHash }),
        });

        // Both what the header names and what the file gives: a verifier may go on with either.
        ValidatorSet thieves = chain.Set((1, 21), (2, 22), (3, 23));
        foreach (Hash256 named in new[] { chain.Block.ValidatorsHash, ValidatorSchedule.HashOf(thieves) })
        {
            yield return AssembledFile.Of("validators whom the closing header does not name", "proof.bad_handover", file with
            {
                Handovers = [handover with { NextValidators = Raw.Of(thieves) }],
                Finality = chain.Part(thieves, chain.Block with { ValidatorsHash = named }),
            });
        }

        yield return AssembledFile.Of("the last epoch's validators go on", "proof.bad_handover", file with { Handovers = default });
        yield return AssembledFile.Of("a handover twice", "proof.bad_handover", file with { Handovers = [handover, handover] });
    }

    private static IEnumerable<AssembledFile> Sets(AssembledChain chain)
    {
        Validator zero = new(new OrganisationId(3), default);
        foreach ((string name, string code, ValidatorSet set) in new[]
        {
            ("descending organisations", "validators.bad_set", chain.Set((2, 1), (1, 2), (3, 3))),
            ("one organisation twice", "validators.bad_set", chain.Set((1, 1), (1, 2), (3, 3))),
            ("one key twice", "validators.bad_set", chain.Set((1, 1), (2, 2), (3, 1))),
            ("nobody", "validators.bad_set", new ValidatorSet(default)),
            ("129 validators", "encoding.too_long", chain.Set([.. Enumerable.Range(1, 129).Select(static i => ((uint)i, i))])),
        })
        {
            yield return AssembledFile.Of(name, code, HandedOver.To(chain, set));
        }

        // The zero key does not sign; whoever lets it be in the set finds its vote missing or wrong.
        ValidatorSet good = chain.Set((1, 1), (2, 2), (3, 3));
        ValidatorSet withZero = new([.. good.Seats.Items.Take(2), zero]);
        yield return AssembledFile.Of("a zero key", "validators.bad_set", HandedOver.To(chain, Raw.Of(withZero), header => Raw.Of(chain.Certify(good, header))));
        foreach ((string name, string from, string to, string code) in new[]
        {
            ("an organisation of 33 bits", "9203c420", "92cf0000000100000000c420", "encoding.out_of_range"),
            ("a seat of three fields", "9203c420", "9303c420", "encoding.wrong_length"),
            ("a key of 31 bytes", "9203c420", "9203c41f", "encoding.wrong_length"),
            ("a list in a longer form", "93", "dc0003", "encoding.not_shortest"),
            ("an organisation in a longer form", "9203c420", "92cc03c420", "encoding.not_shortest"),
        })
        {
            yield return AssembledFile.Of(name, code, HandedOver.To(chain, Raw.Swap(Raw.Of(good), from, to), header => Raw.Of(chain.Certify(good, header))));
        }
    }

    // The digest of these very bytes is what is signed, so that nothing but their form speaks against them.
    private static FinalityPart Signed(AssembledChain chain, ValidatorSet set, Blob header, BlockHeader like) => new(
        header, default, Raw.Of(chain.Certify(set, Vote.Finalize(like.View, DomainHash.Of("deai.block.v1", header.Span)), like.Epoch)), Blob.Empty);
}
