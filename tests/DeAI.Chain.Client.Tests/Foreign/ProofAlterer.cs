using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>Makes altered copies of good proof files, each of which has to be refused.</summary>
/// <param name="pool">Good proofs of the chain.</param>
/// <param name="foreign">Good proofs of another chain.</param>
internal sealed class ProofAlterer(GenesisDocument genesis, IReadOnlyList<ProofFile> pool, IReadOnlyList<ProofFile> foreign, Random random)
{
    private readonly VerifiedFact[] _facts = [.. pool.Select(proof => ProofVerifier.Verify(proof, genesis).Value)];

    private readonly string[] _texts = [.. pool.Select(static proof => proof.ToJson())];

    private (string Name, Func<ProofFile, VerifiedFact, string?> Alter)[] Ways =>
    [
        ("bit flipped", (proof, _) => InSlot(proof, FlipBit)),
        ("bit flipped", (proof, _) => InSlot(proof, FlipBit)),
        ("cut short", (proof, _) => InSlot(proof, bytes => bytes[..random.Next(bytes.Length)])),
        ("grown", (proof, _) => InSlot(proof, bytes => [.. bytes, (byte)random.Next(256)])),
        ("byte left out", (proof, _) => InSlot(proof, LeaveOut)),
        ("two fields swapped", SwapTwo),
        ("field of another proof", TakeFromAnother),
        ("handover", (proof, _) => Handover(proof)),
        ("descendant", (proof, _) => Descendant(proof)),
        ("height", (proof, _) => (proof with { Height = new(random.Next(2) == 0 ? proof.Height.Value + 1 : proof.Height.Value - 1) }).ToJson()),
        ("key replaced", ReplaceKey),
        ("bounds moved over an entry", MoveBounds),
        ("too few signatures", (proof, _) => InCertificate(proof, TooFew)),
        ("duplicate signer", (proof, _) => InCertificate(proof, Duplicate)),
        ("seat that did not sign", (proof, _) => InCertificate(proof, ClaimSeat)),
        ("certificate of another kind, view or epoch", (proof, _) => InCertificate(proof, Relabel)),
        ("foreign chain", (_, _) => foreign[random.Next(foreign.Count)].ToJson()),
        ("foreign chain's id", (proof, _) => InHeader(proof, header => header with { Chain = TakeHeader(foreign[0]).Chain })),
        ("header rewritten", (proof, _) => InHeader(proof, Rewrite)),
        ("text", (proof, _) => AlterText(proof.ToJson())),
        ("text cut short", (proof, _) => Cut(proof.ToJson())),
    ];

    public Alteration Next()
    {
        (string Name, Func<ProofFile, VerifiedFact, string?> Alter)[] ways = Ways;
        while (true)
        {
            int chosen = random.Next(pool.Count);
            (string name, Func<ProofFile, VerifiedFact, string?> alter) = ways[random.Next(ways.Length)];
            if (alter(pool[chosen], _facts[chosen]) is { } altered && altered != _texts[chosen])
            {
                return new Alteration($"{name} in a proof of kind {pool[chosen].Kind}", altered);
            }
        }
    }

    private static BlockHeader TakeHeader(ProofFile proof) => Canonical.Decode<BlockHeader>(proof.Finality.Header.Span).Value;

    private string InSlot(ProofFile proof, Func<byte[], byte[]> alter)
    {
        IReadOnlyList<ProofSlot> slots = ProofSlot.Of(proof);
        ProofSlot slot = slots[random.Next(slots.Count)];
        return slot.With(new Blob(alter(slot.Value.Span.ToArray()))).ToJson();
    }

