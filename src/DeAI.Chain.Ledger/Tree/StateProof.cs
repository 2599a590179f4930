using System.Collections.Immutable;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>That a key has a value in a state, or that it has none. Checked against a state root and nothing else.</summary>
/// <remarks>
/// Binary: one sibling for each bit of the path, the root's children first. The way ends at the key's own leaf, at an empty subtree, or at the
/// lone leaf of another key, which hangs where the key's would.
/// </remarks>
public sealed record StateProof : ICanonical<StateProof>
{
    public const int MaxSiblings = 256;

    private const byte EmptyKind = 0;
    private const byte PresentKind = 1;
    private const byte OtherKind = 2;

    private StateProof(byte kind, Sequence<Hash256> siblings, Blob value, Bytes32 otherPath, Hash256 otherValueHash)
    {
        Kind = kind;
        Siblings = siblings;
        Value = value;
        OtherPath = otherPath;
        OtherValueHash = otherValueHash;
    }

    /// <summary>All zero stands for an empty subtree.</summary>
    public Sequence<Hash256> Siblings { get; }

    private byte Kind { get; }

    private Blob Value { get; }

    private Bytes32 OtherPath { get; }

    private Hash256 OtherValueHash { get; }

    internal static StateProof AbsentEmpty(Sequence<Hash256> siblings) => new(EmptyKind, siblings, default, default, default);

    internal static StateProof Present(Sequence<Hash256> siblings, Blob value) => new(PresentKind, siblings, value, default, default);

    internal static StateProof AbsentOther(Sequence<Hash256> siblings, Bytes32 path, Hash256 valueHash) =>
        new(OtherKind, siblings, default, path, valueHash);

    /// <param name="root">The state root of a header that the caller trusts.</param>
    /// <returns>The value; null if the key is proven absent; or <see cref="TreeErrors.BadProof"/>.</returns>
    public Result<ProvenValue?> Verify(Hash256 root, ReadOnlySpan<byte> key)
    {
        Bytes32 path = TreeHash.PathOf(key);
        if (Kind == OtherKind && (OtherPath == path || !SharesStart(path)))
        {
            return Result.Refuse<ProvenValue?>(TreeErrors.BadProof, "the other leaf does not hang where the key would");
        }

        Hash256 hash = Kind switch
        {
            PresentKind => TreeHash.Leaf(path, Sha256.Hash(Value.Span)),
            OtherKind => TreeHash.Leaf(OtherPath, OtherValueHash),
            _ => default,
        };
        for (int bit = Siblings.Count - 1; bit >= 0; bit--)
        {
            hash = path.Bit(bit) ? TreeHash.Inner(Siblings[bit], hash) : TreeHash.Inner(hash, Siblings[bit]);
        }

        return hash == root
            ? Result.Of(Kind == PresentKind ? new ProvenValue(Value) : null)
            : Result.Refuse<ProvenValue?>(TreeErrors.BadProof, $"the path leads to {hash}, not to the state root {root}");
    }

    /// <summary>[kind, siblings] and by kind: 0 nothing, 1 the value, 2 the other leaf's path and value hash.</summary>
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(Kind switch { EmptyKind => 2, PresentKind => 3, _ => 4 });
        writer.Write(Kind);
        writer.WriteArrayHeader(Siblings.Count);
        foreach (Hash256 sibling in Siblings.Span)
        {
            writer.Write(sibling);
        }

        if (Kind == PresentKind)
        {
            writer.Write(Value);
        }
        else if (Kind == OtherKind)
        {
            writer.Write(OtherPath);
            writer.Write(OtherValueHash);
        }
    }

    public static StateProof Decode(ref CanonicalReader reader)
    {
        int fields = reader.ReadArrayHeader(2, 4);
        byte kind = reader.ReadByte();
        if (reader.Failure is null && kind > OtherKind)
        {
            reader.Fail(EncodingErrors.OutOfRange, $"{kind} is no kind of proof");
        }

        if (reader.Failure is null && fields != kind + 2)
        {
            reader.Fail(EncodingErrors.WrongLength, $"{fields} fields make no proof of kind {kind}");
        }

        int count = reader.ReadArrayHeaderUpTo(MaxSiblings);
        ImmutableArray<Hash256>.Builder siblings = ImmutableArray.CreateBuilder<Hash256>(count);
        for (int i = 0; i < count && reader.Failure is null; i++)
        {
            siblings.Add(reader.ReadHash256());
        }

        Sequence<Hash256> way = new(siblings.DrainToImmutable());
        return kind switch
        {
            PresentKind => Present(way, reader.ReadBlob(State.StateOverlay.MaxValueBytes)),
            OtherKind => AbsentOther(way, reader.ReadBytes32(), reader.ReadHash256()),
            _ => AbsentEmpty(way),
        };
    }

    private bool SharesStart(Bytes32 path)
    {
        for (int bit = 0; bit < Siblings.Count; bit++)
        {
            if (OtherPath.Bit(bit) != path.Bit(bit))
            {
                return false;
            }
        }

        return true;
    }
}
