using System.Text;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>Files that show something true in a way that an over-strict verifier might not expect.</summary>
internal static class TrueFiles
{
    public static IEnumerable<AssembledFile> Of(AssembledChain chain) => [.. Plain(chain), .. Altered(chain), .. Headers(chain), .. Contents(chain), .. Texts(chain)];

    private static IEnumerable<AssembledFile> Plain(AssembledChain chain)
    {
        yield return AssembledFile.True("an entry", chain.State(chain.Entries[0].Key));
        yield return AssembledFile.True("no entry, at an empty subtree", chain.State(chain.KeyOfKind(0)));
        yield return AssembledFile.True("no entry, at another key's leaf", chain.State(chain.KeyOfKind(2)));
        yield return AssembledFile.True("a range", chain.Range("00020102", "00020105"));
        yield return AssembledFile.True("the whole state", chain.Range(string.Empty, string.Empty));
        for (int i = 0; i < chain.Receipts.Count; i++)
        {
            yield return AssembledFile.True($"receipt {i}", chain.ReceiptOf(i));
            yield return AssembledFile.True($"transaction {i}", chain.TransactionOf(i));
        }
    }

    // Copies that say something else, as true as what was said before.
    private static IEnumerable<AssembledFile> Altered(AssembledChain chain)
    {
        foreach (byte kind in new byte[] { 0, 2 })
        {
            Blob key = chain.KeyOfKind(kind);
            Blob another = Enumerable.Range(0, 1 << 15).Select(static i => Raw.Hex($"000203{i:x4}"))
                .First(other => other != key && chain.Prove(other) == chain.Prove(key));
            yield return AssembledFile.True($"another absent key at the same place, kind {kind}", chain.State(key) with { Key = another });
        }

        ProofFile range = chain.Range("00020102", "00020105");
        yield return AssembledFile.True("bounds moved over no entry", range with { Key = Raw.Hex("0002010100"), EndKey = Raw.Hex("0002010400") });
        yield return AssembledFile.True("a bound of 255 bytes", range with { EndKey = new Blob((byte[])[0, 2, 1, 4, .. new byte[251]]) });
        yield return AssembledFile.True("a key of 255 bytes", chain.State(new Blob(new byte[255])));
        yield return AssembledFile.True("the receipt of another transaction of the block", chain.ReceiptOf(0) with { Proof = chain.ReceiptOf(2).Proof });

        ProofFile inEpoch0 = chain.State(chain.Entries[0].Key) with
        {
            Height = chain.Closing.Height, Handovers = default, Finality = chain.Part(chain.First, chain.Closing, chain.Carrier),
        };
        yield return AssembledFile.True("a closing block, final by its carrier", inEpoch0);
        foreach (int[] seats in new int[][] { [0, 1, 3], [1, 2, 3], [0, 1, 2, 3] })
        {
            Certificate others = chain.Certify(chain.First, chain.Carrier, seats);
            yield return AssembledFile.True($"signed by {string.Join(", ", seats)}", inEpoch0 with { Finality = inEpoch0.Finality with { Certificate = Raw.Of(others) } });
        }
    }

    private static IEnumerable<AssembledFile> Headers(AssembledChain chain)
    {
        ProofFile file = chain.State(chain.Entries[0].Key);
        yield return AssembledFile.True("final by its child", file with { Finality = chain.Part(chain.Second, chain.Block, chain.Child) });
        yield return AssembledFile.True(
            "a closing block that is final by itself", file with { Handovers = [chain.Part(chain.First, chain.Closing) with { NextValidators = Raw.Of(chain.Second) }] });
        yield return AssembledFile.True("the first view of an epoch, which a carrier had too", chain.About(chain.Block with { View = chain.Closing.View.Next }, file));

        BlockHeader zero = chain.Closing with
        {
            Height = default, View = default, Parent = default, Proposer = default, BeaconProof = default, NextValidatorsHash = chain.Closing.ValidatorsHash,
        };
        BlockHeader one = zero with { Height = new Height(1), View = new View(1), Parent = zero.Digest, BeaconProof = chain.Closing.BeaconProof };
        yield return AssembledFile.True("block 0, without a beacon", file with { Height = default, Handovers = default, Finality = chain.Part(chain.First, zero, one) });

        yield return AssembledFile.True("organisation 0", HandedOver.To(chain, chain.Set((0, 1), (7, 2))));
        yield return AssembledFile.True("one validator", HandedOver.To(chain, chain.Set((1, 1))));
        yield return AssembledFile.True("128 validators", HandedOver.To(chain, chain.Set([.. Enumerable.Range(1, 128).Select(static i => ((uint)i, i))])));
    }

    private static IEnumerable<AssembledFile> Contents(AssembledChain chain)
    {
        ProofFile state = chain.State(chain.Entries[0].Key);
        BlockHeader empty = chain.Block with { StateRoot = default };
        yield return AssembledFile.True("nothing in an empty state", chain.About(empty, state with { Proof = Raw.Hex("920090") }));
        yield return AssembledFile.True("no range in an empty state", chain.About(empty, chain.Range(string.Empty, string.Empty, Raw.Hex("90"))));

        Event widest = new(new string('n', 64), [.. Enumerable.Range(0, 32).Select(static _ => new EventAttribute(new string('a', 64), new string('v', 512)))]);
        Receipt longest = chain.Receipts[0] with
        {
            Status = ReceiptStatus.Refused, Reason = new ReasonCode(new string('r', 64)), Fee = new Credits(ulong.MaxValue), Events = [widest],
        };
        yield return AssembledFile.True("a receipt with all at its limits", chain.OfReceipt(Raw.Of(longest)));
        Event small = new("é", default);
        yield return AssembledFile.True("a receipt of 1,024 events", chain.OfReceipt(Raw.Of(longest with { Events = [.. Enumerable.Repeat(small, 1024)] })));

        SignedTransaction signed = chain.Transactions[0];
        yield return AssembledFile.True("a transaction whose own signature is none", chain.OfTransaction(Raw.Of(signed with { Signature = default }), signed.Id));
        SignedTransaction foreign = signed with { Body = signed.Body with { Chain = default, Nonce = ulong.MaxValue, Payload = new Blob(new byte[70_000]) } };
        yield return AssembledFile.True("a transaction of another chain", chain.OfTransaction(Raw.Of(foreign), foreign.Id));
    }

    private static IEnumerable<AssembledFile> Texts(AssembledChain chain)
    {
        string text = chain.State(chain.Entries[0].Key).ToJson();
        yield return new("a byte order mark", string.Empty, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]);
        yield return new("escapes", string.Empty, Encoding.UTF8.GetBytes(text.Replace("\"kind\": \"state\"", "\"k\\u0069nd\": \"st\\u0061te\"", StringComparison.Ordinal)));
        yield return new("no spaces", string.Empty, Encoding.UTF8.GetBytes(text.Replace("\n", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal)));
        string format = "\n  \"format\": \"deai.proof.v1\",";
        yield return new("another order", string.Empty, Encoding.UTF8.GetBytes(text.Replace(format, string.Empty, StringComparison.Ordinal)[..^2] + "," + format[..^1] + "}\t\r\n"));
    }

}
