using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Blocks;

/// <summary>Consecutive headers, oldest first, each the parent of the next: for short distances, where it needs no stored digests.</summary>
public sealed record HeaderChain(Sequence<BlockHeader> Headers) : ICanonical<HeaderChain>
{
    public const int MaxHeaders = 1024;

    /// <summary>Checks every link up to a digest that the caller trusts.</summary>
    /// <returns>The oldest header, or <see cref="LedgerErrors.BadProof"/>.</returns>
    public Result<BlockHeader> Verify(Hash256 newest)
    {
        Hash256 expected = newest;
        for (int i = Headers.Count - 1; i >= 0; i--)
        {
            Hash256 digest = Headers[i].Digest;
            if (digest != expected)
            {
                return Result.Refuse<BlockHeader>(LedgerErrors.BadProof, $"header {i} is {digest}, its child names {expected}");
            }

            expected = Headers[i].Parent;
        }

        return Headers.Count == 0
            ? Result.Refuse<BlockHeader>(LedgerErrors.BadProof, "no header")
            : Result.Of(Headers[0]);
    }

    public void Encode(CanonicalWriter writer) => writer.Write(Headers);

    public static HeaderChain Decode(ref CanonicalReader reader) => new(reader.ReadSequence<BlockHeader>(MaxHeaders));
}