    private byte[] FlipBit(byte[] bytes)
    {
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    private byte[] LeaveOut(byte[] bytes)
    {
        int at = random.Next(bytes.Length);
        return [.. bytes[..at], .. bytes[(at + 1)..]];
    }

    private string? SwapTwo(ProofFile proof, VerifiedFact fact)
    {
        IReadOnlyList<ProofSlot> slots = ProofSlot.Of(proof);
        (int first, int second) = (random.Next(slots.Count), random.Next(slots.Count));
        return slots[first].Value == slots[second].Value
            ? null
            : ProofSlot.Of(slots[first].With(slots[second].Value))[second].With(slots[first].Value).ToJson();
    }

    private string? TakeFromAnother(ProofFile proof, VerifiedFact fact)
    {
        IReadOnlyList<ProofSlot> slots = ProofSlot.Of(proof);
        ProofSlot slot = slots[random.Next(slots.Count)];
        ProofFile another = pool[random.Next(pool.Count)];
        if (IsAnotherReceipt(slot, proof, another))
        {
            return null;
        }

        ProofSlot? other = ProofSlot.Of(another).FirstOrDefault(candidate => candidate.Name == slot.Name && candidate.Value != slot.Value);
        return other is null ? null : slot.With(other.Value).ToJson();
    }

    // The receipt itself says whose it is: with another of the same block in its place the file shows another truth.
    private static bool IsAnotherReceipt(ProofSlot slot, ProofFile proof, ProofFile another) =>
        slot.Name == "proof" && proof.Kind == ProofKind.Receipt && another.Kind == ProofKind.Receipt && another.Height == proof.Height;

    private string? Handover(ProofFile proof)
    {
        if (proof.Handovers.Count == 0)
        {
            return null;
        }

        int at = random.Next(proof.Handovers.Count);
        return (random.Next(3) switch
        {
            0 => proof with { Handovers = new(proof.Handovers.Items.RemoveAt(at)) },
            1 => proof with { Handovers = new(proof.Handovers.Items.Insert(at, proof.Handovers[at])) },
            _ => proof with { Handovers = Sequence.From(proof.Handovers.Items.Reverse()) },
        }).ToJson();
    }

    private string? Descendant(ProofFile proof)
    {
        Sequence<Blob> descendants = proof.Finality.Descendants;
        if (descendants.Count == 0)
        {
            return null;
        }

        int at = random.Next(descendants.Count);
        Sequence<Blob> altered = random.Next(2) == 0 ? new(descendants.Items.RemoveAt(at)) : new(descendants.Items.Insert(at, descendants[at]));
        return (proof with { Finality = proof.Finality with { Descendants = altered } }).ToJson();
    }

    // Of a proof of absence, only a key that the same state does have makes it untrue.
    private string? ReplaceKey(ProofFile proof, VerifiedFact fact)
    {
        int[] others = [.. Enumerable.Range(0, pool.Count).Where(i =>
            pool[i].Kind == ProofKind.State && pool[i].Key != proof.Key && (fact.Value is not null || (_facts[i].Value is not null && pool[i].Height == proof.Height)))];
        return proof.Kind != ProofKind.State || others.Length == 0 ? null : (proof with { Key = pool[others[random.Next(others.Length)]].Key }).ToJson();
    }

    private string? MoveBounds(ProofFile proof, VerifiedFact fact)
    {
        if (proof.Kind != ProofKind.Range || fact.Entries.Count == 0)
        {
            return null;
        }

        StateEntry entry = fact.Entries[random.Next(fact.Entries.Count)];
        Blob behind = new((byte[])[.. entry.Key.Span, 0]);
        return (random.Next(2) == 0 ? proof with { Key = behind } : proof with { EndKey = entry.Key }).ToJson();
    }

    private string InCertificate(ProofFile proof, Func<Certificate, Certificate> alter)
    {
        ProofSlot[] slots = [.. ProofSlot.Of(proof).Where(static slot => slot.Name.EndsWith(".certificate", StringComparison.Ordinal))];
        ProofSlot slot = slots[random.Next(slots.Length)];
        return slot.With(new Blob(Canonical.Encode(alter(Canonical.Decode<Certificate>(slot.Value.Span).Value)))).ToJson();
    }

    private string InHeader(ProofFile proof, Func<BlockHeader, BlockHeader> alter)
    {
        ProofSlot[] slots = [.. ProofSlot.Of(proof).Where(static slot => slot.Name.Contains("header", StringComparison.Ordinal) || slot.Name.Contains("descendants", StringComparison.Ordinal))];
        ProofSlot slot = slots[random.Next(slots.Length)];
        return slot.With(new Blob(Canonical.Encode(alter(Canonical.Decode<BlockHeader>(slot.Value.Span).Value)))).ToJson();
    }

    private Certificate TooFew(Certificate certificate)
    {
        byte[] bitmap = certificate.Bitmap.Span.ToArray();
        int dropped = certificate.Voters.NextFrom(0);
        bitmap[dropped >> 3] &= (byte)~(1 << (dropped & 7));
        Blob fewer = new(certificate.Signatures.Memory[Signature.Length..]);
        return random.Next(2) == 0 ? certificate with { Bitmap = new Blob(bitmap), Signatures = fewer } : certificate with { Signatures = fewer };
    }

    private Certificate Duplicate(Certificate certificate)
    {
        byte[] signatures = certificate.Signatures.Span.ToArray();
        signatures.AsSpan(0, Signature.Length).CopyTo(signatures.AsSpan(signatures.Length - Signature.Length));
        return certificate with { Signatures = new Blob(random.Next(2) == 0 ? signatures : [.. certificate.Signatures.Span, .. signatures[..Signature.Length]]) };
    }

    private Certificate ClaimSeat(Certificate certificate)
    {
        byte[] bitmap = certificate.Bitmap.Span.ToArray();
        int claimed = Enumerable.Range(0, bitmap.Length * 8).First(seat => !certificate.Voters.Contains(seat));
        bitmap[claimed >> 3] |= (byte)(1 << (claimed & 7));
        return certificate with { Bitmap = new Blob(bitmap), Signatures = new Blob((byte[])[.. certificate.Signatures.Span, .. certificate.Signatures.Span[..Signature.Length]]) };
    }

    private Certificate Relabel(Certificate certificate) => random.Next(4) switch
    {
        0 => certificate with { Vote = certificate.Vote with { Kind = VoteKind.Notarize } },
        1 => certificate with { Vote = Vote.Nullify(certificate.Vote.View) },
        2 => certificate with { Vote = certificate.Vote with { View = new(certificate.Vote.View.Value - 1) } },
        _ => certificate with { Epoch = new(certificate.Epoch.Value == 0 ? 1 : certificate.Epoch.Value - 1) },
    };

    private BlockHeader Rewrite(BlockHeader header) => random.Next(8) switch
    {
        0 => header with { Epoch = new(header.Epoch.Value + 1) },
        1 => header with { Height = new(header.Height.Value + 1) },
        2 => header with { View = new(header.View.Value + 1) },
        3 => header with { Parent = header.StateRoot },
        4 => header with { StateRoot = header.ReceiptsRoot },
        5 => header with { ReceiptsRoot = header.TransactionsRoot },
        6 => header with { ValidatorsHash = header.ParametersHash },
        _ => header with { NextValidatorsHash = header.ParametersHash },
    };

    private string AlterText(string text) => random.Next(7) switch
    {
        0 => text.Replace("\"height\": ", "\"height\": 0", StringComparison.Ordinal),
        1 => text.Replace(",\n  \"key\"", ".0,\n  \"key\"", StringComparison.Ordinal),
        2 => text.Replace("\"handovers\"", "\"more\": 1, \"handovers\"", StringComparison.Ordinal),
        3 => text.Replace("\"handovers\"", "\"kind\": \"state\", \"handovers\"", StringComparison.Ordinal),
        4 => text.Replace("deai.proof.v1", "deai.proof.v2", StringComparison.Ordinal),
        5 => text.Replace("\"9fc4", "\"9FC4", StringComparison.Ordinal),
        _ => text.Replace("\"receipt_proof\"", "\"receipt\"", StringComparison.Ordinal),
    };

    private string Cut(string text) => text[..random.Next(text.Length - 1)];
}
