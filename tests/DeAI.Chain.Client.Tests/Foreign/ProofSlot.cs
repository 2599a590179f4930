using System.Collections.Immutable;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>One byte string of a proof file, and the file with another in its place.</summary>
internal sealed record ProofSlot(string Name, Blob Value, Func<Blob, ProofFile> With)
{
    /// <summary>All but the keys, whose alteration may show another truth.</summary>
    public static IReadOnlyList<ProofSlot> Of(ProofFile proof)
    {
        List<ProofSlot> slots =
        [
            new("proof", proof.Proof, value => proof with { Proof = value }),
            .. OfPart("finality", proof.Finality, part => proof with { Finality = part }),
        ];
        if (!proof.ReceiptProof.IsEmpty)
        {
            slots.Add(new("receipt_proof", proof.ReceiptProof, value => proof with { ReceiptProof = value }));
        }

        for (int i = 0; i < proof.Handovers.Count; i++)
        {
            int at = i;
            slots.AddRange(OfPart($"handovers[{i}]", proof.Handovers[i], part => proof with { Handovers = new(proof.Handovers.Items.SetItem(at, part)) }));
        }

        return slots;
    }

    private static IEnumerable<ProofSlot> OfPart(string name, FinalityPart part, Func<FinalityPart, ProofFile> with)
    {
        yield return new($"{name}.header", part.Header, value => with(part with { Header = value }));
        yield return new($"{name}.certificate", part.Certificate, value => with(part with { Certificate = value }));
        if (!part.NextValidators.IsEmpty)
        {
            yield return new($"{name}.next_validators", part.NextValidators, value => with(part with { NextValidators = value }));
        }

        ImmutableArray<Blob> descendants = part.Descendants.Items;
        for (int i = 0; i < descendants.Length; i++)
        {
            int at = i;
            yield return new($"{name}.descendants[{i}]", descendants[i], value => with(part with { Descendants = new(descendants.SetItem(at, value)) }));
        }
    }
}
